"""Questions about influence."""

from typing import TYPE_CHECKING

from api.questions.allies import ask_id
from api.requests import InfluenceRequest, checked
from graph.results import RankingResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.progress import Progress


def influence(graph: "KnowledgeGraph", progress: "Progress | None" = None, **options: object) -> RankingResult:
    """Actors by influence: options of InfluenceRequest; `progress` hears (done, total)."""
    from graph.influence.score import InfluenceQuery, score

    request = checked(InfluenceRequest, **options)
    view = graph.view(request)
    query = InfluenceQuery(
        as_of=request.day,
        view=view,
        by=request.by,
        scope=request.scope.lower(),
        kinds=request.kinds,
        top=request.top,
        seed=request.seed,
        draws=request.draws,
        ask=ask_id(graph, request.ask, view.layers) if request.ask else "",
    )
    return score(graph.snapshot(view.layers), query, progress)
