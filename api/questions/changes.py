"""The question of changes between two days."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from api.questions.allies import ask_id
from api.requests import ChangesRequest, checked
from graph.dates import parse_day
from graph.errors import RequestError, shown
from graph.results import ChangesResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


def diff(graph: "KnowledgeGraph", earlier: date | str, later: date | str, about: str | Sequence[str] = (), **options: object) -> ChangesResult:
    """What differs between two days: options of ChangesRequest."""
    from graph.changes.between import ChangesQuery, changes

    request = checked(ChangesRequest, earlier=str(earlier), later=str(later), about=about, **options)
    if request.as_of:
        raise RequestError(f"as_of: {shown(request.as_of)}: the two dates take its place; leave it out")
    view = graph.view(request)
    query = ChangesQuery(
        earlier=parse_day(request.earlier),
        later=parse_day(request.later),
        view=view,
        about=tuple(graph.own_id(name, view.layers) for name in request.about),
        ask=ask_id(graph, request.ask, view.layers) if request.ask else "",
        top=request.top,
    )
    return changes(graph.snapshot(view.layers), query)
