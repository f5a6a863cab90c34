"""Results as text for a terminal."""

from api.text.allies import allies_text, grid_text
from api.text.base import bullets, days, evidence, foot, head, inert, json_text, safe, stamped, table, tie_text, width, wrapped
from api.text.briefing import briefing_text
from api.text.brokerage import brokers_text, measures_text
from api.text.changes import changes_text
from api.text.coalitions import coalitions_text
from api.text.cover import coalition_text
from api.text.curation import history_text, reviews_text
from api.text.decisions import decisions_text
from api.text.entities import claims_text, entity_text, hits_text, statement_text
from api.text.influence import ranking_text
from api.text.keys import key_text, keys_text
from api.text.kinds import answer_text
from api.text.mobilise import gaps_text, next_text
from api.text.opinion import movers_text, settlement_text, simulation_text
from api.text.paths import explain_text, metapath_text, path_text
from api.text.spread import spread_text
from api.text.trade import trade_text
from api.text.watch import saved_text, watch_text

__all__ = [
    "allies_text",
    "answer_text",
    "briefing_text",
    "brokers_text",
    "bullets",
    "changes_text",
    "claims_text",
    "coalition_text",
    "coalitions_text",
    "days",
    "decisions_text",
    "entity_text",
    "evidence",
    "explain_text",
    "foot",
    "gaps_text",
    "grid_text",
    "head",
    "history_text",
    "hits_text",
    "inert",
    "json_text",
    "key_text",
    "keys_text",
    "measures_text",
    "metapath_text",
    "movers_text",
    "next_text",
    "path_text",
    "ranking_text",
    "reviews_text",
    "safe",
    "saved_text",
    "settlement_text",
    "simulation_text",
    "spread_text",
    "stamped",
    "statement_text",
    "table",
    "tie_text",
    "trade_text",
    "watch_text",
    "width",
    "wrapped",
]
