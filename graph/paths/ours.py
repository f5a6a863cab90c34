"""Who stands for whom at the ends of a path: an organisation's own people, office holders, whoever was named beside it."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from graph import ontology
from graph.authority import office_holders
from graph.paths.roads import Route
from graph.paths.walk import PathQuery, officials, tie_between
from graph.results import StandIn
from graph.snapshot.arrays import Snapshot
from graph.strength import Ties, derive_about
from graph.view import View


def ours(snapshot: Snapshot, view: View, day: date, org: int) -> tuple[int, ...]:
    """The organisation, then its staff, board, office holders and members on that day, by id.

    Somebody whose tie is only possible on that day counts; whoever left before it does not.
    """
    ties = derive_about(snapshot, view, day, (*ontology.load().offices, "member_of"), org)
    towards = np.where(ties.low == org, -1, 1)[np.repeat(np.arange(len(ties.low)), np.diff(ties.interaction_ptr))]
    inward = np.logical_or.reduceat(ties.forward * towards > 0, ties.interaction_ptr[:-1]) if len(ties.low) else np.zeros(0, dtype=np.bool_)
    others = np.where(ties.low == org, ties.high, ties.low)[inward].tolist()
    holders = [person for person, bodies in office_holders(snapshot, view, day).items() if org in bodies]
    return (org, *sorted({*others, *holders} - {org}, key=lambda v: snapshot.ids[v]))


def stand_ins(snapshot: Snapshot, query: PathQuery, ties: Ties, ways: Sequence[Route]) -> tuple[StandIn, ...]:
    """Everybody at an end of the ways who is not the end asked for, and why he stands there."""
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    pairs = dict.fromkeys(pair for way in ways for pair in ((way[0], start), (way[-1], end)) if pair[0] != pair[1])
    named = {snapshot.index(key) for key in (*query.also_start, *query.also_end)}
    return tuple(
        StandIn(entity=snapshot.node(v), stands_for=snapshot.node(principal), why=_why(snapshot, query, ties, v, principal, named=v in named))
        for v, principal in pairs
    )


def _why(snapshot: Snapshot, query: PathQuery, ties: Ties, v: int, principal: int, *, named: bool) -> str:
    number = tie_between(ties, v, principal)
    if number >= 0:
        interactions = range(int(ties.interaction_ptr[number]), int(ties.interaction_ptr[number + 1]))
        strongest = max(interactions, key=lambda i: (ties.p[i], -i))
        kind = tuple(ontology.load().ties.values())[ties.kind[strongest]]
        upward = ties.forward[strongest] * (1 if v < principal else -1) >= 0
        return f"{kind.label if upward else kind.reverse} {snapshot.names[principal]}"
    if principal in officials(snapshot, query).get(v, ()):
        return "holding a post there"
    return "named beside it" if named else "holding a post there"
