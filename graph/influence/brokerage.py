"""Brokerage: who stands between others that have no arc of their own. It is reported as brokerage, not as influence.

Arcs run from seeker to sought, as for influence. Roles are those of Gould and Fernandez (1989), see
`graph.influence.triads`; constraint is Burt's (1992), over strengths; betweenness is Freeman's (1977) over steps, by
Brandes (2001), estimated from drawn sources above 2 000 actors, with the error of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.influence.brokered import spread_of_totals, triads_of
from graph.influence.ground import Ground, ground, without
from graph.influence.grouping import Groups, groups_of_actors
from graph.influence.measures import Estimate, betweenness_share, constraint
from graph.influence.proofs import behind, claims_of, strongest
from graph.influence.ranking import by_id, leaders, ranks_of
from graph.influence.triads import NO_GROUP, census, countable, open_triads
from graph.progress import Progress, part
from graph.proofs import groups_of
from graph.results import BrokerItem, BrokersResult
from graph.results.brokerage import ROLES
from graph.snapshot.arrays import Floats, Longs, Snapshot
from graph.view import Query
from graph.words import count

NOT_INFLUENCE = "brokerage is reported as brokerage, not as influence: who stands between others need not move them"
PROOFS = 5
SOURCES = 3
SMALL = 200_000


class BrokersQuery(Query):
    """Who stands between whom: groups of actors, how many brokers to give, draws for intervals, seed of draws and samples."""

    groups: Groups = "country"
    top: int = Field(default=20, ge=1, le=1000)
    seed: int = Field(default=0, ge=0, lt=2**63)
    draws: int = Field(default=200, ge=0, le=10_000)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What is counted of n actors: group names, roles (n, 5), open triads, betweenness, constraint (None: not worked out)."""

    names: list[str]
    roles: Longs
    totals: Longs
    between: Estimate
    constraint: Floats | None
    counted: bool

    @property
    def keys(self) -> Floats:
        """What actors are ordered by: open triads, then betweenness in [0, 1]."""
        return self.totals + np.round(self.between.values, 10) / 2


def brokers(snapshot: Snapshot, query: BrokersQuery, progress: Progress | None = None) -> BrokersResult:
    """Actors by the open triads that they broker, most first, equal ones by betweenness, then by id.

    `progress` is told (done, total) while betweenness is searched for and draws are made; what it raises cancels the question.
    Where the graph is too dense for triads to be counted within bounds, counts are 0, actors are ordered
    by betweenness, and the answer says so.
    """
    base = ground(snapshot, query)
    names, unsought = groups_of_actors(snapshot, query.view, query.day, base.actors, query.groups)
    counts = _count(base, names, query.seed, part(progress, 0, 70))
    among = (counts.totals > 0) | (counts.between.values > 0)
    top = leaders(counts.keys, among, by_id(snapshot)[base.actors], query.top)
    spread, draws = spread_of_totals(snapshot, base.arcs, top, seed=query.seed, draws=query.draws if counts.counted else 0, progress=part(progress, 70, 100))
    ranks = ranks_of(counts.keys, among, top)
    items = tuple(_item(snapshot, base, counts, at, int(ranks[place]), spread[:, place] if draws else None) for place, at in enumerate(top.tolist()))
    return BrokersResult(
        **snapshot.answer_fields(query, [proof for item in items for proof in (*item.evidence, *(e for t in item.triads for e in t.evidence))]),
        items=items,
        groups=tuple(sorted({*names} - {""})),
        total_actors=len(base.actors),
        sentence=_sentence(query, items, len(base.actors)),
        would_change=_would_change(snapshot, query, base, items),
        warnings=tuple(_warnings(query, counts, items, draws, unsought)),
    )


def _count(base: Ground, names: list[str], seed: int, progress: Progress | None) -> Counts:
    matrix = base.matrix()
    n = len(names)
    number = {name: at for at, name in enumerate(sorted({*names} - {""}))} | {"": NO_GROUP}
    counted = countable(matrix)
    group = np.array([number[name] for name in names], dtype=np.int64)
    found = census(matrix, group) if counted else np.zeros((n, len(ROLES) + 1), dtype=np.int64)
    return Counts(
        names=names,
        roles=found[:, :-1],
        totals=found[:, -1],
        between=betweenness_share(matrix, seed, progress),
        constraint=constraint(matrix) if counted else None,
        counted=counted,
    )


