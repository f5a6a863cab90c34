"""Communities: of signed ties the grouping that they contradict least, of unsigned ones the most modular.

A positive tie between two groups and a negative one inside a group contradict a grouping; the grouping of the
least weight of them, into as many groups as it takes, is that of structural balance (Doreian and Mrvar 1996),
also known as correlation clustering (Bansal, Blum and Chawla 2004). A missing tie says nothing, for or against:
what is not known of a pair does not part it. Unsigned ties have no such grouping but one, so that modularity
(Newman and Girvan 2004) parts them, by the Leiden search (Traag, Waltman and van Eck 2019).
Every search has a bound and is repeatable by its seed.
"""

from typing import NamedTuple

import numpy as np

from graph.snapshot.arrays import Flags, Floats, Longs

EXACT = 10  # nodes up to which every grouping is weighed
STARTS = 20
FEWEST = 4  # starts in large parts, where more would take long
CELLS = 4_000_000
SPARE = 4  # empty groups that nodes may found in one round
ROUNDS = 100
SURE = 1e-9
TRIALS = 5


class Grouping(NamedTuple):
    """The group of each node (n), numbered by their first members from 0; exact: no grouping is contradicted less."""

    labels: Longs
    exact: bool


class Frustration(NamedTuple):
    """How many ties there are and how many contradict a grouping, and the share in [0, 1] of the weight that does (None without ties)."""

    ties: int
    contradicting: int
    share: float | None


def frustration(weights: Floats, labels: Longs) -> Frustration:
    """How far signed ties, symmetric weights (n, n), contradict a grouping; its count is the line index of balance (Harary 1959)."""
    low, high = np.triu_indices(len(weights), 1)
    between = weights[low, high]
    against = np.where(labels[low] == labels[high], between < 0, between > 0)
    whole = float(np.abs(between).sum())
    share = float(np.abs(between[against]).sum()) / whole if whole else None
    return Frustration(int((between != 0).sum()), int(against.sum()), None if share is None else min(1.0, share))


def signed_communities(weights: Floats, seed: int, most: int = 0, starts: int = STARTS) -> Grouping:
    """The grouping that signed ties, symmetric weights (n, n) with a diagonal of 0, contradict least, into at most `most` groups (0: any number).

    Into any number of groups it never joins what no positive ties join, so that each part joined by them is
    searched alone: exactly where nothing inside is negative and up to 10 nodes, else by moves and merges
    from several starts, at most `starts`.
    """
    if most:
        labels, exact = _part(weights, seed, most, starts)
        return Grouping(canonical(labels), exact)
    labels, all_exact = np.zeros(len(weights), dtype=np.int64), True
    for part in _joined(weights > SURE):
        inside, exact = _part(weights[np.ix_(part, part)], seed, 0, starts)
        labels[part] = part[0] * len(weights) + inside
        all_exact = all_exact and exact
    for place, part in enumerate(_joined((weights > SURE) & (labels[:, None] == labels[None, :]))):
        labels[part] = place
    return Grouping(canonical(labels), all_exact)


def leiden(low: Longs, high: Longs, weights: Floats, n: int, seed: int) -> Longs:
    """The group of each of n nodes by modularity; ties low[t], high[t] have positive weights, no pair twice. Nodes without ties are alone."""
    if not len(weights):
        return np.arange(n, dtype=np.int64)
    from graspologic_native import leiden_csr
    from scipy.sparse import csr_array

    ends = np.concatenate([low, high]), np.concatenate([high, low])
    matrix = csr_array((np.concatenate([weights, weights]), ends), shape=(n, n))
    pointers, columns = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
    _, found = leiden_csr(pointers, columns, matrix.data.astype(np.float64), n, seed=seed, trials=TRIALS)
    return canonical(np.array([found[node] for node in range(n)], dtype=np.int64))


def canonical(labels: Longs) -> Longs:
    """The same groups numbered by their first members."""
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    found: Longs = place[group.reshape(-1)]
    return found


