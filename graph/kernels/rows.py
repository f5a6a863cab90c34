"""Rows of an adjacency in the order in which the compiled search scans them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from graph.kernels import compiled
from graph.paths.roads import Gains, Ranked
from graph.snapshot.arrays import Floats, Ints, Longs

FEW = 32  # rows up to this length are sorted by insertion
TINY = np.float32(1.2e-38)


def ranked(indptr: Longs, neighbour: Ints, tie: Ints, strength: Floats, worth: Floats) -> Ranked:
    """Each row by gain, descending, then by number (two threads take half of the rows each); the gain of what may be walked is never rounded down to 0."""
    near, gain = np.empty_like(neighbour), np.empty(len(neighbour), dtype=np.float32)
    n = len(indptr) - 1
    middle = int(np.searchsorted(indptr, indptr[n] // 2))
    with ThreadPoolExecutor(2) as threads:
        halves = [threads.submit(rank_rows, indptr, neighbour, tie, strength, worth, near, gain, *span) for span in ((0, middle), (middle, n))]
        for half in halves:
            half.result()
    return Ranked(near, gain, float(strength.max(initial=0.0)))


def placed(low: Ints, high: Ints, n: int) -> tuple[Longs, Ints, Ints]:
    """As `graph.strength.adjacency`."""
    indptr, neighbour, tie = np.zeros(n + 1, dtype=np.int64), np.empty(2 * len(low), dtype=np.int32), np.empty(2 * len(low), dtype=np.int32)
    np.cumsum(np.bincount(low, minlength=n) + np.bincount(high, minlength=n), out=indptr[1:])
    place(low, high, indptr[:-1].copy(), neighbour, tie)
    return indptr, neighbour, tie


@compiled
def place(low: Ints, high: Ints, at: Longs, neighbour: Ints, tie: Ints) -> None:
    """Write each tie into the rows of its ends, at `at`: into those of the higher first, so that smaller neighbours come first."""
    for own, other in ((high, low), (low, high)):
        for t in range(len(low)):
            v = own[t]
            neighbour[at[v]], tie[at[v]] = other[t], t
            at[v] += 1


@compiled
def rank_rows(indptr: Longs, neighbour: Ints, tie: Ints, strength: Floats, worth: Floats, near: Ints, gain: Gains, begin: int, end: int) -> None:
    """Fill `near` and `gain` for the rows begin..end."""
    for u in range(begin, end):
        first, last = indptr[u], indptr[u + 1]
        for e in range(first, last):
            exact = strength[tie[e]] * worth[neighbour[e]]
            gain[e] = max(np.float32(exact), TINY) if exact > 0 else np.float32(0.0)
            near[e] = neighbour[e]
        if last - first > FEW:
            order = np.argsort(-gain[first:last], kind="mergesort")
            gain[first:last] = gain[first:last][order]
            near[first:last] = near[first:last][order]
        else:
            sort_few(near, gain, first, last)


@compiled
def sort_few(near: Ints, gain: Gains, first: int, last: int) -> None:
    """Sort a short row by insertion."""
    for e in range(first + 1, last):
        v, value, place = near[e], gain[e], e
        while place > first and gain[place - 1] < value:
            gain[place], near[place] = gain[place - 1], near[place - 1]
            place -= 1
        gain[place], near[place] = value, v
