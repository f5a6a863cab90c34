"""The record as Parquet tables: every claim that nobody rejected with all its fields, the entities, and the sources."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any

from graph.claims import Record, Status
from graph.errors import RequestError
from loaders.exports.told import Told

AT_ONCE = 50_000
LISTS = frozenset({"aliases", "part_of", "identifiers", "qualifiers"})
DAYS = frozenset({"start", "end", "published"})
ENTITY = ("id", "name", "kind", "aliases", "country", "url", "description", "part_of", "identifiers", "layer")
SOURCE = ("id", "title", "publisher", "author", "published", "url", "language", "licence", "kind", "sha256", "group", "reliability", "layer")
SAID = ("predicate", "value", "ask", "qualifiers", "modality", "when", "source", "quote", "gloss", "locator")
CLAIM = (
    "claim",
    "subject",
    "object",
    "speaker",
    *SAID,
    "start",
    "end",
    "span_start",
    "span_end",
    "confidence",
    "figure",
    "status",
    "confirmed",
    "layer",
    "extractor",
)
Row = Mapping[str, Any]


def write(told: Told, outs: Mapping[str, IO[bytes]], layers: str) -> None:
    """Write the three tables; `layers` stands in the metadata of each. Raises RequestError without the extra `parquet`."""
    told.lost.pop("texts of sources", None)
    rows = {
        "entities.parquet": (ENTITY, ({name: _plain(getattr(being, name)) for name in ENTITY} for being in told.beings.values())),
        "sources.parquet": (SOURCE, ({name: getattr(source, name) for name in SOURCE} for _, source in sorted(told.sources.items()))),
        "claims.parquet": (CLAIM, (_claim(record, status, confirmed, told) for record, status, confirmed in told.records())),
    }
    for name, (columns, some) in rows.items():
        told.counts[name.removesuffix(".parquet")] = _table(outs[name], columns, some, layers)


def _claim(record: Record, status: Status, confirmed: bool, told: Told) -> Row:
    claim = record.claim
    days = claim.interval
    return {name: _plain(getattr(claim, name)) for name in SAID} | {
        "claim": claim.id,
        "subject": told.entity(claim.subject),
        "object": told.entity(claim.object),
        "speaker": told.entity(claim.speaker),
        "start": days.start,
        "end": days.last,
        "span_start": claim.span[0] if claim.span else None,
        "span_end": claim.span[1] if claim.span else None,
        "confidence": claim.confidence / 1000,
        "figure": claim.figure.model_dump_json(exclude_defaults=True) if claim.figure else None,
        "status": str(status),
        "confirmed": confirmed,
        "layer": record.layer,
        "extractor": record.extractor,
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else str(value)


def _table(out: IO[bytes], columns: tuple[str, ...], rows: Iterable[Row], layers: str) -> int:
    """Write a table in parts and return how many rows it has."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise RequestError("parquet: needs the extra of that name; install it with pip install 'trilateral[parquet]'") from error
    types = {"confidence": pyarrow.float64(), "reliability": pyarrow.float64(), "confirmed": pyarrow.bool_()}
    types |= {"span_start": pyarrow.int64(), "span_end": pyarrow.int64()} | dict.fromkeys(LISTS, pyarrow.list_(pyarrow.string()))
    types |= dict.fromkeys(DAYS, pyarrow.date32())
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in columns], metadata={"layers": layers})
    count = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for some in _parts(rows):
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))
            count += len(some)
    return count


def _parts(rows: Iterable[Row]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        yield some
