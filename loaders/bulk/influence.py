"""PageRank as a job on tables (Brin and Page 1998): the measure of `graph.influence.pagerank`, for graphs that no one machine holds."""

from math import ceil, log
from typing import TYPE_CHECKING

from loaders.bulk.rounds import cut

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TOLERANCE = 1e-10
AT_ONCE = 6  # rounds between two looks at how near the scores are


def influence(arcs: "DataFrame", *, damping: float = 0.85) -> "DataFrame":
    """`entity` and `influence` of all ends of arcs (`source`, `target`, `weight` > 0); the scores sum to 1.

    The walk that starts again where no arc leaves is a multiple of the one that ends there: with P the shares of arcs, the
    scores are y / sum(y) where y = damping P'y + 1, which needs no sum over all actors in each round. Every few rounds y is
    scaled so that what is wrong with it sums to 0, since that part alone is slow to go. The scores are within 1e-10 of
    their fixed point in the sum of absolute differences: a round takes at least 1 - damping of what is wrong away.
    """
    from pyspark.sql import functions as f

    leaving = arcs.groupBy("source").agg(f.sum("weight").alias("leaving"))
    shares = arcs.join(leaving, "source").select("source", "target", (damping * f.col("weight") / f.col("leaving")).alias("share"))
    ends = arcs.select(f.explode(f.array("source", "target")).alias("source")).distinct()
    still = ends.select("source", f.col("source").alias("target"), f.lit(0.0).alias("share"))
    shares = cut(shares.unionAll(still).repartition("source"))
    scores = ends.select(f.col("source").alias("entity"), f.lit(1 / (1 - damping)).alias("score"))
    for _ in range(ceil(log(TOLERANCE * (1 - damping)) / log(damping) / AT_ONCE)):
        for _ in range(AT_ONCE):
            scores = _followed(shares, scores)
        scores = cut(scores)
        count, was, now, wrong = _sums(scores)
        if wrong * damping / (1 - damping) <= TOLERANCE * now / 2:
            break
        scale = count / (was - now + count)
        scores = scores.select("entity", (scale * (f.col("score") - 1) + 1).alias("score"))
    total = scores.agg(f.sum("score").alias("total"))
    return scores.crossJoin(total).select("entity", (f.col("score") / f.col("total")).alias("influence"))


def _followed(shares: "DataFrame", scores: "DataFrame") -> "DataFrame":
    """One round: `was` is the score before it."""
    from pyspark.sql import functions as f

    arriving = f.sum(f.col("share") * f.col("score")) + 1.0
    was = f.max(f.when(f.col("source") == f.col("target"), f.col("score"))).alias("was")
    joined = shares.join(scores.select("entity", "score"), shares["source"] == scores["entity"])
    return joined.groupBy(f.col("target").alias("entity")).agg(arriving.alias("score"), was)


def _sums(scores: "DataFrame") -> tuple[int, float, float, float]:
    """How many there are, the sums of their scores before and after the last round, and that of the differences."""
    from pyspark.sql import functions as f

    wrong = f.sum(f.abs(f.col("score") - f.col("was")))
    row = scores.agg(f.count("*"), f.coalesce(f.sum("was"), f.lit(0.0)), f.coalesce(f.sum("score"), f.lit(0.0)), f.coalesce(wrong, f.lit(0.0))).first()
    assert row is not None
    return row[0], row[1], row[2], row[3]
