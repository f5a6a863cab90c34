"""Look-ups."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from api.cursor import position
from api.questions import excerpts
from api.requests import ClaimsRequest, EntityRequest, checked
from graph import ontology
from graph.claims import Record, Status
from graph.errors import AmbiguousName, RequestError, UnknownName, shown
from graph.identity import NEAREST
from graph.results import ClaimsResult, EntityHit, EntityResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph, Stamp

PROMINENT, MATCHES = 12, 500
CLAIM = "claim:"
DIGITS, FEWEST_DIGITS = 32, 8  # of a claim's id, and of what may stand for it


def show(graph: "KnowledgeGraph", entity: str, **options: object) -> EntityResult:
    """An entity with its ties and statements: options of EntityRequest."""
    from graph.entities import EntityQuery, show

    request = checked(EntityRequest, entity=entity, **options)
    view = graph.view(request)
    found = graph.entity_id(entity, view.layers)
    snapshot = graph.excerpt(excerpts.about(view, found), view.layers)
    result = show(snapshot, EntityQuery(as_of=request.day, view=view, entity=found))
    if not view.tie_kinds:
        return result
    return result.model_copy(update={"ties": tuple(tie for tie in result.ties if tie.kind in view.tie_kinds)})


def claims(graph: "KnowledgeGraph", about: str = "", source: str = "", **options: object) -> ClaimsResult:
    """Claims about an entity or of a source: options of ClaimsRequest."""
    from graph.entities import ClaimsQuery, list_claims

    request = checked(ClaimsRequest, about=about, source=source, **options)
    view = graph.view(request)
    _check_predicate(request.predicate)
    ids = tuple(claim(graph, one, view.layers).claim.id for one in request.ids)
    statuses = (Status(request.status),) if request.status else tuple(Status) if ids else (Status.ACCEPTED, Status.PROPOSED)
    query = ClaimsQuery(
        as_of=request.day,
        view=view,
        about=graph.entity_id(about, view.layers) if about else "",
        source=graph.source_id(source, view.layers) if source else "",
        predicate=request.predicate,
        statuses=statuses,
        limit=request.limit,
        ids=ids,
    )
    wanted = excerpts.claims(query)
    snapshot = graph.excerpt(wanted, view.layers) if wanted else graph.snapshot(view.layers)
    return list_claims(snapshot, query.model_copy(update={"offset": position(request.cursor, snapshot.revision)}))


def claim(graph: "KnowledgeGraph", name: str, layers: Sequence[str]) -> Record:
    """The claim of an id, with or without "claim:", or of its beginning, from eight digits on. Raises UnknownName and AmbiguousName."""
    wanted = name if name.startswith(CLAIM) else f"{CLAIM}{name}"
    short = FEWEST_DIGITS <= len(wanted) - len(CLAIM) < DIGITS
    ids = [id for id in graph.snapshot(layers).claim_ids if id.startswith(wanted)] if short else [wanted]
    if len(ids) > 1:
        raise AmbiguousName(name, sorted(ids)[:NEAREST], what="claims begin like")
    record = next(graph.store.records(layers=layers, ids=ids), None) if ids else None
    if record is None:
        raise UnknownName(name, what="claim", todo="`trilateral claims` lists them; an id may be cut to eight digits and no fewer")
    return record


def everyone(graph: "KnowledgeGraph", kind: str, layers: Sequence[str]) -> list[EntityHit]:
    """Every entity of a kind, or every one, by id. Raises RequestError for a kind that is none."""
    ontology.load().check_kinds(entities=filter(None, [kind]))
    snapshot = graph.snapshot(layers)
    rows = sorted(zip(snapshot.ids, snapshot.names, snapshot.kinds, strict=True))
    return [EntityHit(id=id, name=name, kind=key, matched=name, score=1) for id, name, key in rows if kind in ("", key)]


def listed(graph: "KnowledgeGraph", text: str, kind: str, layers: Sequence[str]) -> "tuple[list[EntityHit], Stamp]":
    """Matches of a text, best first, or every entity by id without one, and the stamp of the revision that they are of."""
    if text:
        return graph.steady(lambda: graph.hits(text, kind=kind, limit=MATCHES, layers=layers), layers)
    while True:
        revision = graph.revision(layers)
        found = everyone(graph, kind, layers)
        if graph.revision(layers) == revision:
            return found, {**graph.stamp(layers), "revision": revision}


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
