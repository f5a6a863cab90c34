"""Figures of trade as claims: who reports what with whom, checked cell by cell."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale

from graph.claims import Bound, Claim, Figure
from graph.errors import shown
from graph.trade.observations import months, period_words
from graph.trade.terms import reading
from loaders.intake import Page
from loaders.lists.cited import BadCell
from loaders.statistics.economies import Economies

NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
MULTIPLIERS = {"": 1, "units": 1, "thousand": 10**3, "thousands": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9}
MOST = 1e30
HS = re.compile(r"(?:\d\d){1,5}")
WAYS = {"x": "export", "export": "export", "exports": "export", "m": "import", "import": "import", "imports": "import", "trade": "trade", "t": "trade"}


def say_flow(
    page: Page, economies: Economies, ends: tuple[str, str], figure: dict[str, object], *, locator: str, confidence: int = 950, gloss: str = ""
) -> Claim:
    """Claim a flow between two economies (keys, reporter first); `figure` are the fields of `Figure` beside kind, reporter and partner."""
    (reporter, reporter_name), (partner, partner_name) = (economies.introduce(key, locator) for key in ends)
    said = Figure.model_validate({"kind": "flow", "reporter": reporter_name, "partner": partner_name, **figure})
    return page.say(reporter, "flow", partner, figure=said, when=said.period, locator=locator, confidence=confidence, gloss=gloss)


def amount(text: str, column: str) -> float:
    """A value as tables write it, not below zero. Raises BadCell."""
    if not NUMBER.fullmatch(text):
        raise BadCell(column, f"{shown(text) or 'nothing'} is no number; write 1234.5")
    value = float(text.replace(",", ""))
    if value < 0:
        raise BadCell(column, f"{shown(text)} is negative, as no flow is")
    if value > MOST:
        raise BadCell(column, f"{shown(text)} is more than any flow")
    return value


def multiplier(text: str, column: str) -> int:
    """The number that a value is to be multiplied with: a power of ten, or thousand, million, billion. Raises BadCell."""
    plain = text.casefold().replace(",", "")
    found = MULTIPLIERS.get(plain) or (int(plain) if re.fullmatch("10{0,12}", plain) else 0)
    if not found:
        raise BadCell(column, f"{shown(text)} is no multiplier; write 1000 or thousand")
    return found


def currency(text: str, column: str) -> str:
    """An ISO code of a currency. Raises BadCell."""
    code = text.upper()
    if code not in _currencies():
        raise BadCell(column, f"{shown(text) or 'nothing'} is no currency; write its ISO code, such as USD")
    return code


def direction(text: str, column: str) -> str:
    """export, import or trade. Raises BadCell."""
    found = WAYS.get(text.casefold())
    if not found:
        raise BadCell(column, f"{shown(text) or 'nothing'} is no direction; write X for exports or M for imports")
    return found


def bound(text: str, column: str) -> Bound:
    """What the wording makes of the value; nothing is exact. Raises BadCell."""
    try:
        return Bound(text.casefold() or "=")
    except ValueError as error:
        raise BadCell(column, f"{shown(text)} is no bound; write =, >, <, ~, nearly or up to") from error


@lru_cache(maxsize=16_384)
def category(scheme: str, code: str, label: str) -> Mapping[str, object]:
    """The fields scheme, code and category of a figure; words alone have neither scheme nor code. Raises BadCell."""
    name = scheme.upper()
    if name in ("", "TEXT"):
        return {"category": label or code}
    if name not in reading().schemes:
        raise BadCell("category_scheme", f"{shown(scheme)} is no classification that is known; write {', '.join(reading().schemes)} or text")
    if name == "HS" and code and code.upper() != "TOTAL":
        check_hs(code)
    if code.upper() == "TOTAL":
        return {"category": label or "total"}
    return {"scheme": name, "code": code, "category": label} if code else {"category": label or name, "basis": reading().schemes[name]}


def check_hs(code: str) -> None:
    """Raises BadCell for what is no code of the Harmonized System."""
    if not HS.fullmatch(code):
        reason = "has an odd number of digits; a zero at its beginning may be lost" if code.isdigit() else "is no code of the HS"
        raise BadCell("category_code", f"{shown(code)} {reason}")
    if code[:2] == "77" or code[:2] == "00":
        raise BadCell("category_code", f"{shown(code)}: the HS has no chapter {code[:2]}")


@cache
def period(when: str) -> str:
    """A period of whole months as figures write it: 2024, 2024-01..2024-06; another as it is."""
    found = months(when)
    return period_words(found) if found else when


@cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies) - {"XXX", "XTS"}
