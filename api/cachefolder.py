"""Where the snapshots of a server's record are kept on this machine: a folder of the user's cache that nobody else can look or write into.

Nothing depends on it: what is missing is streamed from the server again, and the folder may be deleted at any time.
"""

import os
import stat
from hashlib import blake2b
from pathlib import Path

import platformdirs


def snapshots_of(url: str) -> Path | None:
    """The folder of a server's address, made where it is not there; None where no safe one can be had. What is in it is named by revision and layers."""
    top = Path(platformdirs.user_cache_dir("trilateral", appauthor=False))
    folder = top / "servers" / blake2b(url.encode(), digest_size=16).hexdigest()
    try:
        for part in (top, folder.parent, folder):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _safe(part):
                return None
    except OSError:
        return None
    return folder


def _safe(folder: Path) -> bool:
    found = folder.stat()
    return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
