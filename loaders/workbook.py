"""Rows of a workbook (XLSX): the values of its first sheet as text, never its formulas."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import date, datetime, time
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from graph.errors import SourceError, shown
from loaders.inputs import ARCHIVE_BYTES, DAMAGED, LONGEST_PATH, STEEPEST, Input
from loaders.tables import MOST_COLUMNS, Fault

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

BROKEN = (*DAMAGED, KeyError, ValueError, TypeError, AttributeError, ParseError)
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
FORMULA = b"<f"
SWOLLEN = 50_000_000


def cells_of(source: Input, fault: Fault) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that holds any, from the first that is not empty, with their numbers.

    Dates are written as 2025-04-22, or 2025-04 where the sheet shows no more; numbers without needless digits. A cell whose value is an
    error, or a formula whose result the file does not hold, goes to `fault` and is empty. Raises SourceError when the file is no workbook.
    """
    try:
        with ExitStack() as stack:
            values = _opened(source, stack, values=True)
            filled = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible" and any(_rows(sheet))]
            if not filled:
                return
            name = filled[0].title
            formulas: Iterable[tuple[object, ...]] = repeat(())
            if _has_formulas(source):
                formulas = _rows(_opened(source, stack, values=False)[name])
            if len(filled) > 1:
                others = ", ".join(shown(sheet.title) for sheet in filled[1:])
                fault(f"only its first sheet ({shown(name)}) was read, not {others}; save each as a file of its own")
            yield from _told(filled[0], formulas, fault)
    except BROKEN as error:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no workbook that can be read ({shown(str(error))}); save it again as .xlsx or .csv") from error


def heading(source: Input) -> bytes:
    """The first row that is not empty, as text, to recognise the table by; nothing where there is none."""
    first = next(cells_of(source, lambda *_, **__: None), (1, []))[1]
    return ",".join(first[:MOST_COLUMNS]).encode()


def _opened(source: Input, stack: ExitStack, *, values: bool) -> "Workbook":
    from openpyxl import load_workbook

    with zipfile.ZipFile(source.path) as package:
        members = package.infolist()
    steep = any(member.file_size > SWOLLEN and member.file_size > STEEPEST * max(1, member.compress_size) for member in members)
    if steep or sum(member.file_size for member in members) > ARCHIVE_BYTES:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: unpacked it would be far larger than a workbook is; save it as .csv")
    stream = stack.enter_context(source.path.open("rb"))  # a name would have to end in .xlsx
    return stack.enter_context(closing(load_workbook(stream, read_only=True, data_only=values, keep_links=False)))


def _has_formulas(source: Input) -> bool:
    """Whether a sheet of the file may hold formulas, which is asked before it is read a second time."""
    with zipfile.ZipFile(source.path) as package:
        for member in package.namelist():
            if member.startswith("xl/worksheets/"):
                with package.open(member) as sheet:
                    kept = b""
                    while block := sheet.read(1 << 20):
                        if FORMULA + b">" in kept + block or FORMULA + b" " in kept + block:
                            return True
                        kept = block[-len(FORMULA) :]
    return False


def _rows(sheet: "ReadOnlyWorksheet") -> Iterator[tuple[object, ...]]:
    sheet.reset_dimensions()
    yield from sheet.iter_rows()


def _told(sheet: "ReadOnlyWorksheet", formulas: Iterable[tuple[object, ...]], fault: Fault) -> Iterator[tuple[int, list[str]]]:
    header: list[str] = []
    for number, (row, made) in enumerate(zip(_rows(sheet), formulas, strict=False), 1):
        cells = [_text(cell) for cell in row]
        for at, cell in enumerate(made):
            if at < len(cells) and not cells[at] and getattr(cell, "data_type", "") == "f":
                fault("a formula whose result the file does not hold; open it and save it again", row=number, column=_column(header, at))
        for at, text in enumerate(cells):
            if text in ERRORS:
                fault(f"the error {text} stands for a value", row=number, column=_column(header, at))
                cells[at] = ""
        while cells and not cells[-1]:
            cells.pop()
        if not header and not cells:
            continue
        header = header or cells
        yield number, [*cells, *repeat("", len(header) - len(cells))]


def _column(header: list[str], at: int) -> str:
    return header[at] if at < len(header) else f"{at + 1}"


def _text(cell: object) -> str:
    """A value as it would stand in a text file."""
    value: object = getattr(cell, "value", None)
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
        case datetime() if value.time() == time() or "h" not in str(getattr(cell, "number_format", "h")).lower():
            return _shown(value.date(), str(getattr(cell, "number_format", "")))
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


def _shown(day: date, style: str) -> str:
    """A date as far as its format shows it: "mmm-yy" means the month, and "yyyy" the year."""
    shows = style.lower().partition(";")[0]
    if "d" in shows or "y" not in shows:
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in shows else f"{day:%Y}"
