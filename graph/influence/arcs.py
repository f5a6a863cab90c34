"""Directed arcs from seeker to sought among the actors of a view, and what they weigh when sources fail."""

from dataclasses import dataclass

import numpy as np

from graph import ontology
from graph.snapshot.arrays import Flags, Floats, Ints, Longs, Snapshot
from graph.strength import STRENGTH_CAP, Ties
from graph.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """a arcs among n actors, with x uses of interactions.

    actors (n) are entity numbers, ascending; source and target (a) are positions in `actors`, sorted
    by (target, source); arc j lies in the tie tie[j] of `ties` and is made by its interactions numbered
    use[ptr[j]:ptr[j + 1]].
    """

    ties: Ties
    actors: Ints
    source: Ints
    target: Ints
    tie: Ints
    ptr: Longs
    use: Ints

    @property
    def arc_of_use(self) -> Longs:
        """The arc that each use belongs to."""
        return np.repeat(np.arange(len(self.source)), np.diff(self.ptr))

    @property
    def tie_of_interaction(self) -> Longs:
        """The tie that each interaction of `ties` belongs to."""
        return np.repeat(np.arange(len(self.ties.low)), np.diff(self.ties.interaction_ptr))

    @property
    def begins(self) -> Longs:
        """Where the arcs to each actor begin (n + 1)."""
        return np.searchsorted(self.target, np.arange(len(self.actors) + 1)).astype(np.int64)

    def into(self, at: int) -> Longs:
        """Arcs to an actor."""
        return np.arange(*np.searchsorted(self.target, [at, at + 1]))

    def out_of(self, at: int) -> Longs:
        """Arcs from an actor."""
        return np.flatnonzero(self.source == at)

    def uses_of(self, arcs: Longs) -> Longs:
        """The uses of some arcs, arc by arc."""
        return spans(self.ptr[arcs], self.ptr[arcs + 1] - self.ptr[arcs])

    def rows_of(self, interactions: Longs | Ints) -> Longs:
        """Rows of the reports of some interactions, one after the other."""
        ptr = self.ties.report_ptr
        return self.ties.reports[spans(ptr[interactions], ptr[interactions + 1] - ptr[interactions])].astype(np.int64)


def arc_kinds(view: View) -> tuple[str, ...]:
    """Tie kinds that make arcs: those of the view, else those walked by default and those that only influence."""
    kinds = [kind for kind in ontology.load().ties.values() if kind.arc != "none"]
    return tuple(kind.key for kind in kinds if (kind.key in view.tie_kinds if view.tie_kinds else kind.default or not kind.carries))


def find_arcs(snapshot: Snapshot, ties: Ties) -> Arcs:
    """The arcs of the interactions in `ties`; topics, places and agreements have none.

    The adjacency of the ties is sorted by (node, neighbour), which is the order of arcs by (target, source).
    """
    if not len(ties.low):
        none = np.zeros(0, dtype=np.int32)
        return Arcs(ties, none, none, none, none, np.zeros(1, dtype=np.int64), none)
    actor = actors_of(snapshot)
    real = np.repeat(actor[ties.low] & actor[ties.high], np.diff(ties.interaction_ptr)) & (ties.p > 0)
    up, down = (real & way for way in _directions(ties))
    ups, downs = (np.add.reduceat(way, ties.interaction_ptr[:-1], dtype=np.int64) for way in (up, down))
    node = np.repeat(np.arange(len(actor), dtype=np.int32), np.diff(ties.indptr))
    upward = ties.neighbour < node
    uses = np.where(upward, ups[ties.tie], downs[ties.tie])
    kept = np.flatnonzero(uses)
    source, target, tie, count = ties.neighbour[kept], node[kept], ties.tie[kept], uses[kept]
    first = np.where(upward[kept], (np.cumsum(ups) - ups)[tie], ups.sum() + (np.cumsum(downs) - downs)[tie])
    present = np.zeros(len(actor), dtype=np.bool_)
    present[source] = present[target] = True
    place = np.cumsum(present, dtype=np.int32) - np.int32(1)
    return Arcs(
        ties=ties,
        actors=np.flatnonzero(present).astype(np.int32),
        source=place[source],
        target=place[target],
        tie=tie,
        ptr=np.append(0, np.cumsum(count)).astype(np.int64),
        use=np.concatenate([np.flatnonzero(up), np.flatnonzero(down)])[spans(first, count)].astype(np.int32),
    )


def spans(first: Longs | Ints, count: Longs | Ints) -> Longs:
    """The numbers first[i], first[i] + 1, ... of every i, count[i] of them, one after the other."""
    count = count.astype(np.int64)
    return np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())


def weigh(arcs: Arcs, p: Floats) -> Floats:
    """Strength of each arc for each column of `p` (interactions, d): 1 - prod(1 - p), at most .95."""
    if not len(arcs.use):
        return np.zeros((0, p.shape[1]))
    with np.errstate(divide="ignore"):
        failing = np.add.reduceat(np.log1p(-p[arcs.use]), arcs.ptr[:-1], axis=0)
    return np.minimum(STRENGTH_CAP, -np.expm1(failing))


def members_of(arcs: Arcs, at: int) -> Flags:
    """Which actors (n) are members of the one at a position."""
    into = arcs.into(at)
    belongs = arcs.ties.kind[arcs.use[arcs.uses_of(into)]] == tuple(ontology.load().ties).index("member_of")
    found = np.zeros(len(arcs.actors), dtype=np.bool_)
    found[arcs.source[np.repeat(into, arcs.ptr[into + 1] - arcs.ptr[into])[belongs]]] = True
    return found


def actors_of(snapshot: Snapshot) -> Flags:
    """Which entities are actors, by number."""
    kinds = np.array([kind.actor for kind in ontology.load().entities.values()])
    return kinds[snapshot.kind_codes]


def _directions(ties: Ties) -> tuple[Flags, Flags]:
    """For each interaction, whether it makes an arc from low to high, and from high to low."""
    arc = np.array([kind.arc for kind in ontology.load().ties.values()])
    both, ahead, back = ((arc == way)[ties.kind] for way in ("both", "forward", "backward"))
    forth, reverse = ties.forward >= 0, ties.forward <= 0
    return both | (ahead & forth) | (back & reverse), both | (ahead & reverse) | (back & forth)
