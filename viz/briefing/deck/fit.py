"""Texts that fit their boxes: measured before they are written, made smaller, then fewer, and it is said how many were left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from viz.briefing.model import Line
from viz.briefing.office import cited, cut
from viz.text import wrap

SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
SMALL = 9.0
LEADING = 1.22
BEFORE, APART = 0.32, 0.8
INDENT = 1.15
MOST = 420
LEAST = 40
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a slide: left, top, width and height."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading, which may be empty; `left` lines more were left out, `short` is true when one was cut."""

    heading: str
    lines: tuple[Line, ...]
    left: int = 0
    short: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """Groups with the size of type at which they fit."""

    groups: tuple[Group, ...]
    size: float
    height: float

    @property
    def whole(self) -> bool:
        """True when nothing was left out or cut."""
        return not any(group.left or group.short for group in self.groups)


def line_text(line: Line) -> str:
    """A line as it is written, to be measured."""
    doubt = f" ({cut(line.doubt, MOST)})" if line.doubt else ""
    return cut(line.text, MOST * 4) + doubt + "".join(f"[{number}]" for number in cited(line.cites))


@lru_cache(20_000)
def tall(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """The height of a paragraph."""
    return max(1, len(wrap(text, width, size, MANY, bold=bold))) * size * LEADING


def fit(groups: Sequence[Group], width: float, height: float, sizes: Sequence[float] = SIZES, more: str = "") -> Fitted:
    """The groups at the largest size at which they fit, with fewer or shorter lines when they fit at none; `more` is what says how many were left out."""
    kept = tuple(replace(group, lines=tuple(_capped(line) for line in group.lines)) for group in groups)
    for size in sizes:
        needed = _height(kept, width, size, more)
        if needed <= height:
            return Fitted(kept, size, needed)
    while (needed := _height(kept, width, sizes[-1], more)) > height and (fewer := _fewer(kept)) != kept:
        kept = fewer
    return Fitted(kept, sizes[-1], needed)


def _capped(line: Line) -> Line:
    text = cut(line.text, MOST)
    return line if text == line.text else line.model_copy(update={"text": text})


def _height(groups: Sequence[Group], width: float, size: float, more: str) -> float:
    total = 0.0
    for at, group in enumerate(groups):
        total += size * APART if at else 0.0
        total += tall(group.heading, width, size, bold=True) if group.heading else 0.0
        total += sum(tall(line_text(line), width - INDENT * size * (1 + line.level), size) + size * BEFORE for line in group.lines)
        total += tall(more.format(n=group.left), width - INDENT * size, size) + size * BEFORE if group.left else 0.0
    return total


def _fewer(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """One line less in the group with the most lines, else the longest one cut, else one group less; the same when nothing more can go."""
    at = max(range(len(groups)), key=lambda i: (len(groups[i].lines), i))
    if len(groups[at].lines) > 1:
        shorter = replace(groups[at], lines=groups[at].lines[:-1], left=groups[at].left + 1)
        return (*groups[:at], shorter, *groups[at + 1 :])
    at = max(range(len(groups)), key=lambda i: sum(len(line.text) for line in groups[i].lines))
    if groups[at].lines and len(groups[at].lines[0].text) > LEAST:
        line = groups[at].lines[0]
        less = line.model_copy(update={"text": cut(line.text, max(LEAST, len(line.text) * 4 // 5)), "doubt": cut(line.doubt, LEAST)})
        return (*groups[:at], replace(groups[at], lines=(less,), short=True), *groups[at + 1 :])
    if len(groups) > 1:
        lost = groups[-1]
        return (*groups[:-2], replace(groups[-2], left=groups[-2].left + lost.left + len(lost.lines)))
    return groups
