"""The folder of snapshot files: their names, and which of them go when it is tidied.

A file's name is its revision and its set: the layers, the format and the ontology it was made with.
The time of a file is when it was last used.
"""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LIMIT = 2 << 30  # bytes
GRACE = 600.0  # seconds
UNUSED = 30 * 86_400.0
UNFINISHED = ".building-"
UNFINISHED_SECONDS = 3600.0
SUFFIX = ".snapshot"
BEFORE = re.compile(r"[0-9a-f]{32}(-[0-9a-f]{16})?")  # folders, as formats up to 4 had them


def name(revision: str, of: str) -> str:
    """The name of the file of a revision and set."""
    return f"{revision}-{of}{SUFFIX}"


def all_in(home: Path) -> list[Path]:
    """All snapshot files, by name."""
    return sorted(path for path in home.glob(f"*{SUFFIX}") if path.is_file())


def of_set(home: Path, of: str) -> list[Path]:
    """The files of a set, the one used last first."""
    return [path for _, path in sorted(((-used, path) for used, _, path in _used(home) if _set(path) == of))]


def tidy(home: Path, current: Path, *, limit: int) -> None:
    """Remove what nobody needs any more; `current` stays.

    Older revisions of its set go after ten minutes without use, other sets after a month, unfinished
    files after an hour; then those used longest ago, until the rest holds at most `limit` bytes.
    """
    now = time.time()
    rest = []
    for used, size, path in _used(home):
        if path == current:
            continue
        if now - used > (GRACE if _set(path) == _set(current) else UNUSED):
            _remove(path)
        else:
            rest.append((used, size, path))
    held = sum(size for _, size, _ in rest)
    for _, size, path in sorted(rest):
        if held <= limit:
            break
        _remove(path)
        held -= size
    for path in home.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if now - path.stat().st_mtime > UNFINISHED_SECONDS:
                _remove(path)
    for path in home.iterdir():
        if BEFORE.fullmatch(path.name) and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _used(home: Path) -> Iterator[tuple[float, int, Path]]:
    for path in all_in(home):
        with suppress(OSError):
            found = path.stat()
            yield found.st_mtime, found.st_size, path


def _set(path: Path) -> str:
    return path.name.removesuffix(SUFFIX).rpartition("-")[2]


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
