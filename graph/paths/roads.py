"""What may be walked for one question, and what a path over it is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import frexp, ldexp, prod

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.arrays import Floats, Ints, Longs

OVERLAP = 0.6
DIGITS = 40


Route = tuple[int, ...]
Gains = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Adjacency for the compiled search: each row sorted by gain, descending.

    near (2m) is the neighbour, gain (2m) the strength of the tie times the worth of the neighbour, never
    0 where neither is; strongest is the largest strength.
    """

    near: Ints
    gain: Gains
    strongest: float


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """What may be walked for one question, among n nodes and m ties.

    indptr (n + 1), neighbour (2m, sorted in each row, no parallel entries) and tie (2m, the number of the
    tie) are the adjacency, shared with `Ties`; tie_strength (m, in [0, 1]) belongs to the ties. worth (n)
    is the factor in (0, 1] of a node that may stand inside a path, 0 for the others. These arrays are the
    same for every question and must not be written to. A question adds little: after_start and before_end
    map the few nodes that may stand only directly after a start or directly before an end to their
    factors; `lift` maps nodes to what their factor is multiplied with, and `closed` is a tie that may not
    be walked. A path leads from one of `starts` to one of `ends`; the two share no node, and none of them
    stands inside. `ranked` is there for large graphs only.
    """

    indptr: Longs
    neighbour: Ints
    tie: Ints
    tie_strength: Floats
    worth: Floats
    after_start: Mapping[int, float]
    before_end: Mapping[int, float]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    closed: tuple[int, int] = (-1, -1)
    lift: Mapping[int, float] = field(default_factory=dict)
    ranked: Ranked | None = None

    @property
    def strength(self) -> Floats:
        """The strength of each adjacency entry (2m), made when asked for; 0 for the closed tie."""
        strength: Floats = self.tie_strength[self.tie]
        for v, u in (self.closed, self.closed[::-1]):
            if v >= 0:
                row = slice(self.indptr[v], self.indptr[v + 1])
                strength[row] = np.where(self.neighbour[row] == u, 0.0, strength[row])
        return strength

    def factor(self, v: int) -> float:
        """What passing through a node costs where it may stand."""
        return max(float(self.worth[v]), self.after_start.get(v, 0.0), self.before_end.get(v, 0.0)) * self.lift.get(v, 1.0)

    def is_barred(self, way: Sequence[int], place: int) -> bool:
        """True when the node at an inner place of a way may not stand there."""
        v = way[place]
        after, before = place == 1 and v in self.after_start, place == len(way) - 2 and v in self.before_end
        return not (self.worth[v] > 0 or after or before)


def strengths(roads: Roads, path: Route) -> list[float]:
    """The strength of each tie of a path."""
    return [_strength(roads, a, b) for a, b in pairwise(path)]


def reliability(roads: Roads, path: Route) -> float:
    """Product of the strengths, the same in both directions to the last bit."""
    return prod(sorted(strengths(roads, path)))


def hub_penalty(roads: Roads, path: Route) -> float:
    """Product of the factors of the inner nodes."""
    return float(prod(sorted(roads.factor(v) for v in path[1:-1])))


def score(roads: Roads, path: Route) -> float:
    """What a search maximises: reliability times hub penalty."""
    return reliability(roads, path) * hub_penalty(roads, path)


def rounded(value: float) -> float:
    """A score to 40 binary digits (12 decimal ones): beyond them lies rounding, and equal scores must be equal."""
    mantissa, exponent = frexp(value)
    return ldexp(round(ldexp(mantissa, DIGITS)), exponent - DIGITS)


def order_key(roads: Roads, path: Route, ids: Sequence[str]) -> tuple[float, int, tuple[str, ...]]:
    """Sort key: score, fewer ties, ids."""
    return -rounded(score(roads, path)), len(path), tuple(ids[v] for v in path)


def near_duplicates(left: Route, right: Route) -> bool:
    """True when the two share more than 60 % of the smaller set of inner nodes."""
    a, b = set(left[1:-1]), set(right[1:-1])
    return len(a & b) > OVERLAP * min(len(a), len(b))


def without_penalty(roads: Roads) -> Roads:
    """The same roads, not ranked, where being a hub costs nothing."""
    after_start, before_end = (dict.fromkeys(factors, 1.0) for factors in (roads.after_start, roads.before_end))
    worth: Floats = (roads.worth > 0).astype(np.float64)
    return replace(roads, worth=worth, after_start=after_start, before_end=before_end, lift={}, ranked=None)


def entries(indptr: Longs, nodes: Ints | Longs) -> Longs:
    """Positions of all adjacency entries of `nodes`, one node after the other."""
    counts = indptr[nodes + 1] - indptr[nodes]
    return np.repeat(indptr[nodes] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())


def entry(indptr: Longs, neighbour: Ints, a: int, b: int) -> int:
    """The position of b in the row of a, or -1."""
    low, high = int(indptr[a]), int(indptr[a + 1])
    at = low + int(np.searchsorted(neighbour[low:high], b))
    return at if at < high and neighbour[at] == b else -1


def _strength(roads: Roads, a: int, b: int) -> float:
    return float(roads.tie_strength[roads.tie[entry(roads.indptr, roads.neighbour, a, b)]])
