"""PageRank of many weightings of the same arcs at once (Brin and Page 1998), by power iteration.

The chance walk follows arcs from seeker to sought in proportion to their weight, and with
probability 1 - damping, or where no arc leaves, starts again at an actor chosen uniformly.
"""

from collections.abc import Callable

import numpy as np

from graph.arrays import Floats, Ints, Longs

ROUNDS = 1_000
LARGE = 1_000_000


def pagerank(
    source: Ints | Longs, target: Ints | Longs, weights: Floats, n: int, *, damping: float = 0.85, tolerance: float = 1e-10, first: Floats | None = None
) -> Floats:
    """Scores of n nodes for each of d weightings of a arcs, as an (n, d) array whose columns sum to 1.

    `source` and `target` (a) are sorted by target; `weights` is (a, d), not negative. Every column is
    within `tolerance` of its fixed point in the sum of absolute differences. `first` (n) is where the
    iteration starts, uniform unless given.
    """
    draws = weights.shape[1]
    leaving = _sums(weights, source, n)
    shares = np.divide(weights, leaving[source], out=np.zeros_like(weights), where=leaving[source] > 0)
    dangling = leaving == 0
    large = weights.size > LARGE
    flow = (_sparse_flow if large else _flow)(source, target, shares, n)
    begin = np.full(n, 1 / n) if first is None else first
    scores = np.array(np.broadcast_to(begin[:, None], (n, draws)), order="F" if large else "C")
    for _ in range(ROUNDS):
        loose = np.where(dangling, scores, 0.0).sum(axis=0)
        following = damping * flow(scores) + (1 - damping + damping * loose) / n
        following /= following.sum(axis=0)
        change = np.abs(following - scores).sum(axis=0).max(initial=0.0)
        scores = following
        if change <= tolerance * (1 - damping):
            break
    return scores


def _flow(source: Ints | Longs, target: Ints | Longs, shares: Floats, n: int) -> Callable[[Floats], Floats]:
    """One step along the arcs, for matrices too small to be worth the import of scipy."""
    sought, begins = np.unique(target, return_index=True)

    def step(scores: Floats) -> Floats:
        arriving = np.zeros_like(scores)
        if len(sought):
            arriving[sought] = np.add.reduceat(scores[source] * shares, begins, axis=0)
        return arriving

    return step


def _sparse_flow(source: Ints | Longs, target: Ints | Longs, shares: Floats, n: int) -> Callable[[Floats], Floats]:
    """The same step as one sparse matrix with a block for each weighting."""
    from scipy.sparse import csr_array

    draws = shares.shape[1]
    counts = np.tile(np.bincount(target, minlength=n), draws)
    columns = (np.arange(draws)[:, None] * n + source).ravel()
    matrix = csr_array((shares.ravel(order="F"), columns, np.r_[0, np.cumsum(counts)]), shape=(n * draws, n * draws))
    return lambda scores: (matrix @ scores.ravel(order="F")).reshape((n, draws), order="F")


def _sums(values: Floats, keys: Ints | Longs, n: int) -> Floats:
    """Rows of `values` added up by key in 0..n-1."""
    sums = np.zeros((n, values.shape[1]))
    order = np.argsort(keys, kind="stable")
    present, begins = np.unique(keys[order], return_index=True)
    if len(present):
        sums[present] = np.add.reduceat(values[order], begins, axis=0)
    return sums
