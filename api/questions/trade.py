"""Questions about trade."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.questions import excerpts
from api.requests import ConcentrationRequest, FiguresRequest, FlowsRequest, checked
from graph.errors import RequestError, shown
from graph.results import FlowsResult, IndicatorResult
from graph.store.base import Excerpt
from graph.view import View

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph
    from graph.trade.scope import TradeQuery

MEASURES = ("dependence", "concentration", "growth", "rca", "mirror")
KINDS = {
    "topic": ("topic",),
    "chapter": ("chapter", "article", "annex", "agreement"),
    "reporter": ("place", "government", "intergovernmental"),
    "partner": ("place", "government", "intergovernmental"),
}
ENDS = ("topic", "chapter", "actor", "reporter", "partner")
NOUNS = {"topic": "topic", "chapter": "agreement or part of one", "reporter": "economy", "partner": "economy"}


def trade(graph: "KnowledgeGraph", measure: str, **options: object) -> FlowsResult | IndicatorResult:
    """Flows, or one of MEASURES."""
    return flows(graph, **options) if measure == "flows" else indicator(graph, measure, **options)


def flows(graph: "KnowledgeGraph", **options: object) -> FlowsResult:
    """Figures joined to topics, chapters and actors: options of FlowsRequest."""
    from graph.trade.flows import flows

    query = _query(graph, checked(FlowsRequest, **options))
    return flows(graph.excerpt(excerpts.flows(query), query.view.layers), query)


def indicator(graph: "KnowledgeGraph", measure: str, **options: object) -> IndicatorResult:
    """One of MEASURES: options of FiguresRequest, for concentration of ConcentrationRequest. Raises RequestError for another."""
    if measure not in MEASURES:
        raise RequestError(f"{shown(measure) or 'nothing'}: no such measure; known are flows, {', '.join(MEASURES)}")
    from graph.trade.concentration import concentration
    from graph.trade.dependence import dependence
    from graph.trade.growth import growth
    from graph.trade.mirror import mirror, rca

    asked = {"dependence": dependence, "concentration": concentration, "growth": growth, "rca": rca, "mirror": mirror}
    query = _query(graph, checked(ConcentrationRequest if measure == "concentration" else FiguresRequest, **options))
    return asked[measure](graph.snapshot(query.view.layers), query)


def _query(graph: "KnowledgeGraph", request: FiguresRequest) -> "TradeQuery":
    """The query with ids for names. Raises a child of RequestError for a name that is none or of the wrong kind."""
    from graph.trade.scope import TradeQuery

    view = graph.view(request)
    given = request.model_dump(exclude={"as_of", "min_confidence", "exclude", "layer"})
    ids = {field: graph.entity_id(name, view.layers) for field in ENDS if (name := given.get(field))}
    _check_kinds(graph, view, ids, given)
    return TradeQuery(as_of=request.day, view=view, **{**given, **ids})


def _check_kinds(graph: "KnowledgeGraph", view: View, ids: Mapping[str, str], names: Mapping[str, str]) -> None:
    if not ids:
        return
    snapshot = graph.excerpt(Excerpt(named=tuple(ids.values())), view.layers)
    for field, id in ids.items():
        kind = snapshot.kinds[snapshot.index(id)]
        if field in KINDS and kind not in KINDS[field]:
            raise RequestError(f"{shown(names[field])}: {id} is no {NOUNS[field]} but of the kind {kind}; name another {field}")
