"""A partial date is an interval of days, half-open in code and written with its last day.

>>> parse("2025-04").last
datetime.date(2025, 4, 30)
>>> str(parse("2025-04-20..2025-04-28"))
'2025-04-20..2025-04-28'
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from graph.errors import BadDate

DAY = timedelta(days=1)
MONTH = 30.4375  # days
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Interval:
    """Days in [start, end); `None` stands for an unknown or open side."""

    start: date | None
    end: date | None

    @property
    def last(self) -> date | None:
        """The last day inside, or None when the interval is open to the right."""
        return self.end - DAY if self.end else None

    @property
    def midpoint(self) -> date | None:
        """The middle day (the earlier of two); an open side falls back to the known one."""
        if self.start and self.last:
            return self.start + (self.last - self.start) // 2 // DAY * DAY
        return self.start or self.last

    def overlaps(self, other: "Interval") -> bool:
        """True when the two share at least one day."""
        starts_in_time = self.start is None or other.end is None or self.start < other.end
        ends_in_time = self.end is None or other.start is None or other.start < self.end
        return starts_in_time and ends_in_time

    def __str__(self) -> str:
        first = self.start.isoformat() if self.start else ""
        last = self.last.isoformat() if self.last else ""
        return first if first == last else f"{first}..{last}"


ALWAYS = Interval(None, None)


def day(d: date) -> Interval:
    """The interval of one day."""
    return Interval(d, d + DAY)


@lru_cache(maxsize=16_384)
def parse(text: str) -> Interval:
    """Read `2025`, `2025-04`, `2025-04-22`, or two of them with `..` between (either side may be empty).

    Raises BadDate for anything else, for days that do not exist and for ranges that run backwards.
    """
    first, dots, second = text.strip().partition("..")
    if not dots:
        return ALWAYS if not first else _partial(first)
    start = _partial(first).start if first else None
    end = _partial(second).end if second else None
    if start and end and start >= end:
        raise BadDate(text)
    return Interval(start, end)


def parse_day(text: str) -> date:
    """Read one day for `--as-of`: a partial date stands for its last day. Raises BadDate."""
    try:
        last = _partial(text.strip()).last
    except BadDate as error:
        raise BadDate(text, "2025, 2025-04 or 2025-04-22") from error
    assert last is not None
    return last


def _partial(text: str) -> Interval:
    match = PARTIAL.fullmatch(text)
    if not match:
        raise BadDate(text)
    year, month, dom = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return Interval(date(year, 1, 1), date(year + 1, 1, 1))
        if dom is None:
            following = (year + 1, 1) if month == 12 else (year, month + 1)
            return Interval(date(year, month, 1), date(*following, 1))
        return day(date(year, month, dom))
    except (ValueError, OverflowError) as error:
        raise BadDate(text) from error
