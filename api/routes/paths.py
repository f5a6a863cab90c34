"""Introduction paths."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import PathRequest
from graph.results import PathResult

router = APIRouter(tags=["paths"])


@router.get("/paths")
def paths(graph: Graph, tag: Tag, request: Annotated[PathRequest, Query()]) -> PathResult:
    """Who can introduce `from` to `to`; `found` is false when there is no path in evidence."""
    return graph.path(**dict(request))
