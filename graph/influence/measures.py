"""Measures of a whole graph over its adjacency matrix.

A matrix is a square `scipy.sparse.csr_array` of floats, entry (a, b) being the weight of the arc from a
to b; an undirected graph is a symmetric one. Nothing here knows entities, evidence or Results.
Every loop has a bound, and every answer is finite except where infinity is documented.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.influence.matrices import both_ways, pattern, products
from graph.influence.triangles import PLAIN, by_way_of, closed, orient
from graph.progress import Progress
from graph.snapshot.arrays import Floats, Longs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CELLS = 4_000_000  # of a block of searches that run side by side
ROUNDS = 1_000
TOLERANCE = 1e-10  # of hubs, in the sum of absolute differences
EXACT = 2_000  # nodes up to which all are searched from; above, between FEWEST and MOST as VISITS of arcs allow
FEWEST, MOST = 64, 1_000
VISITS = 50_000_000
NEVER = -1
DOUBT = 0.1  # the chance that an interval of a sample misses its value


class Estimate(NamedTuple):
    """Values (n) and the half-width (n) of their 90 % intervals, zero where all sources were searched."""

    values: Floats
    error: Floats


def steps(arcs: "csr_array", start: int) -> Longs:
    """The fewest arcs (n) from `start` to each; -1 where there is no way (breadth-first search)."""
    levels = next(_searches(arcs, np.array([start])))[1]
    found = np.full(arcs.shape[0], NEVER, dtype=np.int64)
    for level, (reached, _) in enumerate(levels):
        found[reached[:, 0]] = level
    return found


def cheapest(costs: "csr_array", start: int) -> Floats:
    """The least sum of costs (n) from `start` to each, infinity where there is no way (Dijkstra 1959)."""
    from scipy.sparse.csgraph import dijkstra

    found: Floats = dijkstra(costs, directed=True, indices=start)
    return found


def components(arcs: "csr_array") -> Longs:
    """For each (n) the first member of its weakly connected component."""
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(arcs, directed=True, connection="weak")
    _, first = np.unique(labels, return_index=True)
    found: Longs = first[labels].astype(np.int64)
    return found


def clustering(arcs: "csr_array") -> Floats:
    """Local clustering (n) in [0, 1]: the share of ordered pairs of neighbours with an arc (Watts and Strogatz 1998).

    Neighbours are those joined by an arc of either direction (as LDBC Graphalytics has it); 0 below two.
    """
    joined = both_ways(arcs)
    degree = np.diff(joined.indptr).astype(np.float64)
    if products(joined, arcs) <= PLAIN:
        links = joined.multiply(joined @ pattern(arcs)).sum(axis=1)
    else:
        _, links = closed(orient(arcs), np.zeros(len(degree), dtype=np.int64))
    pairs = degree * (degree - 1)
    found: Floats = np.divide(links, pairs, out=np.zeros(len(degree)), where=pairs > 0)
    return found


def label_propagation(arcs: "csr_array", rounds: int) -> Longs:
    """Labels (n) after some rounds in which each takes its neighbours' commonest label, the least of equals.

    Labels are positions to begin with; all change at once, and arcs of both directions count twice
    (Raghavan, Albert and Kumara 2007, as made deterministic by LDBC Graphalytics).
    """
    n = arcs.shape[0]
    one_way = arcs.tocoo()
    holder, other = np.concatenate([one_way.row, one_way.col]), np.concatenate([one_way.col, one_way.row])
    labels = np.arange(n, dtype=np.int64)
    for _ in range(rounds):
        keys, votes = np.unique(holder.astype(np.int64) * n + labels[other], return_counts=True)
        who, label = keys // max(n, 1), keys % max(n, 1)
        order = np.lexsort((label, -votes, who))
        first = np.unique(who[order], return_index=True)
        following = labels.copy()
        following[first[0]] = label[order][first[1]]
        if np.array_equal(following, labels):
            break
        labels = following
    return labels


def hits(arcs: "csr_array") -> tuple[Floats, Floats]:
    """Hubs and authorities (n each), of length 1 (Kleinberg 1999); zeros where there is no arc."""
    hubs = np.full(arcs.shape[0], 1 / np.sqrt(max(arcs.shape[0], 1)))
    authorities = np.zeros(arcs.shape[0])
    for _ in range(ROUNDS):
        authorities = _of_length_one(arcs.T @ hubs)
        following = _of_length_one(arcs @ authorities)
        change = np.abs(following - hubs).sum()
        hubs = following
        if change <= TOLERANCE:
            break
    return hubs, authorities


def constraint(weights: "csr_array") -> Floats:
    """Burt's constraint (n) (Burt 1992, 54-56): how far one's contacts are tied to one another; NaN where there is none.

    p_ij = (w_ij + w_ji) / sum_j (w_ij + w_ji), and constraint is sum over contacts j of
    (p_ij + sum_q p_iq p_qj) ** 2.
    """
    mutual = (weights + weights.T).tocsr()
    total = mutual.sum(axis=1)
    share = mutual.multiply(np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)[:, None]).tocsr()
    small = products(share, share) <= PLAIN
    reached = share + pattern(share).multiply(share @ share) if small else by_way_of(share)
    return np.where(total > 0, reached.multiply(reached).sum(axis=1), np.nan)


def core_numbers(arcs: "csr_array") -> Longs:
    """The largest k (n) such that one belongs to a part in which everybody has k neighbours (Seidman 1983)."""
    joined = both_ways(arcs)
    left = np.diff(joined.indptr).astype(np.int64)
    cores = np.zeros(len(left), dtype=np.int64)
    present = np.ones(len(left), dtype=np.bool_)
    k = 0
    while present.any():
        k = max(k, int(left[present].min()))
        leaving = present & (left <= k)
        cores[leaving] = k
        present &= ~leaving
        left -= (joined @ leaving.astype(np.float64)).astype(np.int64)
    return cores


def closeness(arcs: "csr_array", sources: Longs | None = None) -> Floats:
    """Incoming closeness (n) in [0, 1]: reach times reach over the sum of steps to it (Wasserman and Faust 1994).

    With `sources` only the searches from these are counted, as a sample of all.
    """
    n = arcs.shape[0]
    start = np.arange(n) if sources is None else sources
    far, reach = np.zeros(n), np.zeros(n)
    for _, levels in _searches(arcs, start):
        for level, (reached, _) in enumerate(levels):
            count = reached.sum(axis=1)
            far += level * count
            reach += count if level else 0
    found: Floats = np.divide(reach * reach * n, far * len(start) * (n - 1), out=np.zeros(n), where=far > 0)
    return found


def betweenness(arcs: "csr_array", progress: Progress | None = None) -> Floats:
    """Betweenness (n) over steps (Freeman 1977, by Brandes 2001): how many ordered pairs' shortest ways lead through.

    Ends do not count. `progress` hears how many searches of all are done; what it raises ends the work.
    """
    n = arcs.shape[0]
    total, done = np.zeros(n), 0
    for batch, levels in _searches(arcs, np.arange(n)):
        total += _dependencies(arcs, batch, levels).sum(axis=1)
        done += len(batch)
        if progress:
            progress(done, n)
    return total


def estimated_betweenness(arcs: "csr_array", sources: Longs, progress: Progress | None = None) -> Estimate:
    """The same (n) estimated from searches from and to some nodes, drawn without replacement.

    What a pair's ways give is split between its ends by how near each is (Geisberger, Sanders and Schultes
    2008), which halves the error. A search's part in a node lies in [0, r], r = 2(n - 2), so that the mean of k
    of them is off by at most sqrt(2 v ln(4/d) / k) + 7 r ln(4/d) / (3 (k - 1)), v being their variance, but for a
    chance d (empirical Bernstein bound of Maurer and Pontil 2009; drawing without replacement only narrows it,
    Hoeffding 1963). It assumes nothing of the parts: where no search passed, one that would may have been missed.
    """
    n, k = arcs.shape[0], len(sources)
    total, squares, done = np.zeros(n), np.zeros(n), 0
    back = arcs.T.tocsr()
    for (batch, ahead), (_, behind) in zip(_searches(arcs, sources), _searches(back, sources), strict=True):
        through = _dependencies(arcs, batch, ahead, by_nearness=True) + _dependencies(back, batch, behind, by_nearness=True)
        total += through.sum(axis=1)
        squares += (through * through).sum(axis=1)
        done += len(batch)
        if progress:
            progress(done, k)
    variance = np.maximum(squares / k - (total / k) ** 2, 0) * k / max(k - 1, 1)
    doubt = np.log(4 / DOUBT)
    error = n * (np.sqrt(2 * variance * doubt / k) + 14 * max(n - 2, 0) * doubt / (3 * max(k - 1, 1)))
    return Estimate(total * n / k, error if k < n else np.zeros(n))


def betweenness_share(arcs: "csr_array", seed: int, progress: Progress | None = None) -> Estimate:
    """Betweenness (n) in [0, 1], as a share of all ordered pairs of others; from drawn sources above EXACT nodes."""
    n = arcs.shape[0]
    pairs = max((n - 1) * (n - 2), 1)
    sources = sample(arcs, seed)
    found = Estimate(betweenness(arcs, progress), np.zeros(n)) if sources is None else estimated_betweenness(arcs, sources, progress)
    return Estimate(found.values / pairs, found.error / pairs)


def sample(arcs: "csr_array", seed: int) -> Longs | None:
    """Sources to search from, drawn without replacement, ascending; None for all, up to EXACT nodes."""
    n = arcs.shape[0]
    if n <= EXACT:
        return None
    size = max(FEWEST, min(MOST, VISITS // max(arcs.nnz + n, 1)))
    return np.sort(np.random.default_rng(seed).choice(n, size, replace=False)).astype(np.int64)


Levels = list[tuple[np.ndarray[tuple[int, int], np.dtype[np.bool_]], Floats]]


def _searches(arcs: "csr_array", start: Longs) -> Iterator[tuple[Longs, Levels]]:
    """Breadth-first searches in batches: for each level what it reaches (n, s) and by how many shortest ways (n, s)."""
    n = arcs.shape[0]
    back = pattern(arcs).T.tocsr()
    step = max(1, CELLS // max(n, 1))
    for at in range(0, len(start), step):
        batch = start[at : at + step]
        ways = np.zeros((n, len(batch)))
        ways[batch, np.arange(len(batch))] = 1
        seen = ways > 0
        levels: Levels = []
        while ways.any():
            levels.append((ways > 0, ways))
            ways = np.where(seen, 0.0, back @ ways)
            seen |= ways > 0
        yield batch, levels


def _dependencies(arcs: "csr_array", batch: Longs, levels: Levels, *, by_nearness: bool = False) -> Floats:
    """How much (n, s) each search's shortest ways depend on each node; nothing on where it starts.

    With `by_nearness` each way counts by how far along it the node lies, from 0 at the start to 1 at the end.
    """
    ahead = pattern(arcs)
    found = np.zeros((arcs.shape[0], len(batch)))
    carried = np.zeros_like(found)
    for level in range(len(levels) - 1, 0, -1):
        reached, ways = levels[level]
        ends = 1 / level if by_nearness else 1.0
        per_way = np.divide(ends + carried, ways, out=np.zeros_like(ways), where=reached)
        carried = levels[level - 1][1] * (ahead @ per_way)
        found += carried * (level - 1) if by_nearness else carried
    found[batch, np.arange(len(batch))] = 0
    return found


def _of_length_one(values: Floats) -> Floats:
    length = float(np.sqrt(values @ values))
    return values / length if length > 0 else np.zeros_like(values)
