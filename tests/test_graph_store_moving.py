"""Records moved between stores, whether files or servers, and through backups: whole, resumed, verified, never mixed by accident."""

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.backups import backup, restore
from api.cli import main
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text, read_lines
from graph.errors import RequestError, SourceError, StoreError
from graph.store import moving, open_store
from graph.store.base import GraphStore
from graph.store.moving import DRAWER, measure, move

RECORD = list(read_lines((Path(__file__).parent / "fixtures" / "store.jsonl").read_text(encoding="utf-8").splitlines()))
INJECTED = "'}) DETACH DELETE (n) //"
PAPER = Source(id="source:injected", title=INJECTED, publisher=INJECTED)


def said(subject: str, predicate: str, object: str = "", *, layer: str = "public", **more: object) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object, "source": PAPER.id} | more)
    return Record(claim=claim, layer=layer, extractor=INJECTED)


def rich() -> list[Line]:
    """A record with private layers, a text, decisions (on claims that are gone, too) and judgements."""
    quote = said("org:a", "met_with", "org:b", quote=INJECTED, span=(0, len(INJECTED)))
    gone = Decision(claim="claim:" + "0" * 32, status=Status.REJECTED, by=INJECTED, at="2025-01-01T00:00:00Z")
    private = [
        said("org:a", "kind", value="chamber", layer="ours"),
        said("org:b", "name", value=INJECTED, layer="ours"),
        said("org:c", "name", value="C", layer="theirs"),
    ]
    judged = [Judgement(left="org:a", right="org:b", verdict="same", by=INJECTED), Judgement(left="org:a", right="org:c", verdict="different", layer="ours")]
    return [
        *RECORD,
        PAPER,
        Text(source=PAPER.id, text=INJECTED),
        quote,
        *private,
        Decision(claim=quote.claim.id, status=Status.ACCEPTED, by="ana"),
        gone,
        *judged,
    ]


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[GraphStore]:
    """A file with the record."""
    store = open_store(str(tmp_path / "origin.db"))
    store.write(rich())
    yield store
    store.close()


