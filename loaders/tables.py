"""Rows of tables as people keep them: CSV, TSV and XLSX in the encodings and with the faults that real files have."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from graph.errors import SourceError, shown
from loaders.cells import plain
from loaders.inputs import LONGEST_PATH, Input, is_workbook, unreadable

MOST_COLUMNS = 2_000
LONGEST_CELL = 1_000_000
NOTHING = frozenset({"null", "NULL", "\\N"})


Repair = Callable[[list[str], Sequence[str], int], list[str] | None]


class Fault(Protocol):
    """Takes what was left out, and where."""

    def __call__(self, reason: str, *, row: int = 0, column: str = "") -> None:
        """`row` from 1, the header counted; 0: the file."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the names of its columns, cells stripped and without the apostrophe that guards what looks like a formula.

    `number` is its place in the file, the header being 1.
    """

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows(
    source: Input,
    *,
    encodings: Sequence[str] = ("utf-8-sig", "cp1252"),
    repair: Repair | None = None,
    fault: Fault,
    header: Callable[[list[str]], list[str]] = list,
    above: Callable[[list[str]], bool] = lambda _: False,
    wanted: Sequence[str] = (),
) -> Iterator[Row]:
    """The rows of a CSV, TSV or XLSX file.

    The first of the encodings that fits the whole file is used; where none but the last does, each line has the first that fits it.
    `header` makes the names of the columns of the first row that is not `above` it; `repair` is given the cells of a row with too many
    or too few, the names, and its number, and returns the cells or None; a row that stays broken goes to `fault` (reason, row, column)
    and is left out. Raises SourceError for a file without a header or without a `wanted` column, with two columns of one name, or with too many.
    """
    try:
        columns: list[str] = []
        for number, cells in _lines(source, encodings, fault):
            if columns:
                if row := _row(number, cells, columns, repair, fault):
                    yield row
            elif not above(cells):
                columns = _columns(header([cell.strip() for cell in cells]), source.name, wanted)
        _columns(columns, source.name, wanted)
    except OSError as error:
        raise unreadable(source.name, error) from error
    except csv.Error as error:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no table ({shown(str(error))}); nothing of this file was loaded") from error


def lower_case(names: list[str]) -> list[str]:
    """Names of columns as hand-kept lists write them: "Unit multiplier" is unit_multiplier."""
    return ["_".join(name.casefold().replace("-", " ").split()) for name in names]


def _row(number: int, cells: list[str], columns: Sequence[str], repair: Repair | None, fault: Fault) -> Row | None:
    if not any(cell.strip() for cell in cells):
        return None
    fitting = cells if len(cells) == len(columns) else repair(cells, columns, number) if repair else None
    if fitting is None:
        fault(f"{len(cells)} cells where the header has {len(columns)}; mend the row", row=number)
        return None
    stripped = [cell.strip() for cell in fitting]
    # Few cells begin with an apostrophe, and to ask each costs more than to look.
    said = ["" if cell in NOTHING else plain(cell) if cell[:1] == "'" else cell for cell in stripped]
    return Row(number, dict(zip(columns, said, strict=True)))


def _lines(source: Input, encodings: Sequence[str], fault: Fault) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with its number."""
    if is_workbook(source.path):
        from loaders.workbook import cells_of

        yield from cells_of(source, fault)
        return
    csv.field_size_limit(LONGEST_CELL)
    with source.path.open("rb") as stream:
        sample = stream.read(65_536)
    encoding = _encoding(source.path, encodings)
    text = _one_encoding(source.path, encoding) if encoding else _mixed(source.path, encodings, fault)
    delimiter = _delimiter(sample.decode(encoding or encodings[-1], "replace"))
    reader = csv.reader(text, delimiter=delimiter)
    before = number = 0
    held: list[str] = []  # a row of several lines, which may be the last one and lack the end of a quote
    for number, cells in enumerate(reader, 1):
        if held:
            yield number - 1, held
            held = []
        if reader.line_num - before > 1:
            held, began = cells, before
        else:
            yield number, cells
        before = reader.line_num
    if held:
        again = _one_encoding(source.path, encoding) if encoding else _mixed(source.path, encodings, lambda *_, **__: None)
        if _open_quote(islice(again, began, None), delimiter):
            fault(f"a quote is opened here and never closed, which took in {before - began - 1} more lines to the end of the file; mend the row", row=number)
        else:
            yield number, held


def _open_quote(lines: Iterable[str], delimiter: str) -> bool:
    """Whether the last row, told by its lines, ends within a quote."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _columns(columns: list[str], name: str, wanted: Sequence[str]) -> list[str]:
    twice = sorted({column for column in columns if column and columns.count(column) > 1}) if len(columns) <= MOST_COLUMNS else []
    if len(columns) > MOST_COLUMNS:
        reason = f"more than {MOST_COLUMNS} columns"
    elif not any(columns):
        reason = "no header"
    elif twice:
        reason = f"two columns are called {shown(twice[0])}"
    elif missing := [column for column in wanted if column not in columns]:
        reason = f"no column is called {' or '.join(missing)}"
    else:
        return columns
    raise SourceError(f"{shown(name, LONGEST_PATH)}: {reason}; nothing of this file was loaded")


def _delimiter(sample: str) -> str:
    first = sample.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(",\t;|", key=first.count)


def _encoding(path: Path, encodings: Sequence[str]) -> str:
    """The first of the encodings, but not the last, that the whole file is in; "" where none is."""
    with path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        decoders = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in encodings[:-1]}
        while decoders and (block := stream.read(1 << 20)):
            for encoding, decoder in list(decoders.items()):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    del decoders[encoding]
    return next(iter(decoders), "")


def _one_encoding(path: Path, encoding: str) -> Iterable[str]:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        yield from stream


def _mixed(path: Path, encodings: Sequence[str], fault: Fault) -> Iterable[str]:
    """The lines of a file, each in the first of the encodings that fits it; that they are not all in one is said once."""
    found: dict[str, int] = {}
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.isascii():
                yield line.decode("ascii")
                continue
            encoding, text = _decoded(line, encodings)
            if encoding not in found:
                found[encoding] = number
                if len(found) == 2:
                    first, second = (f"{name.removesuffix('-sig')} in line {at}" for name, at in found.items())
                    fault(f"the file mixes encodings ({first}, {second}); each line was read in its own")
            yield text


def _decoded(line: bytes, encodings: Sequence[str]) -> tuple[str, str]:
    for encoding in encodings[:-1]:
        try:
            return encoding, line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return encodings[-1], line.decode(encodings[-1], "replace")
