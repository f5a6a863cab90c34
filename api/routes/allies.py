"""Allies, power and interest, and decisions."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import AlliesRequest, CoalitionRequest, DecisionsRequest, GridRequest
from graph.results import AlliesResult, CoalitionResult, DecisionsResult, GridResult

router = APIRouter(tags=["allies"])


@router.get("/allies/{ask:path}/grid")
def grid(graph: Graph, tag: Tag, ask: str, request: Annotated[GridRequest, Query()]) -> GridResult:
    """The actors on an ask by power and interest, both with intervals, and by role and side."""
    return graph.grid(ask, **dict(request))


@router.get("/allies/{ask:path}/coalition")
def coalition(graph: Graph, tag: Tag, ask: str, request: Annotated[CoalitionRequest, Query()]) -> CoalitionResult:
    """The fewest allies that cover three countries and three branches, and the cells where nobody is in evidence."""
    return graph.coalition(ask, **dict(request))


@router.get("/allies/{ask:path}")
def allies(graph: Graph, tag: Tag, ask: str, request: Annotated[AlliesRequest, Query()]) -> AlliesResult:
    """Who stands where on an ask, stated apart from inferred, and who that matters is silent."""
    return graph.allies(ask, **dict(request))


@router.get("/decisions/{ask:path}")
def decisions(graph: Graph, tag: Tag, ask: str, request: Annotated[DecisionsRequest, Query()]) -> DecisionsResult:
    """By which vehicles an ask could be granted, who decides, agrees and is consulted, and which of them `from` reaches."""
    return graph.decisions(ask, **dict(request))
