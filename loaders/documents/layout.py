"""Puts the lines of printed pages together again: drops what repeats on every page, joins what was only wrapped."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from loaders.documents.paragraphs import BULLET, OPENS_LOW, TERMINAL
from loaders.documents.repair import SOFT
from loaders.documents.vocabulary import read_rules

COMPOUNDING = frozenset(read_rules("layout")["compounding"].split())
EDGE = 3  # lines at the top and at the bottom of a page among which running heads stand
REPEATS = 5  # pages that a running head stands on at most before it counts as one
PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p[áa]gina|p[áa]g\.?|p\.|seite)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|de|sur|von)\s*\d{1,4})?\W*$|^\W*[A-Z]?-?\d{1,4}\W*$",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+|\b[ivxlc]{1,7}\b", re.IGNORECASE)
BROKEN = re.compile(r"([^\W\d_]+)-$")
GOES_ON = re.compile(r"^([a-zß-öø-ÿ][^\W\d_]*)")
WIDE_GAP = 1.35
SAME_SIZE = 0.08
SHORT_LINE = 0.8
ROOM = 0.6  # of a full line: where the next word would have fitted, the line was ended on purpose
INDENT = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, left edge, height above the foot of the page, and size of type, in points."""

    text: str
    left: float
    height: float
    size: float
    row: bool = False


def joined(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text with one line a paragraph and a blank line between, and where each page starts in it."""
    kept = [_rows(page) for page in _without_heads(pages)]
    words = Counter(word.casefold() for page in kept for line in page for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text))
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    last: Line | None = None
    for page in kept:
        starts.append(length)
        step, width = _step(page), _width(page)
        for number, line in enumerate(page):
            gap = "\n\n" if last and _parted(last, line, step, width, turned=number == 0) else " "
            if last:
                length += _join(parts, gap, line.text, words)
            else:
                parts.append(line.text)
                length += len(line.text)
            if number == 0:
                starts[-1] = length - len(line.text)
            last = line
    return "".join(parts), tuple(starts)


def page_of(starts: Sequence[int], place: int) -> int:
    """The number of the page, from 1, that a place in the text is on."""
    return max(1, bisect_right(starts, place))


def _join(parts: list[str], gap: str, text: str, words: Counter[str]) -> int:
    """Add a line and return by how much the text grew; a word that was broken at the end of the line before becomes whole."""
    before = len(parts[-1])
    if parts[-1].endswith(SOFT):
        parts[-1] = parts[-1][:-1]
        gap = "" if gap == " " else gap
    elif gap == " " and (head := BROKEN.search(parts[-1])) and (tail := GOES_ON.match(text)):
        if not _keeps_hyphen(head[1], tail[1], words):
            parts[-1] = parts[-1][:-1]
        gap = ""
    grown = len(parts[-1]) - before
    parts.append(gap + text)
    return grown + len(gap) + len(text)


def _keeps_hyphen(head: str, tail: str, words: Counter[str]) -> bool:
    """Whether a hyphen at the end of a line is part of the word: the document's own spelling decides, then the first half."""
    whole, compound = words[(head + tail).casefold()], words[f"{head}-{tail}".casefold()]
    return compound > whole or (not whole and head.casefold() in COMPOUNDING)


def _parted(last: Line, line: Line, step: float, width: float, *, turned: bool) -> bool:
    """Whether a line starts a paragraph; `turned`: on a new page."""
    if last.row or line.row or abs(last.size - line.size) > SAME_SIZE * max(last.size, line.size):
        return True
    ended = bool(TERMINAL.search(last.text))
    if BULLET.match(line.text) and (ended or not turned):
        return True
    fall, length = last.height - line.height, len(last.text) * last.size
    if turned or fall < 0:
        return ended or not (OPENS_LOW.match(line.text) or length >= SHORT_LINE * width)
    if step and fall > WIDE_GAP * step:
        return True
    if ended:
        return length < SHORT_LINE * width or line.left - last.left > INDENT * line.size
    first_word = len(line.text.partition(" ")[0]) * line.size
    return length + first_word < ROOM * width and not OPENS_LOW.match(line.text)


def _step(page: Sequence[Line]) -> float:
    """The usual fall from one line to the next within a paragraph; 0 when unknown."""
    falls = [a.height - b.height for a, b in pairwise(page) if 0 < a.height - b.height < 3 * max(a.size, 1)]
    return median(sorted(falls)[: max(1, math.ceil(len(falls) * 0.8))]) if falls else 0.0


def _width(page: Sequence[Line]) -> float:
    """The length of a full line: letters times size of type."""
    lengths = sorted(len(line.text) * line.size for line in page)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0.0


def _rows(page: Sequence[Line]) -> list[Line]:
    """The lines, what stands at one height side by side made one: cells of a table with a tab between."""
    rows: list[Line] = []
    for line in page:
        before = rows[-1] if rows else None
        if before and abs(before.height - line.height) < 0.3 * min(before.size, line.size) and line.left > before.left:
            apart = line.left - before.left > len(before.text) * before.size * 0.5 + before.size or before.row
            rows[-1] = replace(before, text=before.text + ("\t" if apart else " ") + line.text, row=apart)
        else:
            rows.append(line)
    return rows


def _without_heads(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Pages without page numbers and running heads; the first page keeps a head without digits, which may be the title."""
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    least = max(2, min(REPEATS, math.ceil(0.4 * len(pages))))
    for number, page in enumerate(pages):
        edges = {id(line) for line in _edges(page)}
        kept = []
        for line in page:
            running = id(line) in edges and seen[_key(line)] >= least
            titled = running and number == 0 and not any(c.isdigit() for c in line.text)
            if not ((running and not titled) or (id(line) in edges and PAGE_NUMBER.match(line.text))):
                kept.append(line)
        yield kept


def _edges(page: Sequence[Line]) -> list[Line]:
    """The lines highest and lowest on a page, and those that its file names first and last."""
    by_height = sorted(page, key=lambda line: -line.height)
    return [*by_height[:EDGE], *by_height[-EDGE:], *page[:EDGE], *page[-EDGE:]]


def _key(line: Line) -> tuple[str, int]:
    """A line without its numbers, so that "Page 3 of 12" is one with "Page 4 of 12", and its height, which no head changes."""
    return DIGITS.sub("#", line.text.casefold()), round(line.height)
