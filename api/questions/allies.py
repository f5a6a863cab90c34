"""Questions about allies, power and interest, and decisions."""

from difflib import get_close_matches
from typing import TYPE_CHECKING

from api.requests import AlliesRequest, AskRequest, CoalitionRequest, DecisionsRequest, GridRequest, checked
from graph.errors import UnknownName
from graph.identity import NEAREST, fold
from graph.results import AlliesResult, CoalitionResult, DecisionsResult, GridResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.lanes import Progress

US = "us"


def allies(graph: "KnowledgeGraph", ask: str, **options: object) -> AlliesResult:
    """Who stands where on an ask: options of AlliesRequest."""
    from graph.allies import AlliesQuery, classify

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
    from graph.grid import GridQuery
    from graph.grid import grid as measure

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
    from graph.cover import CoalitionQuery
    from graph.cover import coalition as cover

    request = checked(CoalitionRequest, **options)
    view = graph.view(request)
    return cover(graph.snapshot(view.layers), CoalitionQuery(as_of=request.day, view=view, ask=ask_id(graph, ask, view.layers)))


def decisions(graph: "KnowledgeGraph", ask: str, **options: object) -> DecisionsResult:
    """By whom an ask could be granted, and which of them we reach: options of DecisionsRequest."""
    from graph.decisions import DecisionsQuery, routes

    request = checked(DecisionsRequest, **options)
    view = graph.view(request)
    named = request.start or ((US,) if graph.us else ())
    starts = tuple(dict.fromkeys(each for name in named for each in graph.stand_for(name, view, request.day)))
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


def ask_id(graph: "KnowledgeGraph", name: str, layers: tuple[str, ...]) -> str:
    """The id behind an ask's id, name or alias. Raises UnknownName with the nearest asks, or AmbiguousName."""
    name = checked(AskRequest, ask=name).ask
    try:
        return graph.entity_id(name, layers)
    except UnknownName:
        names = {fold(ask.name): ask.name for ask in graph.everyone(kind="ask", layers=layers)}
        hits = [hit.name for hit in graph.hits(name, kind="ask", limit=NEAREST, layers=layers)]
        near = [names[key] for key in get_close_matches(fold(name), sorted(names), n=NEAREST, cutoff=0.3)]
        nearest = list(dict.fromkeys([*hits, *near]))[:NEAREST]
        raise UnknownName(name, nearest, what="ask", todo="`trilateral search TEXT --kind ask` finds asks") from None
