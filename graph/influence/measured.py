"""Every actor of a view measured as a part of the whole graph, one row each."""

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pydantic import Field

from graph.errors import RequestError, shown
from graph.influence.ground import Ground, actor, ground
from graph.influence.measures import (
    NEVER,
    Estimate,
    betweenness_share,
    cheapest,
    closeness,
    clustering,
    components,
    constraint,
    core_numbers,
    hits,
    label_propagation,
    sample,
    steps,
)
from graph.influence.triads import countable
from graph.results import MeasuredItem, MeasuresResult
from graph.snapshot.arrays import Floats, Longs, Snapshot
from graph.view import Query
from graph.words import count

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PROPAGATION = 10


class MeasuresQuery(Query):
    """The measures of every actor; `start` (an id): also the steps and the cost from it. `seed` draws searches on large graphs."""

    start: str = ""
    seed: int = Field(default=0, ge=0, lt=2**63)


class Columns(NamedTuple):
    """The measures of n actors; None: too dense to be worked out within bounds, or no start."""

    seeks: Longs
    sought_by: Longs
    core: Longs
    component: Longs
    community: Longs
    clustering: Floats | None
    closeness: Floats
    between: Estimate
    constraint: Floats | None
    hub: Floats
    authority: Floats
    steps: Longs | None
    cost: Floats | None


def measure(snapshot: Snapshot, query: MeasuresQuery) -> MeasuresResult:
    """The measures of all actors that have an arc, by id. Raises UnknownName and RequestError for the start."""
    base = ground(snapshot, query)
    start = -1
    if query.start:
        entity = actor(snapshot, query.start)
        start = base.place(entity)
        if start < 0:
            raise RequestError(f"{shown(snapshot.names[entity])}: has no arc in this view on {query.day.isoformat()}, so nothing can be measured from it")
    columns = _columns(base, start, query.seed)
    items = sorted((_item(snapshot, base, columns, at) for at in range(len(base.actors))), key=lambda item: item.entity.id)
    return MeasuresResult(
        **snapshot.answer_fields(query),
        items=tuple(items),
        sentence=_sentence(query, base, columns),
        warnings=tuple(_warnings(columns)),
    )


def _columns(base: Ground, start: int, seed: int) -> Columns:
    arcs = base.matrix()
    hub, authority = hits(arcs)
    n, counted = len(base.actors), countable(arcs)
    return Columns(
        seeks=np.bincount(base.arcs.source, minlength=n).astype(np.int64),
        sought_by=np.bincount(base.arcs.target, minlength=n).astype(np.int64),
        core=core_numbers(arcs),
        component=components(arcs),
        community=label_propagation(arcs, PROPAGATION),
        clustering=clustering(arcs) if counted else None,
        closeness=closeness(arcs, sample(arcs, seed)),
        between=betweenness_share(arcs, seed),
        constraint=constraint(arcs) if counted else None,
        hub=hub,
        authority=authority,
        steps=steps(arcs, start) if start >= 0 else None,
        cost=cheapest(_costs(arcs), start) if start >= 0 else None,
    )


def _costs(arcs: "csr_array") -> "csr_array":
    """-ln strength, which adds up along a way as strengths multiply; strengths lie below 1, so costs are above 0."""
    found = arcs.copy()
    found.data = -np.log(arcs.data)
    return found


def _item(snapshot: Snapshot, base: Ground, columns: Columns, at: int) -> MeasuredItem:
    entity = int(base.actors[at])
    step = NEVER if columns.steps is None else int(columns.steps[at])
    cost = float("inf") if columns.cost is None else float(columns.cost[at])
    return MeasuredItem(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        seeks=int(columns.seeks[at]),
        sought_by=int(columns.sought_by[at]),
        core=int(columns.core[at]),
        component=snapshot.ids[int(base.actors[columns.component[at]])],
        community=snapshot.ids[int(base.actors[columns.community[at]])],
        clustering=None if columns.clustering is None else float(columns.clustering[at]),
        closeness=float(columns.closeness[at]),
        betweenness=float(columns.between.values[at]),
        betweenness_error=float(columns.between.error[at]),
        constraint=None if columns.constraint is None else float(columns.constraint[at]),
        hub=float(columns.hub[at]),
        authority=float(columns.authority[at]),
        steps=None if step == NEVER else step,
        cost=cost if isfinite(cost) else None,
    )


def _sentence(query: MeasuresQuery, base: Ground, columns: Columns) -> str:
    if not len(base.actors):
        return f"No actor has an arc in this view on {query.day.isoformat()}, so there is nothing to measure."
    parts = len(np.unique(columns.component))
    return (
        f"{count(len(base.actors), 'actor', 'actors')} and {count(len(base.weights), 'arc', 'arcs')} in {count(parts, 'component', 'components')}; "
        "measures describe the record, and none is influence."
    )


def _warnings(columns: Columns) -> list[str]:
    found = []
    if columns.between.error.any():
        found.append("closeness and betweenness are estimated from drawn searches; betweenness_error is the half-width of its 90 % interval")
    if columns.clustering is None:
        found.append("the graph is too dense for clustering and constraint to be worked out within bounds")
    return found
