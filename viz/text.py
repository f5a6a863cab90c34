"""Text as it is drawn: made inert, measured, wrapped, and dates in words."""

import unicodedata
from datetime import date, timedelta

NARROW = frozenset("iljtfrI.,:;'|!()[]/-· ")
WIDE = frozenset("mwMW@%—+&")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clean(text: str) -> str:
    """`text` on one line without control, direction, invisible or unassigned characters."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"})
    return " ".join("".join(kept).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` in pixels at a font size, never less than common sans-serif fonts need."""
    return round(sum(map(_em, text)) * size * (1.07 if bold else 1.0), 1)


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF:
        return 1.3
    if character in NARROW:
        return 0.31
    if character in WIDE:
        return 0.9
    return 0.69 if character.isupper() else 0.57


def wrap(text: str, limit: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """Cleaned `text` broken into at most `lines` lines of at most `limit` pixels; an ellipsis marks a cut."""
    done: list[str] = []
    line = ""
    reach = 4 * (int(lines * max(limit, size) / (size * 0.31)) + 1)  # no more letters can stand there, even with marks above them
    words = [part for word in clean(text[:reach]).split() for part in _chunks(word, limit, size, bold=bold)]
    for at, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= limit or not line:
            line = longer
        elif len(done) == lines - 1:
            return (*done, _cut(" ".join([line, *words[at:]]), limit, size, bold=bold))
        else:
            done.append(line)
            line = word
    return (*done, line) if line else tuple(done)


def balanced(text: str, limit: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """As `wrap`, its lines about equally long, so that no word is left alone."""
    best = wrap(text, limit, size, lines, bold=bold)
    while len(best) > 1 and limit > 30:
        limit -= 6
        tighter = wrap(text, limit, size, lines, bold=bold)
        if len(tighter) != len(best) or tighter[-1][-1] == "…":
            break
        best = tighter
    return best


def _chunks(word: str, limit: float, size: float, *, bold: bool) -> list[str]:
    chunks = [""]
    for character in word:
        if chunks[-1] and width(chunks[-1] + character, size, bold=bold) > limit:
            chunks.append("")
        chunks[-1] += character
    return chunks


def _cut(text: str, limit: float, size: float, *, bold: bool) -> str:
    while text and width(text + "…", size, bold=bold) > limit:
        text = text[:-1]
    return text.rstrip() + "…"


def spoken_day(day: date) -> str:
    """A day as `28 Oct 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period(start: date | None, end: date | None, *, within: bool = False) -> str:
    """First and last day in words, as short as they allow: `20–28 Apr 2025`, `Apr 2025`, `until 5 May 2025`, or "".

    `within`: it happened once, on a day among these: `between 20 and 28 Apr 2025`.
    """
    if start is None or end is None:
        return f"from {spoken_day(start)}" if start else f"until {spoken_day(end)}" if end else ""
    if start == end:
        return spoken_day(start)
    month = (start.year, start.month) == (end.year, end.month)
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year)
    if month and start.day == 1 and (end + timedelta(1)).day == 1:
        return f"{MONTHS[start.month - 1]} {start.year}"
    first = str(start.day) if month else f"{start.day} {MONTHS[start.month - 1]}" if start.year == end.year else spoken_day(start)
    if within:
        return f"between {first} and {spoken_day(end)}"
    return f"{first}–{spoken_day(end)}" if month else f"{first} – {spoken_day(end)}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 source`, `3 sources`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
