"""Lists by cursor."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from api.cursor import mark, position
from api.knowledge import KnowledgeGraph
from graph.view import View

Item = TypeVar("Item")
Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before; empty for the first")]
Layers = Annotated[tuple[str, ...], Query(description="layers seen beside the public one")]


class Page(BaseModel, Generic[Item]):
    """Some items of a list; `next` is the cursor of the following page, empty on the last."""

    items: tuple[Item, ...]
    next: str
    total: int
    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]


def page(graph: KnowledgeGraph, items: Sequence[Item], cursor: str, size: int, layers: Sequence[str]) -> Page[Item]:
    """The page of a whole list that begins at a cursor. Raises RequestError for a cursor that is none."""
    start = position(cursor)
    return Page(
        items=tuple(items[start : start + size]),
        next=mark(start + size) if start + size < len(items) else "",
        total=len(items),
        **graph.stamp(layers),
    )


def public(layer: Sequence[str]) -> tuple[str, ...]:
    """The public layer and those named."""
    return tuple(sorted({"public", *layer}))
