"""Any answer as text, by what kind of answer it is."""

from collections.abc import Callable
from typing import Any

from api.text.allies import allies_text, grid_text
from api.text.base import json_text
from api.text.brokerage import brokers_text, measures_text
from api.text.changes import changes_text
from api.text.coalitions import coalitions_text
from api.text.cover import coalition_text
from api.text.curation import history_text, reviews_text
from api.text.decisions import decisions_text
from api.text.entities import claims_text, entity_text, hits_text
from api.text.influence import ranking_text
from api.text.mobilise import gaps_text, next_text
from api.text.opinion import movers_text, settlement_text, simulation_text
from api.text.paths import explain_text, metapath_text, path_text
from api.text.spread import spread_text
from api.text.trade import trade_text
from api.text.watch import watch_text
from graph import results
from graph.results import Answer

TEXTS: dict[type[Answer], Callable[[Any], str]] = {
    results.AlliesResult: allies_text,
    results.BrokersResult: brokers_text,
    results.ChangesResult: changes_text,
    results.ClaimsResult: claims_text,
    results.CoalitionResult: coalition_text,
    results.CoalitionsResult: coalitions_text,
    results.DecisionsResult: decisions_text,
    results.EntityResult: entity_text,
    results.ExplainResult: explain_text,
    results.FlowsResult: trade_text,
    results.GapsResult: gaps_text,
    results.GridResult: grid_text,
    results.HistoryResult: history_text,
    results.IndicatorResult: trade_text,
    results.MeasuresResult: measures_text,
    results.MetapathResult: metapath_text,
    results.MoversResult: movers_text,
    results.NextResult: next_text,
    results.PathResult: path_text,
    results.RankingResult: ranking_text,
    results.ReviewsResult: reviews_text,
    results.SearchResult: hits_text,
    results.SettlementResult: settlement_text,
    results.SimulationResult: simulation_text,
    results.SpreadResult: spread_text,
    results.WatchResult: watch_text,
}


def answer_text(answer: Answer) -> str:
    """The answer as its own command prints it."""
    read = next((TEXTS[kind] for kind in type(answer).__mro__ if kind in TEXTS), json_text)
    return read(answer)
