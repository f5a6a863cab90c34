"""The tables of bulk work: their columns, and reading and writing them by Spark."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import RequestError, SourceError, shown
from loaders.exports.parquet import CLAIM, SOURCE, schema
from loaders.inputs import LONGEST_PATH

if TYPE_CHECKING:
    from pyarrow import DataType, Schema
    from pyspark.sql import DataFrame, SparkSession

SPARK_TYPES = {"string": "string", "double": "double", "bool": "boolean", "int32": "int", "int64": "bigint", "date32[day]": "date", "binary": "binary"}
DONE = "_SUCCESS"


def documents_schema() -> "Schema":
    """A row for each document: its name, why it could not be read (else ""), notes, its source, text and claims, and how many of these are accepted."""
    import pyarrow

    return pyarrow.schema(
        [
            ("name", pyarrow.string()),
            ("reason", pyarrow.string()),
            ("notes", pyarrow.list_(pyarrow.string())),
            ("accepted", pyarrow.int32()),
            ("proposed", pyarrow.int32()),
            ("source", pyarrow.struct(list(schema(SOURCE)))),
            ("text", pyarrow.string()),
            ("claims", pyarrow.list_(pyarrow.struct(list(schema(CLAIM))))),
        ]
    )


def columns_of(table: "Schema") -> str:
    """The columns as Spark's own definition of a table."""
    return ", ".join(f"`{field.name}` {_type(field.type)}" for field in table)


def _type(kind: "DataType") -> str:
    from pyarrow import types

    if types.is_list(kind):
        return f"array<{_type(kind.value_type)}>"
    if types.is_struct(kind):
        inner = ", ".join(f"`{field.name}`: {_type(field.type)}" for field in (kind.field(at) for at in range(kind.num_fields)))
        return f"struct<{inner}>"
    return SPARK_TYPES[str(kind)]


def place(folder: str, name: str) -> str:
    """The address of a table in a folder, which may be on any file system that Spark knows."""
    return f"{folder.rstrip('/')}/{name}.parquet"


def is_remote(address: str) -> bool:
    """Whether an address names its file system (s3a://..., hdfs://...), rather than a folder here."""
    return "://" in address


def read(spark: "SparkSession", folder: str, name: str) -> "DataFrame | None":
    """A table of a folder, None where the folder has none of that name."""
    from pyspark.errors import AnalysisException

    try:
        return spark.read.parquet(place(folder, name))
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            return None
        raise SourceError(f"{shown(place(folder, name), LONGEST_PATH)}: cannot be read as a table of Parquet; write it again") from error


def needed(spark: "SparkSession", folder: str, names: Sequence[str]) -> "list[DataFrame]":
    """Several tables of a folder. Raises SourceError where one is missing."""
    found = {name: read(spark, folder, name) for name in names}
    tables = [table for table in found.values() if table is not None]
    if len(tables) < len(names):
        missing = next(name for name, table in found.items() if table is None)
        raise SourceError(f"{shown(folder, LONGEST_PATH)}: has no {missing}.parquet; make it with `trilateral bulk assemble` or `trilateral export`")
    return tables


def check_free(folder: str, names: Iterable[str], *, overwrite: bool) -> None:
    """Raise RequestError where a folder here holds one of the tables, whole, and may not be written over."""
    for name in names:
        path = Path(place(folder, name))
        if not overwrite and not is_remote(folder) and path.exists() and (path.is_file() or (path / DONE).exists()):
            raise RequestError(f"{shown(str(path), LONGEST_PATH)}: is there already; name another folder, or write over it with --overwrite")


def write(table: "DataFrame", folder: str, name: str, *, overwrite: bool) -> None:
    """Write a table, whole or not at all; what a broken run left here is written over."""
    mode = "overwrite" if overwrite or not is_remote(folder) else "errorifexists"
    table.write.mode(mode).parquet(place(folder, name))
