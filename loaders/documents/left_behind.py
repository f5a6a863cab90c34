"""The sums that others are compared with: what something rose or fell from ("from 812 to 191 million"), a time before the one told."""

import re

from loaders.documents.engine import compiled
from loaders.documents.places import pattern

YEAR = compiled(r"\b\d{4}\b")
# "fell from 812 to 191 million", "narrowed to $4.8 billion from $8.4 billion": the level that was left behind.
LEFT = compiled(r"\b(?:from|desde|del?)\s+(?:US|CA?)?[$€]?\s?$", re.I)
REVISED = compiled(r"\b(?:revis|corrected|corregid|adjusted|ajustad)\w*", re.I)
ON_TO = compiled(r"[^.;,⟦]{0,40}?\s(?:to|a|hasta)\s(?:[a-záéíóú]+\s){0,3}?(?:US|CA?)?[$€]?(?:\d|mil\s)", re.I)
CAME_TO = compiled(
    r"\b(?:to|at|a|en)\s(?:[a-záéíóú]+\s){0,3}?(?:US|CA?)?[$€]?[\d.,·]+(?:\s(?:mil|millones|million|billion|trillion|de|d[óo]lares|pesos|dollars)){0,5}"
    r"(?:\s(?:⟦D\d+⟧|(?:in|en)\s\d{4}))?,?\s(?:(?:up|down)\s)?(?:from|desde)\s+(?:US|CA?)?[$€]?\s?$",
    re.I,
)


# "A year earlier there had been a surplus of": the time told shifts by a year.
A_YEAR_BEFORE = compiled(
    r"(?:(?:A|One|The) year (?:earlier|before|ago)|Twelve months earlier|Un a[ñn]o (?:antes|atr[áa]s)|Doce meses antes)\b(?![^.;]{0,80}⟦D)", re.I
)


def is_left_behind(text: str, first: int, last: int) -> bool:
    """True for a sum that something rose or fell from."""
    head = text[max(0, first - 120) : first]
    if comes_after(text, first) or A_YEAR_BEFORE.match(text):
        return True
    return LEFT.search(head) is not None and pattern("growth").search(head) is not None and ON_TO.match(text, last) is not None


def comes_after(text: str, first: int) -> bool:
    """True for the lower or higher level told last: "to $4.8 billion in 2025 from $8.4 billion"."""
    head = text[max(0, first - 120) : first]
    return CAME_TO.search(head) is not None and not REVISED.search(head)


def before_it(said: str, base: str) -> str:
    """The time that one of the texts' is compared with: a month told as base, else the same months of the year before."""
    if len(said) == len(base) == len("2025-01") and base < said:
        return base
    return YEAR.sub(lambda year: str(int(year[0]) - 1), said)
