"""Triangles of a graph whose ties are kept once, from the end of lower rank to the other.

indptr (n + 1) and near (m) are the rows; a triangle u, v, w is found once, with the ties e from u to v, f from v
to w and g from u to w. Ranked by degree, even hubs have short rows.
"""

import numpy as np
from numpy.typing import NDArray

from graph.kernels import compiled
from graph.snapshot.arrays import Floats, Ints, Longs

Ways = NDArray[np.uint8]
UP, DOWN = 1, 2


@compiled
def closed(indptr: Longs, near: Ints, ways: Ways, group: Longs) -> tuple[Longs, Longs]:
    """Closed triads a -> b -> c with a -> c by broker (n, 6) and arcs among the neighbours of each (n).

    `ways` (m) says which arcs a tie has: UP from the row, DOWN to it. Columns are coordinator, itinerant,
    representative, gatekeeper and liaison by `group` (n, -1 for none), then all.
    """
    n = len(indptr) - 1
    found = np.zeros((n, 6), dtype=np.int64)
    links = np.zeros(n, dtype=np.int64)
    mark = np.full(n, -1, dtype=np.int64)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            mark[near[e]] = e
        for e in range(indptr[u], indptr[u + 1]):
            v = near[e]
            for f in range(indptr[v], indptr[v + 1]):
                w = near[f]
                g = mark[w]
                if g < 0:
                    continue
                links[u] += (ways[f] & 1) + (ways[f] >> 1)
                links[v] += (ways[g] & 1) + (ways[g] >> 1)
                links[w] += (ways[e] & 1) + (ways[e] >> 1)
                if ways[e] & UP and ways[f] & UP and ways[g] & UP:
                    _tell(found, group, u, v, w)
                if ways[e] & DOWN and ways[f] & DOWN and ways[g] & DOWN:
                    _tell(found, group, w, v, u)
                if ways[g] & UP and ways[f] & DOWN and ways[e] & UP:
                    _tell(found, group, u, w, v)
                if ways[f] & UP and ways[g] & DOWN and ways[e] & DOWN:
                    _tell(found, group, v, w, u)
                if ways[e] & DOWN and ways[g] & UP and ways[f] & UP:
                    _tell(found, group, v, u, w)
                if ways[g] & DOWN and ways[e] & UP and ways[f] & DOWN:
                    _tell(found, group, w, u, v)
        for e in range(indptr[u], indptr[u + 1]):
            mark[near[e]] = -1
    return found, links


@compiled
def _tell(found: Longs, group: Longs, a: int, b: int, c: int) -> None:
    """Count one closed triad for its broker b."""
    found[b, 5] += 1
    if group[a] < 0 or group[b] < 0 or group[c] < 0:
        return
    if group[a] == group[b]:
        role = 0 if group[c] == group[b] else 2
    elif group[c] == group[b]:
        role = 3
    else:
        role = 1 if group[a] == group[c] else 4
    found[b, role] += 1


@compiled
def by_way_of(indptr: Longs, near: Ints, up: Floats, down: Floats) -> tuple[Floats, Floats]:
    """For each tie (m) the sum over thirds q of share(i, q) share(q, j), from the row to the other end and back.

    `up` (m) is the share of the row's end in the other, `down` (m) the other way.
    """
    n = len(indptr) - 1
    ahead, back = np.zeros(len(near)), np.zeros(len(near))
    mark = np.full(n, -1, dtype=np.int64)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            mark[near[e]] = e
        for e in range(indptr[u], indptr[u + 1]):
            v = near[e]
            for f in range(indptr[v], indptr[v + 1]):
                g = mark[near[f]]
                if g < 0:
                    continue
                ahead[e] += up[g] * down[f]
                back[e] += up[f] * down[g]
                ahead[f] += down[e] * up[g]
                back[f] += down[g] * up[e]
                ahead[g] += up[e] * up[f]
                back[g] += down[f] * down[e]
        for e in range(indptr[u], indptr[u + 1]):
            mark[near[e]] = -1
    return ahead, back


def warm() -> None:
    """Compile the kernels."""
    indptr, near, ways = np.array([0, 1, 1], dtype=np.int64), np.array([1], dtype=np.int32), np.array([UP], dtype=np.uint8)
    closed(indptr, near, ways, np.zeros(2, dtype=np.int64))
    by_way_of(indptr, near, np.ones(1), np.ones(1))
