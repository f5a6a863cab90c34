"""What the embedded store promises about its file: found, refused, shared, migrated, and sound after a crash."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph.claims import Claim, Line, Record, Source, Text
from graph.errors import StoreError, StoreForeign, StoreLocked, StoreReadOnly
from graph.store import exists, open_store
from graph.store.schema import VERSION, migrate

NOBODY = 65534
LINES: list[Line] = [
    Source(id="source:list", title="List"),
    Text(source="source:list", text="Alpha met Beta."),
    Record(claim=Claim(subject="org:alpha", predicate="name", value="Cámara Alfa", source="source:list")),
    Record(claim=Claim(subject="org:alpha", predicate="met_with", object="org:beta", source="source:list", quote="Alpha met Beta", span=(0, 14))),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a store that holds LINES."""
    path = tmp_path / "a store #1?.db"
    store = open_store(str(path))
    store.write(LINES)
    store.close()
    return path


def refused(path: Path | str, *, create: bool = False) -> str:
    """The message of the refusal to open, which names the thing in one line."""
    with pytest.raises(StoreError) as refusal:
        open_store(str(path), create=create)
    message = str(refusal.value)
    assert "\n" not in message
    return f"{type(refusal.value).__name__}: {message}"


@contextmanager
def without_rights(*paths: Path) -> Iterator[None]:
    """As somebody who may read but not write the paths; the superuser becomes nobody for the time."""
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("url", ["sqlite:///{}", "{}"])
def test_a_store_opens_by_address_and_by_path(tmp_path: Path, url: str) -> None:
    path = tmp_path / "new.db"
    store = open_store(url.format(path))
    assert exists(url.format(path))
    assert store.url == f"sqlite:///{path}"
    store.close()


@pytest.mark.parametrize("url", ["", "  ", ":memory:", "sqlite://x.db", "https://example.org/x.db", "postgres://x"])
def test_other_addresses_are_refused(url: str) -> None:
    assert "sqlite:///path" in refused(url, create=True)


