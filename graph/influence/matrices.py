"""Arcs as sparse matrices: square `scipy.sparse.csr_array` of floats, entry (a, b) the weight of the arc from a to b."""

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.arrays import Floats, Ints, Longs

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def matrix(source: Ints | Longs, target: Ints | Longs, weights: Floats, n: int) -> "csr_array":
    """The matrix (n, n) of arcs; those of one pair add up, weights of zero and self-loops are left out."""
    from scipy.sparse import csr_array

    kept = (source != target) & (weights > 0)
    found = csr_array((weights[kept], (source[kept], target[kept])), shape=(n, n))
    found.sum_duplicates()
    return found


def pattern(arcs: "csr_array") -> "csr_array":
    """The same arcs, each of weight 1."""
    found = arcs.copy()
    found.data = np.ones(len(found.data))
    return found


def both_ways(arcs: "csr_array") -> "csr_array":
    """The symmetric pattern of whoever is joined by an arc of either direction."""
    return pattern((arcs + arcs.T).tocsr())


def products(left: "csr_array", right: "csr_array") -> int:
    """How many multiplications left @ right takes."""
    return int(np.bincount(left.indices, minlength=left.shape[1]) @ np.diff(right.indptr))
