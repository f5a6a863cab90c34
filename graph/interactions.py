"""Reports of one pair and kind become interactions, over arrays, on a day.

Reports whose intervals overlap are one interaction. So are confirmations of a state with a gap between
them, unless a claim says that it ended in the gap: a state confirmed twice is one state, which lasts.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph import ontology
from graph.dates import MONTH
from graph.snapshot.arrays import OPEN_DAY, UNKNOWN_DAY, Flags, Floats, Ints, Longs, Reports, Smalls

DAY_BITS = 32
OPEN_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Kinds:
    """Columns of the ontology's tie kinds."""

    weight: Floats
    half_life: Floats
    lookback: Floats
    state: Flags
    carries: Flags


@dataclass(frozen=True, slots=True)
class Interactions:
    """q interactions in the order of their reports; pointers, c and p as in `Ties`."""

    low: Ints
    high: Ints
    kind: Smalls
    forward: Smalls
    start: Ints
    last: Ints
    c: Floats
    p: Floats
    possible: Flags
    report_ptr: Ints
    reports: Ints


@dataclass(frozen=True, slots=True)
class StatedEnds:
    """Last days of states as claims state them, for pairs of n entities and kinds.

    keys are sorted and distinct; days holds (position in keys << 32 | day), sorted.
    """

    n: int
    keys: Longs
    days: Longs

    def between(self, low: Ints, high: Ints, kind: Smalls, first: Longs | Ints, before: Longs | Ints) -> Flags:
        """Where the state of a pair and kind is said to have ended on a day of [first, before)."""
        if not len(self.keys):
            return np.zeros(len(low), dtype=np.bool_)
        key = _pair_kind(low, high, kind, self.n)
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        next_end = np.append(self.days, OPEN_END)[np.searchsorted(self.days, at << DAY_BITS | first)]
        found: Flags = (self.keys[at] == key) & (next_end < (at << DAY_BITS | before))
        return found


@lru_cache(maxsize=1)
def kind_columns() -> Kinds:
    """The columns, one entry a tie kind in file order."""
    ties = ontology.load().ties.values()
    return Kinds(
        weight=np.array([kind.weight for kind in ties]),
        half_life=np.array([kind.half_life for kind in ties]),
        lookback=np.array([kind.lookback for kind in ties]),
        state=np.array([kind.temporal == "state" for kind in ties]),
        carries=np.array([kind.carries for kind in ties]),
    )


def run_starts(*columns: NDArray[np.generic]) -> Longs:
    """Positions at which a run of equal values in all columns begins."""
    changed = np.zeros(len(columns[0]), dtype=np.bool_)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def interactions(reports: Reports, rows: Ints, on: int, ends: StatedEnds) -> Interactions:
    """Group reports (numbered by `rows`, sorted as in `Reports`), then drop states that had ended before the day."""
    if not len(rows):
        none = np.zeros(0)
        return Interactions(rows, rows, reports.kind, reports.forward, rows, rows, none, none, none.astype(np.bool_), np.zeros(1, np.int32), rows)
    columns = kind_columns()
    first = _group_starts(reports, ends)
    size = np.diff(np.append(first, len(rows)))
    low, high, kind = reports.low[first], reports.high[first], reports.kind[first]
    begin, last = _intervals(reports.start, reports.last, first, columns.state[kind])
    c = _certainty(reports, first, size)
    p = columns.weight[kind] * c * np.exp2(-(_ages(begin, last, columns.state[kind], on) / MONTH) / columns.half_life[kind])
    forward = np.sign(np.maximum.reduceat(reports.forward, first) + np.minimum.reduceat(reports.forward, first))
    kept = ~ends.between(low, high, kind, last, np.full(len(first), on))
    return Interactions(
        low=low[kept],
        high=high[kept],
        kind=kind[kept],
        forward=forward[kept],
        start=begin[kept],
        last=last[kept],
        c=c[kept],
        p=p[kept],
        possible=~np.logical_or.reduceat(_is_certain(reports, on), first)[kept],
        report_ptr=np.append(0, np.cumsum(size[kept])).astype(np.int32),
        reports=rows[np.repeat(kept, size)],
    )


