"""Influence: PageRank over arcs from seeker to sought, with its bill of materials and its doubt.

Formal authority is a column of its own, and comes first where an ask is given. Brokerage and degree
are other questions: nothing here reads them as influence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from pydantic import Field

from graph import ontology
from graph.arcs import Arcs, actors_of, find_arcs, weigh
from graph.arrays import Floats, Ints, Snapshot
from graph.authority import authority
from graph.bill import Bill, draw_up
from graph.draws import Draws, draw_scores
from graph.errors import RequestError, shown
from graph.pagerank import pagerank
from graph.results import LeaveOneOut, RankedItem, RankingResult
from graph.strength import derive
from graph.view import Query, View
from graph.words import count

DIGITS = 10
REGIMES = (
    "ranks across countries compare disclosure rules as much as influence: U.S. filings name agencies, Canadian ones officials and dates, "
    "Mexico publishes almost nothing; give a country as scope to rank within one"
)


class InfluenceQuery(Query):
    """Who moves whom. `scope` is a country code (empty: all), `kinds` entity kinds to list (empty: all actors)."""

    scope: str = ""
    kinds: tuple[str, ...] = ()
    top: int = Field(default=20, ge=1, le=1000)
    seed: int = Field(default=0, ge=0)
    draws: int = Field(default=1000, ge=0, le=10_000)
    damping: float = Field(default=0.85, gt=0, lt=1)
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """PageRank (n) of the actors of `arcs`, whose strengths are `weights` (a)."""

    arcs: Arcs
    weights: Floats
    values: Floats


class Spread(NamedTuple):
    """5 % and 95 % of a score and of a rank over the draws, and the share of draws with a rank among those listed."""

    low: float
    high: float
    rank_low: int
    rank_high: int
    in_top: float


def score(snapshot: Snapshot, query: InfluenceQuery) -> RankingResult:
    """Rank the actors that have a tie in the view; raises RequestError for a scope or kind that nobody has."""
    _check(snapshot, query)
    scores = solve(snapshot, query, query.view)
    formal = authority(snapshot, query.view, query.day, query.ask)
    listed = _listed(snapshot, query, scores.arcs.actors)
    order, ranks = _rank(snapshot, scores, formal if query.ask else {}, listed)
    draws = draw_scores(snapshot, scores.arcs, scores.values, seed=query.seed, draws=query.draws, damping=query.damping)
    bill = draw_up(snapshot, scores.arcs, scores.weights, scores.values, query.damping)
    spread = _spread(draws, scores, listed, _first(scores.arcs.actors, formal if query.ask else {}), query.top)
    items = tuple(_item(snapshot, scores, bill, formal, spread, at, rank) for at, rank in list(zip(order, ranks, strict=True))[: query.top])
    left_out = _leave_one_out(snapshot, query, scores, order, bill)
    return RankingResult(
        **snapshot.answer_fields(query, [proof for item in items for proof in item.evidence], {query.scope} - {""}),
        items=items,
        leave_one_out=left_out,
        sentence=_sentence(snapshot, query, items, len(order)),
        would_change=_would_change(left_out),
        warnings=_warnings(snapshot, query, scores, draws, items),
    )


def solve(snapshot: Snapshot, query: InfluenceQuery, view: View) -> Scores:
    """Base scores under a view, within 1e-10; they sum to 1."""
    arcs = find_arcs(snapshot, derive(snapshot, view, query.day, _kinds(view)))
    weights = weigh(arcs, arcs.ties.p[:, None])
    values = pagerank(arcs.source, arcs.target, weights, len(arcs.actors), damping=query.damping)[:, 0] if len(arcs.actors) else np.zeros(0)
    return Scores(arcs, weights[:, 0], values)


def _kinds(view: View) -> tuple[str, ...]:
    """Tie kinds that make arcs: those of the view, else those walked by default and those that only influence."""
    kinds = [kind for kind in ontology.load().ties.values() if kind.arc != "none"]
    return tuple(kind.key for kind in kinds if (kind.key in view.tie_kinds if view.tie_kinds else kind.default or not kind.carries))


def _check(snapshot: Snapshot, query: InfluenceQuery) -> None:
    if query.scope and query.scope not in (countries := sorted(set(snapshot.countries) - {""})):
        raise RequestError(f"{shown(query.scope)}: no actor of that country is in the store; countries are {', '.join(countries) or 'not known'}")
    known = ontology.load()
    for name, given, table in (("kinds", query.kinds, known.entities), ("tie kinds", query.view.tie_kinds, known.ties)):
        if unknown := [key for key in given if key not in table]:
            raise RequestError(f"{shown(unknown[0])}: unknown {name}; known are {', '.join(table)}")
    if query.ask:
        snapshot.index(query.ask)


def _listed(snapshot: Snapshot, query: InfluenceQuery, actors: Ints) -> Ints:
    """Positions of the actors that the query lists."""
    wanted = [
        at for at, v in enumerate(actors.tolist()) if query.scope in ("", snapshot.countries[v]) and (not query.kinds or snapshot.kinds[v] in query.kinds)
    ]
    return np.array(wanted, dtype=np.int32)


def _first(actors: Ints, formal: dict[int, tuple[str, ...]]) -> Floats:
    """2 for actors with formal authority, 0 for the others: added to a score below 1 it puts them first."""
    return np.array([2.0 if v in formal else 0.0 for v in actors.tolist()])


def _rank(snapshot: Snapshot, scores: Scores, formal: dict[int, tuple[str, ...]], listed: Ints) -> tuple[list[int], list[int]]:
    """Positions, best first, and their ranks; equal scores share a rank and are ordered by id."""
    keys = np.round(scores.values + _first(scores.arcs.actors, formal), DIGITS)
    order = sorted(listed.tolist(), key=lambda at: (-keys[at], snapshot.ids[int(scores.arcs.actors[at])]))
    best_first = -keys[order]
    return order, (1 + np.searchsorted(best_first, best_first)).tolist()


def _spread(draws: Draws, scores: Scores, listed: Ints, first: Floats, top: int) -> dict[int, Spread]:
    """The spread of each listed position over the draws; empty without draws."""
    if not draws.count or not len(listed):
        return {}
    ranks = draws.ranks(listed, first)
    low, high = np.quantile(draws.values[listed], [0.05, 0.95], axis=1)
    rank_low, rank_high = np.quantile(ranks, [0.05, 0.95], axis=1)
    columns = (low, high, np.floor(rank_low).astype(int), np.ceil(rank_high).astype(int), (ranks <= top).mean(axis=1))
    return {at: Spread(*row) for at, *row in zip(listed.tolist(), *(column.tolist() for column in columns), strict=True)}


def _item(snapshot: Snapshot, scores: Scores, bill: Bill, formal: dict[int, tuple[str, ...]], spread: dict[int, Spread], at: int, rank: int) -> RankedItem:
    entity = int(scores.arcs.actors[at])
    value = float(scores.values[at])
    drawn = spread.get(at) or Spread(value, value, rank, rank, 1.0)
    groups = bill.groups(at)
    return RankedItem(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        value=value,
        lo90=min(drawn.low, value),
        hi90=max(drawn.high, value),
        rank=rank,
        rank_lo=min(rank, drawn.rank_low),
        rank_hi=max(rank, drawn.rank_high),
        p_rank_le_k=drawn.in_top,
        in_strength=float(scores.weights[scores.arcs.target == at].sum()),
        authority=formal.get(entity, ()),
        evidence_count=len(bill.claims(at)),
        source_count=len(groups),
        parts=bill.parts(at),
        evidence=tuple(snapshot.evidence(claim) for claim in bill.top_claims(at)),
        note="rests on one source" if len(groups) == 1 else "",
    )


def _leave_one_out(snapshot: Snapshot, query: InfluenceQuery, scores: Scores, order: Sequence[int], bill: Bill) -> tuple[LeaveOneOut, ...]:
    """The first three without each of the three sources that carry most inflow and each of the first three actors."""
    top = [snapshot.ids[scores.arcs.actors[at]] for at in order[:4]]
    sources = [(snapshot.source_ids[source], snapshot.sources[source].title) for source in bill.heaviest_sources(3)]
    actors = [(entity, snapshot.names[snapshot.index(entity)]) for entity in top[:3]]
    answers = []
    for left_out, name in (*sources, *actors):
        view = query.view.model_copy(update={"exclude": tuple(sorted({*query.view.exclude, left_out}))})
        other = solve(snapshot, query, view)
        formal = authority(snapshot, view, query.day, query.ask) if query.ask else {}
        others, _ = _rank(snapshot, other, formal, _listed(snapshot, query, other.arcs.actors))
        now = [snapshot.ids[other.arcs.actors[at]] for at in others[:3]]
        before = [entity for entity in top if entity != left_out][:3]
        answers.append(LeaveOneOut(left_out=name, top=tuple(snapshot.names[snapshot.index(entity)] for entity in now), changed=now != before))
    return tuple(answers)


def _would_change(left_out: Sequence[LeaveOneOut]) -> str:
    changes = [item for item in left_out if item.changed]
    if not changes:
        return "leaving out any one of the heaviest sources or first actors changes nothing in the order of the first three" if left_out else ""
    first = changes[0]
    return f"without {first.left_out} " + (f"the order begins {', '.join(first.top)}" if first.top else "no actor can be ranked")


def _sentence(snapshot: Snapshot, query: InfluenceQuery, items: Sequence[RankedItem], total: int) -> str:
    where = f" of {query.scope}" if query.scope else ""
    if not items:
        return f"No actor{where} has a tie in this view on {query.day.isoformat()}, so nobody can be ranked."
    first = items[0]
    ranks = f"rank {first.rank_lo}" if first.rank_lo == first.rank_hi else f"rank {first.rank_lo} to {first.rank_hi}"
    formal = f"; formally it decides on {first.authority[0]}" if first.authority and query.ask else ""
    proof = f"{count(first.evidence_count, 'claim', 'claims')} from {count(first.source_count, 'source', 'sources')}"
    return (
        f"{first.entity.name} comes first of {total} actors{where}: {first.value:.3f} of all attention (90 % {first.lo90:.3f} to {first.hi90:.3f}, {ranks}), "
        f"on {proof}{formal}."
    )


def _warnings(snapshot: Snapshot, query: InfluenceQuery, scores: Scores, draws: Draws, items: Sequence[RankedItem]) -> tuple[str, ...]:
    actors = sum(query.scope in ("", snapshot.countries[v]) for v in np.flatnonzero(actors_of(snapshot)).tolist())
    ranked = len(_listed(snapshot, query.model_copy(update={"kinds": ()}), scores.arcs.actors))
    found = []
    if not query.scope:
        found.append(REGIMES)
    if silent := actors - ranked:
        found.append(f"{count(silent, 'actor has', 'actors have')} no tie in this view: not enough data to rank them, which is not the same as no influence")
    if draws.groups == 1:
        found.append("everything rests on one source: the intervals only say how far that one source is trusted")
    if 0 < draws.count < query.draws:
        found.append(f"intervals come from {draws.count} draws instead of {query.draws}: the graph is large")
    if len({item.rank for item in items}) < len(items):
        found.append("equal scores share a rank and are listed by id")
    return tuple(found)