def test_reading_never_makes_a_file(tmp_path: Path) -> None:
    assert "there is no store; make one with `trilateral load" in refused(tmp_path / "none.db")
    assert not exists(str(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []
    assert "folder does not exist" in refused(tmp_path / "none" / "x.db", create=True)
    assert "not a file" in refused(tmp_path, create=True)
    assert "nul\\x00.db" in refused("nul\0.db", create=True)


def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path, file: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("just a text")
    assert refused(text, create=True).startswith("StoreForeign")
    assert text.read_text() == "just a text"
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = other.read_bytes()
    assert "another program" in refused(other, create=True)
    assert other.read_bytes() == before
    empty = tmp_path / "empty.db"
    empty.touch()
    assert "empty" in refused(empty)
    open_store(str(empty)).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert "upgrade Trilateral" in refused(file)


def test_a_damaged_file_says_so(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreForeign, match="damaged"):
        open_store(str(file)).check()
    file.write_bytes(content[:3000])
    assert "damaged" in refused(file)


def test_what_was_altered_behind_its_back_is_found(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE claim SET confidence = 1 WHERE predicate = 'met_with'")
        connection.execute("UPDATE text SET body = 'Alpha left Beta.'")
        connection.execute("UPDATE name SET folded = 'omega'")
        connection.execute("UPDATE claim SET extractor = 'other' WHERE predicate = 'name'")
        connection.commit()
    store = open_store(str(file))
    faults = "\n".join(store.check().faults)
    for fault in ("its content hashes to", "text was altered", "not in step", "revision does not fit"):
        assert fault in faults
    store.close()


def test_the_log_cannot_be_edited(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for edit in ("DELETE FROM change", "UPDATE change SET digest = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(edit)


def test_a_second_writer_is_told_to_wait_and_readers_go_on(file: Path) -> None:
    store = open_store(str(file), timeout=0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE claim SET superseded_at = 'now'")
        with pytest.raises(StoreLocked, match="another process is writing to it; try again"):
            store.write(LINES)
        with pytest.raises(StoreLocked):
            store.retract("source:list")
        assert len(list(store.records())) == 2
        assert store.search("camara alfa")
        another = open_store(str(file), timeout=0.05)
        assert another.revision() == store.revision()
        another.close()
        other.execute("ROLLBACK")
    assert store.retract("source:list") == 2
    store.close()


def test_a_read_only_store_can_be_read(open_folder: Path) -> None:
    path = open_folder / "store.db"
    store = open_store(str(path))
    store.write(LINES)
    store.close()
    with without_rights(open_folder, path):
        store = open_store(str(path))
        assert len(list(store.records())) == 2
        assert store.search("camara alfa")
        assert store.check().faults == ()
        with pytest.raises(StoreReadOnly, match="cannot be written"):
            store.write(LINES)
        store.close()
        assert refused(open_folder / "new.db", create=True).startswith("StoreReadOnly")


def test_a_read_only_file_in_an_open_folder_can_be_read(open_folder: Path) -> None:
    path = open_folder / "store.db"
    store = open_store(str(path))
    store.write(LINES)
    open_folder.chmod(0o777)
    with without_rights(path):
        reader = open_store(str(path), create=False)
        assert len(list(reader.records())) == 2
        with pytest.raises(StoreReadOnly):
            reader.retract("source:list")
        reader.close()
    store.close()


def test_an_unreadable_file_says_why(open_folder: Path) -> None:
    path = open_folder / "store.db"
    open_store(str(path)).close()
    path.chmod(0o000)
    with without_rights(open_folder):
        assert "cannot be opened (Permission denied)" in refused(path)


def test_a_file_of_the_first_schema_is_brought_forward(tmp_path: Path, file: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        migrate(connection, to=1)
        connection.execute("ATTACH ? AS new", (str(file),))
        for table in ("layer", "source", "text", "entity", "claim", "change"):
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        connection.execute(
            "INSERT INTO source (id, source_group, body, recorded_at) SELECT 'source:silent', '', replace(body, ':list', ':silent'), '' FROM source"
        )
    store, new = open_store(str(old), create=False), open_store(str(file))
    assert [hit.id for hit in store.search("CAMARA ALFA")] == ["org:alpha"]
    assert store.check().faults == ()
    assert [source.id for source in store.sources()] == ["source:list", "source:silent"]
    new.write([Source(id="source:silent", title="List")])
    assert store.check().content_hash == new.check().content_hash
    assert store.revision() == new.revision()
    store.close()
    new.close()


def test_an_older_file_that_cannot_be_written_is_refused(open_folder: Path) -> None:
    path = open_folder / "store.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, to=1)
    with without_rights(open_folder, path):
        assert refused(path).startswith("StoreReadOnly")


WRITER = """
import sys
from graph.claims import Claim, Record, Source
from graph.store import open_store
SIZE = {size}
def lines():
    yield Source(id="source:many", title="Many")
    number = 0
    while True:
        if number % SIZE == SIZE - 1:
            print(number, flush=True)
        yield Record(claim=Claim(subject=f"org:n{{number}}", predicate="name", value=f"Name {{number}}", source="source:many"))
        number += 1
open_store(sys.argv[1]).write(lines(), batch=SIZE)
"""


@pytest.mark.slow
@pytest.mark.parametrize("batches", [1, 3, 6])
def test_a_killed_writer_leaves_whole_batches(tmp_path: Path, batches: int) -> None:
    size, path = 3000, tmp_path / "store.db"
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen([sys.executable, "-c", WRITER.format(size=size), str(path)], cwd=root, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(batches):
            writer.stdout.readline()
        writer.kill()
    store = open_store(str(path))
    check = store.check()
    assert check.faults == ()
    filed = check.counts["claims"] + check.counts["sources"]
    assert filed % size == 0
    assert filed >= (batches - 1) * size
    assert len(list(store.changes())) == filed
    store.write(LINES)
    store.close()


def test_connections_of_ended_threads_are_closed(file: Path) -> None:
    store = open_store(str(file))
    open_files = []
    for _ in range(12):
        reader = threading.Thread(target=store.sources)
        reader.start()
        reader.join()
        open_files.append(len(os.listdir("/proc/self/fd")))
    assert open_files[-1] <= open_files[2]
    store.close()
