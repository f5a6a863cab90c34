"""Flows of trade in SDMX-CSV, as the OECD and other offices give them: services by partner (BaTIS), goods by product.

Columns are told by their names, whatever their order, with labels beside codes or without.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from graph.claims import Line
from graph.errors import SourceError, shown
from graph.spelling import slug
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake
from loaders.lists.cited import BadCell
from loaders.statistics.economies import economy, is_group
from loaders.statistics.editions import Editions
from loaders.statistics.figures import amount, currency, say_flow
from loaders.tables import Row, rows
from loaders.wordlists import wordlist

EXTRACTOR = "sdmx_csv/1"
NEEDED = ("reporter", "partner", "flow", "category", "time", "value", "unit")
STRUCTURE = re.compile(r"(?P<agency>[\w.]+):(?P<id>[\w@.-]+)(?:\((?P<version>[\w.]*)\))?")
UNIT = re.compile(r"([A-Z]{3})(?:_EXC)?")
TIME = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|[SHB](?P<half>[12])|A1))?")
GONE = frozenset({"D", "DELETE"})
NOTHING = frozenset({"", "NaN", "."})


@dataclass(frozen=True, slots=True)
class Table:
    """A file with what its columns are called."""

    editions: Editions
    columns: Mapping[str, str]
    label: str


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The flows of a file."""
    table: Table | None = None
    for row in rows(source, fault=intake.fault, header=_codes):
        table = table or _table(source, intake, row)
        intake.audit(row.cells, _known(tuple(table.columns.values()), tuple(row.cells)))
        try:
            if reason := _left_out(table, row):
                intake.unread[reason] += 1
            else:
                yield from _said(table, row)
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)


def _codes(names: list[str]) -> list[str]:
    """Names of columns without the labels that may follow a code ("REF_AREA: Reference area"); labels of their own keep a mark."""
    return [name.partition(":")[0].strip() if name.partition(":")[0].isupper() else name for name in names]


def _table(source: Input, intake: Intake, first: Row) -> Table:
    """Raises SourceError where columns that a flow needs are missing."""
    columns = {what: found for what, names in _words()["columns"].items() if (found := next((name for name in names if name in first.cells), ""))}
    if missing := [what for what in NEEDED if what not in columns]:
        wanted = ", ".join(f"{what} ({' or '.join(_words()['columns'][what][:2])})" for what in missing)
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no flows of trade, since it has no column for {wanted}; nothing of this file was loaded")
    told = STRUCTURE.search(first[columns.get("structure", "")])
    office = told["agency"].partition(".")[0] if told else ""
    dataflow = told["id"].rpartition("@")[2] if told else ""
    group = f"source:{slug(f'{office} {dataflow}')}" if told else "source:sdmx"
    names = list(first.cells)
    beside = names[names.index(columns["category"]) + 1 :][:1]
    fields = {"publisher": office, "licence": "CC BY 4.0"} if office == "OECD" else {"publisher": office}
    title = f"{office} {dataflow}".strip() or "SDMX table"
    return Table(Editions(source, intake, EXTRACTOR, group, title, fields), columns, next((name for name in beside if not name.isupper()), ""))


def _left_out(table: Table, row: Row) -> str:
    """Why a row is not read; "" for one that is."""
    cell = partial(_code, table, row)
    if cell("action").upper() in GONE:
        return "rows that take an observation back"
    if cell("value") in NOTHING:
        return "rows without a value"
    if cell("adjustment") not in _words()["adjustments"]:
        return f"rows adjusted by {shown(cell('adjustment'))}"
    return "rows of a group of countries" if is_group(economy(cell("partner"))) else ""


def _said(table: Table, row: Row) -> list[Line]:
    cell = partial(_code, table, row)
    ends = _end(table, row, "reporter"), _end(table, row, "partner")
    way = _words()["flows"].get(cell("flow").upper())
    if not way:
        raise BadCell(table.columns["flow"], f"{shown(cell('flow')) or 'nothing'} is no direction of trade")
    period = _period(cell("time"), table.columns["time"])
    figure = {
        "value": amount(cell("value"), table.columns["value"]) * 10 ** _power(table, row),
        "unit": _unit(cell("unit"), table.columns["unit"]),
        "direction": way,
        "period": period,
        "recorded_by": _words()["adjustments"][cell("adjustment")],
        **_category(table, row),
    }
    economies = table.editions.of(period)
    said = "; ".join(f"{table.columns[what]} {cell(what)}" for what in ("reporter", "partner", "flow", "category"))
    say_flow(economies.page, economies, ends, figure, locator=f"row {row.number}", gloss=said)
    return economies.page.take()


def _code(table: Table, row: Row, what: str) -> str:
    """The code of a cell, without the label that may follow it."""
    text = row[table.columns.get(what, "")]
    return text.partition(": ")[0] if what != "structure" else text


def _label(table: Table, row: Row) -> str:
    return row[table.label] or row[table.columns["category"]].partition(": ")[2]


def _end(table: Table, row: Row, which: str) -> str:
    code = _code(table, row, which)
    found = economy(code)
    if not found:
        raise BadCell(table.columns[which], f"{shown(code) or 'nothing'} is no economy that is known")
    return found


def _category(table: Table, row: Row) -> dict[str, str]:
    column, code = table.columns["category"], _code(table, row, "category")
    meaning: dict[str, str] = dict(_words()["categories"][column])
    if total := _words()["totals"].get(code):
        meaning.pop("scheme")
        return {**meaning, **total}
    return meaning | {"code": code, "category": _label(table, row)}


def _power(table: Table, row: Row) -> int:
    text = _code(table, row, "multiplier") or "0"
    if not re.fullmatch(r"1?\d", text):
        raise BadCell(table.columns["multiplier"], f"{shown(text)} is no power of ten")
    return int(text)


def _unit(text: str, column: str) -> str:
    found = UNIT.fullmatch(text)
    return currency(found[1] if found else text, column)


def _period(text: str, column: str) -> str:
    """A year, a month, a quarter or a half-year."""
    found = TIME.fullmatch(text)
    if not found:
        raise BadCell(column, f"{shown(text) or 'nothing'} is no period")
    year = found["year"]
    for part, length in (("quarter", 3), ("half", 6)):
        if found[part]:
            last = int(found[part]) * length
            return f"{year}-{last - length + 1:02}..{year}-{last:02}"
    return f"{year}-{found['month']}" if found["month"] else year


@cache
def _known(columns: tuple[str, ...], names: tuple[str, ...]) -> frozenset[str]:
    """The columns that are read, those that say nothing that a figure needs, and labels of codes."""
    return frozenset({*columns, *_words()["unsaid"], *(name for name in names if not name.isupper())})


def _words() -> Mapping[str, Any]:
    return wordlist("loaders.statistics", "sdmx_csv_words")
