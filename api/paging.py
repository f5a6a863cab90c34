"""Lists by cursor."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel

from api.cursor import mark, position
from api.knowledge import Stamp
from graph.results.base import Engine
from graph.view import View

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """Some items of a list; `next` is the cursor of the following page, empty on the last."""

    items: tuple[Item, ...]
    next: str
    total: int
    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]
    engine: Engine = "snapshot"


def page(items: Sequence[Item], stamp: Stamp, cursor: str, size: int) -> Page[Item]:
    """The page of a whole list that begins at a cursor. Raises RequestError for a cursor that is none, Outdated for one of another revision."""
    start = position(cursor, stamp["revision"])
    following = mark(start + size, stamp["revision"]) if start + size < len(items) else ""
    return Page(items=tuple(items[start : start + size]), next=following, total=len(items), **stamp)
