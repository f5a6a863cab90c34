"""The data of pictures."""

from typing import TYPE_CHECKING

from api.questions import excerpts
from api.requests import PictureRequest, ViewRequest, checked
from graph.errors import RequestError, shown
from graph.results import GraphView, RankingResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


def picture(graph: "KnowledgeGraph", view: str, *entities: str, **options: object) -> GraphView | RankingResult:
    """The data of a picture: ego of one entity, path between two, or ranking. Options of PictureRequest."""
    request = checked(PictureRequest, entities=entities, **options)
    shared = {name: value for name, value in request if name in ViewRequest.model_fields}
    needed = {"ego": 1, "path": 2, "ranking": 0}.get(view)
    if needed is None:
        raise RequestError(f"{shown(view)}: no such view yet; known are ego, path and ranking")
    if len(entities) != needed:
        raise RequestError(f"{view}: takes {('no entity', 'one entity', 'two entities')[needed]}, got {len(entities)}; name them after the view")
    if view == "ranking":
        from api.questions.influence import influence

        return influence(graph, **shared)
    if view == "path":
        from graph.neighbourhood import path_view

        result = graph.path(entities[0], entities[1], **shared)
        return path_view(result)
    return _ego(graph, request)


def _ego(graph: "KnowledgeGraph", request: PictureRequest) -> GraphView:
    from graph.neighbourhood import EgoQuery, drawn_kinds, ego

    view = graph.view(request)
    query = EgoQuery(
        as_of=request.day,
        view=view,
        entity=graph.entity_id(request.entities[0], view.layers),
        steps=request.steps,
        limit=request.limit,
        ask=graph.entity_id(request.ask, view.layers) if request.ask else "",
    )
    near = graph.excerpt(excerpts.about(view, query.entity), view.layers)
    if near.engine == "snapshot":
        return ego(near, query)
    return ego(graph.excerpt(excerpts.around(query, drawn_kinds(near, query)), view.layers), query)
