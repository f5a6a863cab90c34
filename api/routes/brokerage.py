"""Brokerage and measures of the whole graph."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.questions import brokerage as questions
from api.requests import BrokersRequest, MeasuresRequest
from api.tabular import TableRoute
from graph.results import BrokersResult, MeasuresResult

MOST = 5_000
router = APIRouter(tags=["influence"], route_class=TableRoute)


@router.get("/brokerage")
def brokerage(graph: Graph, tag: Tag, request: Annotated[BrokersRequest, Query()]) -> BrokersResult:
    """Actors by brokerage: pairs of others that only they join, in five roles. It is not influence."""
    return graph.brokers(**dict(request))


@router.get("/measures")
def measures(graph: Graph, tag: Tag, request: Annotated[MeasuresRequest, Query()]) -> MeasuresResult:
    """Every actor measured as a part of the whole graph: degrees, core, component, community, betweenness and more; at most 5 000 actors."""
    return questions.measures(graph, MOST, **dict(request))
