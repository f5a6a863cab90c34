"""Influence: PageRank over arcs from seeker to sought, with its bill of materials and its doubt.

Formal authority is a column of its own, and comes first where an ask is given. Activity (out-strength)
can be asked for in the same form; brokerage and degree are other questions. Nothing here reads these as
influence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from pydantic import Field

from graph import ontology
from graph.authority import authority
from graph.influence.arcs import Arcs
from graph.influence.bill import Bill, draw_up
from graph.influence.draws import Draws, Shown, draw
from graph.influence.ground import ground
from graph.influence.lanes import Measure
from graph.influence.missing import DRAWS, SHARES, missing_data
from graph.influence.pagerank import pagerank
from graph.influence.ranking import DIGITS, by_id, check_scope, first_of, in_country, leaders, listed, ranks_of
from graph.influence.verdicts import Ranked, leave_one_out, sentence, tipping_tie, warnings, would_change
from graph.jurisdictions import registers
from graph.progress import Progress, part
from graph.results import MissingData, RankedItem, RankingResult
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot
from graph.snapshot.kept import Kept
from graph.view import Query, View

TOLERANCE = 1e-8


class InfluenceQuery(Query):
    """Who moves whom. `scope` is a country code (empty: all), `kinds` entity kinds to list (empty: all actors).

    by  "score": PageRank, influence; "activity": out-strength, how much an actor seeks others
    """

    by: Literal["score", "activity"] = "score"
    scope: str = ""
    kinds: tuple[str, ...] = ()
    top: int = Field(default=20, ge=1, le=1000)
    seed: int = Field(default=0, ge=0)
    draws: int = Field(default=1000, ge=0, le=10_000)
    damping: float = Field(default=0.85, gt=0, le=0.99)
    ask: str = ""

    @property
    def following(self) -> float:
        """The chance that the walk follows an arc, the damping of the PageRank; 0 stands for out-strength."""
        return self.damping if self.by == "score" else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What is measured (n) of the actors of `arcs`, whose strengths are `weights` (a)."""

    arcs: Arcs
    weights: Floats
    values: Floats


class Spread(NamedTuple):
    """What the draws say of those listed: 5 % and 95 % of values and ranks, and shares of draws (k each)."""

    low: Floats
    high: Floats
    rank_low: Longs
    rank_high: Longs
    in_top: Floats
    above_next: Floats


def score(snapshot: Snapshot, query: InfluenceQuery, progress: Progress | None = None) -> RankingResult:
    """Rank the actors that have a tie in the view; raises RequestError for a scope or kind that nobody has.

    `progress` is told (done, total) while the draws are made; what it raises cancels the question.
    """
    check_scope(snapshot, query.scope)
    ontology.load().check_kinds(ties=query.view.tie_kinds, entities=query.kinds)
    if query.ask:
        snapshot.index(query.ask)
    scores = solve(snapshot, query, query.view)
    arcs = scores.arcs
    formal = authority(snapshot, query.view, query.day, query.ask)
    among = listed(snapshot, arcs.actors, query.scope, query.kinds)
    first = first_of(arcs.actors, formal) if query.ask and query.by == "score" else np.zeros(len(arcs.actors))
    keys = np.round(scores.values + first, DIGITS)
    order = by_id(snapshot)[arcs.actors]
    top = leaders(keys, among, order, max(query.top, 4))
    bill = draw_up(snapshot, arcs, scores.weights, scores.values, query.following)
    draws, missing = _doubt(snapshot, query, scores, among, first, top[: query.top], progress)
    ranked = Ranked(arcs, scores.weights, scores.values, among, order, top)
    items = _items(snapshot, query, scores, bill, formal, among, keys, top[: query.top], draws)
    left_out = leave_one_out(snapshot, query, ranked, bill, lambda view: solve(snapshot, query, view))
    tipping = tipping_tie(snapshot, query, ranked, bill, first)
    return RankingResult(
        **snapshot.answer_fields(query, [proof for item in items for proof in item.evidence], {query.scope} - {""}),
        by=query.by,
        items=items,
        leave_one_out=left_out,
        tipping=tipping,
        missing=missing,
        sentence=sentence(snapshot, query, items, int(among.sum())),
        would_change=would_change(items, left_out, tipping),
        warnings=warnings(snapshot, query, arcs, draws, items),
    )


def solve(snapshot: Snapshot, query: InfluenceQuery, view: View) -> Scores:
    """Base scores under a view, within 1e-10; they sum to 1. By activity: out-strengths. The last few answers are kept."""
    view = view.model_copy(update={"inside": ()}) if view.inside else view
    return _KEPT.get((snapshot, view, query.day, query.following), lambda: _solve(snapshot, query, view))


def _solve(snapshot: Snapshot, query: InfluenceQuery, view: View) -> Scores:
    base = ground(snapshot, query, view)
    arcs, weights, n = base.arcs, base.weights, len(base.actors)
    if query.by == "activity":
        return Scores(arcs, weights, np.bincount(arcs.source, weights=weights, minlength=n).astype(np.float64))
    values = pagerank(arcs.source, arcs.target, weights[:, None], n, damping=query.damping)[:, 0] if n else np.zeros(0)
    return Scores(arcs, weights, values)


