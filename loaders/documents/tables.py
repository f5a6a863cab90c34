"""Tables in plain text: a head that states the unit ("Exports, billions of dollars"), then a line for each country, year or good."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.model import Span
from loaders.documents.numbers import number

UNIT = re.compile(
    r"\((?P<a>[^()\n]{1,50})\)"
    r"|[,:–—-]\s?(?:in|en|cifras en|values in|figures in|valores en|montos en|(?=(?:US|CA?)?[$]|(?:miles de )?millones de|[bm]illions of))"
    r"\s?(?P<b>[^()\n\d,]{3,45}?)(?=(?:,\s[a-záéíóúñ -]{3,40})?[.:]?\s*$)",
    re.I | re.M,
)
SCALE = (
    (1e12, re.compile(r"\b(?:trillions?|billones)\b", re.I)),
    (1e9, re.compile(r"\b(?:billions?|bn|mil(?:es)? (?:de )?millones|mmdd|mmdp|milliards)\b", re.I)),
    (1e6, re.compile(r"\b(?:millions?|mn|millones|mdd|mdp)\b", re.I)),
    (1e3, re.compile(r"\b(?:thousands?|miles|mil)\b", re.I)),
)
MONEY = (
    ("CAD", re.compile(r"canadian|canadienses|C\$|\bCAD\b", re.I)),
    ("USD", re.compile(r"US\s?\$|\bUSD\b|\bU\.?S\.? dollars|d[óo]lares|\bmm?dd\b", re.I)),
    ("MXN", re.compile(r"pesos|\bMXN\b|\bmm?dp\b", re.I)),
    ("EUR", re.compile(r"euros?|€|\bEUR\b", re.I)),
    ("$", re.compile(r"\$|dollars", re.I)),
)
PERCENT = re.compile(r"^\W*(?:%|percent|per cent|por ciento|porcentaje|percentage|share|participaci[óo]n)", re.I)
NUMERAL = r"(?:US\s?)?[$€]?\s?-?\d{1,3}(?:[,. \u00a0\u202f]\d{3})*(?:[.,]\d+)?|(?:US\s?)?[$€]?\s?-?\d+(?:[.,]\d+)?"
CELL = re.compile(rf"(?:{NUMERAL})\s?%?\*?")
YEAR = re.compile(r"(?:19|20)\d\d")
ROOMY = re.compile(r"\s*\|\s*|\t+|\s/\s|\s{2,}|\s?(?:\.\s?){3,}\s?|\s?…+\s?|\s[–—-]\s")
COLON = re.compile(r":\s+")
NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
LAST = re.compile(rf"(?P<label>[^\d:;]{{2,50}}?)\s(?P<cell>{NUMERAL})\s?%?")
YEARLY = re.compile(rf"(?P<label>(?:19|20)\d\d)\s(?P<cell>{NUMERAL})\s?%?")
RULE = re.compile(r"[\s|:=–—+-]+")
LONGEST_HEAD, LONGEST_ROW = 200, 120


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a table: its line, the label of the line, the title of its column or "", and its value in the unit of the head."""

    line: Span
    label: str
    column: str
    value: float


@dataclass(frozen=True, slots=True)
class Table:
    """The head's span, its unit (an ISO currency, "$" or "%") and the rows."""

    head: Span
    unit: str
    rows: tuple[Row, ...]


def find_tables(text: str, language: str) -> tuple[Table, ...]:
    """The tables of a text: those with two numbers at least."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    found, at = [], 0
    while at < len(lines):
        said = _unit(text[slice(*lines[at])]) if lines[at][1] - lines[at][0] <= LONGEST_HEAD else None
        at += 1
        if not said:
            continue
        unit, scale, alone = said
        rows, end = _rows(text, lines, at, language, scale)
        if len(rows) > 1:
            start = lines[at - 2][0] if alone and at > 1 else lines[at - 1][0]
            found.append(Table((start, lines[at - 1][1]), unit, rows))
            at = end
    return tuple(found)


def _unit(line: str) -> tuple[str, float, bool] | None:
    """(unit, scale, the line says nothing else) of a head."""
    for match in UNIT.finditer(line):
        said = match["a"] or match["b"]
        if PERCENT.match(said):
            return "%", 1.0, match.span() == (0, len(line.strip()))
        scale = next((value for value, words in SCALE if words.search(said)), 1.0)
        money = next((code for code, words in MONEY if words.search(said)), "")
        if money and scale > 1:
            return money, scale, match.span() == (0, len(line.strip()))
    return None


def _rows(text: str, lines: list[Span], at: int, language: str, scale: float) -> tuple[tuple[Row, ...], int]:
    rows: list[Row] = []
    columns: list[str] = []
    while at < len(lines) and lines[at][1] - lines[at][0] <= LONGEST_ROW:
        line = text[slice(*lines[at])]
        cells = _cells(line)
        numbers = [cell for cell in cells[1:] if CELL.fullmatch(cell)]
        if RULE.fullmatch(line):
            pass
        elif len(cells) > 2 and all(YEAR.fullmatch(cell) for cell in cells[1:]) and not rows:
            columns = cells[1:]
        elif numbers and len(numbers) == len(cells) - 1:
            columns = columns[-len(numbers) :] if len(columns) - len(numbers) in (0, 1) else []
            rows += [
                Row(lines[at], cells[0], columns[place] if columns else "", value * scale)
                for place, cell in enumerate(numbers[: len(columns) or 1])
                if (value := number(re.sub(r"[^\d.,]", "", cell), language)) > 0
            ]
        elif rows or not _is_header(cells):
            break
        else:
            columns = cells
        at += 1
    return tuple(Row(row.line, row.label, row.column, round(row.value, 6)) for row in rows), at


def _is_header(cells: list[str]) -> bool:
    return len(cells) > 1 and not any(CELL.fullmatch(cell) for cell in cells)


def _cells(line: str) -> list[str]:
    plain = NUMBERED.sub("", line.strip(" \t|•·*-–"))
    cells = [cell.strip() for cell in ROOMY.split(plain) if cell.strip()]
    if cells and (len(cells) == 1 or len(COLON.split(cells[0])) > 1):
        cells = [*(cell.strip() for cell in COLON.split(cells[0]) if cell.strip()), *cells[1:]]
    if len(cells) == 1 and (match := YEARLY.fullmatch(plain)):
        cells = [match["label"], match["cell"]]
    if len(cells) == 1 and (match := LAST.fullmatch(plain)):
        cells = [match["label"], match["cell"]]
    return cells


def scaled(quote: str) -> Iterator[float]:
    """The numbers of a table's quote, head and line, in the unit that the head states."""
    line = quote.rpartition("\n")[2]
    said = _unit(quote.partition("\n")[0]) or _unit(quote)
    for cell in _cells(line)[1:] if said else ():
        if CELL.fullmatch(cell):
            for language in ("en", "es"):
                yield round(number(re.sub(r"[^\d.,]", "", cell), language) * (said[1] if said else 1), 6)
