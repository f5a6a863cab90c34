"""Directed arcs from seeker to sought among the actors of a view, and what they weigh when sources fail."""

from dataclasses import dataclass

import numpy as np

from graph import ontology
from graph.arrays import Flags, Floats, Ints, Longs, Snapshot
from graph.interactions import run_starts
from graph.strength import STRENGTH_CAP, Ties


@dataclass(frozen=True, slots=True)
class Arcs:
    """a arcs among n actors, with x uses of interactions.

    actors (n) are entity numbers, ascending; source and target (a) are positions in `actors`, sorted
    by (target, source); arc j is made by the interactions of `ties` numbered use[ptr[j]:ptr[j + 1]].
    """

    ties: Ties
    actors: Ints
    source: Ints
    target: Ints
    ptr: Longs
    use: Ints

    @property
    def arc_of_use(self) -> Longs:
        """The arc that each use belongs to."""
        return np.repeat(np.arange(len(self.source)), np.diff(self.ptr))


def find_arcs(snapshot: Snapshot, ties: Ties) -> Arcs:
    """The arcs of the interactions in `ties`; topics, places and agreements have none."""
    tie = np.repeat(np.arange(len(ties.low)), np.diff(ties.interaction_ptr))
    low, high = ties.low[tie], ties.high[tie]
    actor = actors_of(snapshot)
    real = actor[low] & actor[high] & (ties.p > 0)
    up, down = _directions(ties)
    upward, downward = np.flatnonzero(real & up), np.flatnonzero(real & down)
    use = np.concatenate([upward, downward])
    source = np.concatenate([low[upward], high[downward]])
    target = np.concatenate([high[upward], low[downward]])
    order = np.lexsort((use, source, target))
    use, source, target = use[order], source[order], target[order]
    first = run_starts(target, source)
    actors = np.unique(np.concatenate([source, target])).astype(np.int32)
    return Arcs(
        ties=ties,
        actors=actors,
        source=np.searchsorted(actors, source[first]).astype(np.int32),
        target=np.searchsorted(actors, target[first]).astype(np.int32),
        ptr=np.r_[first, len(use)].astype(np.int64),
        use=use.astype(np.int32),
    )


def weigh(arcs: Arcs, p: Floats) -> Floats:
    """Strength of each arc for each column of `p` (interactions, d): 1 - prod(1 - p), at most .95."""
    if not len(arcs.use):
        return np.zeros((0, p.shape[1]))
    with np.errstate(divide="ignore"):
        failing = np.add.reduceat(np.log1p(-p[arcs.use]), arcs.ptr[:-1], axis=0)
    return np.minimum(STRENGTH_CAP, -np.expm1(failing))


def survivors(snapshot: Snapshot, ties: Ties, alive: Flags) -> Flags:
    """Which interactions (rows) keep a report when only some source groups hold: `alive` is (groups, d)."""
    if not len(ties.reports):
        return np.zeros((0, alive.shape[1]), dtype=np.bool_)
    return np.logical_or.reduceat(alive[snapshot.reports.group[ties.reports]], ties.report_ptr[:-1], axis=0)


def actors_of(snapshot: Snapshot) -> Flags:
    """Which entities are actors, by number."""
    kinds = np.array([kind.actor for kind in ontology.load().entities.values()])
    return kinds[snapshot.kind_codes]


def _directions(ties: Ties) -> tuple[Flags, Flags]:
    """For each interaction, whether it makes an arc from low to high, and from high to low."""
    arc = np.array([kind.arc for kind in ontology.load().ties.values()])[ties.kind]
    up = (arc == "both") | ((arc == "forward") & (ties.forward >= 0)) | ((arc == "backward") & (ties.forward <= 0))
    down = (arc == "both") | ((arc == "forward") & (ties.forward <= 0)) | ((arc == "backward") & (ties.forward >= 0))
    return up, down
