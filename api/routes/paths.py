"""Introduction paths, patterns and explanations of links."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import LinkRequest, PathRequest
from api.tabular import TableRoute
from graph.results import ExplainResult, MetapathResult, PathResult

router = APIRouter(tags=["paths"], route_class=TableRoute)


@router.get("/paths")
def paths(graph: Graph, tag: Tag, request: Annotated[PathRequest, Query()]) -> PathResult | MetapathResult:
    """Who can introduce `from` to `to`; `found` is false when there is no path in evidence. The mode metapath answers figures of a pattern."""
    return graph.metapath(**dict(request)) if request.mode == "metapath" else graph.path(**dict(request))


@router.get("/paths/explain")
def explain(graph: Graph, tag: Tag, request: Annotated[LinkRequest, Query()]) -> ExplainResult:
    """How `from` and `to` are linked: the union of the best paths, at most 15 entities, one sentence a tie."""
    return graph.explain(**dict(request))
