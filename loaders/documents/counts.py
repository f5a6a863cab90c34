"""Plain numbers: counts with their nouns, ratios, what something changed from and to, parts of a number told."""

import re

from loaders.documents.measures import statistic
from loaders.documents.model import Document, FigureFound
from loaders.documents.places import pattern
from loaders.documents.spots import Spot

RATIO = re.compile(r"\s+(?:to|a)\s+(?:one|1|uno|un)\b", re.I)
OTHER = re.compile(r"\s+(?:de\s+)?(?:U\.S\.\s)?(?P<noun>(?:[\w'-]+\s+){0,2}?(?:[\w'-]{3,}(?:s|men)|people|gente|jobs))\b")


# "92 countries, up from 35 in 2017": the count told again without its noun.
AGAIN_BEFORE = re.compile(r"\b(?:up|down|compared (?:with|to)|against|frente a|contra|desde)\s(?:from\s|just\s|only\s|los\s|las\s|s[óo]lo\s){0,2}$", re.I)
AGAIN_AFTER = re.compile(r"\s(?:in|en|de)\s(?:19|20)\d\d\b")


# "from nine hours to six", "de 30 a 12 días": what something changed from and to, with the noun of either.
SPAN_UNIT = (
    r"(?:hours?|days?|weeks?|months?|minutes?|years?|steps?|requirements?|horas?|d[íi]as?|semanas?|mes(?:es)?|minutos?"
    r"|a[ñn]os?|tr[áa]mites?|requisitos?|pasos?)"
)
CHANGES = re.compile(
    r"\b(?:fell|fall\w*|cut|drop\w*|shrank|shorten\w*|went|rose|grew|reduc\w+|baj\w+|pas(?:ó|aron|ar)|cay\w+|recort\w+"
    r"|redu\w+|disminu\w+|sub\w+|tiempo|time|plazo|average|promedio)\b[^.;]*$",
    re.I,
)
SMALL_NUMBER = (
    r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|uno?|dos|tres|cuatro|cinco|seis|siete|ocho"
    r"|nueve|diez|once|doce|quince|veinte|treinta)"
)
FROM_HERE = re.compile(rf"\s?(?:{SPAN_UNIT}\s)?(?:to|a)\s(?:only\s|just\s|s[óo]lo\s|apenas\s)?{SMALL_NUMBER}\b(?:\s{SPAN_UNIT})?", re.I)
TO_HERE = re.compile(rf"\b(?:from|de)\s{SMALL_NUMBER}(?:\s{SPAN_UNIT})?\s(?:to|a)\s(?:only\s|just\s|s[óo]lo\s|apenas\s)?$", re.I)
# "12 of the 44 recommendations", "reached 2,309.", "117 can already be done online".
PART_OF = re.compile(r"\s(?:of|de)\s(?:the|los|las|its|sus)\s\d", re.I)
ENDS_AT = re.compile(
    r"\b(?:llegar|lleg(?:ó|aron|a|an)|ascend\w+|ascien\w+|sub(?:ir|ió|ieron)|aument\w+|reach(?:es|ed)?|r[io]se"
    r"|climb\w*)\s(?:a\s|to\s)?(?:m[áa]s de\s|casi\s|unos\s|nearly\s|about\s|"
    r"more than\s)?$|\b(?:sum(?:ó|aba|aban|aron|a|an)|total+ed|numbered|had only|tiene ya|ten[íi]a ya|hab[íi]a ya)\s(?:ya\s"
    r"|s[óo]lo\s|apenas\s|casi\s|m[áa]s de\s|unos\s)?$",
    re.I,
)
SENTENCE_ENDS = re.compile(r"\s?(?:$|[.;,)](?!\d))", re.M)
DONE = re.compile(r"\s(?:ya|already|pueden|can now|can already|have (?:already )?been|fueron|were|are|est[áa]n|siguen|remain)\b", re.I)
STARTS_AT = re.compile(r"(?:^|[;:,]\s|\s(?:y|and|de ellos|de ellas)\s|[.]\s)$", re.I)


def _span_or_part(spot: Spot, before: str, tail: str) -> str:
    """The name of a count without a noun of its own; "" where the number is none."""
    frame = spot.frame
    head = frame.text[: spot.first]
    changed = CHANGES.search(head) is not None
    if changed and (SPAN_UNIT_NEAR.search(frame.text, max(0, spot.first - 30), spot.last + 30)):
        if re.search(r"\b(?:from|de)\s$", before, re.I) and FROM_HERE.match(tail):
            return "before"
        if TO_HERE.search(frame.text, max(0, spot.first - 40), spot.first):
            return "after"
    year = 1900 <= spot.quantity.value <= 2100 and re.fullmatch(r"\d{4}", spot.text[slice(*spot.quantity.span)])
    if year or spot.quantity.value < SMALLEST_COUNT:
        return ""
    if PART_OF.match(tail) or (ENDS_AT.search(before) and SENTENCE_ENDS.match(tail)):
        return "count"
    if OF_WHICH.search(before) and re.match(r"\s[a-záéíóúñ]", tail):
        return "count"
    return "count" if STARTS_AT.search(before) and DONE.match(tail) else ""


OF_WHICH = re.compile(r"\b(?:de l[oa]s cuales|of which|of whom)\s(?:unos\s|about\s|some\s|only\s|s[óo]lo\s)?$", re.I)
SPAN_UNIT_NEAR = re.compile(rf"\b{SPAN_UNIT}\b", re.I)
SMALLEST_COUNT = 5


def number(spot: Spot, document: Document) -> list[FigureFound]:
    """A plain number as a ratio or a count; nothing for years, codes, ordinals and small numbers."""
    text = spot.text
    tail = text[spot.quantity.span[1] : spot.quantity.span[1] + 60]
    if RATIO.match(tail) and spot.quantity.value > 1:
        return [statistic(spot, "multiple", document, "ratio", unit="ratio (to one)")]
    before = text[max(spot.frame.span[0], spot.quantity.span[0] - 25) : spot.quantity.span[0]]
    year = 1900 <= spot.quantity.value <= 2100 and re.fullmatch(r"\d{4}", spot.text[slice(*spot.quantity.span)].strip()) is not None
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
    if not coded and not ordinal and (spans := _span_or_part(spot, before, tail)):
        return [statistic(spot, "count", document, spans, unit="count")]
    noun = OTHER.match(tail)
    if AGAIN_BEFORE.search(before) and AGAIN_AFTER.match(tail):
        return [statistic(spot, "count", document, unit="count")]
    article = not spot.quantity.value.is_integer() and re.search(r"\b(?:el|los|the|del|al)\s$", before, re.I)
    if year or ordinal or coded or article or not noun or spot.quantity.value < 5 or pattern("no_count").match(noun["noun"]):
        return []
    return [statistic(spot, "count", document, noun["noun"], unit="count")]
