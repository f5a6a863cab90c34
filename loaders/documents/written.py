"""When an undated text was written, as its own words tell: its issue, the year that its figures are compared with, the last year that they tell as over."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from loaders.documents.engine import compiled
from loaders.documents.frames import Frame
from loaders.documents.listings import SUM
from loaders.documents.model import Document
from loaders.documents.places import pattern, period
from loaders.documents.spans_of_time import existing_day, month_number, months
from loaders.documents.times import MONTH

YEAR = r"(?P<y>20\d\d)(?!\d|[.,]\d)"
HEAD = 1200  # letters of a text's head, where its issue is told
SEASONS = {"winter": 2, "invierno": 2, "spring": 5, "primavera": 5, "summer": 8, "verano": 8, "autumn": 11, "fall": 11, "otoño": 11}
# "Spring 2026", "Policy Note No. 41 / January 2026", "Vol. 3, abril de 2026": alone at the end of a short line.
ISSUE = compiled(rf"^(?:[^\n.]{{0,60}}[\s,|·(])?(?P<m>{MONTH}|{'|'.join(SEASONS)})\s(?:de\s|del\s)?{YEAR}\W{{0,3}}$", re.M | re.I)
# "CIUDAD DE MÉXICO, 23 dic (Agencia).-", "OTTAWA, Jan. 29 -": the day without its year.
DATELINE = compiled(
    rf"^[A-ZÁÉÍÓÚÑ][^\n.;:]{{2,40}}[,.]\s(?:(?P<d>\d{{1,2}})\s(?:de\s)?(?P<m>{MONTH})|(?P<n>{MONTH})\s(?P<e>\d{{1,2}}))\s?(?:\(|\.?\s?[-—–])", re.M | re.I
)
# "el año pasado, 11% menos que en 2023": what the last year is compared with is the year before it.
LAST_YEAR = compiled(
    r"\b(?:last year|(?:el )?a[ñn]o pasado)\b[^.;\n]{0,110}?\b(?:(?:more|less|higher|lower|fewer|up|down)(?: than| from)?"
    r"|m[áa]s que|menos que|frente a|respecto (?:a|de)|contra)"
    rf"\s(?:in |en |the |los |las |lo |de ){{0,2}}{YEAR}",
    re.I,
)
# "than in the same quarter of 2024": the figures are of the year after.
SAME_PART = compiled(
    r"\b(?:same|corresponding|mism[oa]|igual)\s(?:[a-záéíóú-]+\s){0,2}?(?:period|lapse|time|span|month|quarter|half|per[íi]odo|lapso|tiempo|mes|trimestre"
    rf"|semestre|bimestre|cuatrimestre)\s(?:in|of|de|del|en)\s(?:(?:the year|el a[ñn]o|a[ñn]o)\s)?{YEAR}",
    re.I,
)
# "cerró 2025 con superávit", "ended 2025 with a surplus".
CLOSED = compiled(rf"\b(?:cerr(?:ó|aron)|termin(?:ó|aron)|concluy(?:ó|eron)|closed|ended|finished)\s(?:out\s)?(?:el\s(?:a[ñn]o\s)?|the year\s)?{YEAR}", re.I)
# What lies ahead, begins, or only compares.
AHEAD = compiled(
    r"\b(?:by|for|until|through|from|since|than|against|versus|hasta|para|hacia|desde|que|frente al?|respecto al?)"
    r"(?:\s(?:in|en|the|el|la|los|las|those|of|de)){0,3}\s$"
    r"|\b(?:review|revisi[óo]n|will|would|could|may|podr[íi]an?|[a-zñ]{3,}(?:ar|er|ir)án?|expected|forecast|projected|espera\w*|prev[ée]\w*)\b[^.;]{0,60}$",
    re.I,
)
BY = compiled(r"(?:by|para|until|hasta)\b", re.I)


def written_by(document: Document, sentences: Sequence[Frame]) -> date | None:
    """The day by which an undated text seems to have been written: of its issue or dateline where it has one; None where its words do not tell."""
    text = document.text
    if issued := ISSUE.search(text[:HEAD]):
        name = issued["m"].casefold()
        month = SEASONS.get(name) or month_number(name)
        return months(int(issued["y"]), month, month).last
    if found := LAST_YEAR.search(text):
        return _day(text, int(found["y"]) + 2, 12)
    compared = max((int(found["y"]) + 1 for found in SAME_PART.finditer(text)), default=0)
    closed = max((*(int(found["y"]) + 1 for found in CLOSED.finditer(text)), *(year + 1 for year in _over(document, sentences))), default=0)
    year = max(compared, closed)
    return _day(text, year, 12 if year == compared else 6) if year else None


def _day(text: str, year: int, month: int) -> date | None:
    """The day of the dateline in that year, else the last one of a month."""
    line = DATELINE.search(text[:HEAD])
    day = existing_day(year, month_number(line["m"] or line["n"]), int(line["d"] or line["e"])) if line else None
    return day or months(year, month, month).last


def _over(document: Document, sentences: Sequence[Frame]) -> Iterator[int]:
    """The whole years for which sentences tell sums of trade."""
    for frame in sentences:
        if frame.kind not in ("prose", "list") or not (pattern("any").search(frame.text) or pattern("trade").search(frame.text)) or not SUM.search(frame.text):
            continue
        for slot in frame.slots:
            when = period(slot.phrase.interval) if slot.phrase else ""
            if len(when) == 4 and not BY.match(document.text, slot.span[0]) and not AHEAD.search(frame.text, 0, _place(frame, slot.span[0])):
                yield int(when)


def _place(frame: Frame, offset: int) -> int:
    return next((at for at, start in enumerate(frame.starts) if start >= offset), len(frame.text))
