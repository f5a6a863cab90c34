"""Choosing a few who together cover most: greedy, lazily.

A target counts with the best reach of anybody chosen, times its weight. That value is monotone and submodular, so
a greedy choice of k is at least 1 - 1/e of the best one (Nemhauser, Wolsey and Fisher 1978); what a
candidate adds never grows, so an old gain is an upper bound and few are worked out anew (Minoux 1978).
"""

from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from graph.snapshot.arrays import Floats

DIGITS = 12


def covered(reach: Floats, weight: Floats, chosen: Sequence[int]) -> float:
    """The sum of weight (m) times best reach (n, m) of those chosen."""
    return float(reach[list(chosen)].max(axis=0, initial=0.0) @ weight)


def gain(reach: Floats, weight: Floats, best: Floats, candidate: int) -> float:
    """What a candidate adds where the targets are reached by `best` (m) already, rounded so that equal ones are equal."""
    return round(float(np.maximum(reach[candidate] - best, 0.0) @ weight), DIGITS)


def choose(reach: Floats, weight: Floats, budget: int, without: Collection[int] = ()) -> tuple[tuple[int, float], ...]:
    """Up to `budget` candidates with what each adds, in the order chosen; equal ones by number, none that adds nothing."""
    best = np.zeros(len(weight))
    heap = [(-gain(reach, weight, best, n), n, 0) for n in range(len(reach)) if n not in without]
    heapify(heap)
    chosen: list[tuple[int, float]] = []
    while heap and len(chosen) < budget:
        value, candidate, known_at = heappop(heap)
        if value >= 0:
            break
        if known_at < len(chosen):
            heappush(heap, (-gain(reach, weight, best, candidate), candidate, len(chosen)))
            continue
        chosen.append((candidate, -value))
        best = np.maximum(best, reach[candidate])
    return tuple(chosen)
