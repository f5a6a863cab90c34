"""U.S. trade in goods as the Census Bureau's API gives it: JSON arrays, or the tables that people save of them.

Rows of one port, district or state are parts of the rows for all of them: only these are read. Rows of a region or a club of
countries overlap with those of its members and are left out; that of all countries is the total. Values by air or in containers are
parts of trade, never its total. Exports are valued alongside the ship, imports at the border without freight and insurance.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.claims import Line
from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake
from loaders.lists.cited import BadCell
from loaders.statistics.economies import economy, is_group
from loaders.statistics.editions import Editions, is_json, json_of
from loaders.statistics.figures import amount, check_hs, say_flow
from loaders.tables import MOST_COLUMNS, Row, rows
from loaders.wordlists import wordlist

EXTRACTOR = "census_trade/1"
VALUE = re.compile(r"([A-Z]{3}_(?:VAL|CIF))_(MO|YR)")
QUANTITY = re.compile(r"[A-Z]{3}_(?:WGT|QY1|QY2)_(?:MO|YR)(?:_FLAG)?")
TIME = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")
INDEX = re.compile(r"\d*")
MONTHLY = "MO"
OFFICE = {"publisher": "U.S. Census Bureau", "url": "https://api.census.gov/data/timeseries/intltrade", "licence": "public domain"}


@dataclass(slots=True)
class Series:
    """The figures of one file: the direction of trade that it is of, and what each column of values means and spans."""

    editions: Editions
    direction: str
    columns: dict[str, tuple[dict[str, str], str]]


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The flows of a file."""
    series: Series | None = None
    for row in _rows(source, intake):
        series = series or _series(source, intake, row)
        intake.audit(row.cells, _known(tuple(row.cells)))
        if part := next((name for name in _words()["parts"] if row[name] not in _words()["totals"]), ""):
            intake.unread[f"rows of one {part}"] += 1
            continue
        if is_group(_words()["countries"].get(row["CTY_CODE"], "")):
            intake.unread["rows of a group of countries"] += 1
            continue
        try:
            yield from _said(series, row)
        except BadCell as error:
            intake.fault(str(error), row=row.number, column=error.column)


def _rows(source: Input, intake: Intake) -> Iterator[Row]:
    if not is_json(source):
        yield from rows(source, fault=intake.fault, above=_is_counted, header=lambda names: ["" if INDEX.fullmatch(name) else name for name in names])
        return
    header, *lines = _arrays(source)
    names = [str(cell) for cell in header]
    for number, line in enumerate(lines, 2):
        cells = [("" if cell is None else str(cell)).strip() for cell in line] if isinstance(line, list) else []
        found = dict(zip(names, cells, strict=False))
        if len(cells) != len(names):
            intake.fault(f"{len(cells)} cells where the header has {len(names)}", row=number)
        elif any(found[name] != cell for name, cell in zip(names, cells, strict=True)):
            intake.fault("two columns of one name hold different values", row=number)
        else:
            yield Row(number, found)


def _arrays(source: Input) -> list[Any]:
    content = json_of(source)
    if not isinstance(content, list) or not content or not isinstance(content[0], list) or len(content[0]) > MOST_COLUMNS:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no array of rows with a header; nothing of this file was loaded")
    return content


def _is_counted(cells: list[str]) -> bool:
    """Whether a first row counts the columns, as R writes it over a table without names."""
    return len(cells) > 1 and all(re.fullmatch(r"V\d+", cell.strip()) for cell in cells[1:])


def _series(source: Input, intake: Intake, first: Row) -> Series:
    """What the columns mean. Raises SourceError where they tell no direction of trade."""
    values, categories = _words()["values"], _words()["categories"]
    columns = {name: (dict(values[found[1]]), found[2]) for name in first.cells if (found := VALUE.fullmatch(name)) and found[1] in values}
    ways = {
        meaning.get("direction", "") for meaning in (*(categories[name] for name in categories if name in first.cells), *(each for each, _ in columns.values()))
    }
    ways -= {""}
    if not columns or "CTY_CODE" not in first.cells or "time" not in first.cells:
        raise SourceError(
            f"{shown(source.name, LONGEST_PATH)}: wants CTY_CODE, time and a column of values such as GEN_VAL_MO; nothing of this file was loaded"
        )
    if len(ways) != 1:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: its columns do not tell exports from imports; nothing of this file was loaded")
    return Series(Editions(source, intake, EXTRACTOR, "source:census", "U.S. Census Bureau, trade in goods", dict(OFFICE)), ways.pop(), columns)


def _said(series: Series, row: Row) -> list[Line]:
    time = TIME.fullmatch(row["time"])
    if not time:
        raise BadCell("time", f"{shown(row['time'])} is no month")
    partner, what = _partner(row), _category(row)
    economies = series.editions.of(row["time"])
    for column, (meaning, span) in series.columns.items():
        if not row[column]:
            continue
        try:
            value = amount(row[column], column)
        except BadCell as error:
            series.editions.intake.fault(str(error), row=row.number, column=column)
            continue
        figure = {"basis": "goods", "concept": "customs", "direction": series.direction, "value": value, "unit": "USD", "period": _period(time, span)}
        said = f"{column} of {row['CTY_NAME'] or row['CTY_CODE']}"
        say_flow(economies.page, economies, ("us", partner), figure | meaning | what, locator=f"row {row.number}", gloss=said)
    return economies.page.take()


def _period(time: re.Match[str], span: str) -> str:
    """A month, or a year up to it."""
    year, month = time[1], time[2]
    if not month or (span != MONTHLY and month == "12"):
        return year
    return f"{year}-{month}" if span == MONTHLY or month == "01" else f"{year}-01..{year}-{month}"


def _partner(row: Row) -> str:
    found = _words()["countries"].get(row["CTY_CODE"]) or economy(row["CTY_NAME"])
    if not found:
        raise BadCell("CTY_CODE", f"{shown(row['CTY_CODE'])} ({shown(row['CTY_NAME'])}) is no country that is known")
    return str(found)


def _category(row: Row) -> dict[str, object]:
    for column, meaning in _words()["categories"].items():
        code = row[column]
        if code in ("", "-"):
            continue
        label = next((row[name] for name in meaning["words"] if row[name]), "")
        if meaning["scheme"] == "HS":
            _check(code, column)
        return {"scheme": meaning["scheme"], "code": code, "category": label}
    return {"category": "total"}


def _check(code: str, column: str) -> None:
    try:
        check_hs(code)
    except BadCell as error:
        raise BadCell(column, str(error)) from error


@cache
def _known(columns: tuple[str, ...]) -> frozenset[str]:
    """The columns that are read, or that say nothing that a figure needs."""
    words = _words()
    of_categories = {name for meaning in words["categories"].values() for name in meaning["words"]}
    told = {"CTY_CODE", "CTY_NAME", "time", *words["categories"], *of_categories, *words["parts"], *words["unsaid"]}
    values = {name for name in columns if QUANTITY.fullmatch(name) or ((found := VALUE.fullmatch(name)) and found[1] in words["values"])}
    return frozenset(told | values)


def _words() -> Mapping[str, Any]:
    return wordlist("loaders.statistics", "census_trade_words")
