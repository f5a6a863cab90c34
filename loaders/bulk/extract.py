"""Documents to claims: one pass over all documents, each read alone, its claims and faults kept in its row."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from graph.claims import Frozen
from loaders.bulk import tables
from loaders.bulk.documents import documents
from loaders.bulk.reading import read_batches
from loaders.reading import check_layer
from loaders.reports import Failure

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import SparkSession

MOST_FAILURES = 1000
TABLE = "documents"


class Extracted(Frozen):
    """How many documents were read and how many could not be, the claims of the former by status, and the first thousand failures by name."""

    read: int
    failed: int
    accepted: int
    proposed: int
    failures: tuple[Failure, ...]

    @property
    def exit_code(self) -> int:
        """0 all well, 3 nothing could be read, 4 in part."""
        return 0 if not self.failed else 4 if self.read else 3


def extract(spark: "SparkSession", sources: Sequence[str], out: str, *, layer: str = "", overwrite: bool = False) -> Extracted:
    """Write `documents.parquet` into a folder: a row for each document, as `tables.documents_schema` says.

    The claims are those that `trilateral load` files of the same document in `layer` (empty: public). Raises SourceError for
    sources that are not there, and RequestError where the table is there already.
    """
    check_layer(layer)
    tables.check_free(out, [TABLE], overwrite=overwrite)
    form = tables.documents_schema()

    def work(batches: "Iterator[RecordBatch]") -> "Iterator[RecordBatch]":
        return read_batches(batches, form, layer)

    read = documents(spark, sources).mapInArrow(work, tables.columns_of(form))
    tables.write(read, out, TABLE, overwrite=overwrite)
    return _report(spark, out)


def _report(spark: "SparkSession", out: str) -> Extracted:
    from pyspark.sql import functions as f

    (table,) = tables.needed(spark, out, [TABLE])
    lost = f.col("reason") != ""
    sums = {"read": f.count_if(~lost), "failed": f.count_if(lost), "accepted": f.sum("accepted"), "proposed": f.sum("proposed")}
    row = table.agg(*(total.alias(name) for name, total in sums.items())).first()
    failures = table.where(lost).select("name", "reason").orderBy("name").limit(MOST_FAILURES).collect()
    counts = {name: (row[name] or 0) if row else 0 for name in sums}
    return Extracted(**counts, failures=tuple(Failure(name=one["name"], reason=one["reason"]) for one in failures))
