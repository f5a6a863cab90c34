"""Sources."""

from fastapi import APIRouter

from api.deps import AppSettings, Graph, Tag
from api.paging import Cursor, Layers, Page, page, public
from graph.claims import Source

router = APIRouter(tags=["sources"])


@router.get("/sources")
def sources(graph: Graph, settings: AppSettings, tag: Tag, cursor: Cursor = "", layer: Layers = ()) -> Page[Source]:
    """Every source, by id."""
    layers = public(layer)
    return page(graph, graph.sources(layers), cursor, settings.page_size, layers)
