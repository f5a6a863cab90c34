"""Triangles of large graphs, found once each by the compiled kernel; small graphs are multiplied as matrices instead."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.influence.matrices import pattern
from graph.snapshot.arrays import Flags, Floats, Ints, Longs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PLAIN = 10_000_000  # multiplications up to which matrices serve, which need no numba
WEDGES = 3_000_000_000  # pairs of ties from one end that are looked at; about ten seconds


@dataclass(frozen=True, slots=True, eq=False)
class Oriented:
    """Every tie of n nodes once, from the end of lower degree: rows indptr (n + 1), near (m) and which arcs it has, ways (m)."""

    indptr: Longs
    near: Ints
    ways: NDArray[np.uint8]

    @property
    def row(self) -> Longs:
        """The row of each tie (m)."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))

    @property
    def wedges(self) -> int:
        """How many pairs of ties the kernel looks at."""
        return int(np.diff(self.indptr)[self.near].sum())


def orient(arcs: "csr_array") -> Oriented:
    """The ties of the arcs, rows from lower to higher degree; equal ones by number. `ways` is 1 for the arc from the row, 2 to it."""
    said = (pattern(arcs) + 2 * pattern(arcs).T).tocoo()
    n, row, near = arcs.shape[0], said.row.astype(np.int64), said.col.astype(np.int64)
    lower = _lower(n, row, near)
    row, near, ways = row[lower], near[lower], said.data[lower].astype(np.uint8)
    order = np.lexsort((near, row))
    indptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=n), out=indptr[1:])
    return Oriented(indptr, near[order].astype(np.int32), ways[order])


def _lower(n: int, row: Longs, near: Longs) -> Flags:
    """Which entries of a symmetric pattern lie in the row of the end of lower degree, equal ones by number."""
    degree = np.bincount(row, minlength=n)
    found: Flags = (degree[row] < degree[near]) | ((degree[row] == degree[near]) & (row < near))
    return found


def closed(ties: Oriented, group: Longs) -> tuple[Longs, Longs]:
    """Closed triads by broker and role, all last (n, 6), and arcs among the neighbours of each (n); see the kernel."""
    from graph.kernels import triads

    return triads.closed(ties.indptr, ties.near, ties.ways, group)


def by_way_of(share: "csr_array") -> "csr_array":
    """share(i, j) + sum over q of share(i, q) share(q, j) for the pairs that share something, as a matrix (n, n).

    The pattern of `share` is symmetric.
    """
    from scipy.sparse import csr_array

    from graph.kernels import triads

    ties, entries = orient(share), share.tocoo()
    row, near = entries.row.astype(np.int64), entries.col.astype(np.int64)
    lower = _lower(share.shape[0], row, near)
    up = entries.data[lower][np.lexsort((near[lower], row[lower]))]
    down = entries.data[~lower][np.lexsort((row[~lower], near[~lower]))]
    ahead, back = triads.by_way_of(ties.indptr, ties.near, up, down)
    values: Floats = np.concatenate([up + ahead, down + back])
    return csr_array((values, (np.concatenate([ties.row, ties.near]), np.concatenate([ties.near, ties.row]))), shape=share.shape)
