"""Figures that are no flows: growth, shares, multiples, projections, other sums of money."""

import re
from typing import Literal

from graph.claims import Figure
from loaders.documents.currencies import currency
from loaders.documents.ends import Ends, ends_of
from loaders.documents.goods import traded
from loaders.documents.lapses import lapse_of
from loaders.documents.model import Document, FigureFound
from loaders.documents.places import REGION, pattern
from loaders.documents.spots import Slots, Spot

Kind = Literal["flow", "growth", "share", "rank", "count", "multiple", "macro", "projection"]
LONGEST_SUBJECT = 120


def percentage(spot: Spot, document: Document) -> FigureFound:
    """A percentage as growth (below zero for a fall), share, projection or tariff rate."""
    text = spot.frame.text
    floor = max(spot.piece[0] - 12, spot.first - 70, 0)
    before, after = text[floor : spot.first], text[spot.last : spot.last + 45]
    if pattern("tariff").search(before[-30:]) or pattern("tariff").search(after[:25]):
        return statistic(spot, "macro", document, "tariff rate")
    share_of = SHARE_OF.match(after) is not None
    compared = COMPARED.match(after)
    grown = [match.end() for match in pattern("growth").finditer(before)]
    grows = bool(grown) or compared is not None or GROWS_AFTER.match(after) is not None
    shares = [match.end() for match in pattern("share").finditer(before)]
    falls = _falls(text, spot, before, after)
    if not compared and not GROWS_AFTER.match(after) and LEVEL.search(before) and not _projected(spot):
        return statistic(spot, "share", document)
    if not compared and FROM_LEVEL.search(before) and TO_LEVEL.match(after):
        return statistic(spot, "share", document)
    if grows and _projected(spot):
        return statistic(spot, "projection", document, falls=falls)
    if compared:
        return statistic(spot, "growth", document, falls=falls)
    if share_of and not (grows and BY_BEFORE.search(before) and not shares):
        return statistic(spot, "share", document)
    if re.match(r"\s*(?:year|inter|annual|anual|a tasa)", after, re.I):
        return statistic(spot, "growth", document, falls=falls)
    if shares and (not grown or max(shares) > max(grown) or SHARE_LEVEL.search(before)):
        return statistic(spot, "share", document)
    return statistic(spot, "growth" if grows else "share", document, falls=falls)


SHARE_OF = re.compile(r"\s*(?:of|de la|del|de los|de las|de l|de (?:todo|toda|lo|sus?|cada|un|una)|du|des|de)\b", re.I)
COMPARED = re.compile(
    r"\s*,?\s*(?:more|less|higher|lower|fewer|greater|m[áa]s|menos|mayor(?:es)?|menor(?:es)?|superior(?:es)?|inferior(?:es)?|above|below|por (?:encima"
    r"|debajo|arriba|abajo))\b(?!\s(?:of|de los|de las)\b)",
    re.I,
)
GROWS_AFTER = re.compile(
    r"\s*,?\s*(?:(?:year|annual|inter|a tasa|anual)\S*\s)?(?:[\w-]+\s){0,2}?(?:growth|increase|rise|jump|surge|gain|drop|decline|fall|decrease"
    r"|contraction|crecimiento"
    r"|aumento|incremento|alza|ca[íi]da|baja|descenso|disminuci[óo]n|interanual|year-on-year|year-over-year|up|down|croissance|hausse|baisse)\b",
    re.I,
)
# "fell to 9%", "subió a 15.7%": how high it stands now, no growth.
LEVEL = re.compile(
    r"(?:\b(?:held|holding|stood|stands|remain\w*|steady|unchanged|se mantuvo|qued[óo]|se ubic[óo]|se situ[óo])(?:\ssteady)?\s(?:at|en)|"
    r"\b(?:(?<!\bup )to|a|en)|\b(?:rate|tasa)[^.;]{0,40}\b(?:at|en))\s(?:un |el |the |just |only |nearly |about |almost |more than |less than |casi "
    r"|apenas |s[óo]lo |un r[ée]cord de "
    r"|a record )?$",
    re.I,
)
# "fell from 21.6 to 13.4 percent": both are levels.
FROM_LEVEL = re.compile(r"\b(?:from|del?|desde)\s(?:un |el |about |nearly |casi )?$", re.I)
TO_LEVEL = re.compile(r"\s?(?:percent|per cent|por ciento|%)?\s?(?:⟦D\d+⟧\s|(?:in|en)\s\d{4}\s)?(?:to|a|al|hasta)\s(?:un |el |about |nearly |casi )?\d", re.I)
BY_BEFORE = re.compile(r"\b(?:by|un|en un|de)\s*(?:[\w ]{0,16})$", re.I)
SHARE_LEVEL = re.compile(r"\b(?:share|participaci[óo]n|part|proporci[óo]n|proportion)\b[^.;]{0,60}\b(?:to|a|al|from|de|del)\s+\D{0,14}$", re.I)
LESS_AFTER = re.compile(
    r"\s*,?\s*(?:less|lower|fewer|menos|menor(?:es)?|inferior(?:es)?|below|por (?:debajo|abajo)|down|drop|decline|fall|decrease|contraction|ca[íi]da"
    r"|descenso|en baisse)\b",
    re.I,
)


