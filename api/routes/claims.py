"""Claims."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.cursor import mark, position
from api.deps import Graph, Tag
from api.requests import ClaimsRequest, LayersRequest
from api.tabular import TableRoute
from graph.claims import Record
from graph.results import ClaimsResult
from graph.results.base import Engine
from graph.view import View

router = APIRouter(tags=["claims"], route_class=TableRoute)


class ClaimsPage(ClaimsResult):
    """Some claims; `next` is the cursor of those that follow, empty on the last page."""

    next: str = ""


@router.get("/claims")
def claims(graph: Graph, tag: Tag, request: Annotated[ClaimsRequest, Query()]) -> ClaimsPage:
    """Claims about an entity, of a source or with a predicate, newest first, with their quotes."""
    result = graph.claims(**dict(request))
    following = position(request.cursor, result.revision) + len(result.items)
    return ClaimsPage(**dict(result), next=mark(following, result.revision) if following < result.total else "")


class FiledClaim(Record):
    """A claim as filed, with what every answer carries."""

    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]
    engine: Engine


@router.get("/claims/{claim}")
def claim(graph: Graph, tag: Tag, claim: str, request: Annotated[LayersRequest, Query()]) -> FiledClaim:
    """One claim as filed, by its id or the beginning of it, from eight digits on."""
    found, stamp = graph.steady(lambda: graph.claim(claim, request.layer), request.layer)
    return FiledClaim(**dict(found), **stamp)
