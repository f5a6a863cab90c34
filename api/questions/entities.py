"""Look-ups."""

from typing import TYPE_CHECKING

from api.cursor import position
from api.requests import ClaimsRequest, EntityRequest, checked
from graph import ontology
from graph.claims import Status
from graph.errors import RequestError, shown
from graph.results import ClaimsResult, EntityResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


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


def _check_predicate(predicate: str) -> None:
    if predicate and predicate not in ontology.load().predicates:
        raise RequestError(f"{shown(predicate)}: no such predicate; known are {', '.join(ontology.load().predicates)}")
