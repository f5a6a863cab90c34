"""Figures that are no flows: growth, shares, counts, multiples, projections, other sums of money."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from graph.claims import Figure
from loaders.documents.economies import Role, ends_of
from loaders.documents.frames import Frame
from loaders.documents.lapses import Lapse, lapse_of
from loaders.documents.model import Document, FigureFound, NodeFound
from loaders.documents.places import REGION, category, pattern
from loaders.documents.quantity import Quantity

Slots = dict[str, Literal["stated", "inherited", "guessed"]]
Kind = Literal["flow", "growth", "share", "rank", "count", "multiple", "macro", "projection"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A number in its sentence: frame offsets of the number, of its piece of the sentence, and of the next number.

    `way` is the way of trade that the words beside it name, `word` that word; `loose` when firms use it too.
    """

    frame: Frame
    quantity: Quantity
    first: int
    last: int
    following: int
    piece: tuple[int, int]
    roles: tuple[Role, ...]
    times: tuple[Lapse, ...]
    way: str
    word: str
    speaker: NodeFound | None
    text: str
    home: tuple[str, str] | None

    @property
    def loose(self) -> bool:
        """True where the word of trade is one of firms too ("sales")."""
        return pattern("loose").match(self.word) is not None

    @property
    def speaking(self) -> str:
        """The id of who says it, or ""."""
        return self.speaker.id if self.speaker else ""


LONGEST_SUBJECT = 120
CANADIAN_LINE = re.compile(
    r"^\W{0,3}(?:OTTAWA|TORONTO|MONTR[EÉ]AL|CALGARY|EDMONTON|WINNIPEG|HALIFAX|QU[EÉ]BEC)\b|\b(?:The Canadian Press|La Presse canadienne)\b"
    r"|^[^\n.]{0,40}\d{4}\s{0,3}[–—-]{1,2}\s{0,3}(?:(?-i:[A-Z])[\w .'-]{2,24},\s)?"
    r"(?:Ottawa|Toronto|Ontario|Montreal|Montréal|Calgary|Edmonton|Winnipeg|Halifax|Qu[eé]bec|Vancouver|Gatineau|British Columbia|Alberta|Manitoba)\b"
    r"|^(?:Global Affairs Canada|Statistics Canada|Export Development Canada|Government of Canada)\s*$",
    re.M,
)
# The office that counts in Canadian dollars, told as the source of a sum.
CANADIAN_SOURCE = re.compile(
    r"\b(?:Statistics Canada|Statistique Canada|StatCan|Global Affairs Canada|Export Development Canada|Bank of Canada|Estad[íi]sticas de Canad[áa])\b"
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
        or (money.canadian_line and (not money.canadian or "US$" in text))
        or (quantity.unit == "$" and document.language != "es" and CANADIAN_SOURCE.search(text, *spot.frame.span) is not None)
        or (quantity.unit == "$" and spot.way in ("", "money") and not money.canadian and _of_canada(spot))
    )
    if canadian:
        slots["unit"] = "guessed"
        return "CAD"
    if quantity.unit != "$":
        return quantity.unit
    slots["unit"] = "guessed"
    return "MXN" if document.language == "es" and money.pesos_only else "USD"


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
        canadian_line=CANADIAN_LINE.search(text) is not None,
        canadian=CANADIAN_MONEY.search(text) is not None,
        pesos_only="pesos" in folded and not re.search(r"d[óo]lar|us\$|usd", folded),
    )


def _of_canada(spot: Spot) -> bool:
    """True when Canada is the only economy of the sentence, and its government spends or raises the sum."""
    named = {node.id.partition(":")[2] for slot in spot.frame.slots for node in slot.nodes if slot.letter in "GJ"}
    return named == {"ca"}


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
    r"(?:\b(?:to|a|hasta|en)|\b(?:rate|tasa)[^.;]{0,40}\b(?:at|en))\s(?:un |el |the |just |only |nearly |about |almost |more than |less than |casi "
    r"|apenas |s[óo]lo |un r[ée]cord de "
    r"|a record )?$",
    re.I,
)
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


RATIO = re.compile(r"\s+(?:to|a)\s+(?:one|1|uno|un)\b", re.I)
OTHER = re.compile(r"\s+(?:de\s+)?(?P<noun>(?:[\w'-]+\s+){0,2}?(?:[\w'-]{3,}(?:s|men)|people|gente|jobs))\b")


# "92 countries, up from 35 in 2017": the count told again without its noun.
AGAIN_BEFORE = re.compile(r"\b(?:up|down|compared (?:with|to)|against|frente a|contra|desde)\s(?:from\s|just\s|only\s|los\s|las\s|s[óo]lo\s){0,2}$", re.I)
AGAIN_AFTER = re.compile(r"\s(?:in|en|de)\s(?:19|20)\d\d\b")


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
    if AGAIN_BEFORE.search(before) and AGAIN_AFTER.match(tail):
        return [statistic(spot, "count", document, unit="count")]
    if year or ordinal or coded or not noun or spot.quantity.value < 5 or pattern("no_count").match(noun["noun"]):
        return []
    return [statistic(spot, "count", document, noun["noun"], unit="count")]


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
    figure = Figure(
        kind=kind,
        value=sign * abs(quantity.value),
        upper=None if quantity.upper is None else sign * abs(quantity.upper),
        unit=unit or money or {"percent": quantity.unit, "multiple": "times"}.get(quantity.kind, ""),
        bound=quantity.bound,
        subject=_about(spot),
        measure=measure or _measure(spot, kind),
        reporter=subject[1] if subject else "",
        partner=ends.partner[1] if ends.partner else "",
        direction=way,
        category=category(frame, spot.first),
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


def _about(spot: Spot) -> str:
    """The words before the number in its clause, names written out: what the figure is about."""
    head = re.split(r"[;:]|,\s(?:while|with|and|as|mientras|con|y)\s", spot.frame.text[: spot.first])[-1]
    start = spot.first - len(head)
    first, last = spot.frame.source(start, spot.first) if head.strip(" ,;") else (spot.quantity.span[0], spot.quantity.span[1])
    about = " ".join(spot.text[first:last].split())
    # The last words are the nearest to the number; none of them is cut.
    return about if len(about) <= LONGEST_SUBJECT else about[-LONGEST_SUBJECT:].partition(" ")[2]
