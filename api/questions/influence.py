"""Questions about influence."""

from typing import TYPE_CHECKING

from api.requests import InfluenceRequest, checked
from graph.errors import RequestError, shown
from graph.results import RankingResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


def influence(graph: "KnowledgeGraph", on: str = "", **options: object) -> RankingResult:
    """Actors by influence: options of InfluenceRequest. `on` (influence on one target) comes with a later version."""
    from graph.influence import InfluenceQuery, score

    if on:
        raise RequestError(f"{shown(on)}: influence on a target comes with a later version; leave `on` out")
    request = checked(InfluenceRequest, **options)
    view = graph.view(request)
    query = InfluenceQuery(
        as_of=request.day,
        view=view,
        scope=request.scope.lower(),
        kinds=request.kinds,
        top=request.top,
        seed=request.seed,
        draws=request.draws,
        ask=graph.entity_id(request.ask, view.layers) if request.ask else "",
    )
    return score(graph.snapshot(view.layers), query)