def _joined(positive: Flags) -> list[Longs]:
    """The nodes of each part that positive ties join, by their first nodes."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(csr_array(positive), directed=False)
    return [np.flatnonzero(labels == each) for each in range(int(labels.max(initial=-1)) + 1)]


def _part(weights: Floats, seed: int, most: int, starts: int) -> tuple[Longs, bool]:
    n = len(weights)
    if (weights >= -SURE).all():
        return np.zeros(n, dtype=np.int64), True
    if n <= EXACT:
        return _enumerated(weights, most or n), True
    rng = np.random.default_rng(seed)
    others = min(starts, max(FEWEST, CELLS // n**2)) - 1
    begun = [np.arange(n) % (most or n), *(rng.integers(0, most or rng.integers(2, n), n) for _ in range(others))]
    ended = [canonical(_descend(weights, start.astype(np.int64), most or n, rng)) for start in begun]
    return min(ended, key=lambda labels: (-round(_inside(weights, labels), 9), labels.tolist())), False


def _inside(weights: Floats, labels: Longs) -> float:
    """The weight inside groups, twice; the more, the less contradicts."""
    return float(weights[labels[:, None] == labels[None, :]].sum())


def _enumerated(weights: Floats, most: int) -> Longs:
    """The best of all groupings, the first in order of labels where several are; a branch is left once it is contradicted more than the best."""
    rows = weights.tolist()
    n = len(rows)
    best, chosen = float("inf"), [0] * n
    labels = [0] * n

    def place(node: int, groups: int, cost: float) -> None:
        nonlocal best, chosen
        if cost >= best - SURE:
            return
        if node == n:
            best, chosen = cost, labels.copy()
            return
        for group in range(min(groups + 1, most)):
            added = sum((w if w > 0 else 0.0) if labels[other] != group else (-w if w < 0 else 0.0) for other, w in enumerate(rows[node][:node]))
            labels[node] = group
            place(node + 1, max(groups, group + 1), cost + added)

    place(0, 0, 0.0)
    return np.array(chosen, dtype=np.int64)


def _descend(weights: Floats, labels: Longs, most: int, rng: np.random.Generator) -> Longs:
    """Move single nodes while less contradicts, then merge groups, and so on; at most ROUNDS times."""
    for _ in range(ROUNDS):
        labels = canonical(labels)
        sums = _by_group(weights, labels)
        sums = np.concatenate([sums, np.zeros((min(most - len(sums), SPARE), len(labels)))])
        willing = np.flatnonzero(sums.max(axis=0) > sums[labels, np.arange(len(labels))] + SURE)
        for node in rng.permutation(willing).tolist():
            inside = sums[:, node]
            own, to = int(labels[node]), int(inside.argmax())
            if inside[to] > inside[own] + SURE:
                sums[own] -= weights[node]
                sums[to] += weights[node]
                labels[node] = to
        if not len(willing) and not _merge(weights, labels):
            break
    return labels


def _by_group(weights: Floats, labels: Longs) -> Floats:
    """The sum of the rows of each group, numbered from 0. No matrix product: those of small matrices wait for one another's threads."""
    order = np.argsort(labels, kind="stable")
    return np.add.reduceat(weights[order], np.searchsorted(labels[order], np.arange(int(labels.max()) + 1)), axis=0)


def _merge(weights: Floats, labels: Longs) -> bool:
    """Join the two groups whose ties are most positive, and so on; changes labels (canonical), and tells whether it did."""
    between = _by_group(_by_group(weights, labels).T, labels)
    np.fill_diagonal(between, -np.inf)
    merged = False
    while between.max() > SURE:
        a, b = sorted(np.unravel_index(int(between.argmax()), between.shape))
        between[a] += between[b]
        between[:, a] += between[:, b]
        between[a, a] = -np.inf
        between[b], between[:, b] = -np.inf, -np.inf
        labels[labels == b] = a
        merged = True
    return merged
