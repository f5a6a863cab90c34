"""Questions about who moves whom, scenarios and settlement."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.questions.allies import ask_id
from api.requests import MoversRequest, SettlementScenario, SettleRequest, SimulateRequest, checked
from graph.errors import RequestError, shown
from graph.results import MoversResult, SettlementResult, SimulationResult

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.influence.scenario import Move
    from graph.progress import Progress


def movers(graph: "KnowledgeGraph", target: str, progress: "Progress | None" = None, **options: object) -> MoversResult:
    """Who moves the target: options of MoversRequest; `progress` hears (done, total)."""
    from graph.influence.opinion import OnQuery, on

    request = checked(MoversRequest, **options)
    view = graph.view(request)
    query = OnQuery(
        as_of=request.day,
        view=view,
        target=graph.own_id(target, view.layers),
        listens=request.listens,
        top=request.top,
        ask=ask_id(graph, request.ask, view.layers) if request.ask else "",
        seed=request.seed,
        draws=request.draws,
        with_members=request.with_members,
    )
    return on(graph.snapshot(view.layers), query, progress)


def simulate(graph: "KnowledgeGraph", target: str, move: object, **options: object) -> SimulationResult:
    """What the target would do if others moved, a scenario: options of SimulateRequest."""
    from graph.influence.scenario import SimulateQuery
    from graph.influence.scenario import simulate as play

    request = checked(SimulateRequest, target=target, move=move, **options)
    view = graph.view(request)
    query = SimulateQuery(
        as_of=request.day,
        view=view,
        target=graph.own_id(request.target, view.layers),
        moves=tuple(_move(graph, said, view.layers) for said in request.move),
        listens=request.listens,
        ask=ask_id(graph, request.ask, view.layers) if request.ask else "",
    )
    return play(graph.snapshot(view.layers), query)


def settle(graph: "KnowledgeGraph", ask: str, given: Sequence[object] = (), **options: object) -> SettlementResult:
    """Where an ask would settle: options of SettleRequest; `given` are what the user says of actors (GivenRequest)."""
    from graph.influence.settlement import Given, SettlementQuery
    from graph.influence.settlement import settle as weigh

    own = checked(SettlementScenario, ask=ask, given=given, **options) if given else None
    request = own or checked(SettleRequest, **options)
    view = graph.view(request)
    query = SettlementQuery(
        as_of=request.day,
        view=view,
        ask=ask_id(graph, ask, view.layers),
        given=tuple(Given(**dict(one) | {"actor": graph.own_id(one.actor, view.layers)}) for one in (own.given if own else ())),
        seed=request.seed,
        draws=request.draws,
    )
    return weigh(graph.snapshot(view.layers), query)


def _move(graph: "KnowledgeGraph", said: str, layers: tuple[str, ...]) -> "Move":
    """The move of NAME=TO or NAME=START..TO."""
    from graph.influence.scenario import Move

    name, _, numbers = said.rpartition("=")
    start, parted, to = numbers.rpartition("..")
    try:
        points = [float(number) for number in ([start, to] if parted else [to])]
    except ValueError:
        points = []
    if not name.strip() or not points or not all(0 <= number <= 100 for number in points):
        raise RequestError(f"move: {shown(said)}: not a name and points from 0 to 100; write NAME=80 or NAME=50..80")
    return Move(actor=graph.own_id(name.strip(), layers), to=points[-1], start=points[0] if parted else None)
