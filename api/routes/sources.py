"""Sources."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AppSettings, Graph, Tag
from api.paging import Page, page
from api.requests import ListRequest
from api.tabular import TableRoute
from graph.claims import Source

router = APIRouter(tags=["sources"], route_class=TableRoute)


@router.get("/sources")
def sources(graph: Graph, settings: AppSettings, tag: Tag, request: Annotated[ListRequest, Query()]) -> Page[Source]:
    """Every source, by id."""
    layers = graph.layers(request.layer)
    found, stamp = graph.steady(lambda: graph.sources(layers), layers)
    return page(found, stamp, request.cursor, settings.page_size)
