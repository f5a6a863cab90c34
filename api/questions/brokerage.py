"""Questions about brokerage and whole-graph measures."""

from typing import TYPE_CHECKING

from api.requests import BrokersRequest, MeasuresRequest, checked
from graph.errors import RequestError
from graph.results import BrokersResult, MeasuresResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.progress import Progress


def brokers(graph: "KnowledgeGraph", progress: "Progress | None" = None, **options: object) -> BrokersResult:
    """Who stands between others: options of BrokersRequest; `progress` hears (done, total)."""
    from graph.influence.brokerage import BrokersQuery
    from graph.influence.brokerage import brokers as stand_between

    request = checked(BrokersRequest, **options)
    view = graph.view(request)
    query = BrokersQuery(as_of=request.day, view=view, **request.model_dump(include={"groups", "top", "seed", "draws"}))
    return stand_between(graph.snapshot(view.layers), query, progress)


def measures(graph: "KnowledgeGraph", most: int | None = None, **options: object) -> MeasuresResult:
    """Every actor measured: options of MeasuresRequest. Raises RequestError where there are more than `most` actors."""
    from graph.influence.ground import ground
    from graph.influence.measured import MeasuresQuery, measure

    request = checked(MeasuresRequest, **options)
    view = graph.view(request)
    start = graph.own_id(request.start, view.layers) if request.start else ""
    snapshot, query = graph.snapshot(view.layers), MeasuresQuery(as_of=request.day, view=view, start=start, seed=request.seed)
    if most is not None and (actors := len(ground(snapshot, query).actors)) > most:
        todo = "narrow the view by tie_kinds or entity_kinds, or use the command `trilateral brokers --measures`"
        raise RequestError(f"measures: {actors} actors have a tie in this view, more than the {most} that HTTP measures while it waits; {todo}")
    return measure(snapshot, query)
