"""Who moves whom, scenarios and settlement."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.requests import MoversRequest, ScenarioRequest, SettleRequest, SimulateRequest
from api.tabular import TableRoute
from graph.results import MoversResult, SettlementResult, SimulationResult

router = APIRouter(tags=["influence"], route_class=TableRoute)


@router.get("/influence/on/{target:path}")
def influence_on(graph: Graph, tag: Tag, target: str, request: Annotated[MoversRequest, Query()]) -> MoversResult:
    """Who moves a target, as a range over how far it yields to others."""
    return graph.movers(target, **dict(request))


@router.post("/scenarios")
def scenarios(graph: Graph, request: ScenarioRequest) -> SimulationResult | SettlementResult:
    """A scenario, not a forecast: moves of actors (`target`, `move`), or a settlement with inputs of one's own (`ask`, `given`)."""
    return graph.simulate(**dict(request)) if isinstance(request, SimulateRequest) else graph.settle(**dict(request))


@router.get("/settlement/{ask:path}")
def settlement(graph: Graph, tag: Tag, ask: str, request: Annotated[SettleRequest, Query()]) -> SettlementResult:
    """Where an ask would settle if stated positions were averaged by capability times salience."""
    return graph.settle(ask, **dict(request))
