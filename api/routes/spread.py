"""Spread."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.budget import budget
from api.deps import Graph, Tag
from api.requests import SpreadRequest
from api.tabular import TableRoute
from graph.results import SpreadResult

TODO = "ask for fewer seeds (k), one p or fewer worlds, or use the command `trilateral spread`, which has no such limit"
router = APIRouter(tags=["influence"], route_class=TableRoute)


@router.get("/spread")
def spread(graph: Graph, tag: Tag, request: Annotated[SpreadRequest, Query()]) -> SpreadResult:
    """Seeds from which a word would reach most actors, if it passed with assumed chances: a scenario, not a forecast. Refused after 20 s of work."""
    return graph.spread(progress=budget("spread", TODO), **dict(request))
