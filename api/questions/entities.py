"""Look-ups."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from api.cursor import position
from api.requests import ClaimsRequest, EntityRequest, checked
from graph import ontology
from graph.claims import Status
from graph.errors import RequestError, shown
from graph.results import ClaimsResult, EntityHit, EntityResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

PROMINENT = 12


def show(graph: "KnowledgeGraph", entity: str, **options: object) -> EntityResult:
    """An entity with its ties and statements: options of EntityRequest."""
    from graph.entities import EntityQuery, show

    request = checked(EntityRequest, entity=entity, **options)
    view = graph.view(request)
    result = show(graph.snapshot(view.layers), EntityQuery(as_of=request.day, view=view, entity=graph.entity_id(entity, view.layers)))
    if not view.tie_kinds:
        return result
    return result.model_copy(update={"ties": tuple(tie for tie in result.ties if tie.kind in view.tie_kinds)})


def claims(graph: "KnowledgeGraph", about: str = "", source: str = "", **options: object) -> ClaimsResult:
    """Claims about an entity or of a source: options of ClaimsRequest."""
    from graph.entities import ClaimsQuery, list_claims

    request = checked(ClaimsRequest, about=about, source=source, **options)
    view = graph.view(request)
    _check_predicate(request.predicate)
    statuses = (Status(request.status),) if request.status else (Status.ACCEPTED, Status.PROPOSED)
    query = ClaimsQuery(
        as_of=request.day,
        view=view,
        about=graph.entity_id(about, view.layers) if about else "",
        source=graph.source_id(source, view.layers) if source else "",
        predicate=request.predicate,
        statuses=statuses,
        limit=request.limit,
        offset=position(request.cursor),
    )
    return list_claims(graph.snapshot(view.layers), query)


def everyone(graph: "KnowledgeGraph", kind: str, layers: Sequence[str]) -> list[EntityHit]:
    """Every entity of a kind, or every one, by id. Raises RequestError for a kind that is none."""
    ontology.load().check_kinds(entities=filter(None, [kind]))
    snapshot = graph.snapshot(layers)
    rows = sorted(zip(snapshot.ids, snapshot.names, snapshot.kinds, strict=True))
    return [EntityHit(id=id, name=name, kind=key, matched=name, score=1) for id, name, key in rows if kind in ("", key)]


def prominent(graph: "KnowledgeGraph") -> list[EntityHit]:
    """The actors named by the most reports of contact."""
    snapshot, known = graph.snapshot(), ontology.load()
    contact = [number for number, kind in enumerate(known.ties.values()) if kind.carries]
    seen = np.isin(snapshot.reports.kind, contact)
    counts = Counter([*snapshot.reports.low[seen].tolist(), *snapshot.reports.high[seen].tolist()])
    actors = sorted((-count, snapshot.ids[number], number) for number, count in counts.items() if known.entities[snapshot.kinds[number]].actor)
    found = [(id, snapshot.names[number], snapshot.kinds[number]) for _, id, number in actors[:PROMINENT]]
    return [EntityHit(id=id, name=name, kind=kind, matched=name, score=1) for id, name, kind in found]


def _check_predicate(predicate: str) -> None:
    if predicate and predicate not in ontology.load().predicates:
        raise RequestError(f"{shown(predicate)}: no such predicate; known are {', '.join(ontology.load().predicates)}")
