"""Intervals of numbers: a figure said with a bound is an interval, and what is worked out of it is one too."""

from math import inf, isfinite
from typing import NamedTuple


class Range(NamedTuple):
    """The numbers from lo to hi; hi may be infinite, lo minus infinite."""

    lo: float
    hi: float

    @property
    def point(self) -> float | None:
        """The number, when the range holds one only."""
        return self.lo if self.lo == self.hi and isfinite(self.lo) else None

    @property
    def shown(self) -> tuple[float | None, float | None]:
        """lo and hi, None for an open side: infinity never leaves."""
        return (self.lo if isfinite(self.lo) else None, self.hi if isfinite(self.hi) else None)

    def scaled(self, by: float) -> "Range":
        """Both ends times a number that is not negative."""
        return Range(self.lo * by, self.hi * by) if by else Range(0, 0)


def exactly(value: float) -> Range:
    """The range of one number."""
    return Range(value, value)


def ratio(above: Range, below: Range) -> Range:
    """above / below for ranges of numbers that are not negative and move on their own.

    Where `below` may be 0 the ratio has no upper end; where it is 0 throughout, nothing is known of it.
    """
    if below.hi <= 0:
        return Range(0, inf)
    lo = 0.0 if below.hi == inf else above.lo / below.hi
    hi = inf if below.lo <= 0 or above.hi == inf else above.hi / below.lo
    return Range(lo, hi)


def clipped(range: Range, lo: float, hi: float) -> Range:
    """The range within lo and hi."""
    return Range(min(max(range.lo, lo), hi), min(max(range.hi, lo), hi))