def _item(snapshot: Snapshot, base: Ground, counts: Counts, at: int, rank: int, spread: Floats | None) -> BrokerItem:
    arcs, entity = base.arcs, int(base.actors[at])
    into, out = arcs.into(at), arcs.out_of(at)
    own = np.concatenate([into, out])
    claims = behind(snapshot, arcs, own)
    sources = groups_of(snapshot, claims.tolist())
    total, parts = int(counts.totals[at]), counts.roles[at].tolist()
    value, error = float(counts.between.values[at]), float(counts.between.error[at])
    held = None if counts.constraint is None else float(counts.constraint[at])
    return BrokerItem(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        group=counts.names[at],
        rank=rank,
        **dict(zip(ROLES, parts, strict=True)),
        ungrouped=total - sum(parts),
        total=total,
        lo90=min(total, float(spread[0])) if spread is not None else total,
        hi90=max(total, float(spread[1])) if spread is not None else total,
        betweenness=value,
        betweenness_lo90=max(0.0, value - error),
        betweenness_hi90=min(1.0, value + error),
        constraint=held,
        sought_by=len(into),
        seeks=len(out),
        evidence_count=len(claims),
        source_count=len(sources),
        triads=triads_of(snapshot, base, counts.names, at),
        evidence=tuple(snapshot.evidence(claim) for claim in claims_of(snapshot, arcs, strongest(base.weights, own, PROOFS))[:PROOFS]),
        note="rests on one source" if len(sources) == 1 else "",
    )


def _sentence(query: BrokersQuery, items: Sequence[BrokerItem], actors: int) -> str:
    if not items:
        return f"No actor stands between two others in this view on {query.day.isoformat()}."
    first = items[0]
    if not first.total:
        return f"{first.entity.name} lies on most shortest ways: {first.betweenness:.1%} of all pairs of {actors} actors; brokerage, not influence."
    role = max(ROLES, key=lambda name: getattr(first, name))
    mostly = f", most often as {role}" if getattr(first, role) else ""
    return (
        f"Of {actors} actors {first.entity.name} brokers most: {count(first.total, 'pair', 'pairs')} of others with no arc of their own "
        f"(90 % {first.lo90:,.0f} to {first.hi90:,.0f}){mostly} by {query.groups}; this is brokerage, not influence."
    )


def _would_change(snapshot: Snapshot, query: BrokersQuery, base: Ground, items: Sequence[BrokerItem]) -> str:
    """Whether another comes first without one of the sources behind the first; not sought on large graphs."""
    if not items or len(base.weights) > SMALL:
        return ""
    first = items[0].entity.id
    sources = list(dict.fromkeys(proof.source.id for proof in items[0].evidence))[:SOURCES]
    for source in sources:
        other = ground(snapshot, query, without(query.view, source))
        totals = open_triads(other.matrix())
        best = leaders(totals.astype(np.float64), totals > 0, by_id(snapshot)[other.actors], 1)
        now = snapshot.ids[int(other.actors[best[0]])] if len(best) else ""
        if now != first:
            title = snapshot.sources[snapshot.source_index(source)].title
            return f"without “{title}” " + (f"{snapshot.names[snapshot.index(now)]} would broker most" if now else "nobody would stand between others")
    return f"leaving out any one of {count(len(sources), 'source', 'sources')} behind the first changes nothing in who comes first"


def _warnings(query: BrokersQuery, counts: Counts, items: Sequence[BrokerItem], draws: int, unsought: str) -> Iterator[str]:
    yield NOT_INFLUENCE
    if not counts.counted:
        yield "the graph is too dense for open triads and constraint to be worked out within bounds: actors are ordered by betweenness"
    if unsought:
        yield unsought
    if any(item.ungrouped for item in items):
        yield f"triads with an actor of no known {query.groups} are counted as ungrouped, in no role"
    if counts.between.error.any():
        why = f"betweenness is estimated from drawn searches, since there are {len(counts.names)} actors"
        yield f"{why}; its interval is a bound on that error which assumes nothing (empirical Bernstein), so a wide one"
    if counts.counted and items and draws < query.draws:
        yield f"intervals come from {draws} draws instead of {query.draws}: the graph is large" if draws else "no intervals: the graph is too large to draw on"
    if len({item.rank for item in items}) < len(items):
        yield "equal brokers share a rank and are listed by id"
