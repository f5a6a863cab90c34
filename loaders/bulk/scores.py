"""Scores of a whole record: its ties on a day, and the influence, activity and component of every actor that has one."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from graph import ontology
from graph.claims import Frozen
from loaders.bulk import tables
from loaders.bulk.components import components
from loaders.bulk.influence import influence
from loaders.bulk.rounds import cut
from loaders.bulk.ties import KEY, TOLD, tie_batches, ties_schema
from loaders.exports.parquet import CLAIM

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame, SparkSession

TABLES = ("ties", "scores")
DIGITS = 12  # the order in which parts are added up is not fixed; beyond these digits it shows


class Scored(Frozen):
    """An actor's scores: influence (all sum to 1), activity (out-strength), and the component it is in, by its first member, with its size."""

    entity: str
    name: str
    kind: str
    country: str
    influence: float
    activity: float
    component: str
    size: int


class Scores(Frozen):
    """How many ties there are, actors among them and components, the day, and the first by influence."""

    as_of: date
    ties: int
    actors: int
    components: int
    items: tuple[Scored, ...]


def score(spark: "SparkSession", folder: str, out: str, *, on: date, damping: float = 0.85, top: int = 20, overwrite: bool = False) -> Scores:
    """Write `ties.parquet` and `scores.parquet` of the record in a folder, best first; equal scores by id.

    The scores are those of `trilateral influence` and the components those of `trilateral brokers --measures` on that day, of accepted public claims.
    Raises SourceError for a folder without a record, and RequestError where a table is there already.
    """
    tables.check_free(out, TABLES, overwrite=overwrite)
    claims, sources, entities = tables.needed(spark, folder, ("claims", "sources", "entities"))
    tables.write(find_ties(claims, sources, on), out, "ties", overwrite=overwrite)
    (ties,) = tables.needed(spark, out, ["ties"])
    tables.write(_scored(ties, entities, damping), out, "scores", overwrite=overwrite)
    (scores,) = tables.needed(spark, out, ["scores"])
    first = scores.orderBy(scores["influence"].desc(), "entity").limit(top).collect()
    apart = scores.select("component").distinct().count()
    items = tuple(Scored.model_validate(row.asDict()) for row in first)
    return Scores(as_of=on, ties=ties.count(), actors=scores.count(), components=apart, items=items)


def find_ties(claims: "DataFrame", sources: "DataFrame", on: date) -> "DataFrame":
    """The ties that accepted public claims make on a day, as `ties_schema` says: all claims of a pair are seen together."""
    from pyspark.sql import functions as f

    joining = (f.col("subject") != "") & (f.col("object") != "") & (f.col("subject") != f.col("object"))
    counted = (f.col("status") == "accepted") & (f.col("layer") == "public")
    text = f.when(f.col("sha256") != "", f.concat(f.lit("text:"), "sha256"))
    group = f.coalesce(f.when(f.col("group") != "", f.col("group")), text, f.col("id"))
    told = sources.select(f.col("id").alias("source"), "published", group.alias("group"))
    pairs = claims.where(joining & counted).withColumns({KEY[0]: f.least("subject", "object"), KEY[1]: f.greatest("subject", "object")})
    rows = pairs.join(told, "source", "left").select(*CLAIM, *KEY, *TOLD)
    form = ties_schema()

    def work(batches: "Iterator[RecordBatch]") -> "Iterator[RecordBatch]":
        return tie_batches(batches, form, on)

    return rows.repartition(*KEY).sortWithinPartitions(*KEY, "claim").mapInArrow(work, tables.columns_of(form))


def find_arcs(ties: "DataFrame", actors: Sequence[str], entities: "DataFrame") -> "DataFrame":
    """`source`, `target`, `weight` from seeker to sought, of ties whose ends are both of kinds that act."""
    from pyspark.sql import functions as f

    able = entities.where(f.col("kind").isin(list(actors))).select("id")
    acting = ties.join(able.withColumnRenamed("id", "low"), "low", "left_semi").join(able.withColumnRenamed("id", "high"), "high", "left_semi")
    forth = acting.select(f.col("low").alias("source"), f.col("high").alias("target"), f.col("forth").alias("weight"))
    back = acting.select(f.col("high").alias("source"), f.col("low").alias("target"), f.col("back").alias("weight"))
    return forth.unionAll(back).where(f.col("weight") > 0)


def _scored(ties: "DataFrame", entities: "DataFrame", damping: float) -> "DataFrame":
    from pyspark.sql import functions as f

    arcs = cut(find_arcs(ties, [key for key, kind in ontology.load().entities.items() if kind.actor], entities))
    active = arcs.groupBy(f.col("source").alias("entity")).agg(f.sum("weight").alias("activity"))
    joined = components(arcs.select(f.col("source").alias("low"), f.col("target").alias("high")))
    sizes = joined.groupBy("component").agg(f.count("*").alias("size"))
    shown = entities.select(f.col("id").alias("entity"), "name", "kind", "country")
    table = influence(arcs, damping=damping).join(active, "entity", "left").join(joined, "entity").join(sizes, "component").join(shown, "entity")
    return table.select(
        *("entity", "name", "kind", "country"),
        f.round("influence", DIGITS).alias("influence"),
        f.round(f.coalesce("activity", f.lit(0.0)), DIGITS).alias("activity"),
        *("component", "size"),
    ).orderBy(f.col("influence").desc(), "entity")
