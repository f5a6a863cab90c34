"""The record as Parquet tables: every claim that nobody rejected with all its fields, the entities, the sources and their texts.

`loaders.graphs.parquet` reads them again, and `loaders.bulk` reads and writes the same tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from graph.claims import Record, Source, Status, Text
from graph.errors import RequestError
from loaders.exports.told import Being, Told

if TYPE_CHECKING:
    from pyarrow import Schema

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
TEXT = ("source", "text")
Row = Mapping[str, Any]


def write(told: Told, outs: Mapping[str, IO[bytes]], layers: str) -> None:
    """Write the four tables; `layers` stands in the metadata of each. Raises RequestError without the extra `parquet`."""
    told.lost.pop("texts of sources", None)
    rows = {
        "entities.parquet": (ENTITY, map(entity_row, told.beings.values())),
        "sources.parquet": (SOURCE, (source_row(source) for _, source in sorted(told.sources.items()))),
        "claims.parquet": (CLAIM, (claim_row(record, status, confirmed, told.entity) for record, status, confirmed in told.records())),
        "texts.parquet": (TEXT, ({"source": line.source, "text": line.text} for line in told.lines() if isinstance(line, Text))),
    }
    for name, (columns, some) in rows.items():
        told.counts[name.removesuffix(".parquet")] = _table(outs[name], columns, some, layers)


def entity_row(being: Being) -> Row:
    """An entity as a row of `ENTITY`."""
    return {name: _plain(getattr(being, name)) for name in ENTITY}


def source_row(source: Source) -> Row:
    """A source as a row of `SOURCE`."""
    return {name: getattr(source, name) for name in SOURCE}


def claim_row(record: Record, status: Status, confirmed: bool, entity: Callable[[str], str] = str) -> Row:
    """A claim as a row of `CLAIM`; `entity` gives the id that an end goes by after merges."""
    claim = record.claim
    days = claim.interval
    return {name: _plain(getattr(claim, name)) for name in SAID} | {
        "claim": claim.id,
        "subject": entity(claim.subject),
        "object": entity(claim.object),
        "speaker": entity(claim.speaker),
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


def schema(columns: Iterable[str], layers: str = "") -> "Schema":
    """The columns of a table with their types. Raises RequestError without the extra `parquet`."""
    try:
        import pyarrow
    except ImportError as error:
        raise RequestError("parquet: needs the extra of that name; install it with pip install 'trilateral[parquet]'") from error
    types = {"confidence": pyarrow.float64(), "reliability": pyarrow.float64(), "confirmed": pyarrow.bool_()}
    types |= {"span_start": pyarrow.int64(), "span_end": pyarrow.int64()} | dict.fromkeys(LISTS, pyarrow.list_(pyarrow.string()))
    types |= dict.fromkeys(DAYS, pyarrow.date32())
    return pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in columns], metadata={"layers": layers} if layers else None)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else str(value)


def _table(out: IO[bytes], columns: tuple[str, ...], rows: Iterable[Row], layers: str) -> int:
    """Write a table in parts and return how many rows it has."""
    form = schema(columns, layers)
    import pyarrow
    from pyarrow import parquet

    count = 0
    with parquet.ParquetWriter(out, form, compression="zstd") as writer:
        for some in _parts(rows):
            writer.write_table(pyarrow.Table.from_pylist(some, schema=form))
            count += len(some)
    return count


def _parts(rows: Iterable[Row]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        yield some
