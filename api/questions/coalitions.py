"""Questions about coalitions."""

from typing import TYPE_CHECKING

from api.questions.allies import ask_id
from api.requests import CoalitionsRequest, checked
from graph.results import CoalitionsResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.progress import Progress


def coalitions(graph: "KnowledgeGraph", progress: "Progress | None" = None, **options: object) -> CoalitionsResult:
    """Who holds together: options of CoalitionsRequest; `progress` hears (done, total)."""
    from graph.coalitions.find import CoalitionsQuery
    from graph.coalitions.find import coalitions as find

    request = checked(CoalitionsRequest, **options)
    view = graph.view(request)
    asks = tuple(dict.fromkeys(ask_id(graph, name, view.layers) for name in request.ask))
    query = CoalitionsQuery(as_of=request.day, view=view, asks=asks, **request.model_dump(include={"stated", "normalisation", "top", "seed", "draws"}))
    return find(graph.snapshot(view.layers), query, progress)
