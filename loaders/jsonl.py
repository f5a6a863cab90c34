"""Trilateral's own JSON lines: what `trilateral export` writes, one source, text, claim, decision or judgement a line."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from graph.claims import Line, read_lines
from graph.errors import SourceError, shown

TYPES = frozenset({"source", "text", "claim", "decision", "judgement"})


def recognise(head: bytes) -> bool:
    """True when the first line looks like one of ours, were it cut short."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    start = head.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \r\n\t")
    if not start.startswith("{"):
        return False
    try:
        first, _ = json.JSONDecoder().raw_decode(start)
    except ValueError:
        return any(start.replace(" ", "").startswith(f'{{"type":"{type}"') for type in TYPES)
    return isinstance(first, dict) and first.get("type") in TYPES


def read(path: Path) -> Iterator[Line]:
    """The lines of a file, once the whole file is known to be good. Raises SourceError naming the bad line."""
    for _ in _lines(path):
        pass
    return _lines(path)


def _lines(path: Path) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from read_lines(stream, path.name)
    except UnicodeDecodeError as error:
        raise SourceError(f"{shown(path.name)}: not UTF-8 at byte {error.start}; export it again") from error
