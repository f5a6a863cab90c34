"""Claims."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.cursor import mark, position
from api.deps import Graph, Tag
from api.paging import Layers, public
from api.requests import ClaimsRequest
from graph.claims import Record
from graph.errors import UnknownName
from graph.results import ClaimsResult
from graph.view import View

router = APIRouter(tags=["claims"])


class ClaimsPage(ClaimsResult):
    """Some claims; `next` is the cursor of those that follow, empty on the last page."""

    next: str = ""


@router.get("/claims")
def claims(graph: Graph, tag: Tag, request: Annotated[ClaimsRequest, Query()]) -> ClaimsPage:
    """Claims about an entity, of a source or with a predicate, newest first, with their quotes."""
    result = graph.claims(**dict(request))
    following = position(request.cursor) + len(result.items)
    return ClaimsPage(**dict(result), next=mark(following) if following < result.total else "")


class FiledClaim(Record):
    """A claim as filed, with what every answer carries."""

    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]


@router.get("/claims/{claim}")
def claim(graph: Graph, tag: Tag, claim: str, layer: Layers = ()) -> FiledClaim:
    """One claim as filed."""
    record = next(graph.store.records(layers=public(layer), ids=[claim]), None)
    if record is None:
        raise UnknownName(claim, what="claim", todo="GET /api/v1/claims lists them")
    return FiledClaim(**dict(record), **graph.stamp(layer))