# "cut exports by 15 percent" tells a fall of trade; "cut costs by 15 percent" does not.
CUT = re.compile(
    r"\b(?:cut|reduc\w+|slash\w*|recort\w+)\b[^.;]{0,50}\b(?:exports|imports|trade|shipments|sales|exportaciones|importaciones|comercio|ventas"
    r"|env[íi]os)\b[^.;]{0,40}$",
    re.I,
)


def _falls(text: str, spot: Spot, before: str, after: str) -> bool:
    """True when the nearest word of change beside the number is one of falling, or a minus sign stands before it."""
    if text[spot.first] == "-" or LESS_AFTER.match(after):
        return True
    if CUT.search(before):
        return True
    if COMPARED.match(after) or (GROWS_AFTER.match(after) and not pattern("fall").search(after)):
        return False
    changes = [(match.end(), False) for match in pattern("growth").finditer(before)] + [(match.end(), True) for match in pattern("fall").finditer(before)]
    return max(changes)[1] if changes else False


def _projected(spot: Spot) -> bool:
    text = spot.frame.text
    return pattern("projection").search(text[: spot.last]) is not None and any(
        re.match(r"(?:by|para|d'ici|until|through|hasta|in|en)\b", spot.text[slot.span[0] :], re.I)
        or re.search(r"\b(?:by|para|d'ici)\s*(?:el año\s*)?$", spot.text[: slot.span[0]], re.I)
        for slot in spot.frame.slots_in(spot.last, len(text), "D")
    )


def statistic(spot: Spot, kind: Kind, document: Document, measure: str = "", unit: str = "", *, falls: bool = False) -> FigureFound:
    """The figure of a number that is no flow, with what the sentence says of it; below zero for a fall."""
    frame, quantity = spot.frame, spot.quantity
    slots: Slots = {"value": "stated"}
    when, _ = lapse_of(frame, spot.times, spot.first, spot.last, spot.piece, spot.following, percent=quantity.kind == "percent")
    if when and kind == "projection":
        when = f"by {when}"
    money = currency(spot, document, slots) if quantity.kind == "money" else ""
    way = spot.way if spot.way in ("export", "import", "trade") else ""
    ends = ends_of(spot.roles, way or "trade", spot.first, spot.piece, spot.following)
    region = REGION if pattern("region").search(frame.text) else None
    subject = ends.reporters[0] if ends.reporters else region
    sign = -1 if falls else 1
    what = traded(frame, spot.first, spot.last, spot.piece)
    figure = Figure(
        kind=kind,
        value=sign * abs(quantity.value),
        upper=None if quantity.upper is None else sign * abs(quantity.upper),
        unit=unit or money or {"percent": quantity.unit, "multiple": "times"}.get(quantity.kind, ""),
        bound=quantity.bound,
        subject=_trade_told(way, what, ends) if kind in ("growth", "share") and way and what else _about(spot),
        measure=measure or _measure(spot, kind),
        reporter=subject[1] if subject else "",
        partner=ends.partner[1] if ends.partner else "",
        direction=way,
        category=what,
        period=when,
        net=quantity.kind in ("percent", "money") and pattern("net").search(frame.text[spot.last : spot.last + 60]) is not None,
        slots=tuple(sorted((slots | ({"period": "stated"} if when else {})).items())),
    )
    return FigureFound(figure, frame.span, subject[0] if subject else "", ends.partner[0] if ends.partner else "", speaker=spot.speaking)


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


WAY_NOUNS = {"export": "exports", "import": "imports", "trade": "trade"}


def _trade_told(way: str, what: str, ends: Ends) -> str:
    """ "exports of steel, Canada to United States": the trade that a rate is about, as a noun phrase."""
    reporter = ends.reporters[0][1] if ends.reporters else ""
    link = {"export": "to", "import": "from", "trade": "with"}[way]
    between = f"{reporter} {link} {ends.partner[1]}".strip() if ends.partner else reporter
    return f"{WAY_NOUNS[way]} of {what}" + (f", {between}" if between else "")


def _about(spot: Spot) -> str:
    """The words before the number in its clause, names written out, without the verb beside the number: what the figure is about."""
    head = re.split(r"[;:]|,\s(?:while|with|and|as|mientras|con|y)\s", spot.frame.text[: spot.first])[-1]
    start = spot.first - len(head)
    first, last = spot.frame.source(start, spot.first) if head.strip(" ,;") else (spot.quantity.span[0], spot.quantity.span[1])
    about = " ".join(spot.text[first:last].split())
    # The last words are the nearest to the number; none of them is cut.
    return about if len(about) <= LONGEST_SUBJECT else about[-LONGEST_SUBJECT:].partition(" ")[2]
