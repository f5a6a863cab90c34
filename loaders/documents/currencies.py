"""The currency of a sum: what the text states, or for a bare "$" the one of those who write it."""

import re
from functools import lru_cache
from typing import NamedTuple

from loaders.documents.model import Document
from loaders.documents.spots import Slots, Spot

CANADIAN_LINE = re.compile(
    r"^\W{0,3}(?:OTTAWA|TORONTO|MONTR[EÉ]AL|CALGARY|EDMONTON|WINNIPEG|HALIFAX|QU[EÉ]BEC)\b|\b(?:The Canadian Press|La Presse canadienne)\b"
    r"|^[^\n.]{0,40}\d{4}\s{0,3}[–—-]{1,2}\s{0,3}(?:(?-i:[A-Z])[\w .'-]{2,24},\s)?"
    r"(?:Ottawa|Toronto|Ontario|Montreal|Montréal|Calgary|Edmonton|Winnipeg|Halifax|Qu[eé]bec|Vancouver|Gatineau|British Columbia|Alberta|Manitoba)\b"
    r"|^(?:From:\s*)?(?:Global Affairs Canada|Statistics Canada|Export Development Canada|Government of Canada)\s*$"
    r"|^[^\n.]{0,60}[–—-]\s(?:Global Affairs Canada|Statistics Canada)\s*$"
    r"|^\W{0,3}[A-Z][A-Z .'-]{2,30},\s(?:Ont|Que|Alta|Man|Sask|B\.C|N\.S|N\.B|N\.L|P\.E\.I)\b",
    re.M,
)
# The office that counts in Canadian dollars, told as the source of a sum.
CANADIAN_SOURCE = re.compile(
    r"\b(?:Statistics Canada|Statistique Canada|StatCan|Global Affairs Canada|Export Development Canada|Bank of Canada|Estad[íi]sticas de Canad[áa])\b"
)
# Offices that count in U.S. dollars, in a text of Canada too.
AMERICAN_SOURCE = re.compile(
    r"\b(?:Bureau of Economic Analysis|Census Bureau|U\.S\. (?:Department|Commerce Department|International Trade Commission|Trade Representative|Treasury)"
    r"|Federal Reserve|USDA|USTR)\b"
)
CANADIAN_MONEY = re.compile(r"\bCA?\$|\bCAD\b|Canadian dollars|dollars canadiens")


def currency(spot: Spot, document: Document, slots: Slots) -> str:
    """The ISO currency of a sum; a bare "$" is a guess, and the slot says so."""
    quantity, text = spot.quantity, document.text
    slots["unit"] = "inherited" if quantity.elided else "stated"
    said = text[slice(*quantity.span)].casefold().split()
    bare = quantity.unit == "$" or (quantity.unit == "USD" and document.language != "es" and bool(said) and said[-1] == "dollars")
    if not bare:
        return quantity.unit
    money = _money(text)
    canadian = (
        (document.language == "fr" and money.canada)
        or ((money.canadian_line or document.url.partition("//")[2].partition("/")[0].endswith(".ca")) and (not money.canadian or "US$" in text))
        or (quantity.unit == "$" and document.language != "es" and CANADIAN_SOURCE.search(text, *spot.frame.span) is not None)
        or (quantity.unit == "$" and spot.way in ("", "money") and not money.canadian and _of_canada(spot) and not WITH_CANADA.search(spot.frame.text))
    )
    if canadian and not (quantity.unit == "$" and AMERICAN_SOURCE.search(text, *spot.frame.span)):
        slots["unit"] = "guessed"
        return "CAD"
    if quantity.unit != "$":
        return quantity.unit
    slots["unit"] = "guessed"
    return "MXN" if document.language == "es" and money.pesos_only else "USD"


def of_canadians(document: Document) -> bool:
    """True for a text that is written in Canada."""
    return document.language != "es" and _money(document.text).canadian_line


class Money(NamedTuple):
    """What a whole text says of the currencies that it may mean."""

    canada: bool
    canadian_line: bool
    canadian: bool
    pesos_only: bool


@lru_cache(maxsize=2)
def _money(text: str) -> Money:
    folded = text.casefold()
    return Money(
        canada=re.search(r"\bcanad|\bqu[ée]b", folded) is not None,
        canadian_line=CANADIAN_LINE.search(text) is not None or _of_canadians(text),
        canadian=CANADIAN_MONEY.search(text) is not None,
        pesos_only="pesos" in folded and not re.search(r"d[óo]lar|us\$|usd", folded),
    )


# Words as Canadians spell them, or their name of the agreement.
CANADIAN_SPELLING = re.compile(
    r"\b(?:per cent|cheques?|favour|labour|neighbours?|centre|defence|colour|honour|behaviour|totalled|fuelled|licence|programme)\b", re.I
)
OF_CANADA = re.compile(r"\b(?:Canad\w+|Ottawa|Ontario|Qu[eé]bec|Alberta|Manitoba|Saskatchewan|British Columbia|Toronto|Vancouver)\b")
OF_OTHERS = re.compile(r"\b(?:Mexic\w+|Brit(?:ain|ish)|London|Australia\w*|Europe\w*)\b")


def _of_canadians(text: str) -> bool:
    """True for a text that Canadians write: it says CUSMA and never USMCA, or names neither, spells as they do and speaks of Canada first of all."""
    if "CUSMA" in text and "USMCA" not in text:
        return True
    if "USMCA" in text and "CUSMA" not in text:
        return False
    own, spelled = len(OF_CANADA.findall(text)), {word.casefold() for word in CANADIAN_SPELLING.findall(text)}
    return own > len(OF_OTHERS.findall(text)) and own > 0 and bool(spelled) and own + len(spelled) > 2


WITH_CANADA = re.compile(r"\b(?:deficit|surplus|balance|gap|trade)\w*\s(?:with|to)\s⟦", re.I)


def _of_canada(spot: Spot) -> bool:
    """True when Canada is the only economy of the sentence, and its government spends or raises the sum."""
    named = {node.id.partition(":")[2] for slot in spot.frame.slots for node in slot.nodes if slot.letter in "GJ"}
    return named == {"ca"}
