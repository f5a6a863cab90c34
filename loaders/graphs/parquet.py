"""Reads Parquet tables of claims, sources and texts: what `export` and bulk work on Spark write, as the lines that they were."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.claims import Claim, Figure, Line, Record, Source, Text
from graph.errors import BadDate, RequestError, SourceError, shown
from loaders.inputs import LONGEST_PATH, Input
from loaders.intake import Intake

if TYPE_CHECKING:
    from pyarrow.dataset import Dataset

AT_ONCE = 10_000
SAID = ("subject", "predicate", "object", "value", "ask", "modality", "speaker", "when", "source", "quote", "gloss", "locator")
EMPTY: Mapping[str, Any] = {}


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The sources, their texts, then the claims, those that give kinds first; a row that is no claim is reported and left out.

    A quote keeps its place only where its text is there. Raises SourceError for what is no such folder of tables, and
    RequestError without the extra `parquet`.
    """
    if not source.path.is_dir() or not source.bundle:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: is one table of several; name the folder with claims.parquet and sources.parquet")
    home = "" if intake.layer == "public" else intake.layer
    intake.file = "sources.parquet"
    for number, row in _rows(source, "sources"):
        if one := _made(intake, number, row):
            yield one.model_copy(update={"layer": home}) if home else one
    with_text: set[str] = set()
    if (source.path / "texts.parquet").exists():
        for _, row in _rows(source, "texts"):
            with_text.add(row["source"])
            yield Text(source=row["source"], text=row["text"])
    intake.file = "claims.parquet"
    for kinds in (True, False):
        for number, row in _rows(source, "claims", kinds=kinds):
            if record := _record(intake, number, row, with_text):
                yield record.model_copy(update={"layer": home}) if home else record


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of a row of the table; raises ValidationError and BadDate. Its id is that of the row unless an end goes by another id since."""
    fields = {name: row[name] or "" for name in SAID}
    span = None if row["span_start"] is None else (row["span_start"], row["span_end"])
    figure = Figure.model_validate_json(row["figure"]) if row["figure"] else None
    return Claim.model_validate(
        fields | {"qualifiers": tuple(row["qualifiers"] or ()), "figure": figure, "span": span, "confidence": round(row["confidence"] * 1000)}
    )


def record_of(row: Mapping[str, Any]) -> Record:
    """The same with its status, layer and extractor."""
    return Record(claim=claim_of(row), status=row["status"], layer=row["layer"], extractor=row["extractor"] or "")


def source_of(row: Mapping[str, Any]) -> Source:
    """The source of a row; raises ValidationError."""
    return Source.model_validate({name: value for name, value in row.items() if name in Source.model_fields and value is not None})


def _made(intake: Intake, number: int, row: Mapping[str, Any]) -> Source | None:
    try:
        return source_of(row)
    except ValidationError as error:
        intake.fault(_reason(error), row=number)
        return None


def _record(intake: Intake, number: int, row: Mapping[str, Any], with_text: set[str]) -> Record | None:
    try:
        return record_of(row if row["source"] in with_text else {**row, "span_start": None})
    except ValidationError as error:
        intake.fault(_reason(error), row=number)
    except BadDate as error:
        intake.fault(str(error), row=number, column="when")
    return None


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{shown('.'.join(map(str, first['loc'])))}: {shown(first['msg'], 200)}; left out"


def _rows(source: Input, name: str, *, kinds: bool | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a table with their numbers; of claims only those that give kinds, or only the others."""
    from pyarrow import ArrowException

    table = _table(source, name)
    number = 0
    try:
        for batch in table.to_batches(batch_size=AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                if kinds is None or (row["predicate"] == "kind") is kinds:
                    yield number, row
    except (ArrowException, OSError) as error:
        raise _damaged(source, name, error) from error


def _table(source: Input, name: str) -> "Dataset":
    """A table whose columns are those of an export. Raises SourceError."""
    try:
        from pyarrow import ArrowException, dataset
    except ImportError as error:
        raise RequestError("parquet: needs the extra of that name; install it with pip install 'trilateral[parquet]'") from error
    from loaders.exports.parquet import CLAIM, SOURCE, TEXT

    path = source.path / f"{name}.parquet"
    try:
        table = dataset.dataset(path, format="parquet")
    except (ArrowException, OSError) as error:
        raise _damaged(source, name, error) from error
    wanted = {"claims": CLAIM, "sources": SOURCE, "texts": TEXT}[name]
    if missing := [column for column in wanted if column not in table.schema.names]:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: {name}.parquet has no column {missing[0]}; export the record again")
    return table


def _damaged(source: Input, name: str, error: Exception) -> SourceError:
    return SourceError(f"{shown(source.name, LONGEST_PATH)}: {name}.parquet cannot be read ({shown(str(Path(str(error)).name), 120)}); write it again")
