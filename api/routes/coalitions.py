"""Coalitions."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.budget import budget
from api.deps import Graph, Tag
from api.requests import CoalitionsRequest
from api.tabular import TableRoute
from graph.results import CoalitionsResult

TODO = "ask for fewer draws or fewer asks, or use the command `trilateral coalitions`, which has no such limit"
router = APIRouter(tags=["allies"], route_class=TableRoute)


@router.get("/coalitions")
def coalitions(graph: Graph, tag: Tag, request: Annotated[CoalitionsRequest, Query()]) -> CoalitionsResult:
    """Who holds together by what they say of asks and by what they do together, kept apart and compared. Refused after 20 s of work."""
    return graph.coalitions(progress=budget("coalitions", TODO), **dict(request))
