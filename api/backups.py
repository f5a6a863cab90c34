"""Backups: the whole record as JSON lines, the last of which seals the others: how many there are and their hash."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from api.files import writing
from graph.claims import Line, read_lines
from graph.errors import SourceError, shown
from graph.progress import Progress
from graph.store.base import GraphStore
from graph.store.moving import Extent, Measure, Moved, measure, move
from loaders.jsonl import SEAL

TOLD_EVERY = 5_000


def backup(store: GraphStore, path: Path, progress: Callable[[int], None] | None = None) -> Extent:
    """Write all layers, decisions and judgements, gzipped where the name ends in .gz; `progress` hears how many lines.

    The file is there whole or not at all. Raises RequestError where it cannot be written.
    """
    taken = Measure()
    with writing(path, packed=path.suffix == ".gz") as out:
        for done, line in enumerate(store.dump(), 1):
            out.write(taken.add(line).decode())
            if progress and done % TOLD_EVERY == 0:
                progress(done)
        extent = taken.extent
        out.write(json.dumps({"type": "seal", "lines": extent.lines, "counts": extent.counts, "hash": extent.content_hash}, separators=(",", ":")) + "\n")
    return extent


def restore(store: GraphStore, path: Path, *, merge: bool = False, progress: Progress | None = None) -> Moved:
    """File what a backup holds, once its seal was found to fit. Raises SourceError for a file that is none, was cut short or changed."""
    name = str(path)
    sealed = _sealed(name, path)
    if measure(_lines(path, name)) != sealed:
        raise SourceError(f"{shown(name, 300)}: was changed since it was written: its lines do not give the hash of its last one; take another backup")
    return move(lambda: _lines(path, name), store, merge=merge, progress=progress)


def _sealed(name: str, path: Path) -> Extent:
    """What the last line says of the others."""
    last = ""
    for text in _texts(path, name):
        last = text
    if not last.startswith(SEAL):
        raise SourceError(f"{shown(name, 300)}: has no seal in its last line: it was cut short, or is no backup; `trilateral load` reads other files")
    try:
        said = json.loads(last)
        return Extent({str(what): int(count) for what, count in said["counts"].items()}, str(said["hash"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{shown(name, 300)}: its last line cannot be read; take another backup") from error


def _lines(path: Path, name: str) -> Iterator[Line]:
    return read_lines(_unsealed(_texts(path, name)), name)


def _unsealed(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if not text.startswith(SEAL))


def _texts(path: Path, name: str) -> Iterator[str]:
    with _reading(path, name) as stream:
        yield from stream


@contextmanager
def _reading(path: Path, name: str) -> Iterator[IO[str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if _is_packed(path) else path.open(encoding="utf-8") as stream:
            yield stream
    except UnicodeDecodeError as error:
        raise SourceError(f"{shown(name, 300)}: not UTF-8 at byte {error.start}; take another backup") from error
    except (OSError, EOFError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{shown(name, 300)}: cannot be read ({said.lower()}); check the path, or take another backup") from error


def _is_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"
