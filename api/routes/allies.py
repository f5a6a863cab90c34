"""Allies, power and interest, and decisions."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import AlliesRequest, CoalitionRequest, DecisionsRequest, GapsRequest, GridRequest, NextRequest
from api.tabular import TableRoute
from graph.results import AlliesResult, CoalitionResult, DecisionsResult, GapsResult, GridResult, NextResult

router = APIRouter(tags=["allies"], route_class=TableRoute)


@router.get("/allies/{ask:path}/grid")
def grid(graph: Graph, tag: Tag, ask: str, request: Annotated[GridRequest, Query()]) -> GridResult:
    """The actors on an ask by power and interest, both with intervals, and by role and side."""
    return graph.grid(ask, **dict(request))


@router.get("/allies/{ask:path}/coalition")
def coalition(graph: Graph, tag: Tag, ask: str, request: Annotated[CoalitionRequest, Query()]) -> CoalitionResult:
    """The fewest allies that cover countries and branches, and the cells where nobody is in evidence."""
    return graph.coalition(ask, **dict(request))


@router.get("/allies/{ask:path}/next")
def next_calls(graph: Graph, tag: Tag, ask: str, request: Annotated[NextRequest, Query()]) -> NextResult:
    """Whom to call next on an ask: allies to mobilise, the undecided to persuade, concerns to address, and which few reach most."""
    return graph.next(ask, **dict(request))


@router.get("/allies/{ask:path}/gaps")
def gaps(graph: Graph, tag: Tag, ask: str, request: Annotated[GapsRequest, Query()]) -> GapsResult:
    """Where the campaign of `from` on an ask is weak, and what would close each gap."""
    return graph.gaps(ask, **dict(request))


@router.get("/allies/{ask:path}")
def allies(graph: Graph, tag: Tag, ask: str, request: Annotated[AlliesRequest, Query()]) -> AlliesResult:
    """Who stands where on an ask, stated apart from inferred, and who that matters is silent."""
    return graph.allies(ask, **dict(request))


@router.get("/decisions/{ask:path}")
def decisions(graph: Graph, tag: Tag, ask: str, request: Annotated[DecisionsRequest, Query()]) -> DecisionsResult:
    """By which vehicles an ask could be granted, who decides, agrees and is consulted, and which of them `from` reaches."""
    return graph.decisions(ask, **dict(request))
