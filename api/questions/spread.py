"""Questions about spread."""

from typing import TYPE_CHECKING

from api.requests import SpreadRequest, checked
from graph.errors import RequestError, shown
from graph.results import SpreadResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.progress import Progress


def spread(graph: "KnowledgeGraph", progress: "Progress | None" = None, **options: object) -> SpreadResult:
    """Seeds from which a word would reach most actors: options of SpreadRequest. `progress` hears (done, total); what it raises ends the work."""
    from graph.spread.seeds import SpreadQuery
    from graph.spread.seeds import spread as spread_from

    request = checked(SpreadRequest, **options)
    view = graph.view(request)
    query = checked(
        SpreadQuery,
        as_of=request.day,
        view=view,
        costs=tuple(_cost(graph, said, view.layers) for said in request.cost),
        scope=request.scope.lower(),
        targets=tuple(graph.entity_id(name, view.layers) for name in request.target),
        **request.model_dump(include={"k", "budget", "p", "model", "per", "kinds", "target_kinds", "seed", "worlds"}),
    )
    return spread_from(graph.snapshot(view.layers), query, progress=progress)


def _cost(graph: "KnowledgeGraph", said: str, layers: tuple[str, ...]) -> tuple[str, float]:
    """The id and the number of NAME=NUMBER."""
    name, _, number = said.rpartition("=")
    try:
        cost = float(number)
    except ValueError:
        cost = -1.0
    if not name or not 0 < cost < float("inf"):
        raise RequestError(f"cost: {shown(said)}: not a name and a number above 0; write NAME=2.5")
    return graph.entity_id(name, layers), cost
