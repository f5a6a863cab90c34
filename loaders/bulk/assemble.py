"""Claims to a record: every claim, source and text once, and the entities that they name, in the tables of `export --format parquet`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from graph.claims import Frozen, Record, Source
from graph.errors import SourceError, shown
from graph.snapshot.filed import FACING, SOURCE_ORDER
from loaders.bulk import tables
from loaders.bulk.entities import NAMED, entity_batches
from loaders.exports.parquet import CLAIM, ENTITY, SOURCE, TEXT, claim_row, schema, source_row
from loaders.inputs import LONGEST_PATH

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import Column, DataFrame, SparkSession

TABLES = ("claims", "sources", "texts", "entities")
COLUMNS = {"claims": CLAIM, "sources": SOURCE, "texts": TEXT}
Tables = Mapping[str, "DataFrame"]


class Assembled(Frozen):
    """How many rows each table has."""

    counts: Mapping[str, int]


def assemble(spark: "SparkSession", folders: Sequence[str], out: str, *, overwrite: bool = False) -> Assembled:
    """Write the record behind what `extract` or `export` wrote into some folders, with the registry, as `trilateral load` would file it.

    A claim that is there twice is one row; of a source that is described twice the description of the document last by name stays.
    Raises SourceError for a folder with neither, and RequestError where a table is there already.
    """
    tables.check_free(out, TABLES, overwrite=overwrite)
    parts = [_registry(spark), *(_tables(spark, folder) for folder in folders)]
    given = {name: reduce(lambda one, other: one.unionByName(other), (part[name] for part in parts if name in part)) for name in COLUMNS}
    tables.write(_once(given["sources"], ["id"], "at", SOURCE).sortWithinPartitions("id"), out, "sources", overwrite=overwrite)
    tables.write(_once(given["texts"], ["source"], "at", TEXT).sortWithinPartitions("source"), out, "texts", overwrite=overwrite)
    tables.write(_once(given["claims"], ["claim", "layer"], "at", CLAIM).sortWithinPartitions("source", "claim", "layer"), out, "claims", overwrite=overwrite)
    claims, sources = tables.needed(spark, out, ["claims", "sources"])
    tables.write(_entities(claims, sources), out, "entities", overwrite=overwrite)
    return Assembled(counts={name: table.count() for name, table in zip(TABLES, tables.needed(spark, out, TABLES), strict=True)})


def _registry(spark: "SparkSession") -> Tables:
    """What the registry says, as tables; `at`, here and below, is the document that a row comes from."""
    import pyarrow
    from pyspark.sql import functions as f

    from loaders.registry import lines, load_registry

    said = list(lines(load_registry()))
    rows = {
        "claims": [claim_row(line, line.status, False) for line in said if isinstance(line, Record)],
        "sources": [source_row(line) for line in said if isinstance(line, Source)],
        "texts": [],
    }
    made = {name: spark.createDataFrame(pyarrow.Table.from_pylist(some, schema=schema(COLUMNS[name]))) for name, some in rows.items()}
    return {name: table.withColumn("at", f.lit("")) for name, table in made.items()}


def _tables(spark: "SparkSession", folder: str) -> Tables:
    from pyspark.sql import functions as f

    found: dict[str, DataFrame] = {}
    if documents := tables.read(spark, folder, "documents"):
        good = documents.where(f.col("reason") == "")
        found["claims"] = good.select(f.explode("claims").alias("claim"), f.col("name").alias("at")).select("claim.*", "at")
        found["sources"] = good.select("source.*", f.col("name").alias("at"))
        found["texts"] = good.select(f.col("source.id").alias("source"), "text", f.col("name").alias("at"))
        return found
    for name, columns in COLUMNS.items():
        if table := tables.read(spark, folder, name):
            found[name] = table.select(*columns, f.lit("").alias("at"))
    if not {"claims", "sources"} <= found.keys():
        raise SourceError(
            f"{shown(folder, LONGEST_PATH)}: has neither documents.parquet nor claims.parquet with sources.parquet; make them with `trilateral bulk extract`"
        )
    return found


def _once(table: "DataFrame", keys: Sequence[str], by: str, columns: Sequence[str]) -> "DataFrame":
    """One row for each key: the last by `by`, then by all that it holds, so that the choice never varies."""
    from pyspark.sql import functions as f

    rest = [column for column in columns if column not in keys]
    return table.groupBy(*keys).agg(f.max(f.struct(by, *rest)).alias("one")).select(*((f.col(key) if key in keys else f.col(f"one.{key}")) for key in columns))


def _entities(claims: "DataFrame", sources: "DataFrame") -> "DataFrame":
    """The entities, one partition of ids at a time."""
    from pyspark.sql import functions as f

    told = [*FACING, "identifier"]
    ends = f.array_distinct(f.filter(f.array("subject", "object", "speaker", f.when(f.col("ask").startswith("ask:"), f.col("ask"))), _filled))
    named = claims.select(f.explode(ends).alias("entity"), "layer").distinct()
    ranked = claims.where(f.col("predicate").isin(told) & (f.col("subject") != "")).join(sources.select(f.col("id").alias("source"), "kind"), "source", "left")
    rank = f.coalesce(f.array_position(f.lit(list(SOURCE_ORDER)), f.col("kind")) - 1, f.lit(len(SOURCE_ORDER)))
    facts = ranked.select(
        f.col("subject").alias("entity"),
        "layer",
        rank.cast("int").alias("rank"),
        "claim",
        "predicate",
        (f.col("status") == "accepted").alias("sure"),
        "value",
        "object",
    )
    rows = facts.unionByName(named, allowMissingColumns=True).select(*NAMED)
    form = schema(ENTITY)

    def work(batches: "Iterator[RecordBatch]") -> "Iterator[RecordBatch]":
        return entity_batches(batches, form)

    grouped = rows.repartition("entity").sortWithinPartitions("entity")
    return grouped.mapInArrow(work, tables.columns_of(form))


def _filled(end: "Column") -> "Column":
    return end != ""
