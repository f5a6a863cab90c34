"""`trilateral bulk`: what it says where something is missing, and its answers as a process."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import main

Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the command in this process: its status and what it says on standard error."""

    def run(*arguments: str) -> tuple[int, str]:
        return main(["bulk", *arguments]), capsys.readouterr().err

    return run


def test_without_the_extra_one_line_names_it(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert said("extract", "a", "b") == (2, "trilateral: bulk: needs the extra `spark`; install it with pip install 'trilateral[spark]'\n")


@pytest.mark.parametrize("home", ["", "nowhere"])
def test_without_java_one_line_names_it(said: Said, spark_extra: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", home and str(tmp_path / home))
    status, error = said("scores", "a", "b")
    assert (status, error.count("\n")) == (2, 1)
    assert "needs Java 17 or newer; install a JDK, such as openjdk-17-jre-headless, or set JAVA_HOME" in error


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("scores", "a", "b", "c"), "takes one record; join several with `trilateral bulk assemble`"),
        (("scores", "a", "b", "--as-of", "soon"), "soon: not a date"),
        (("extract", "a", "b", "--conf", "memory=4g"), "--conf memory: no setting of Spark"),
        (("extract", "a", "b", "--conf", "spark.executor.memory"), "no setting of Spark"),
        (("sort", "a", "b"), "Invalid value"),
        (("extract", "a"), "Missing argument"),
    ],
)
def test_what_is_wrong_is_said_before_spark_is_started(said: Said, arguments: tuple[str, ...], wrong: str) -> None:
    status, error = said(*arguments)
    assert status == 2
    assert wrong in error


@pytest.mark.slow
def test_a_run_in_part_lists_what_failed_and_answers_in_json(spark_extra: None, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("AMITI met USTR in Washington on April 22, 2025. They discussed digital trade.", encoding="utf-8")
    (tmp_path / "bad\x1b[31m.txt").touch()
    command = [sys.executable, "-m", "trilateral", "bulk", "extract", str(tmp_path), str(tmp_path / "out"), "--master", "local[1]", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["read"], answer["failed"]) == (1, 1)
    assert answer["accepted"] > 0
    assert "is empty" in done.stderr
    assert "\x1b[31m" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "documents.parquet: is there already; name another folder, or write over it with --overwrite" in again.stderr
