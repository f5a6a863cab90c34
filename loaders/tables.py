"""Rows of tables as people keep them: CSV and TSV in the encodings and with the faults that real files have."""

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input, unreadable

MOST_COLUMNS = 2_000
LONGEST_CELL = 1_000_000
NOTHING = frozenset({"null", "NULL", "\\N"})


Repair = Callable[[list[str], Sequence[str], int], list[str] | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the names of its columns, cells stripped, and its number in the file, the header being 1."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows(
    source: Input,
    *,
    encodings: Sequence[str] = ("utf-8-sig", "cp1252"),
    repair: Repair | None = None,
    fault: Callable[..., None],
    header: Callable[[list[str]], list[str]] = list,
) -> Iterator[Row]:
    """The rows of a CSV or TSV file.

    The first of the encodings that fits the whole file is used. `header` makes the names of the columns of the
    first row; `repair` is given the cells of a row with too many or too few, the names, and its number, and returns the cells or None;
    a row that stays broken goes to `fault` (reason, row, column) and is left out. Raises SourceError for a file without a header,
    with two columns of one name, or with too many.
    """
    try:
        encoding = _encoding(source.path, encodings)
        with source.path.open(encoding=encoding, errors="replace", newline="") as stream:
            yield from _rows(stream, source.name, repair, fault, header)
    except OSError as error:
        raise unreadable(source.name, error) from error
    except csv.Error as error:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no table ({shown(str(error))}); nothing of this file was loaded") from error


def _rows(
    stream: IO[str],
    name: str,
    repair: Repair | None,
    fault: Callable[..., None],
    header: Callable[[list[str]], list[str]],
) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    sample = stream.read(65_536)
    stream.seek(0)
    lines = csv.reader(stream, delimiter=_delimiter(sample))
    columns = _columns(header([cell.strip() for cell in next(lines, [])]), name)
    for number, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        fitting = cells if len(cells) == len(columns) else repair(cells, columns, number) if repair else None
        if fitting is None:
            fault(f"{len(cells)} cells where the header has {len(columns)}; mend the row", row=number)
        else:
            yield Row(number, {column: "" if cell.strip() in NOTHING else cell.strip() for column, cell in zip(columns, fitting, strict=True)})


def _columns(columns: list[str], name: str) -> list[str]:
    twice = sorted({column for column in columns if column and columns.count(column) > 1}) if len(columns) <= MOST_COLUMNS else []
    if len(columns) > MOST_COLUMNS:
        reason = f"{len(columns)} columns, more than {MOST_COLUMNS}"
    elif not any(columns):
        reason = "no header"
    elif twice:
        reason = f"two columns are called {shown(twice[0])}"
    else:
        return columns
    raise SourceError(f"{shown(name, LONGEST_PATH)}: {reason}; nothing of this file was loaded")


def _delimiter(sample: str) -> str:
    first = sample.split("\n", 1)[0]
    return max(",\t;|", key=first.count)


def _encoding(path: Path, encodings: Sequence[str]) -> str:
    with path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        decoders = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in encodings}
        while block := stream.read(1 << 20):
            for encoding, decoder in list(decoders.items()):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    del decoders[encoding]
    return next(iter(decoders), encodings[-1])
