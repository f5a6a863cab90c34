"""Arithmetic of trade: shares, growth, concentration, comparative advantage, mirror gaps.

Every function takes and gives ranges (`graph.trade.ranges`), so that "more than 160 billion" stays a lower
bound in whatever is worked out of it. Nothing here knows of claims.
"""

from collections.abc import Sequence
from math import floor, inf, isfinite

from graph.trade.ranges import Range, clipped, ratio

FULL = 10_000.0  # HHI of one partner alone
EPS = 1e-12


def share(part: Range, whole: Range, *, net: bool = False) -> Range:
    """part / whole, in [0, 1] unless the whole is a net balance: a share of a balance may exceed 1."""
    found = ratio(part, whole)
    return found if net else clipped(found, 0, 1)


def change(first: Range, last: Range) -> Range:
    """Relative change from first to last, at least -1: .51 is 51 % more."""
    found = ratio(last, first)
    return Range(found.lo - 1, found.hi - 1)


def cagr(first: Range, last: Range, periods: int) -> Range:
    """Growth a year over that many periods between first and last: 2020 to 2024 are four, not five."""
    found = ratio(last, first)
    return Range(found.lo ** (1 / periods) - 1, found.hi ** (1 / periods) - 1)


def compounded(rate: Range, periods: int) -> Range:
    """Total growth of a rate over that many periods: (1 + r)^T - 1; a rate is at least -1."""
    return Range(_grown(rate.lo, periods), _grown(rate.hi, periods))


def _grown(rate: float, periods: int) -> float:
    try:
        return float((1 + rate) ** periods - 1)
    except OverflowError:
        return inf


def implied_base(value: Range, growth: Range) -> Range:
    """The value before it grew: value / (1 + growth)."""
    return ratio(value, Range(1 + growth.lo, 1 + growth.hi))


def balassa(own: Range, own_total: Range, world: Range, world_total: Range) -> Range:
    """Revealed comparative advantage (Balassa 1965): share of a category in own exports over its share in the world's; 1 is par."""
    return ratio(share(own, own_total), share(world, world_total))


def symmetric(rca: Range) -> Range:
    """(RCA - 1) / (RCA + 1), in [-1, 1) (Laursen): as far below par as above it, for plots."""
    return Range((rca.lo - 1) / (rca.lo + 1), 1.0 if rca.hi == inf else (rca.hi - 1) / (rca.hi + 1))


def fob(cif: Range, margin: float) -> Range:
    """What a value with insurance and freight is without them: CIF / (1 + margin)."""
    return cif.scaled(1 / (1 + margin))


def mirror_gap(imports: Range, exports: Range) -> Range:
    """|M - X| over the mean of both, in [0, 2]; 0 where both say the same, 2 where one of them says nothing."""
    if not (isfinite(imports.hi) and isfinite(exports.hi)):
        return Range(0, 2)
    ends = [_gap(m, x) for m in imports for x in exports]
    meet = imports.lo <= exports.hi and exports.lo <= imports.hi
    return Range(0 if meet else min(ends), max(ends))


def _gap(m: float, x: float) -> float:
    return 2 * abs(m - x) / (m + x) if m + x else 0.0


def shares_of(parts: Sequence[Range], total: Range | None) -> list[Range]:
    """The share of each part, in [0, 1]: of a total, or without one of the parts together."""
    if total is None:
        return [_share_among(part, [*parts[:i], *parts[i + 1 :]]) for i, part in enumerate(parts)]
    shares = [share(part, total) for part in parts]
    taken = sum(each.lo for each in shares)
    return [Range(each.lo, max(each.lo, min(each.hi, 1 - taken + each.lo))) for each in shares]


def _share_among(part: Range, others: Sequence[Range]) -> Range:
    lo, hi = sum(other.lo for other in others), sum(other.hi for other in others)
    least = 0.0 if hi == inf or part.lo + hi == 0 else part.lo / (part.lo + hi)
    most = 1.0 if part.hi == inf or part.hi + lo == 0 else part.hi / (part.hi + lo)
    return Range(least, most)


def hhi(shares: Sequence[Range], *, rest: bool, largest_rest: float = 1.0) -> Range:
    """Herfindahl-Hirschman index, 0 to 10 000 (the sum of squared shares in percent).

    `rest`: what the shares leave to 1 belongs to others that are not listed, in any number; none of
    them holds more than `largest_rest`. The lower bound lets the rest be spread thin, the upper one
    joins it into blocks of that size. Exact where the shares are; elsewhere the upper bound may be
    too high, never too low.
    """
    lo = _thinnest(shares, rest)
    if all(each.point is not None for each in shares):
        left = max(0.0, 1 - sum(each.lo for each in shares))
        hi = sum(each.hi**2 for each in shares) + (_blocks(left, largest_rest) if rest else 0)
    else:
        hi = _thickest(shares, largest_rest if rest else 0)
    return Range(min(lo, 1) * FULL, max(min(hi, 1), min(lo, 1)) * FULL)


def _blocks(left: float, size: float) -> float:
    """Sum of squares of `left` cut into blocks of `size` and what remains."""
    if left <= EPS or size <= 0:
        return 0.0
    whole = floor(left / size + EPS)
    return whole * size**2 + max(0.0, left - whole * size) ** 2


def _thinnest(shares: Sequence[Range], rest: bool) -> float:
    """Least sum of squares: every share at its low end; without a rest raised evenly until they sum to 1."""
    if rest or sum(each.lo for each in shares) >= 1:
        return sum(each.lo**2 for each in shares)
    low, high = 0.0, 1.0
    for _ in range(100):
        level = (low + high) / 2
        low, high = (level, high) if sum(min(max(level, each.lo), each.hi) for each in shares) < 1 else (low, level)
    return sum(min(max(low, each.lo), each.hi) ** 2 for each in shares)


def _thickest(shares: Sequence[Range], largest_rest: float) -> float:
    """An upper bound of the sum of squares, by chords: x² ≤ (lo + hi)·x - lo·hi on [lo, hi].

    What remains above the low ends goes where a chord is steepest; others not listed take it in at most at
    the slope `largest_rest`.
    """
    left = max(0.0, 1 - sum(each.lo for each in shares))
    total = sum(each.lo**2 for each in shares)
    for each in sorted(shares, key=lambda share: (-(share.lo + share.hi), share)):
        slope = each.lo + each.hi
        if slope <= largest_rest:
            break
        taken = min(left, each.hi - each.lo)
        total += slope * taken
        left -= taken
    return total + largest_rest * left


def as_percent(range: Range) -> Range:
    """A share or rate in percent."""
    return Range(range.lo * 100, range.hi * 100)
