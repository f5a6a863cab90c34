"""Snapshot files: whole or made anew, shared by processes, tidied without harm to whoever reads them."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from graph.claims import Claim, Line, Record, Source
from graph.snapshot import mapped
from graph.snapshot.arrays import Reports, Snapshot, Texts
from graph.snapshot.build import build, open_snapshot
from graph.snapshot.shelf import UNFINISHED, UNFINISHED_SECONDS
from graph.store import discard, open_store
from graph.store.base import GraphStore

ROOT = Path(__file__).resolve().parent.parent
BOTH = ("public", "private")
PUBLIC = ("public",)
OPEN = "import sys; from graph.snapshot.build import open_snapshot; from graph.store import open_store; print(len(open_snapshot(open_store(sys.argv[1])).ids))"


def met(a: str, b: str, layer: str = "public") -> Record:
    return Record(claim=Claim(subject=a, predicate="met_with", object=b, when="2025-05-01", source="source:news"), layer=layer)


LINES: list[Line] = [Source(id="source:news", title="News", layer="public"), met("org:a", "org:b"), met("org:a", "org:p", "private")]


def whole(snapshot: Snapshot) -> list[object]:
    """Every column but the mark."""
    found: list[object] = []
    for field in fields(Snapshot):
        value = getattr(snapshot, field.name)
        if isinstance(value, Texts):
            found.append(list(value))
        elif isinstance(value, Reports):
            found += [getattr(value, column.name).tolist() for column in fields(Reports)]
        elif field.name != "mark":
            found.append(value.tolist() if isinstance(value, np.ndarray) else value)
    return found


def expected(store: GraphStore, layers: Sequence[str] = PUBLIC) -> list[object]:
    with store.state(layers) as (revision, lines):
        return whole(build(lines, revision=revision, layers=layers))


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    opened = open_store(str(tmp_path / "t.db"))
    opened.write(LINES)
    return opened


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "t.db.snapshots"


def files(home: Path) -> list[Path]:
    return sorted(home.iterdir())


def age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


# -- whole or made anew -----------------------------------------------------------------------------


def test_the_file_holds_what_was_built_and_is_mapped(store: GraphStore, home: Path) -> None:
    first, second = open_snapshot(store), open_snapshot(store)
    assert whole(first) == whole(second) == expected(store)
    assert [path.name.startswith(store.revision()) for path in files(home)] == [True]
    for snapshot in (first, second):
        assert isinstance(_root(snapshot.reports.low), np.memmap)
        assert not snapshot.reports.low.flags.writeable


def _root(array: np.ndarray) -> object:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def test_layer_sets_lie_side_by_side(store: GraphStore, home: Path) -> None:
    assert whole(open_snapshot(store)) == expected(store)
    assert whole(open_snapshot(store, BOTH)) == expected(store, BOTH)
    assert len(files(home)) == 2


@pytest.mark.parametrize("damage", ["cut", "empty", "header", "garbage", "longer", "swapped"])
def test_a_damaged_file_is_made_anew(store: GraphStore, home: Path, damage: str) -> None:
    open_snapshot(store)
    (path,) = files(home)
    content = path.read_bytes()
    if damage == "swapped":
        open_snapshot(store, BOTH)
        content = next(one for one in files(home) if one != path).read_bytes()
    changed = {"cut": content[:-64], "empty": b"", "header": content[:60] + b"#" + content[61:], "garbage": b"\0" * 400, "longer": content + b"\0"}
    path.write_bytes(changed.get(damage, content))
    assert whole(open_snapshot(store)) == expected(store)
    assert path.read_bytes() not in (*changed.values(), b"")
    assert mapped.verify(home) == []


def test_another_ontology_never_reads_a_file(store: GraphStore, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_snapshot(store)
    monkeypatch.setattr(mapped, "ontology_digest", lambda: "0" * 32)
    assert mapped.load(home, store.revision(), PUBLIC) is None
    assert mapped.latest(home, PUBLIC) is None


def test_the_check_finds_a_flipped_byte_and_removes_the_file(store: GraphStore, home: Path) -> None:
    open_snapshot(store)
    assert store.check().snapshots == ()
    (path,) = files(home)
    content = bytearray(path.read_bytes())
    content[content.rindex(b"org:a")] ^= 1
    path.write_bytes(content)
    found = store.check()
    assert found.faults == ()
    assert len(found.snapshots) == 1
    assert "is damaged; removed" in found.snapshots[0]
    assert path.name in found.snapshots[0]
    assert files(home) == []
    assert whole(open_snapshot(store)) == expected(store)


# -- where it cannot be written ---------------------------------------------------------------------


def test_without_a_folder_it_is_made_in_memory_with_one_line_of_warning(store: GraphStore, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING, logger="graph"):
        assert whole(open_snapshot(store, folder=tmp_path / "file")) == expected(store)
    assert len(caplog.messages) == 1
    assert "cannot be kept" in caplog.messages[0]
    assert "\n" not in caplog.messages[0]


FULL = """
import resource, sys
from graph.snapshot.build import open_snapshot
from graph.store import open_store
store = open_store(sys.argv[1])
store.revision()
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
print(len(open_snapshot(store).ids))
"""


def test_a_full_disk_leaves_nothing_behind(store: GraphStore, tmp_path: Path, home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path / "t.db")], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"
    assert done.stderr.count("\n") == 1
    assert files(home) == []


def test_another_folder_can_be_named(store: GraphStore, tmp_path: Path) -> None:
    assert whole(open_snapshot(store, folder=tmp_path / "elsewhere")) == expected(store)
    assert len(files(tmp_path / "elsewhere")) == 1


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_snapshot_is_as_private_as_its_database(store: GraphStore, tmp_path: Path, home: Path, mode: int) -> None:
    (tmp_path / "t.db").chmod(mode)
    open_snapshot(store, BOTH)
    assert [path.stat().st_mode & 0o777 for path in files(home)] == [mode]


# -- processes and readers --------------------------------------------------------------------------


def test_several_processes_may_open_at_once(store: GraphStore, tmp_path: Path, home: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", OPEN, str(tmp_path / "t.db")], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.communicate(timeout=60)[0].strip() for run in runs] == ["2"] * 3
    assert len(files(home)) == 1


def test_many_threads_may_write_the_same_one(store: GraphStore, home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: whole(open_snapshot(store)), range(16)))
    assert found == [expected(store)] * 16
    assert len(files(home)) == 1


def test_a_reader_keeps_what_it_mapped(store: GraphStore, home: Path) -> None:
    reading = open_snapshot(store)
    before = whole(reading)
    for path in files(home):
        path.unlink()
    store.write([met("org:a", "org:c")])
    assert whole(open_snapshot(store)) != before
    assert whole(reading) == before


# -- tidied -----------------------------------------------------------------------------------------


def test_older_revisions_stay_for_a_while_and_then_go(store: GraphStore, home: Path) -> None:
    open_snapshot(store)
    (first,) = files(home)
    store.write([met("org:a", "org:c")])
    open_snapshot(store)
    assert first in files(home), "whoever is about to map it still can"
    age(first, 3600)
    store.write([met("org:a", "org:d")])
    open_snapshot(store)
    assert first not in files(home)
    assert len(files(home)) == 2


def test_what_is_used_does_not_grow_old(store: GraphStore, home: Path) -> None:
    open_snapshot(store, BOTH)
    (path,) = files(home)
    age(path, 3600)
    open_snapshot(store, BOTH)
    assert time.time() - path.stat().st_mtime < 600


def test_over_the_limit_those_used_longest_ago_go(store: GraphStore, home: Path) -> None:
    open_snapshot(store, BOTH)
    (private,) = files(home)
    age(private, 100)
    open_snapshot(store, ("public", "other"))
    (other,) = set(files(home)) - {private}
    age(other, 50)
    open_snapshot(store, limit=other.stat().st_size)
    assert private not in files(home)
    assert other in files(home)
    store.write([met("org:a", "org:c")])
    open_snapshot(store, limit=0)
    assert len(files(home)) == 1, "the one that is opened stays"


def test_leftovers_go(store: GraphStore, home: Path) -> None:
    old = home / store.revision()
    old.mkdir(parents=True)
    (old / "header.json").write_text("{}")
    drafts = [home / f"{UNFINISHED}{name}" for name in ("dead", "alive")]
    for draft in drafts:
        draft.write_bytes(b"half")
    age(drafts[0], 2 * UNFINISHED_SECONDS)
    (home / "notes.txt").write_text("not ours")
    open_snapshot(store)
    assert {path.name for path in files(home)} - {f"{UNFINISHED}alive", "notes.txt"} == {path.name for path in home.glob("*.snapshot")}
    assert drafts[1] in files(home)


def test_a_discarded_store_leaves_no_snapshot(store: GraphStore, tmp_path: Path, home: Path) -> None:
    open_snapshot(store, BOTH)
    store.close()
    discard(str(tmp_path / "t.db"))
    assert not home.exists()


def test_a_database_put_in_anothers_place_is_read_anew(store: GraphStore, tmp_path: Path, home: Path) -> None:
    open_snapshot(store)
    store.close()
    (tmp_path / "t.db").unlink()
    fresh = open_store(str(tmp_path / "t.db"))
    fresh.write([LINES[0], met("org:x", "org:y"), met("org:x", "org:z")])
    assert whole(open_snapshot(fresh)) == expected(fresh)
    fresh.close()


# -- size -------------------------------------------------------------------------------------------


def test_reports_take_at_most_48_bytes_and_claims_at_most_100_beside_their_bodies(store: GraphStore) -> None:
    store.write([met(f"org:n{number}", f"org:n{number * 7 % 500}") for number in range(1, 500) if number != number * 7 % 500])
    snapshot = open_snapshot(store)
    columns = [getattr(snapshot.reports, column.name) for column in fields(Reports)]
    assert sum(column.nbytes for column in columns) <= 48 * len(snapshot.reports.low)
    of_claims = [getattr(snapshot, field.name) for field in fields(Snapshot) if field.name.startswith("claim_") and field.name != "claim_bodies"]
    assert sum(column.nbytes for column in of_claims) <= 100 * len(snapshot.claim_ids)
