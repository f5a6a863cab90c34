"""Lists of economies with a sum each: what the head ("The main suppliers of Canada were", "U.S. exports by country:") makes of those listed."""

import re
from dataclasses import dataclass
from typing import Literal

from loaders.documents.economies import WAYS, Role
from loaders.documents.frames import Frame
from loaders.documents.places import Place, direction, places

# A name with its sum: "Mexico $30 billion", "Canadá, con 18 mil millones", "China (US$9 billion)", "Japan: 4".
ITEM = re.compile(
    r"(?P<who>⟦[GJ]\d+⟧)\s?(?:[(:—–-]|,)?\s?(?:(?:with|con|at|por|about|nearly|some|more than|over|almost|casi|m[áa]s de|cerca de|unos"
    r"|around)\s){0,2}(?:US|CA?|MX)?\s?[$€]?(?=\d)"
)
SUPPLIERS = re.compile(
    r"\b(?:suppliers?|exporters?|sellers?|providers|(?:sources?|origins?)(?: of (?:its |their )?imports)?|proveedor[ae]?s?|exportador[ae]?s?"
    r"|vendedores|abastecedores)\b",
    re.I,
)
BUYERS = re.compile(r"\b(?:buyers?|customers?|markets?|destinations?|destinos?|mercados?|compradores|clientes|importers?|importador[ae]s?|buying)\b", re.I)


SUM = re.compile(r"[$€£]\s?\d|\d\s(?:mil\b|millones|million|billion|trillion|por ciento|percent)|\d\s?%")
GOVERNED = re.compile(r"\b(?:to|from|with|of|in|by|a|de|del|con|en|por|desde|hacia)\s(?:(?:the|el|la|los)\s)?$", re.I)


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says of all that follow it: the way of trade, the one economy that all trade with, and what the listed are."""

    way: str
    fixed: Place | None
    listed: Literal["reporter", "partner"]

    def ends(self, item: Place) -> tuple[Place | None, Place | None]:
        """(reporter, partner) of one of the listed."""
        return (item, self.fixed) if self.listed == "reporter" else (self.fixed, item)


def head_of(frame: Frame, known: tuple[Role, ...], end: int) -> Head | None:
    """The head that the first `end` characters of a sentence make; None where they speak of no trade."""
    text = frame.text[:end]
    if SUM.search(text):
        return None
    here = [role for role in known if role.last <= end]
    named = places(frame.slots_in(0, end, "GJ"))
    fixed = named[0] if named else None
    if SUPPLIERS.search(text):
        return Head("export", fixed, "reporter")
    if BUYERS.search(text):
        return Head("export", fixed, "partner") if fixed or "import" not in text.casefold() else Head("import", None, "reporter")
    way = direction(frame, end, end, (0, end))[0]
    if way not in WAYS:
        return None
    owner = next((role.places[0] for role in here if role.part in ("owner", "subject", "pair")), None)
    if owner:
        return Head(way, owner, "partner")
    other = next((role.places[0] for role in here if role.part in ("to", "from", "with", "market", "goods")), None)
    return Head(way, other, "reporter") if other or not named else None


def listed(frame: Frame, first: int) -> Place | None:
    """The economy right before the number at `first`, told as an item of a list."""
    for match in ITEM.finditer(frame.text, max(0, first - 60), first + 5):
        if match.end() == first or frame.text[match.end() : first].strip(" USCAMX$€") == "":
            found = places(frame.slots_in(*match.span("who")))
            return found[0] if found else None
    return None


# "El principal destino de las exportaciones de México fue Estados Unidos, con".
IS = re.compile(r"\b(?:was|is|were|are|fue|es|fueron|son|siendo|remains?|remained)\s(?:(?:the|el|la|los|las)\s)?$", re.I)


def first_item(frame: Frame) -> int:
    """Where the first of two or more listed economies stands, or the one that a copula names; -1 when there is no such list."""
    items = [match.start() for match in ITEM.finditer(frame.text) if places(frame.slots_in(*match.span("who")))]
    alone = len(items) == 1 and IS.search(frame.text, 0, items[0]) is not None
    return items[0] if (len(items) > 1 or alone) and not GOVERNED.search(frame.text, 0, items[0]) else -1
