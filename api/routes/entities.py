"""Entities, their ties and statements."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AppSettings, Graph, Tag
from api.paging import Cursor, Layers, Page, page, public
from api.requests import ViewRequest
from graph.results import EntityHit, EntityResult, Tie

router = APIRouter(tags=["entities"])


@router.get("/entities")
def search(graph: Graph, settings: AppSettings, tag: Tag, q: str = "", kind: str = "", cursor: Cursor = "", layer: Layers = ()) -> Page[EntityHit]:
    """Entities by name or alias, best first; all of them by id without `q`."""
    layers = public(layer)
    found = graph.hits(q, kind=kind, limit=500, layers=layers) if q else graph.everyone(kind=kind, layers=layers)
    return page(graph, found, cursor, settings.page_size, layers)


@router.get("/entities/{entity:path}/ties")
def ties(graph: Graph, settings: AppSettings, tag: Tag, entity: str, view: Annotated[ViewRequest, Query()]) -> Page[Tie]:
    """The ties of an entity, strongest first, each with its evidence."""
    result = graph.show(entity, **dict(view))
    return page(graph, result.ties, "", max(len(result.ties), 1), result.layers)


@router.get("/entities/{entity:path}")
def show(graph: Graph, tag: Tag, entity: str, view: Annotated[ViewRequest, Query()]) -> EntityResult:
    """An entity with its ties and statements."""
    return graph.show(entity, **dict(view))
