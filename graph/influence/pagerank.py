"""PageRank of many weightings of the same arcs at once (Brin and Page 1998).

The chance walk follows arcs from seeker to sought in proportion to their weight, and with
probability 1 - damping, or where no arc leaves, starts again at an actor chosen uniformly. Small
graphs are solved by power iteration in numpy, large ones by `graph.kernels.ranks`; both prove how
near they are.
"""

from math import ceil, log

import numpy as np

from graph.snapshot.arrays import Floats, Ints, Longs

LARGE = 50_000


def pagerank(
    source: Ints | Longs,
    target: Ints | Longs,
    weights: Floats,
    n: int,
    *,
    damping: float = 0.85,
    tolerance: float = 1e-10,
    first: Floats | None = None,
    teleport: Floats | None = None,
    rounds: int = 0,
) -> Floats:
    """Scores of n nodes for each of d weightings of a arcs, as an (n, d) array whose columns sum to 1.

    `source` and `target` (a) are sorted by target; `weights` is (a, d), not negative. Every column is
    within `tolerance` of its fixed point in the sum of absolute differences. `first` (n) is where the
    iteration starts and `teleport` (n, sums to 1) where the walk starts again, both uniform unless given.
    With `rounds` the answer is that of so many power iterations, whatever is left to gain.
    """
    begin = np.full(n, 1 / n) if first is None else first
    if weights.size > LARGE and not rounds:
        return solve(source, target, weights, begin, damping, tolerance, teleport)
    return iterate(source, target, weights, begin, damping, tolerance, teleport, rounds)


def iterate(
    source: Ints | Longs,
    target: Ints | Longs,
    weights: Floats,
    first: Floats,
    damping: float,
    tolerance: float,
    teleport: Floats | None = None,
    rounds: int = 0,
) -> Floats:
    """The scores by power iteration, all columns together."""
    n, draws = len(first), weights.shape[1]
    leaving = sums(weights, source, n)
    shares = np.divide(weights, leaving[source], out=np.zeros_like(weights), where=leaving[source] > 0)
    dangling = leaving == 0
    sought, begins = np.unique(target, return_index=True)
    scores = np.array(np.broadcast_to(first[:, None], (n, draws)))
    enough = ceil(log(tolerance * (1 - damping) / 2) / log(damping)) + 1  # each round shrinks a change of at most 2 by the damping
    for _ in range(rounds or enough):
        loose = np.where(dangling, scores, 0.0).sum(axis=0)
        arriving = np.zeros_like(scores)
        if len(sought):
            arriving[sought] = np.add.reduceat(scores[source] * shares, begins, axis=0)
        again = 1 - damping + damping * loose
        following = damping * arriving + (again / n if teleport is None else again * teleport[:, None])
        following /= following.sum(axis=0)
        change = np.abs(following - scores).sum(axis=0).max(initial=0.0)
        scores = following
        if not rounds and change <= tolerance * (1 - damping):
            break
    return scores


def solve(
    source: Ints | Longs, target: Ints | Longs, weights: Floats, first: Floats, damping: float, tolerance: float, teleport: Floats | None = None
) -> Floats:
    """The same scores by compiled sweeps, eight columns side by side."""
    from graph.kernels.ranks import LANES, solve_eight, solve_one

    n, draws = len(first), weights.shape[1]
    restart = np.full(n, 1 / n) if teleport is None else teleport
    ptr = np.searchsorted(target, np.arange(n + 1)).astype(np.int64)
    narrow = np.ascontiguousarray(source, dtype=np.int32)
    if draws == 1:
        return solve_one(ptr, narrow, np.ascontiguousarray(weights[:, 0]), restart, first, damping, tolerance)[:, None]
    scores = np.empty((n, draws))
    for at in range(0, draws, LANES):
        columns = weights[:, at : at + LANES]
        width = columns.shape[1]
        lanes = np.ascontiguousarray(columns) if width == LANES else np.concatenate([columns, np.repeat(columns[:, :1], LANES - width, axis=1)], axis=1)
        scores[:, at : at + width] = solve_eight(ptr, narrow, lanes, restart, first, damping, tolerance)[:, :width]
    return scores


def sums(values: Floats, keys: Ints | Longs, n: int) -> Floats:
    """Rows of `values` added up by key in 0..n-1."""
    found = np.zeros((n, values.shape[1]))
    order = np.argsort(keys, kind="stable")
    present, begins = np.unique(keys[order], return_index=True)
    if len(present):
        found[present] = np.add.reduceat(values[order], begins, axis=0)
    return found
