"""What a ranking comes to: its sentence, what would change it, and what is doubtful."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph import ontology
from graph.authority import authority
from graph.influence.arcs import Arcs, actors_of
from graph.influence.bill import Bill
from graph.influence.draws import Draws
from graph.influence.ground import without
from graph.influence.lanes import Measure
from graph.influence.omissions import Omission, Ranker, tops, without_actor, without_source, without_tie
from graph.influence.ranking import DIGITS, by_id, first_of, in_country, leaders, listed
from graph.jurisdictions import DISCLOSURE
from graph.results import LeaveOneOut, RankedItem, TippingTie
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot
from graph.view import View
from graph.words import count, few, listing

if TYPE_CHECKING:
    from graph.influence.score import InfluenceQuery, Scores

SOLVED = 1e-10
SOURCES = ACTORS = FIRST = 3
TIES = 16
REGIMES = f"ranks across countries compare disclosure rules as much as influence: {DISCLOSURE} to rank within one"
ACTIVITY = "activity is how much an actor seeks others, as far as the record shows; it says nothing of who heeds it, and is no influence"


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A ranking of the actors of arcs: values, who is listed, what orders equal ones (n each), and the positions that come first."""

    arcs: Arcs
    weights: Floats
    values: Floats
    among: Flags
    order: Longs
    top: Longs


def leave_one_out(snapshot: Snapshot, query: "InfluenceQuery", ranked: Ranked, bill: Bill, solve: Callable[[View], "Scores"]) -> tuple[LeaveOneOut, ...]:
    """The first three without each of the three sources that carry most and each of the first three actors."""
    arcs = ranked.arcs
    top = arcs.actors[ranked.top].tolist()
    sources = bill.heaviest_sources(SOURCES)
    keys = [snapshot.source_ids[source] for source in sources] + [snapshot.ids[entity] for entity in top[:ACTORS]]
    views = [without(query.view, key) for key in keys]
    omissions = [without_source(snapshot, arcs, view, query.day, source) for source, view in zip(sources, views, strict=False)]
    omissions += [without_actor(arcs, at) for at in ranked.top[:ACTORS].tolist()]
    formal = [authority(snapshot, view, query.day, query.ask) if query.ask and query.by == "score" else {} for view in views]
    quick = [number for number, one in enumerate(omissions) if one is not None]
    ranker = Ranker(ranked.among, lambda number: first_of(arcs.actors, formal[quick[number]]), ranked.order)
    found = tops(arcs, ranked.weights, [one for one in omissions if one], _measure(query, ranked), ranker, FIRST)
    answers = dict(zip(quick, found, strict=True))
    names = [snapshot.sources[source].title for source in sources] + [snapshot.names[entity] for entity in top[:ACTORS]]
    left_out = [-1] * len(sources) + top[:ACTORS]
    told = []
    for number, (name, gone) in enumerate(zip(names, left_out, strict=True)):
        now = answers[number] if number in answers else _anew(snapshot, query, solve(views[number]), formal[number])
        before = [entity for entity in top if entity != gone][:FIRST]
        told.append(LeaveOneOut(left_out=name, is_source=number < len(sources), top=tuple(snapshot.names[entity] for entity in now), changed=now != before))
    return tuple(told)


def tipping_tie(snapshot: Snapshot, query: "InfluenceQuery", ranked: Ranked, bill: Bill, first: Floats) -> TippingTie | None:
    """Of the TIES ties that make up most of the first actor's value the heaviest without which another comes first."""
    if not len(ranked.top):
        return None
    arcs, leader = ranked.arcs, int(ranked.arcs.actors[ranked.top[0]])
    ties = bill.heaviest_ties(int(ranked.top[0]), TIES)
    omissions: list[Omission] = [without_tie(arcs, tie) for tie in ties]
    found = tops(arcs, ranked.weights, omissions, _measure(query, ranked), Ranker(ranked.among, lambda _: first, ranked.order), 1)
    for tie, top in zip(ties, found, strict=True):
        if top and top[0] != leader:
            kinds = list(ontology.load().ties)
            made = sorted({int(kind) for kind in arcs.ties.kind[arcs.ties.interaction_ptr[tie] : arcs.ties.interaction_ptr[tie + 1]]})
            a, b = (snapshot.node(int(end[tie])) for end in (arcs.ties.low, arcs.ties.high))
            return TippingTie(a=a, b=b, kinds=tuple(kinds[kind] for kind in made), first=snapshot.node(top[0]))
    return None