def _weight(scores: Scores) -> int:
    """Bytes of the arrays that are not those of the ties."""
    arcs = scores.arcs
    return sum(each.nbytes for each in (arcs.actors, arcs.source, arcs.target, arcs.tie, arcs.ptr, arcs.use, scores.weights, scores.values))


_KEPT: Kept[Scores] = Kept(1 << 28, _weight)


def _doubt(
    snapshot: Snapshot, query: InfluenceQuery, scores: Scores, among: Flags, first: Floats, top: Longs, progress: Progress | None
) -> tuple[Draws, tuple[MissingData, ...]]:
    """The draws of the sources, and of ties deleted at random; none where nobody is listed or no draws are asked for."""
    at = np.flatnonzero(among)
    shown_ = Shown(at, np.searchsorted(at, top), first[at])
    measure = Measure(query.following, TOLERANCE, scores.values)
    draws = draw(snapshot, scores.arcs, measure, shown_, seed=query.seed, draws=query.draws if len(top) else 0, progress=part(progress, 0, 80))
    if not draws.count:
        return draws, ()
    most = min(DRAWS, draws.count)
    begins = range(80, 100, 20 // len(SHARES))
    found = [
        missing_data(
            scores.arcs, measure, shown_, scores.values[top] + first[top], share, seed=query.seed, draws=most, progress=part(progress, begin, begin + 10)
        )
        for share, begin in zip(SHARES, begins, strict=True)
    ]
    return draws, tuple(found)


def _spread(draws: Draws, top: int) -> Spread:
    low, high = np.quantile(draws.values, [0.05, 0.95], axis=1)
    rank_low, rank_high = np.quantile(draws.ranks, [0.05, 0.95], axis=1)
    above, below = draws.ranks[:-1], draws.ranks[1:]
    above_next = ((above < below) + (above == below) / 2).mean(axis=1)
    return Spread(low, high, np.floor(rank_low).astype(np.int64), np.ceil(rank_high).astype(np.int64), (draws.ranks <= top).mean(axis=1), above_next)


def _items(
    snapshot: Snapshot,
    query: InfluenceQuery,
    scores: Scores,
    bill: Bill,
    formal: Mapping[int, tuple[str, ...]],
    among: Flags,
    keys: Floats,
    top: Longs,
    draws: Draws,
) -> tuple[RankedItem, ...]:
    spread = _spread(draws, query.top) if draws.count else None
    ranks = ranks_of(keys, among, top).tolist()
    within = _within(snapshot, scores, bill, among, keys, top)
    rows = enumerate(zip(top.tolist(), ranks, within, strict=True))
    return tuple(_item(snapshot, scores, bill, formal, at, rank, where, spread, row) for row, (at, rank, where) in rows)


def _item(
    snapshot: Snapshot,
    scores: Scores,
    bill: Bill,
    formal: Mapping[int, tuple[str, ...]],
    at: int,
    rank: int,
    within: tuple[int, str],
    spread: Spread | None,
    row: int,
) -> RankedItem:
    """The actor at a position of `scores`, listed as number `row`."""
    entity, value = int(scores.arcs.actors[at]), float(scores.values[at])
    claims, flowing = bill.claims(at), bill.top_claims(at)
    groups = bill.groups(claims)
    enough = len(flowing) > 0
    note = "rests on one source" if groups == 1 else ""
    return RankedItem(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        value=value,
        lo90=min(float(spread.low[row]), value) if spread else value,
        hi90=max(float(spread.high[row]), value) if spread else value,
        rank=rank,
        rank_lo=min(rank, int(spread.rank_low[row])) if spread else rank,
        rank_hi=max(rank, int(spread.rank_high[row])) if spread else rank,
        p_rank_le_k=float(spread.in_top[row]) if spread else 1.0,
        p_above_next=float(spread.above_next[row]) if spread and row < len(spread.above_next) else None,
        rank_within=within[0],
        within=within[1],
        in_strength=float(scores.weights[scores.arcs.into(at)].sum()),
        authority=formal.get(entity, ()),
        evidence_count=len(claims),
        source_count=groups,
        enough=enough,
        parts=bill.parts(at),
        evidence=tuple(snapshot.evidence(claim) for claim in flowing),
        note=note if enough else f"not enough data: nothing in the record flows {'from' if bill.leaving else 'to'} it",
    )


def _within(snapshot: Snapshot, scores: Scores, bill: Bill, among: Flags, keys: Floats, top: Longs) -> list[tuple[int, str]]:
    """The rank of each of the top among those listed of its country and register, and what these are."""
    carrier = bill.registers()
    countries = {snapshot.countries[int(scores.arcs.actors[at])] for at in top.tolist()}
    of = {country: in_country(snapshot, country)[scores.arcs.actors] & among for country in countries}
    found = []
    for at in top.tolist():
        country, register = snapshot.countries[int(scores.arcs.actors[at])], int(carrier[at])
        rivals = of[country] & (carrier == register)
        named = f"{snapshot.country_name(country) if country else 'country not known'}, {registers()[register - 1].name if register else 'documents'}"
        found.append((int(ranks_of(keys, rivals, np.array([at]))[0]), named))
    return found
