"""What waits for a person, what a person says, and the history of both. What is written is refused to pages of other sites."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.cursor import mark, position
from api.deps import Editor, Graph, Tag
from api.requests import DecideRequest, HistoryRequest, MergeRequest, ReviewsRequest
from api.tabular import TableRoute
from graph.claims import Decision, Judgement, Status
from graph.identity import judgement_id
from graph.results import HistoryResult, ReviewsResult
from graph.view import View

router = APIRouter(tags=["curation"], route_class=TableRoute)


class Stamped(BaseModel):
    """What every answer carries."""

    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]


class Decided(Stamped):
    """The decisions that were filed."""

    decided: tuple[Decision, ...]


class Merged(Stamped):
    """A judgement that was filed, and the id by which it is taken back."""

    id: str
    merged: Judgement


class TakenBack(Stamped):
    """What was taken back: a judgement, or the decision on a claim that made it."""

    undone: Decision | Judgement


class HistoryPage(HistoryResult):
    """Some entries; `next` is the cursor of those that follow, empty on the last page."""

    next: str = ""


@router.get("/reviews")
def reviews(graph: Graph, tag: Tag, request: Annotated[ReviewsRequest, Query()]) -> ReviewsResult:
    """Entities that may be one, each with what it is known for, and other proposed claims."""
    return graph.reviews(**dict(request))


@router.post("/reviews")
def decide(graph: Graph, editor: Editor, request: DecideRequest) -> Decided:
    """Accept or reject proposed claims; to accept that two entities are the same merges them, to reject it keeps them apart."""
    status = Status.ACCEPTED if request.decision == "accept" else Status.REJECTED
    decided = graph.decide(request.claims, status, by=request.by or editor.name, layer=request.layer)
    return Decided(decided=tuple(decided), **graph.stamp(request.layer))


@router.post("/merges", status_code=201)
def merge(graph: Graph, editor: Editor, request: MergeRequest) -> Merged:
    """Say that two entities are one; 409 where a person has said that they are different."""
    merged = graph.merge(request.left, request.right, by=request.by or editor.name, layer=request.layer)
    return Merged(id=judgement_id(merged), merged=merged, **graph.stamp((request.layer,)))


@router.delete("/merges/{id}")
def take_back(graph: Graph, editor: Editor, id: str) -> TakenBack:
    """Take a judgement back, with the decision that made it, if one did."""
    undone = graph.undo(id if id.startswith("merge:") else f"merge:{id}")
    assert undone
    return TakenBack(undone=undone, **graph.stamp())


@router.get("/history")
def history(graph: Graph, tag: Tag, request: Annotated[HistoryRequest, Query()]) -> HistoryPage:
    """Decisions, judgements and what was filed, newest first."""
    result = graph.history(**dict(request))
    following = position(request.cursor, result.revision) + len(result.items)
    return HistoryPage(**dict(result), next=mark(following, result.revision) if following < result.total else "")