def _group_starts(reports: Reports, ends: StatedEnds) -> Longs:
    """Positions at which an interaction begins: a new pair or kind, an event after all earlier ones, a state after it ended."""
    begins = np.zeros(len(reports.low), dtype=np.bool_)
    begins[run_starts(reports.low, reports.high, reports.kind)] = True
    base = np.cumsum(begins) << DAY_BITS
    reached = np.maximum.accumulate(base + reports.last)
    parted = np.append(True, base[1:] + reports.start[1:] > reached[:-1])
    gap = np.flatnonzero(parted & ~begins & kind_columns().state[reports.kind])
    ended = ends.between(reports.low[gap], reports.high[gap], reports.kind[gap], reached[gap - 1] - base[gap - 1], reports.start[gap])
    parted[gap[~ended]] = False
    return np.flatnonzero(parted)


def _intervals(start: Ints, last: Ints, first: Longs, state: Flags) -> tuple[Ints, Ints]:
    """First and last day: of a state all days reported, of an event the days that every report allows."""
    earliest, latest = np.minimum.reduceat(start, first), np.maximum.reduceat(last, first)
    begin, end = np.maximum.reduceat(start, first), np.minimum.reduceat(last, first)
    whole = state | (begin > end)
    return np.where(whole, earliest, begin), np.where(whole, latest, end)


def _ages(begin: Ints, last: Ints, state: Flags, on: int) -> Ints:
    """Days since the middle of an event, or since a state was last confirmed."""
    middle = np.where(begin == UNKNOWN_DAY, last, begin + (last - begin) // 2)
    undone = last == OPEN_DAY
    middle[undone] = np.where(begin[undone] == UNKNOWN_DAY, on, begin[undone])
    ages: Ints = np.maximum(0, on - np.where(state, last, middle))
    return ages


def _is_certain(reports: Reports, on: int) -> Flags:
    """Reports that settle it alone: an event that is past, a state confirmed for the day.

    A state that carries introductions and has no date at all was confirmed on no day that we know.
    """
    columns = kind_columns()
    undated = (reports.start == UNKNOWN_DAY) & (reports.last == OPEN_DAY)
    inside = (reports.start <= on) & (reports.last >= on) & ~(undated & columns.carries[reports.kind])
    certain: Flags = np.where(columns.state[reports.kind], inside, reports.last <= on)
    return certain


def _certainty(reports: Reports, first: Longs, size: Longs) -> Floats:
    """1 - prod over source groups (1 - c) of each interaction; within a group the largest c counts."""
    c = reports.confidence[first]
    several = np.flatnonzero(size > 1)
    if len(several):
        number = np.repeat(np.arange(len(first)), size)
        at = np.flatnonzero((size > 1)[number])
        at = at[np.lexsort((reports.group[at], number[at]))]
        by_group = run_starts(number[at], reports.group[at])
        best = np.maximum.reduceat(reports.confidence[at], by_group)
        c[several] = 1 - np.multiply.reduceat(1 - best, run_starts(number[at][by_group]))
    return c


def stated_ends(reports: Reports, seen: Flags, n: int) -> StatedEnds:
    """The last days of states that the reports seen state, among n entities."""
    rows = np.flatnonzero(seen & (reports.over != UNKNOWN_DAY))
    stated = _pair_kind(reports.low[rows], reports.high[rows], reports.ends[rows], n)
    keys = distinct(stated)
    return StatedEnds(n, keys, np.sort(np.searchsorted(keys, stated).astype(np.int64) << DAY_BITS | reports.over[rows]))


def distinct(keys: Longs) -> Longs:
    """The keys, ascending, each once: `np.unique` without its import of numpy.ma, which a path would wait for."""
    ordered = np.sort(keys)
    found: Longs = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return found


def _pair_kind(low: Ints, high: Ints, kind: Smalls, n: int) -> Longs:
    return (low.astype(np.int64) * n + high) * 128 + kind
