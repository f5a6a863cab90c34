"""Jobs that go round and round: what a round found is kept, so that the next does not compute it again."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def cut(table: "DataFrame") -> "DataFrame":
    """The same table, computed and kept by the executors, or under `spark.checkpoint.dir` where that is set and outlives the loss of one."""
    return table.checkpoint() if table.sparkSession.conf.get("spark.checkpoint.dir", None) else table.localCheckpoint()
