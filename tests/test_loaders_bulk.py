"""Many documents: the same record whatever the number of processes, also after a kill, in memory that does not grow."""

import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from graph.store import open_store
from graph.store.base import GraphStore
from loaders.ahead import ahead
from loaders.inputs import inputs
from loaders.run import LoadReport, load

TEXT = """# Talks number {n}

May 5, 2025

The Information Technology Industry Council (ITI) met with the Office of the United States Trade Representative on April {day}, 2025.

AMITI said that digital trade rules should stay as they are, and that it asks for number {n} of them.
"""


def folder_of(path: Path, many: int) -> Path:
    path.mkdir()
    for n in range(many):
        (path / f"d{n:04}.md").write_text(TEXT.format(n=n, day=n % 28 + 1), encoding="utf-8")
    return path


def told(report: LoadReport) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.name, one.new, one.sources) for one in report.loaded]


def _crossed(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def _zero(_: int) -> int:
    return -1


@pytest.mark.slow
def test_work_is_done_in_order_and_one_that_kills_its_process_is_the_only_one_lost() -> None:
    found = [done for _, done in ahead(range(20), _crossed, _zero, 2)]
    assert found == [-1 if n == 7 else n * n for n in range(20)]


@pytest.mark.slow
def test_things_are_taken_only_a_little_ahead() -> None:
    asked: list[int] = []

    def endless() -> Iterator[int]:
        for n in count():
            asked.append(n)
            yield n

    working = ahead(endless(), abs, _zero, 2)
    for _ in range(10):
        next(working)
    working.close()
    assert len(asked) <= 10 + 2 * 4


@pytest.mark.slow
def test_one_and_several_processes_make_the_same_record(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "many", 30)
    (folder / "d0007.md").write_bytes(b"\x00\x01")
    with zipfile.ZipFile(folder / "e.zip", "w") as archive:
        archive.writestr("x.md", TEXT.format(n=99, day=9))
        archive.writestr("y.md", TEXT.format(n=98, day=8))
    made = []
    for jobs in (1, 2, 0):
        store = open_store(f"sqlite:///{tmp_path / f'{jobs}.db'}")
        report = load(store, [str(folder)], jobs=jobs)
        made.append((told(report), report.failures, store.revision(), [line.model_dump_json() for line in store.dump()]))
        store.close()
    assert made[0] == made[1] == made[2]
    assert len(made[0][0]) == 31
    assert [Path(failure.name).name for failure in made[0][1]] == ["d0007.md"]


@pytest.mark.slow
def test_a_killed_load_goes_on_where_it_was_and_files_nothing_twice(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "many", 120)
    whole = open_store(f"sqlite:///{tmp_path / 'whole.db'}")
    load(whole, [str(folder)])
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    command = [sys.executable, "-m", "trilateral", "--store", url, "load", str(folder), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and _filed(tmp_path / "killed.db") < 10:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
        process.kill()
    killed = open_store(url)
    before = _filed(tmp_path / "killed.db")
    assert 10 <= before < 120
    report = load(killed, [str(folder)], resume=True, jobs=2)
    assert len(report.unchanged) >= before - 1
    assert len(report.loaded) + len(report.unchanged) == 120
    assert killed.revision() == whole.revision()
    assert killed.check().faults == ()


def _filed(database: Path) -> int:
    """How many documents another process has filed so far."""
    if not database.exists():
        return 0
    try:
        store = open_store(f"sqlite:///{database}")
    except Exception:  # being made at this moment
        return 0
    try:
        return sum(source.kind == "document" for source in store.sources())
    finally:
        store.close()


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path, store: GraphStore) -> None:
    folder = folder_of(tmp_path / "many", 300)
    peaks: dict[int, int] = {}

    def watch(number: int, _: str) -> None:
        peaks[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert len(load(store, [str(folder)], progress=watch).loaded) == 300
    assert peaks[300] - peaks[60] < 8_000  # kilobytes


def test_what_an_archive_holds_is_unpacked_only_while_it_is_read(tmp_path: Path, store: GraphStore) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n in range(30):
            archive.writestr(f"d{n}.md", TEXT.format(n=n, day=1))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    given = inputs([str(tmp_path / "a.zip")], sys.stdin.buffer, scratch)
    assert [next(given).path.is_file() for _ in range(3)] == [True] * 3
    assert len(list(scratch.rglob("*.md"))) == 3
    assert len(load(store, [str(tmp_path / "a.zip")]).loaded) == 30


def test_an_archive_within_an_archive_a_bomb_and_a_name_that_leads_outside_are_said(tmp_path: Path, store: GraphStore) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.md", TEXT.format(n=1, day=1))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inner, "inner.zip")
        archive.writestr("bomb.txt", b"0" * 50_000_000)
        archive.writestr("../../outside.md", TEXT.format(n=2, day=2))
        archive.writestr("fine.md", TEXT.format(n=3, day=3))
    report = load(store, [str(tmp_path / "outer.zip")])
    assert [one.name.rpartition(":")[2] for one in report.loaded] == ["../../outside.md", "fine.md"]
    assert "leads outside" in report.loaded[0].notes[0]
    assert ["over 200 times its size" in f.reason or "archives within archives" in f.reason for f in report.failures] == [True, True]
    assert report.exit_code == 4
