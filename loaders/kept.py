"""What takes long to work out and is the same in every process: kept in the user's cache folder, for the processes that come after.

Nothing depends on it: what is missing, unreadable or not to be trusted is worked out anew, and the folder may be deleted at any time.
It is only used where nobody but the user can write, and each entry is named by a digest of all that it follows from.
"""

import os
import sqlite3
import stat
import sys
import zlib
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Lock

import platformdirs

MOST = 64_000_000  # bytes; a file that is larger, with what older versions kept, is begun anew
PATIENCE = 0.5  # seconds to wait for another process that writes

_new: dict[bytes, bytes] = {}  # packed
_lock = Lock()


def name_of(*parts: str) -> bytes:
    """The name of what follows from these texts, in this version of the language."""
    digest = blake2b(f"{sys.version}\0{sys.byteorder}".encode(), digest_size=16)
    for part in parts:
        said = part.encode(errors="surrogatepass")
        digest.update(len(said).to_bytes(8, "big") + said)
    return digest.digest()


def find(name: bytes) -> bytes | None:
    """What is kept under a name, or None."""
    with _lock:
        file = _opened(os.getpid())
        if file is None:
            return None
        with suppress(sqlite3.Error, zlib.error):
            for (packed,) in file.execute("SELECT value FROM kept WHERE name = ?", (name,)):
                return zlib.decompress(packed)
    return None


def keep(name: bytes, value: bytes) -> None:
    """Keep a value under a name. It is written when the process ends; whatever goes wrong then costs others time, nothing else."""
    with _lock:
        if not _new:
            Finalize(None, _write, exitpriority=0)  # processes of a pool end without what `atexit` does
        _new[name] = zlib.compress(value, 1)


@cache
def _path() -> Path | None:
    """The file, if it is in a folder that nobody else can write into."""
    folder = Path(platformdirs.user_cache_dir("trilateral", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError:
        return None
    ours = os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
    return folder / f"kept-{sys.implementation.cache_tag}.db" if ours else None


@cache
def _opened(process: int) -> sqlite3.Connection | None:
    """The file open for reading in a process, which shares it with no other."""
    path = _path()
    with suppress(sqlite3.Error, OSError):
        if path and path.stat().st_size <= MOST:
            return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=PATIENCE, check_same_thread=False)
    return None


def _write() -> None:
    path = _path()
    if path is None:
        return
    with suppress(sqlite3.Error, OSError):
        if path.exists() and path.stat().st_size > MOST:
            path.unlink()
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as file, file:
            file.execute("CREATE TABLE IF NOT EXISTS kept (name BLOB PRIMARY KEY, value BLOB NOT NULL)")
            file.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", list(_new.items()))
