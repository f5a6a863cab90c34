"""Questions about paths."""

from typing import TYPE_CHECKING

from api.requests import MODES, PathRequest, checked
from graph.errors import RequestError, shown
from graph.results import PathResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


def path(graph: "KnowledgeGraph", start: str, end: str, **options: object) -> PathResult:
    """Who can introduce start to end: options of PathRequest."""
    from graph.paths import PathQuery, introduce

    request = checked(PathRequest, start=start, end=end, **options)
    if request.mode != "introduce":
        fault = "comes with a later version; use introduce" if request.mode in MODES else f"no such mode; known are {', '.join(MODES)}"
        raise RequestError(f"{shown(request.mode)}: {fault}")
    view = graph.view(request)
    query = PathQuery(
        as_of=request.day,
        view=view,
        start=graph.entity_id(start, view.layers),
        end=graph.entity_id(end, view.layers),
        k=request.k,
        max_ties=request.max_ties,
        diverse=request.diverse,
    )
    return introduce(graph.snapshot(view.layers), query)
