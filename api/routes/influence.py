"""Influence."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.questions import influence as questions
from api.requests import InfluenceRequest
from api.tabular import TableRoute
from graph.results import RankingResult

router = APIRouter(tags=["influence"], route_class=TableRoute)


@router.get("/influence")
def influence(graph: Graph, tag: Tag, request: Annotated[InfluenceRequest, Query()]) -> RankingResult:
    """Actors by influence, with intervals and the parts of each score."""
    return questions.influence(graph, **dict(request))
