"""Trilateral's own JSON lines: what `trilateral export` writes, one source, text, claim, decision or judgement a line."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from graph.claims import Line, Record, numbered_lines
from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, unreadable

TYPES = frozenset({"source", "text", "claim", "decision", "judgement"})
LONGEST_LINE = 50_000_000


def recognise(head: bytes) -> bool:
    """True when the first line looks like one of ours, were it cut short."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    start = head.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \r\n\t")
    if not start.startswith("{"):
        return False
    try:
        first, _ = json.JSONDecoder().raw_decode(start)
    except (ValueError, RecursionError):
        return any(start.replace(" ", "").startswith(f'{{"type":"{type}"') for type in TYPES)
    return isinstance(first, dict) and first.get("type") in TYPES


def read(path: Path, name: str) -> Iterator[Line]:
    """The lines of a file, once the whole file is known to be good. Raises SourceError naming the bad line."""
    for _ in _lines(path, name):
        pass
    return (line for _, line in _lines(path, name))


def place(path: Path, name: str, claim: str) -> str:
    """The name of the file and the line that holds a claim."""
    number = next((number for number, line in _lines(path, name) if isinstance(line, Record) and line.claim.id == claim), None)
    return f"{shown(name, LONGEST_PATH)}: line {number}" if number else shown(name, LONGEST_PATH)


def _lines(path: Path, name: str) -> Iterator[tuple[int, Line]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from numbered_lines(_bounded(stream, name), name)
    except UnicodeDecodeError as error:
        raise SourceError(f"{shown(name, LONGEST_PATH)}: not UTF-8 at byte {error.start}; export it again") from error
    except OSError as error:
        raise unreadable(name, error) from error


def _bounded(stream: IO[str], name: str) -> Iterator[str]:
    number = 0
    while text := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(text) > LONGEST_LINE:
            raise SourceError(
                f"{shown(name, LONGEST_PATH)}: line {number}: longer than {LONGEST_LINE // 10**6} million characters; nothing of this file was loaded"
            )
        yield text
