"""Trade: figures, and what is worked out of them."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Graph, Tag
from api.questions.trade import flows, indicator
from api.requests import ConcentrationRequest, FiguresRequest, FlowsRequest
from api.tabular import TableRoute
from graph.results import FlowsResult, IndicatorResult

router = APIRouter(prefix="/trade", tags=["trade"], route_class=TableRoute)
Figures = Annotated[FiguresRequest, Query()]


@router.get("/flows")
def trade_flows(graph: Graph, tag: Tag, request: Annotated[FlowsRequest, Query()]) -> FlowsResult:
    """Figures of trade joined to topics, chapters and the actors who speak on them; nothing is added up."""
    return flows(graph, **dict(request))


@router.get("/dependence")
def dependence(graph: Graph, tag: Tag, request: Figures) -> IndicatorResult:
    """The share of a partner in imports (or exports)."""
    return indicator(graph, "dependence", **dict(request))


@router.get("/concentration")
def concentration(graph: Graph, tag: Tag, request: Annotated[ConcentrationRequest, Query()]) -> IndicatorResult:
    """HHI over partners or suppliers, with bounds for those not listed."""
    return indicator(graph, "concentration", **dict(request))


@router.get("/growth")
def growth(graph: Graph, tag: Tag, request: Figures) -> IndicatorResult:
    """Growth on the same months, by the year over several, and what stated rates imply."""
    return indicator(graph, "growth", **dict(request))


@router.get("/rca")
def rca(graph: Graph, tag: Tag, request: Figures) -> IndicatorResult:
    """Revealed comparative advantage (Balassa) and its symmetric form."""
    return indicator(graph, "rca", **dict(request))


@router.get("/mirror")
def mirror(graph: Graph, tag: Tag, request: Figures) -> IndicatorResult:
    """How far the records of two economies of one flow lie apart."""
    return indicator(graph, "mirror", **dict(request))
