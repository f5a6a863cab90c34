"""Writing a file whole or not at all."""

import gzip
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.errors import RequestError, shown


def write_whole(path: Path, content: str | bytes) -> None:
    """Write beside the file, then put it in place. Raises RequestError when the folder cannot take it."""
    with _beside(path) as name:
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def writing(path: Path, *, packed: bool = False) -> Iterator[IO[str]]:
    """A stream of text that becomes the file, gzipped where `packed`, when all went well. Raises RequestError when the folder cannot take it."""
    with _beside(path) as name, _packing(name) if packed else open(name, "w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _packing(name: str) -> Iterator[IO[str]]:
    """A stream of text that is gzipped into a file, the same bytes each time."""
    with (
        open(name, "wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as file,
    ):
        yield file


@contextmanager
def _beside(path: Path) -> Iterator[str]:
    """The name of an empty file beside the one to write, which takes its place when all went well."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        try:
            yield name
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise RequestError(f"{shown(str(path))}: cannot be written ({(error.strerror or str(error)).lower()}); name another file") from error


def make_folder(path: Path) -> None:
    """Make a folder unless it is there. Raises RequestError when it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(f"{shown(str(path))}: cannot be made a folder ({(error.strerror or str(error)).lower()}); name another") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
