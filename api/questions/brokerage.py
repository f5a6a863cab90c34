"""Questions about brokerage and whole-graph measures."""

from typing import TYPE_CHECKING

from api.requests import BrokersRequest, MeasuresRequest, checked
from graph.results import BrokersResult, MeasuresResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


def brokers(graph: "KnowledgeGraph", **options: object) -> BrokersResult:
    """Who stands between others: options of BrokersRequest."""
    from graph.brokerage import BrokersQuery
    from graph.brokerage import brokers as stand_between

    request = checked(BrokersRequest, **options)
    view = graph.view(request)
    query = BrokersQuery(as_of=request.day, view=view, **request.model_dump(include={"groups", "top", "seed", "draws"}))
    return stand_between(graph.snapshot(view.layers), query)


def measures(graph: "KnowledgeGraph", **options: object) -> MeasuresResult:
    """Every actor measured: options of MeasuresRequest."""
    from graph.measured import MeasuresQuery, measure

    request = checked(MeasuresRequest, **options)
    view = graph.view(request)
    start = graph.own_id(request.start, view.layers) if request.start else ""
    return measure(graph.snapshot(view.layers), MeasuresQuery(as_of=request.day, view=view, start=start, seed=request.seed))
