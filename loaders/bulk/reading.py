"""What Python does with a partition of documents: each is read by the reader of one machine, and becomes one row."""

import gc
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from graph.claims import Record, Source, Status, Text
from graph.errors import SourceError, shown
from loaders.ahead import COLLECT_EVERY
from loaders.exports.parquet import claim_row, source_row
from loaders.inputs import LONGEST_NAME, LONGEST_PATH, discard, inputs
from loaders.reading import Reading, check_size, read, read_text

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

AT_ONCE = 16
Row = dict[str, Any]


def read_batches(batches: "Iterator[RecordBatch]", table: "Schema", layer: str) -> "Iterator[RecordBatch]":
    """A row for each document of the partition, a few at once, so that no more than those are held."""
    from pyarrow import RecordBatch

    gc.set_threshold(COLLECT_EVERY)
    rows: list[Row] = []
    for batch in batches:
        for given in batch.to_pylist():
            for row in _rows(given, layer):
                rows.append(row)
                if len(rows) == AT_ONCE:
                    yield RecordBatch.from_pylist(rows, schema=table)
                    rows = []
    if rows:
        yield RecordBatch.from_pylist(rows, schema=table)


def _rows(given: Mapping[str, Any], layer: str) -> Iterator[Row]:
    """The documents behind one row: that of a text, of a file, or those of an archive."""
    if given["text"] is not None:
        meta = {name: given[name] or "" for name in ("url", "publisher")}
        found = read_text(given["text"], given["name"], format=given["format"] or "text", layer=layer, published=given["published"], **meta)
        yield _row(given["name"], found)
        return
    try:
        check_size(given["size"] or 0, given["name"])
    except SourceError as error:
        yield _row(given["name"], Reading(reason=str(error)))
        return
    with TemporaryDirectory(prefix="trilateral-") as folder:
        path = given["name"]
        if given["content"] is not None:
            path = str(Path(folder, PurePosixPath(given["name"]).name[-LONGEST_NAME:]))
            Path(path).write_bytes(given["content"])
        for source in inputs([path], io.BytesIO(), Path(folder)):
            named = replace(source, name=source.name.replace(path, given["name"], 1))
            yield _row(named.name, read(named, layer=layer))
            discard(source)


def _row(name: str, reading: Reading) -> Row:
    if not reading.reason and reading.loader != "documents":
        said = f"{shown(name, LONGEST_PATH)}: is no document but for the loader {reading.loader}; file it with `trilateral load`"
        reading = Reading(reason=said)
    records = [line for line in reading.lines if isinstance(line, Record)]
    accepted = sum(record.status is Status.ACCEPTED for record in records)
    return {
        "name": name,
        "reason": reading.reason,
        "notes": list(reading.notes),
        "accepted": accepted,
        "proposed": len(records) - accepted,
        "source": next((source_row(line) for line in reading.lines if isinstance(line, Source)), None),
        "text": next((line.text for line in reading.lines if isinstance(line, Text)), None),
        "claims": [claim_row(record, record.status, False) for record in records],
    }
