"""A Spark session on this machine or on a cluster, and Spark's failures in one line."""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import RequestError, SourceError, shown

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NEEDS = ("pyspark", "pyarrow", "pandas")
LOOPBACK = "127.0.0.1"
AT_ONCE = 256  # rows handed to Python together: of documents' bytes more would fill the memory
SHUFFLED = 8  # parts that a shuffle on one machine makes; a cluster has Spark's own default
LONGEST = 300


@contextmanager
def opened(master: str, settings: Mapping[str, str] | None = None, *, bar: bool = False) -> "Iterator[SparkSession]":
    """A session on a master ("local[2]", "spark://host:7077", "yarn"), closed at the end; `settings` are Spark's own, by name.

    On this machine it listens on the loopback address alone. `bar`: Spark shows the progress of its stages on standard error.
    Raises RequestError where the extra `spark` or Java is missing or the settings are wrong; what Spark cannot read is a SourceError.
    """
    check_installed()
    with warnings.catch_warnings(), _plainly():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)  # nothing of pandas is used here
        spark = _session(master, settings or {}, bar=bar)
        try:
            yield spark
        finally:
            spark.stop()


def check_installed() -> None:
    """Raise RequestError, in one line, where the extra `spark` or Java is missing."""
    if any(find_spec(name) is None for name in NEEDS):
        raise RequestError("bulk: needs the extra `spark`; install it with pip install 'trilateral[spark]'")
    if not java():
        raise RequestError("bulk: needs Java 17 or newer; install a JDK, such as openjdk-17-jre-headless, or set JAVA_HOME")


def java() -> str:
    """The path of the Java that Spark would start, "" where there is none."""
    home = os.environ.get("JAVA_HOME", "")
    return shutil.which("java", path=str(Path(home, "bin"))) or "" if home else shutil.which("java") or ""


def _session(master: str, settings: Mapping[str, str], *, bar: bool) -> "SparkSession":
    from pyspark.sql import SparkSession

    log = files("loaders.bulk") / "log4j2.properties"
    ours = {
        "spark.app.name": "trilateral bulk",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(bar).lower(),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(AT_ONCE),
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.extraJavaOptions": f'"-Dlog4j2.configurationFile={log}"',
    }
    if master.startswith("local"):
        ours |= {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK, "spark.sql.shuffle.partitions": str(SHUFFLED)}
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master)
    for name, value in (ours | dict(settings)).items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@contextmanager
def _plainly() -> Iterator[None]:
    """Spark's failures as ours, in one line."""
    from py4j.protocol import Py4JError, Py4JJavaError
    from pyspark.errors import PySparkException, PySparkRuntimeError

    try:
        yield
    except PySparkRuntimeError as error:
        raise RequestError(f"bulk: Spark did not start ({_first(str(error))}); it needs Java 17 or newer and a master such as local[2]") from error
    except PySparkException as error:
        raise SourceError(f"bulk: Spark stopped ({_first(str(error))})") from error
    except Py4JJavaError as error:
        raise SourceError(f"bulk: Spark stopped ({_first(str(error.java_exception.getMessage()))})") from error
    except Py4JError as error:
        raise SourceError(f"bulk: Spark was lost ({_first(str(error))})") from error


def _first(text: str) -> str:
    return shown(next((line for line in text.splitlines() if line.strip()), "no reason given").strip(), LONGEST)
