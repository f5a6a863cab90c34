"""Figures that are no flows: growth, shares, counts, multiples, projections, other sums of money."""

import re
from dataclasses import dataclass
from typing import Literal

from graph.claims import Figure
from loaders.documents.frames import Frame
from loaders.documents.model import Document, FigureFound
from loaders.documents.numbers import Quantity
from loaders.documents.places import REGION, category, direction, ends, pattern, period_near

Slots = dict[str, Literal["stated", "inherited", "guessed"]]
Kind = Literal["flow", "growth", "share", "rank", "count", "multiple", "macro", "projection"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A number in its sentence: frame offsets of the number and of the next one."""

    frame: Frame
    quantity: Quantity
    first: int
    last: int
    following: int
    speaker: str
    text: str
    home: tuple[str, str] | None


LONGEST_SUBJECT = 120


def currency(quantity: Quantity, document: Document, slots: Slots) -> str:
    """The ISO currency of a sum; a bare "$" is a guess, and the slot says so."""
    slots["unit"] = "inherited" if quantity.elided else "stated"
    said = document.text[slice(*quantity.span)].casefold().split()
    canadian = document.language == "fr" and quantity.unit == "USD" and said and said[-1] == "dollars" and re.search(r"\bcanad|\bqu[ée]b", document.text, re.I)
    if canadian:
        slots["unit"] = "guessed"
        return "CAD"
    if quantity.unit != "$":
        return quantity.unit
    slots["unit"] = "guessed"
    text = document.text.casefold()
    pesos_only = document.language == "es" and "pesos" in text and not re.search(r"d[óo]lar|us\$|usd", text)
    return "MXN" if pesos_only else "USD"


def percentage(spot: Spot, document: Document) -> FigureFound:
    """A percentage as growth, share, projection or tariff rate."""
    text = spot.frame.text
    before, after = text[max(0, spot.first - 70) : spot.first], text[spot.last : spot.last + 45]
    share_of = re.match(r"\s*(?:of|de la|del|de los|de las|de l|du|des|de)\b", after, re.I) is not None
    grows = pattern("growth").search(before) is not None or pattern("growth").search(after) is not None
    shares = [match.end() for match in pattern("share").finditer(before)]
    grown = [match.end() for match in pattern("growth").finditer(before)]
    by = re.search(r"\b(?:by|un|en un|de)\s*(?:[\w ]{0,16})$", before, re.I) is not None
    if pattern("tariff").search(before[-30:]) or pattern("tariff").search(after[:25]):
        return statistic(spot, "macro", document, "tariff rate")
    ahead = spot.frame.slots_in(spot.last, len(text), "D")
    if (
        pattern("projection").search(text[: spot.last])
        and grows
        and any(
            re.match(r"(?:by|para|d'ici|until|through|hasta|in|en)\b", spot.text[slot.span[0] :], re.I)
            or re.search(r"\b(?:by|para|d'ici)\s*(?:el año\s*)?$", spot.text[: slot.span[0]], re.I)
            for slot in ahead
        )
    ):
        return statistic(spot, "projection", document)
    if share_of and not (grows and by and not shares):
        return statistic(spot, "share", document)
    if shares and not re.match(r"\s*(?:year|inter|annual|anual)", after, re.I) and max(shares) > max(grown, default=0) and not grows:
        return statistic(spot, "share", document)
    return statistic(spot, "growth" if grows else "share", document)


RATIO = re.compile(r"\s+(?:to|a)\s+(?:one|1|uno|un)\b", re.I)
OTHER = re.compile(r"\s+(?:de\s+)?(?P<noun>(?:[\w'-]+\s+){0,2}?(?:[\w'-]{3,}(?:s|men)|people|gente|jobs))\b")


def number(spot: Spot, document: Document) -> list[FigureFound]:
    """A plain number as a ratio or a count; nothing for years, codes, ordinals and small numbers."""
    text = spot.text
    tail = text[spot.quantity.span[1] : spot.quantity.span[1] + 60]
    if RATIO.match(tail) and spot.quantity.value > 1:
        return [statistic(spot, "multiple", document, "ratio", unit="ratio (to one)")]
    before = text[max(spot.frame.span[0], spot.quantity.span[0] - 25) : spot.quantity.span[0]]
    year = 1900 <= spot.quantity.value <= 2100 and spot.quantity.value.is_integer()
    ordinal = re.match(r"(?:st|nd|rd|th|[ºª°.)]|\s*[-/])", tail)
    coded = re.search(
        (
            r"(?:\b(?:chapter|article|annex|section|figure|table|page|no\.?|number|cap[íi]tulo|art[íi]culo|anexo|figura|tabla"
            r"|p[áa]gina|naics|hs|law|ley|proclamation|node|route|covid|g|version|volume|chapitre|formulario|form|title)[\s.-]*"
            r"|[-/#:(.])$"
        ),
        before,
        re.I,
    )
    noun = OTHER.match(tail)
    if year or ordinal or coded or not noun or spot.quantity.value < 5 or pattern("no_count").match(noun["noun"]):
        return []
    return [statistic(spot, "count", document, noun["noun"], unit="count")]


def statistic(spot: Spot, kind: Kind, document: Document, measure: str = "", unit: str = "") -> FigureFound:
    """The figure of a number that is no flow, with what the sentence says of it."""
    frame, quantity = spot.frame, spot.quantity
    slots: Slots = {"value": "stated"}
    when, _ = period_near(frame, spot.first, spot.last, spot.following)
    if when and kind == "projection":
        when = f"by {when}"
    money = currency(quantity, document, slots) if quantity.kind == "money" else ""
    way = direction(frame, spot.first)
    reporters, partners = ends(frame, spot.first, way)
    region = REGION if pattern("region").search(frame.text) else None
    subject = reporters[0] if reporters else region
    figure = Figure(
        kind=kind,
        value=quantity.value,
        upper=quantity.upper,
        unit=unit or money or {"percent": "%", "multiple": "times"}.get(quantity.kind, ""),
        bound=quantity.bound,
        subject=_about(spot),
        measure=measure or _measure(spot, kind),
        reporter=subject[1] if subject else "",
        partner=partners[0][1] if partners else "",
        direction=way if way in ("export", "import", "trade") else "",
        category=category(frame, spot.first),
        period=when,
        net=quantity.kind in ("percent", "money") and pattern("net").search(frame.text[spot.last : spot.last + 60]) is not None,
        slots=tuple(sorted((slots | ({"period": "stated"} if when else {})).items())),
    )
    return FigureFound(figure, frame.span, subject[0] if subject else "", partners[0][0] if partners else "", speaker=spot.speaker)


def _measure(spot: Spot, kind: Kind) -> str:
    """A few words that name what is measured: those around the number."""
    text = spot.frame.text
    if kind == "growth":
        if re.search(r"year-(?:over|on)-year|interanual|en glissement annuel", text, re.I):
            return "year-over-year growth"
        if re.search(r"average annual|annual rate|tasa (?:media |promedio )?anual|promedio anual|taux annuel", text, re.I):
            return "average annual growth"
        return "growth"
    if kind == "share":
        after = re.match(r"\s*((?:of|de|del|des|du)\b[^⟦,.;()]{3,50}?)(?=\s(?:are|is|in|and|while|y|en|que)\b|[,.;()⟦]|$)", text[spot.last :], re.I)
        return "share " + after[1] if after else "share"
    return kind


def _about(spot: Spot) -> str:
    """The words before the number in its clause, names written out: what the figure is about."""
    head = re.split(r"[;:]|,\s(?:while|with|and|as|mientras|con|y)\s", spot.frame.text[: spot.first])[-1]
    start = spot.first - len(head)
    first, last = spot.frame.source(start, spot.first) if head.strip(" ,;") else (spot.quantity.span[0], spot.quantity.span[1])
    about = " ".join(spot.text[first:last].split())
    # The last words are the nearest to the number; none of them is cut.
    return about if len(about) <= LONGEST_SUBJECT else about[-LONGEST_SUBJECT:].partition(" ")[2]
