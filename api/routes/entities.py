"""Entities, their ties and statements."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AppSettings, Graph, Tag
from api.knowledge import Stamp
from api.paging import Page, page
from api.questions.entities import listed
from api.requests import EntitiesRequest, ViewRequest
from api.tabular import TableRoute
from graph.results import EntityHit, EntityResult, Tie

router = APIRouter(tags=["entities"], route_class=TableRoute)


@router.get("/entities")
def search(graph: Graph, settings: AppSettings, tag: Tag, request: Annotated[EntitiesRequest, Query()]) -> Page[EntityHit]:
    """Entities by name or alias, best first; all of them by id without `q`."""
    layers = graph.layers(request.layer)
    found, stamp = listed(graph, request.q, request.kind, layers)
    return page(found, stamp, request.cursor, settings.page_size)


@router.get("/entities/{entity:path}/ties")
def ties(graph: Graph, tag: Tag, entity: str, view: Annotated[ViewRequest, Query()]) -> Page[Tie]:
    """The ties of an entity, strongest first, each with its evidence."""
    result = graph.show(entity, **dict(view))
    stamp = Stamp(revision=result.revision, as_of=result.as_of, view=result.view, layers=result.layers, engine=result.engine)
    return page(result.ties, stamp, "", max(len(result.ties), 1))


@router.get("/entities/{entity:path}")
def show(graph: Graph, tag: Tag, entity: str, view: Annotated[ViewRequest, Query()]) -> EntityResult:
    """An entity with its ties and statements."""
    return graph.show(entity, **dict(view))
