"""The documents that people name, as a table with a row each: files and folders here, folders on other file systems, tables of texts."""

import os
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SourceError, shown
from loaders.bulk.tables import is_remote
from loaders.inputs import LONGEST_PATH, TABLE, walked
from loaders.reading import DOCUMENT_BYTES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TOGETHER = 32  # files read by one task, or more
TASKS = 50  # for each core at most: every task writes a file of its own
SHARES = 8  # of a table of texts for each core
FIELDS = {
    "name": "string",
    "size": "bigint",
    "content": "binary",
    "text": "string",
    "format": "string",
    "url": "string",
    "publisher": "string",
    "published": "date",
}


def documents(spark: "SparkSession", sources: Sequence[str]) -> "DataFrame":
    """A row of `FIELDS` for each document: of a file here its path alone, which the machines that work must see too.

    A table of texts (a file or folder called .parquet) has the columns `name` and `text`, and may have `format` (text, markdown,
    html), `url`, `publisher` and `published`. Raises SourceError for a table without them, and where a folder holds no file.
    """
    files = [file for source in sources if not _is_table(source) and not is_remote(source) for file in _files(source)]
    parts = [_paths(spark, files)] if files else []
    parts += [_contents(spark, source) for source in sources if not _is_table(source) and is_remote(source)]
    parts += [_texts(spark, source) for source in sources if _is_table(source)]
    return reduce(lambda one, other: one.unionByName(other), parts)


def _is_table(source: str) -> bool:
    return source.rstrip("/").endswith(TABLE)


def _files(source: str) -> list[str]:
    path = Path(os.path.abspath(source))
    if source == "-" or not path.exists():
        raise SourceError(f"{shown(source, LONGEST_PATH)}: no such file or folder; name one that every machine of the cluster can read")
    if not path.is_dir():
        return [str(path)]
    found, faults = walked(path)
    return [str(file) for file in found] + [str(fault.filename) for fault in faults]


def _paths(spark: "SparkSession", files: list[str]) -> "DataFrame":
    import pyarrow

    rows = spark.createDataFrame(pyarrow.table({"name": files}))
    working = spark.sparkContext.defaultParallelism
    tasks = min(max(working, len(files) // TOGETHER), len(files), TASKS * working)
    return _filled(rows.repartition(tasks))


def _contents(spark: "SparkSession", folder: str) -> "DataFrame":
    """The files of a folder on another file system with their bytes, or of one that is too big its size alone."""
    from pyspark.sql import functions as f

    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(folder)
    told = f.col("path").alias("name"), f.col("length").alias("size")
    small = files.where(f.col("length") <= DOCUMENT_BYTES).select(*told, "content")
    big = files.where(f.col("length") > DOCUMENT_BYTES).select(*told)
    return _filled(small).unionByName(_filled(big))


def _texts(spark: "SparkSession", source: str) -> "DataFrame":
    from pyspark.errors import AnalysisException

    try:
        table = spark.read.parquet(source)
    except AnalysisException as error:
        raise SourceError(f"{shown(source, LONGEST_PATH)}: cannot be read as a table of Parquet; name another") from error
    if missing := [name for name in ("name", "text") if name not in table.columns]:
        raise SourceError(f"{shown(source, LONGEST_PATH)}: has no column {missing[0]}; a table of texts has name and text")
    return _filled(table).repartition(SHARES * spark.sparkContext.defaultParallelism)


def _filled(table: "DataFrame") -> "DataFrame":
    """The table with the columns of `FIELDS` alone, empty where it has none."""
    from pyspark.sql import functions as f

    known = set(table.columns)
    return table.select(*((f.col(name) if name in known else f.lit(None)).cast(kind).alias(name) for name, kind in FIELDS.items()))