def would_change(items: Sequence[RankedItem], left_out: Sequence[LeaveOneOut], tipping: TippingTie | None) -> str:
    """What of the omissions tried changes the top, first of all that of one source or actor, then that of one tie."""
    if not items:
        return ""
    changes = [item for item in left_out if item.changed]
    if changes:
        first = changes[0]
        said = f"without {first.called} " + (f"the order begins {', '.join(first.top)}" if first.top else "no actor can be ranked")
    else:
        said = "leaving out any one of the heaviest sources or first actors changes nothing in the order of the first three"
    if tipping:
        return f"{said}; without the tie of {tipping.a.name} and {tipping.b.name} {tipping.first.name} would come first"
    return f"{said}; no single one of the heaviest ties of {items[0].entity.name} decides who comes first"


def sentence(snapshot: Snapshot, query: "InfluenceQuery", items: Sequence[RankedItem], total: int) -> str:
    """Who comes first, how surely, and on what."""
    where = f" of {snapshot.country_name(query.scope)}" if query.scope else ""
    if not items:
        return f"No actor{where} has a tie in this view on {query.day.isoformat()}, so nobody can be ranked."
    first = items[0]
    ranks = f"rank {first.rank_lo}" if first.rank_lo == first.rank_hi else f"rank {first.rank_lo} to {first.rank_hi}"
    proof = f"{count(first.evidence_count, 'claim', 'claims')} from {count(first.source_count, 'source', 'sources')}"
    if query.by == "activity":
        return (
            f"{first.entity.name} seeks others most of {total} actors{where}: strengths of {first.value:.2f} in all "
            f"(90 % {first.lo90:.2f} to {first.hi90:.2f}, {ranks}), on {proof}; this is activity, not influence."
        )
    level = [item.entity.name for item in items if item.rank == first.rank and item.enough]
    if len(level) > 1:
        return (
            f"{listing(few(level))} come first of {total} actors{where} with equal scores: {first.value:.3f} of all attention each "
            f"({first.entity.name}: 90 % {first.lo90:.3f} to {first.hi90:.3f}, {ranks}, on {proof})."
        )
    formal = f"; formally it decides on {first.authority[0]}" if first.authority and query.ask else ""
    return (
        f"{first.entity.name} comes first of {total} actors{where}: {first.value:.3f} of all attention (90 % {first.lo90:.3f} to {first.hi90:.3f}, {ranks}), "
        f"on {proof}{formal}."
    )


def warnings(snapshot: Snapshot, query: "InfluenceQuery", arcs: Arcs, draws: Draws, items: Sequence[RankedItem]) -> tuple[str, ...]:
    """What is doubtful about a ranking."""
    actors = actors_of(snapshot)
    if query.scope:
        actors = actors & in_country(snapshot, query.scope)
    ranked = int(listed(snapshot, arcs.actors, query.scope, ()).sum())
    found = [ACTIVITY] if query.by == "activity" else []
    if not query.scope:
        found.append(REGIMES)
    if silent := int(actors.sum()) - ranked:
        found.append(f"{count(silent, 'actor has', 'actors have')} no tie in this view: not enough data to rank them, which is not the same as no influence")
    if maybe := int(arcs.ties.possible[arcs.tie].sum()):
        found.append(f"{count(maybe, 'arc is', 'arcs are')} only possible on this day, not certain: the dates of the evidence leave it open")
    if draws.groups == 1:
        found.append("everything rests on one source: the intervals only say how far that one source is trusted")
    if 0 < draws.count < query.draws:
        found.append(f"intervals come from {draws.count} draws instead of {query.draws}: the graph is large")
    if len({item.rank for item in items}) < len(items):
        found.append("equal scores share a rank and are listed by id")
    return tuple(found)


def _measure(query: "InfluenceQuery", ranked: Ranked) -> Measure:
    return Measure(query.following, SOLVED, ranked.values)


def _anew(snapshot: Snapshot, query: "InfluenceQuery", other: "Scores", formal: Mapping[int, tuple[str, ...]]) -> list[int]:
    """The first three of another solution."""
    actors = other.arcs.actors
    keys = np.round(other.values + first_of(other.arcs.actors, formal), DIGITS)
    among = listed(snapshot, actors, query.scope, query.kinds)
    found: list[int] = actors[leaders(keys, among, by_id(snapshot)[actors], FIRST)].tolist()
    return found
