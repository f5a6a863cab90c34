"""Who acts together: joint statements, work together, delegations, memberships, as unsigned ties, and the same for any sources that hold."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from graph import ontology
from graph.coalitions.beliefs import priors
from graph.snapshot.arrays import Flags, Floats, Ints, Longs, Snapshot
from graph.strength import STRENGTH_CAP, Ties, derive
from graph.view import Query


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """m ties of joint action between actors (entity numbers, ascending): tie numbers of `ties`, ends low and high as positions of actors.

    joint (q) says which interactions of `ties` are joint action.
    """

    snapshot: Snapshot
    ties: Ties
    joint: Flags
    actors: Ints
    numbers: Longs
    low: Longs
    high: Longs

    def strengths(self, alive: Flags | None = None) -> Floats:
        """The strength of each tie (m) in [0, .95]; `alive` says which source groups hold (None: as on record), and what they tell is then certain."""
        ties = self.ties
        p = np.where(self.joint, ties.p, 0.0)
        if alive is not None:
            told = np.logical_or.reduceat(alive[self.snapshot.reports.group[ties.reports]], ties.report_ptr[:-1]) if len(ties.p) else self.joint
            p = np.where(told & (ties.c > 0), p / np.where(ties.c > 0, ties.c, 1), 0.0)
        if not len(p):
            return np.zeros(0)
        whole = np.minimum(STRENGTH_CAP, 1 - np.multiply.reduceat(1 - p, ties.interaction_ptr[:-1]))
        found: Floats = whole[self.numbers]
        return found

    def groups(self) -> list[int]:
        """The source groups behind the ties, ascending."""
        used = np.repeat(self.joint, np.diff(self.ties.report_ptr))
        return sorted(set(self.snapshot.reports.group[self.ties.reports[used]].tolist()))


def joint_action(snapshot: Snapshot, query: Query, around: Collection[int] | None = None) -> Joint:
    """The ties of joint action between actors on the day; `around`: only those between some actors (entity numbers) and all that act with them."""
    data, kinds = priors(), ontology.load()
    ties = derive(snapshot, query.view, query.day, query.view.tie_kinds or data.together)
    joint = _joint(snapshot, ties)
    actor = np.array([kind.actor for kind in kinds.entities.values()])[snapshot.kind_codes]
    kept = actor[ties.low] & actor[ties.high]
    if len(ties.low):
        kept &= np.logical_or.reduceat(joint & (ties.p > 0), ties.interaction_ptr[:-1])
    if around is not None:
        wanted = np.zeros(len(snapshot.ids), dtype=np.bool_)
        wanted[list(around)] = True
        near = kept & (wanted[ties.low] | wanted[ties.high])
        wanted[ties.low[near]], wanted[ties.high[near]] = True, True
        kept &= wanted[ties.low] & wanted[ties.high]
    numbers = np.flatnonzero(kept)
    actors = np.unique(np.concatenate([ties.low[numbers], ties.high[numbers]]))
    return Joint(snapshot, ties, joint, actors, numbers, np.searchsorted(actors, ties.low[numbers]), np.searchsorted(actors, ties.high[numbers]))


def _joint(snapshot: Snapshot, ties: Ties) -> Flags:
    """Interactions (q) that some claim tells as more than a visit."""
    found = np.ones(len(ties.p), dtype=np.bool_)
    predicates, kinds = list(ontology.load().predicates), list(ontology.load().ties)
    for kind, visits in priors().visits.items() if len(ties.p) else ():
        told = ~np.isin(snapshot.claim_predicate[snapshot.reports.claim[ties.reports]], [predicates.index(each) for each in visits])
        found &= np.logical_or.reduceat(told, ties.report_ptr[:-1]) | (ties.kind != kinds.index(kind))
    return found