def test_a_copy_holds_the_very_record_there_and_back(origin: GraphStore, store: GraphStore, tmp_path: Path) -> None:
    heard: list[int] = []
    moved = move(origin.dump, store, progress=lambda done, total: heard.append(100 * done // total))
    assert (moved.resumed, moved.already) == (0, False)
    assert heard == sorted(heard)
    assert heard[-1] == 100
    back = open_store(str(tmp_path / "back.db"))
    move(store.dump, back)
    checks = [one.check() for one in (origin, store, back)]
    assert {one.content_hash for one in checks} == {moved.extent.content_hash}
    assert checks[0].hashes == checks[1].hashes == checks[2].hashes
    assert list(origin.dump()) == list(store.dump()) == list(back.dump())
    assert [one.revision(("public", "ours")) for one in (origin, store, back)] == [origin.revision(("public", "ours"))] * 3
    assert move(origin.dump, store).already
    assert store.memos(DRAWER) == {}
    back.close()


def test_a_copy_of_one_layer_holds_nothing_of_the_others(origin: GraphStore, store: GraphStore) -> None:
    move(lambda: origin.dump(("ours",)), store)
    assert store.check().hashes["ours"] == origin.check().hashes["ours"]
    assert {line.layer for line in store.dump() if isinstance(line, Record | Judgement)} == {"ours"}


class Broken(Exception):
    """The end of an attempt."""


@pytest.mark.parametrize("after", [1, 2])
def test_a_copy_that_was_broken_off_goes_on_where_it_was(origin: GraphStore, store: GraphStore, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 5)

    def stop(done: int, total: int) -> None:
        nonlocal after
        after -= 1
        if after < 0:
            raise Broken

    stands = 5 * (after + 1)
    with pytest.raises(Broken):
        move(origin.dump, store, progress=stop)
    logged = len(list(store.changes()))
    moved = move(origin.dump, store)
    assert moved.resumed == stands
    assert list(store.dump()) == list(origin.dump())
    once = [change.digest for change in store.changes() if change.action == "file"]
    assert len(once) == len(set(once))
    assert len(list(store.changes())) > logged


def test_a_part_of_an_earlier_state_is_never_mixed_with_a_later_one(origin: GraphStore, store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 7)

    def stop(done: int, total: int) -> None:
        raise Broken

    with pytest.raises(Broken):
        move(origin.dump, store, progress=stop)
    origin.retract(PAPER.id)
    with pytest.raises(RequestError, match="another record"):
        move(origin.dump, store)


def test_a_record_that_is_written_to_meanwhile_is_said(origin: GraphStore, store: GraphStore) -> None:
    states = iter([list(origin.dump()), [*origin.dump(), said("org:x", "name", value="X")]])
    with pytest.raises(StoreError, match="written to while"):
        move(lambda: next(states), store)


def test_a_store_that_somebody_else_wrote_to_is_found_out(origin: GraphStore, store: GraphStore) -> None:
    def meddle(done: int, total: int) -> None:
        store.write([PAPER, said("org:meddler", "name", value="M")])

    with pytest.raises(StoreError, match="claims; somebody else"):
        move(origin.dump, store, progress=meddle)


def test_another_record_is_refused_unless_it_is_to_be_merged(origin: GraphStore, store: GraphStore) -> None:
    own = [Source(id="source:own", title="Own"), said("org:own", "name", value="Own", source="source:own")]
    store.write([*own, PAPER])
    before = list(store.dump())
    with pytest.raises(RequestError, match=r"another record \(1 claims\).*--merge"):
        move(origin.dump, store)
    assert list(store.dump()) == before
    moved = move(origin.dump, store, merge=True)
    assert moved.otherwise == 0
    held = {line.claim.id for line in store.dump() if isinstance(line, Record)}
    assert held == {line.claim.id for line in [*origin.dump(), *own] if isinstance(line, Record)}
    assert store.check().faults == ()


def test_a_merge_leaves_a_later_word_and_says_so(origin: GraphStore, store: GraphStore) -> None:
    claim = next(line.claim.id for line in rich() if isinstance(line, Record) and line.claim.source == PAPER.id)
    move(origin.dump, store)
    store.write([Decision(claim=claim, status=Status.REJECTED, by="bea", at="2030-01-01T00:00:00Z")])
    assert move(origin.dump, store, merge=True).otherwise == 1
    assert [one.by for one in store.decisions() if one.claim == claim] == ["bea"]


@pytest.mark.parametrize("name", ["record.jsonl", "record.jsonl.gz"])
def test_a_backup_holds_all_layers_and_is_restored_as_it_was(origin: GraphStore, store: GraphStore, tmp_path: Path, name: str) -> None:
    file, again = tmp_path / name, tmp_path / f"again-{name}"
    extent = backup(origin, file)
    assert extent == measure(origin.dump())
    restored = restore(store, file)
    assert restored.extent == extent
    assert list(store.dump()) == list(origin.dump())
    backup(store, again)
    assert file.read_bytes() == again.read_bytes()
    assert restore(store, file).already
    assert [path.name for path in sorted(tmp_path.iterdir()) if path.name.startswith(".")] == []


def test_a_backup_that_was_cut_or_changed_restores_nothing(origin: GraphStore, store: GraphStore, tmp_path: Path) -> None:
    whole = tmp_path / "record.jsonl"
    backup(origin, whole)
    text, bad = whole.read_text(encoding="utf-8"), tmp_path / "bad.jsonl"
    damaged = {
        "cut": text[: len(text) // 2],
        "no seal": "".join(text.splitlines(keepends=True)[:-1]),
        "a line less": "".join(text.splitlines(keepends=True)[1:]),
        "another name": text.replace('"by":"ana"', '"by":"eve"'),
        "two lines changed places": "".join([*reversed(text.splitlines(keepends=True)[:2]), *text.splitlines(keepends=True)[2:]]),
        "nothing": "",
        "a bad seal": '{"type":"seal"}\n',
    }
    for what, content in damaged.items():
        bad.write_text(content, encoding="utf-8")
        with pytest.raises(SourceError, match=r"seal|changed|last line"):
            restore(store, bad)
        assert next(iter(store.changes()), None) is None, what
    packed = tmp_path / "bad.jsonl.gz"
    packed.write_bytes(gzip.compress(text.encode())[:-20])
    with pytest.raises(SourceError, match=r"bad\.jsonl\.gz"):
        restore(store, packed)
    with pytest.raises(SourceError, match="cannot be read"):
        restore(store, tmp_path / "none.jsonl")


def test_a_backup_that_cannot_be_finished_leaves_the_older_one(origin: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "record.jsonl"
    backup(origin, file)
    before = file.read_bytes()
    monkeypatch.setattr("api.backups.TOLD_EVERY", 3)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(origin, file, stop)
    assert file.read_bytes() == before
    assert list(tmp_path.glob(".record*")) == []


def test_the_commands_copy_back_up_and_restore(origin: GraphStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(list(arguments))
        return status, *capsys.readouterr()

    here, there, file = str(tmp_path / "origin.db"), str(tmp_path / "there.db"), str(tmp_path / "record.jsonl.gz")
    wanted = measure(origin.dump())
    status, out, _ = run("copy", here, there, "--json")
    assert (status, _) == (0, "")
    assert (status, json.loads(out)["content_hash"], json.loads(out)["claim"]) == (0, wanted.content_hash, wanted.counts["claim"])
    assert "there already" in run("copy", here, there)[1]
    assert run("copy", here, here)[::2] == (2, f"trilateral: {here}: FROM and TO are the same store; name another\n")
    assert run("copy", here, str(tmp_path / "x.db"), "--layer", "nobodys")[0] == 2
    assert run("copy", str(tmp_path / "none.db"), str(tmp_path / "x.db"))[0] == 3
    assert not (tmp_path / "x.db").exists()
    assert run("--store", there, "backup", file)[0] == 0
    assert run("--store", str(tmp_path / "new.db"), "restore", file)[1].endswith(f"content hash {wanted.content_hash}\n")
    assert run("--store", str(tmp_path / "x.db"), "restore", here)[0] == 3
    assert not (tmp_path / "x.db").exists()
    plain = str(tmp_path / "plain.jsonl")
    run("--store", there, "backup", plain)
    assert run("--store", str(tmp_path / "loaded.db"), "load", plain)[0] == 0
    loaded = open_store(str(tmp_path / "loaded.db"))
    assert measure(loaded.dump()) == wanted
    loaded.close()


KILLED = """
import os, signal, sys
from graph.store import moving, open_store
moving.AT_ONCE = 4
moving.move(open_store(sys.argv[1]).dump, open_store(sys.argv[2]), progress=lambda done, total: os.kill(os.getpid(), signal.SIGKILL) if done > 30 else None)
"""


def test_a_copy_that_is_killed_goes_on(origin: GraphStore, tmp_path: Path) -> None:
    here, there = str(tmp_path / "origin.db"), str(tmp_path / "there.db")
    done = subprocess.run([sys.executable, "-c", KILLED, here, there], cwd=Path(__file__).parent.parent, check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(open_store(there)) as store:
        (stood,) = store.memos(DRAWER).values()
        moved = move(origin.dump, store)
        assert moved.resumed == int(stood) > 0
        assert list(store.dump()) == list(origin.dump())
        assert store.check().faults == ()
