"""Changes between two days."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import ChangesRequest
from api.tabular import TableRoute
from graph.results import ChangesResult

router = APIRouter(tags=["changes"], route_class=TableRoute)


@router.get("/changes")
def changes(graph: Graph, tag: Tag, request: Annotated[ChangesRequest, Query()]) -> ChangesResult:
    """What differs between two days in one view: ties, stances, posts and statements, ageing kept apart."""
    return graph.diff(**dict(request))
