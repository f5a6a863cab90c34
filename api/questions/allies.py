"""Questions about allies, power and interest, and decisions."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from api.requests import AlliesRequest, AskRequest, CampaignRequest, CoalitionRequest, DecisionsRequest, GapsRequest, GridRequest, NextRequest, checked
from api.requests.base import US
from graph.errors import RequestError, UnknownName
from graph.identity import NEAREST
from graph.results import AlliesResult, CoalitionResult, DecisionsResult, GapsResult, GridResult, NextResult
from graph.spelling import fold
from graph.view import View

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.progress import Progress


def allies(graph: "KnowledgeGraph", ask: str, **options: object) -> AlliesResult:
    """Who stands where on an ask: options of AlliesRequest."""
    from graph.allies.classify import AlliesQuery, classify

    request = checked(AlliesRequest, **options)
    view = graph.view(request)
    query = AlliesQuery(
        as_of=request.day,
        view=view,
        ask=ask_id(graph, ask, view.layers),
        scope=request.scope.lower(),
        kinds=request.kinds,
        limit=request.limit,
    )
    return classify(graph.snapshot(view.layers), query)


def grid(graph: "KnowledgeGraph", ask: str, progress: "Progress | None" = None, **options: object) -> GridResult:
    """Power and interest of the actors on an ask: options of GridRequest. `progress` hears (done, total)."""
    from graph.allies.grid import GridQuery
    from graph.allies.grid import grid as measure

    request = checked(GridRequest, **options)
    view = graph.view(request)
    query = GridQuery(
        as_of=request.day,
        view=view,
        ask=ask_id(graph, ask, view.layers),
        scope=request.scope.lower(),
        **request.model_dump(include={"kinds", "limit", "seed", "draws"}),
    )
    return measure(graph.snapshot(view.layers), query, progress)


def coalition(graph: "KnowledgeGraph", ask: str, **options: object) -> CoalitionResult:
    """The fewest allies that cover countries and branches: options of CoalitionRequest."""
    from graph.campaign.cover import CoalitionQuery
    from graph.campaign.cover import coalition as cover

    request = checked(CoalitionRequest, **options)
    view = graph.view(request)
    return cover(graph.snapshot(view.layers), CoalitionQuery(as_of=request.day, view=view, ask=ask_id(graph, ask, view.layers)))


def decisions(graph: "KnowledgeGraph", ask: str, **options: object) -> DecisionsResult:
    """By whom an ask could be granted, and which of them we reach: options of DecisionsRequest."""
    from graph.campaign.decisions import DecisionsQuery, routes

    request = checked(DecisionsRequest, **options)
    view = graph.view(request)
    starts = _starts(graph, request.start or ((US,) if graph.us else ()), view, request.day)
    query = DecisionsQuery(
        as_of=request.day,
        view=view,
        ask=ask_id(graph, ask, view.layers),
        vehicle=graph.entity_id(request.vehicle, view.layers) if request.vehicle else "",
        start=starts[0] if starts else "",
        also_start=starts[1:],
        max_ties=request.max_ties,
    )
    return routes(graph.snapshot(view.layers), query)


def next_calls(graph: "KnowledgeGraph", ask: str, **options: object) -> NextResult:
    """Whom to call next on an ask: options of NextRequest."""
    from graph.campaign.mobilise import NextQuery
    from graph.campaign.mobilise import next_calls as plan

    request = checked(NextRequest, **options)
    view = graph.view(request)
    query = NextQuery.model_validate(_campaign(graph, ask, request, view) | request.model_dump(include={"budget", "limit"}))
    return plan(graph.snapshot(view.layers), query)


def gaps(graph: "KnowledgeGraph", ask: str, **options: object) -> GapsResult:
    """Where a campaign on an ask is weak: options of GapsRequest."""
    from graph.campaign.weaknesses import GapsQuery
    from graph.campaign.weaknesses import gaps as find

    request = checked(GapsRequest, **options)
    view = graph.view(request)
    query = GapsQuery.model_validate(_campaign(graph, ask, request, view) | request.model_dump(include={"threshold"}, exclude_none=True))
    return find(graph.snapshot(view.layers), query)


def _campaign(graph: "KnowledgeGraph", ask: str, request: CampaignRequest, view: View) -> dict[str, object]:
    """The fields that questions about a campaign share. Raises RequestError where nobody is named and our organisation is not set."""
    wanted = ask_id(graph, ask, view.layers)
    if not request.start and not graph.us:
        raise RequestError("us: our organisation is not set, so nobody is there to call; set TRILATERAL_US to its id or name, or name who asks with --from")
    starts = _starts(graph, request.start or (US,), view, request.day)
    return {"as_of": request.day, "view": view, "ask": wanted, "start": starts[0], "also_start": starts[1:], "max_ties": request.max_ties}


def _starts(graph: "KnowledgeGraph", names: Sequence[str], view: View, day: date | None) -> tuple[str, ...]:
    """The ids of everybody that some names stand for, the first named first."""
    return tuple(dict.fromkeys(each for name in names for each in graph.stand_for(name, view, day)))


def ask_id(graph: "KnowledgeGraph", name: str, layers: tuple[str, ...]) -> str:
    """The id behind an ask's id, name or alias. Raises UnknownName with the nearest asks, AmbiguousName, and RequestError for what is no ask."""
    from graph.allies.asked import ask_of

    name = checked(AskRequest, ask=name).ask
    try:
        found = graph.entity_id(name, layers)
    except UnknownName:
        names = {fold(ask.name): ask.name for ask in graph.everyone(kind="ask", layers=layers)}
        hits = [hit.name for hit in graph.hits(name, kind="ask", limit=NEAREST, layers=layers)]
        near = [names[key] for key in get_close_matches(fold(name), sorted(names), n=NEAREST, cutoff=0.3)]
        nearest = list(dict.fromkeys([*hits, *near]))[:NEAREST]
        raise UnknownName(name, nearest, what="ask", todo="`trilateral search TEXT --kind ask` finds asks") from None
    ask_of(graph.snapshot(layers), found)
    return found
