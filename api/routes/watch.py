"""What changed since one last looked, and questions kept by name."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.deps import Asking, Graph, Tag
from api.feed import atom
from api.questions import saved as questions
from api.questions.saved import Saved
from api.requests import SavedRequest, WatchRequest
from api.tabular import TableRoute
from graph.results import WatchResult

router = APIRouter(tags=["watch"], route_class=TableRoute)


class Kept(BaseModel):
    """The caller's questions, by name."""

    items: tuple[Saved, ...]


@router.get("/watch/{target:path}/feed", response_class=Response, responses={200: {"content": {"application/atom+xml": {}}}})
def feed(graph: Graph, tag: Tag, http: Request, target: str, request: Annotated[WatchRequest, Query()]) -> Response:
    """What changed about a target or ask as an Atom feed, newest first."""
    content = atom(graph.watch(target, **dict(request)), str(http.url))
    return Response(content, media_type="application/atom+xml; charset=utf-8", headers={"ETag": tag, "Cache-Control": "private, no-cache"})


@router.get("/watch/{target:path}")
def watch(graph: Graph, tag: Tag, target: str, request: Annotated[WatchRequest, Query()]) -> WatchResult:
    """What was filed, corrected or decided about a target or ask since a mark, each change with its evidence; `next` is the mark to go on from."""
    return graph.watch(target, **dict(request))


@router.get("/saved")
def listed(graph: Graph, caller: Asking) -> Kept:
    """The caller's questions, by name."""
    return Kept(items=tuple(questions.saved(graph, by=caller.id)))


@router.put("/saved/{name}")
def save(graph: Graph, caller: Asking, name: str, request: SavedRequest) -> Saved:
    """Keep a question under a name; it is asked once, so that what cannot be answered is told now."""
    return questions.save(graph, name, request.question, request.options, by=caller.id)


@router.get("/saved/{name}")
def ask(graph: Graph, tag: Tag, caller: Asking, name: str) -> dict[str, Any]:
    """What a kept question answers as things stand, in the shape of that question's own answer."""
    return questions.asked(graph, questions.named(graph, name, by=caller.id)).model_dump(mode="json", by_alias=True)


@router.delete("/saved/{name}")
def forget(graph: Graph, caller: Asking, name: str) -> Saved:
    """Let a question go."""
    return questions.forget(graph, name, by=caller.id)
