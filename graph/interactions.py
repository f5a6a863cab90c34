"""Reports of one pair and kind whose intervals overlap are one interaction: over arrays, on a day."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph import ontology
from graph.assemble import MONTH
from graph.snapshot import OPEN_DAY, UNKNOWN_DAY, Flags, Floats, Ints, Longs, Reports, Smalls


@dataclass(frozen=True, slots=True)
class Kinds:
    """Columns of the ontology's tie kinds."""

    weight: Floats
    half_life: Floats
    lookback: Floats
    state: Flags


@dataclass(frozen=True, slots=True)
class Interactions:
    """q interactions in the order of their reports; pointers as in `Ties`."""

    low: Ints
    high: Ints
    kind: Smalls
    forward: Smalls
    start: Ints
    last: Ints
    p: Floats
    possible: Flags
    report_ptr: Longs
    reports: Ints


@dataclass(frozen=True, slots=True)
class StatedEnds:
    """For pairs and kinds (`key`, sorted, of n entities) the last day that a claim leaves them."""

    key: Longs
    day: Longs
    n: int


@lru_cache(maxsize=1)
def kind_columns() -> Kinds:
    ties = ontology.load().ties.values()
    return Kinds(
        weight=np.array([kind.weight for kind in ties]),
        half_life=np.array([kind.half_life for kind in ties]),
        lookback=np.array([kind.lookback for kind in ties]),
        state=np.array([kind.temporal == "state" for kind in ties]),
    )


def run_starts(*columns: NDArray[np.generic]) -> Longs:
    """Positions at which a run of equal values in all columns begins."""
    changed = np.zeros(len(columns[0]), dtype=np.bool_)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def interactions(reports: Reports, rows: Ints, on: int, over: StatedEnds) -> Interactions:
    """Group reports whose intervals overlap, then drop states that are over on the day; rows number them."""
    if not len(rows):
        return Interactions(rows, rows, reports.kind, reports.forward, rows, rows, np.zeros(0), np.zeros(0, np.bool_), np.zeros(1, np.int64), rows)
    columns = kind_columns()
    first = _overlap_starts(run_starts(reports.low, reports.high, reports.kind), reports.start, reports.last)
    size = np.diff(np.append(first, len(rows)))
    low, high, kind = reports.low[first], reports.high[first], reports.kind[first]
    state = columns.state[kind]
    begin, end = _intervals(reports.start, reports.last, first, state)
    age, possible = _ages(begin, end, state, on)
    p = columns.weight[kind] * _certainty(reports, first, size) * np.exp2(-(age / MONTH) / columns.half_life[kind])
    forward = np.sign(np.maximum.reduceat(reports.forward, first) + np.minimum.reduceat(reports.forward, first))
    kept = ~_over(over, low, high, kind, end)
    ptr = np.append(0, np.cumsum(size[kept])).astype(np.int64)
    return Interactions(
        low=low[kept],
        high=high[kept],
        kind=kind[kept],
        forward=forward[kept],
        start=begin[kept],
        last=end[kept],
        p=p[kept],
        possible=possible[kept],
        report_ptr=ptr,
        reports=rows[np.repeat(kept, size)],
    )


def _overlap_starts(pair_kind: Longs, start: Ints, last: Ints) -> Longs:
    """Positions at which no earlier row of the same pair and kind reaches the row's start."""
    segment = np.zeros(len(start), dtype=np.int64)
    segment[pair_kind[1:]] = 1
    base = np.cumsum(segment) << 32
    reached = np.maximum.accumulate(base + last)
    parted = np.ones(len(start), dtype=np.bool_)
    parted[1:] = base[1:] + start[1:] > reached[:-1]
    return np.flatnonzero(parted)


def _intervals(start: Ints, last: Ints, first: Longs, state: Flags) -> tuple[Ints, Ints]:
    """First and last day: of a state all days reported, of an event the days that every report allows."""
    earliest, latest = np.minimum.reduceat(start, first), np.maximum.reduceat(last, first)
    begin, end = np.maximum.reduceat(start, first), np.minimum.reduceat(last, first)
    whole = state | (begin > end)
    return np.where(whole, earliest, begin), np.where(whole, latest, end)


def _ages(begin: Ints, end: Ints, state: Flags, on: int) -> tuple[Longs, Flags]:
    """Age in days on the day, and which are only possible."""
    wide_end = end.astype(np.int64)
    middle = np.where(begin == UNKNOWN_DAY, wide_end, begin + (wide_end - begin) // 2)
    middle = np.where(end == OPEN_DAY, np.where(begin == UNKNOWN_DAY, on, begin), middle)
    age = np.maximum(0, on - np.where(state, wide_end, middle))
    return age, np.where(state, (begin > on) | (end < on), end > on)


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


def stated_ends(reports: Reports, seen: Flags, n: int, on: int) -> StatedEnds:
    """The latest end before the day that is stated for each pair and kind of state; n entities."""
    rows = np.flatnonzero(seen & (reports.ends >= 0))
    day = reports.last[rows].astype(np.int64) - (reports.ends[rows] != reports.kind[rows])
    rows, day = rows[day < on], day[day < on]
    key = _pair_kind(reports.low[rows], reports.high[rows], reports.ends[rows], n)
    order = np.lexsort((day, key))
    key, day = key[order], day[order]
    newest = np.append(run_starts(key)[1:], len(key)) - 1 if len(key) else np.zeros(0, dtype=np.int64)
    return StatedEnds(key[newest], day[newest], n)


def _over(over: StatedEnds, low: Ints, high: Ints, kind: Smalls, end: Ints) -> Flags:
    """Interactions of which a claim says that they had ended before the day."""
    if not len(over.key):
        return np.zeros(len(low), dtype=np.bool_)
    key = _pair_kind(low, high, kind, over.n)
    at = np.minimum(np.searchsorted(over.key, key), len(over.key) - 1)
    found: Flags = (over.key[at] == key) & (end <= over.day[at])
    return found


def _pair_kind(low: Ints, high: Ints, kind: Smalls, n: int) -> Longs:
    return (low.astype(np.int64) * n + high) * 128 + kind
