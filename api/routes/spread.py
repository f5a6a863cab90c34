"""Spread."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import SpreadRequest
from graph.results import SpreadResult

router = APIRouter(tags=["influence"])


@router.get("/spread")
def spread(graph: Graph, tag: Tag, request: Annotated[SpreadRequest, Query()]) -> SpreadResult:
    """Seeds from which a word would reach most actors, if it passed with assumed chances: a scenario, not a forecast."""
    return graph.spread(**dict(request))
