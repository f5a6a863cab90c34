"""Trilateral's own JSON lines: what `trilateral export` writes, one source, text, claim, decision or judgement a line."""

import codecs
import json
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import IO

from graph.claims import Line, Record, Source, Text, numbered_lines
from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, unreadable
from loaders.intake import Intake

TYPES = frozenset({"source", "text", "claim", "decision", "judgement"})
SEAL = '{"type":"seal"'  # the last line of a backup, which `trilateral restore` verifies
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


def read(path: Path, name: str, intake: Intake) -> Iterator[Line]:
    """The lines of a file, after it was read once; what is bad is reported by line, and so is what rests on a line that is left out.

    Raises SourceError for a file without any good line, naming the first bad one.
    """
    bad: dict[int, str] = {}
    named: dict[str, set[str]] = {"source": set(), "text": set()}
    good = 0
    for _, line in _lines(path, name, bad.__setitem__):
        good += 1
        if isinstance(line, Source):
            named["source"].add(line.id)
        elif isinstance(line, Text):
            named["text"].add(line.source)
    if bad and not good:
        number, reason = next(iter(bad.items()))
        raise SourceError(f"{shown(name, LONGEST_PATH)}: line {number}: {reason}; nothing of this file was loaded")
    for number, reason in bad.items():
        intake.fault(f"line {number}: {reason}; left out")
    whole = _lines(path, name, lambda *_: None)
    return _complete(whole, named["source"], named["text"], intake) if bad else (line for _, line in whole)


def _complete(lines: Iterator[tuple[int, Line]], sources: Set[str], texts: Set[str], intake: Intake) -> Iterator[Line]:
    """The lines whose source, and the text that they quote from, stand in the file too or were filed before."""
    for number, line in lines:
        claim = line.claim if isinstance(line, Record) else None
        source = claim.source if claim else line.source if isinstance(line, Text) else ""
        if source and source not in sources and not intake.filed(source):
            intake.fault(f"line {number}: of {shown(source)}, whose line was left out; left out as well")
        elif claim and claim.span and source not in texts and not intake.holds(source):
            intake.fault(f"line {number}: quotes the text of {shown(source)}, whose line was left out; left out as well")
        else:
            yield line


def place(path: Path, name: str, claim: str) -> str:
    """The name of the file and the line that holds a claim."""
    lines = _lines(path, name, lambda *_: None)
    number = next((number for number, line in lines if isinstance(line, Record) and line.claim.id == claim), None)
    return f"{shown(name, LONGEST_PATH)}: line {number}" if number else shown(name, LONGEST_PATH)


def _lines(path: Path, name: str, bad: Callable[[int, str], None]) -> Iterator[tuple[int, Line]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from numbered_lines(_bounded(stream, name), name, bad)
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
        yield "\n" if text.startswith(SEAL) else text
