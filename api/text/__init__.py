"""Results as text for a terminal."""

from api.text.base import bullets, days, evidence, foot, head, inert, json_text, safe, stamped, table, tie_text, width, wrapped
from api.text.entities import claims_text, entity_text, hits_text, statement_text
from api.text.influence import ranking_text
from api.text.paths import path_text

__all__ = [
    "bullets",
    "claims_text",
    "days",
    "entity_text",
    "evidence",
    "foot",
    "head",
    "hits_text",
    "inert",
    "json_text",
    "path_text",
    "ranking_text",
    "safe",
    "stamped",
    "statement_text",
    "table",
    "tie_text",
    "width",
    "wrapped",
]
