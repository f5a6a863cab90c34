"""Connected components as a job on tables: large and small stars in turn (Kiveris, Lattanzi, Mirrokni, Rastogi and Vassilvitskii 2014)."""

from typing import TYPE_CHECKING

from loaders.bulk.rounds import cut

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def components(pairs: "DataFrame") -> "DataFrame":
    """`entity` and `component`, the first of those joined by `pairs` (`low`, `high`), by id; pairs of one with itself count as its being there."""
    from pyspark.sql import functions as f

    ends = pairs.select(f.explode(f.array("low", "high")).alias("entity")).distinct()
    stars = cut(pairs.where(f.col("low") != f.col("high")).select(f.greatest("low", "high").alias("far"), f.least("low", "high").alias("near")).distinct())
    marks = None
    while marks != (marks := _marks(stars)):
        stars = cut(_small(_large(stars)))
    found = stars.select(f.col("far").alias("entity"), f.col("near").alias("component"))
    return ends.join(found, "entity", "left").select("entity", f.coalesce("component", "entity").alias("component"))


def _large(stars: "DataFrame") -> "DataFrame":
    """Every neighbour that is farther than an entity is joined to the nearest of its neighbours and itself."""
    from pyspark.sql import functions as f

    both = stars.select("far", "near").unionAll(stars.select(f.col("near").alias("far"), f.col("far").alias("near")))
    nearest = both.groupBy("far").agg(f.min("near").alias("least")).select(f.col("far").alias("at"), f.least("far", "least").alias("least"))
    joined = both.where(f.col("near") > f.col("far")).join(nearest, f.col("far") == f.col("at"))
    return joined.select(f.col("near").alias("far"), f.col("least").alias("near")).distinct()


def _small(stars: "DataFrame") -> "DataFrame":
    """Every nearer neighbour of an entity, and it, are joined to the nearest of them."""
    from pyspark.sql import functions as f

    nearest = stars.groupBy("far").agg(f.min("near").alias("least"))
    joined = stars.join(nearest, "far").where(f.col("near") != f.col("least")).select(f.col("near").alias("far"), f.col("least").alias("near"))
    return nearest.select("far", f.col("least").alias("near")).unionAll(joined).distinct()


def _marks(stars: "DataFrame") -> tuple[int, int]:
    """How many there are and a digest of all: the same twice, and no round changes them any more."""
    from pyspark.sql import functions as f

    row = stars.agg(f.count("*").alias("count"), f.bit_xor(f.xxhash64("far", "near")).alias("digest")).first()
    assert row is not None
    return row["count"], row["digest"] or 0
