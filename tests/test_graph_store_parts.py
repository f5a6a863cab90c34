"""The contract of every store: long writes are filed in parts, superseding comes last, units are remembered, a second process writes the same."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.claims import Claim, Judgement, Line, Record, Source, Status
from graph.errors import ClaimError, SourceError, StoreError
from graph.store import apart, open_store
from graph.store.base import GraphStore, Unit

ROOT = Path(__file__).resolve().parent.parent
LIST, OTHER = Source(id="source:list", title="A list", group="source:lists"), Source(id="source:other", title="Another", group="source:others")
TELLING = ("name", "identifier")


def named(number: int, source: str = "source:list", extractor: str = "test/1", layer: str = "public") -> Record:
    claim = Claim(subject=f"org:n{number}", predicate="name", value=f"Name {number}", source=source)
    return Record(claim=claim, extractor=extractor, layer=layer)


def pages(*numbers: range) -> list[Line]:
    """A list in several pages, each with the source before it."""
    lines: list[Line] = []
    for page in numbers:
        lines += [LIST, *map(named, page)]
    return lines


def test_superseding_waits_for_the_last_transaction(store: GraphStore) -> None:
    store.write(pages(range(30)), supersede=True)
    logged = len(list(store.changes()))
    report = store.write(pages(range(10), range(10, 20), range(20, 29)), batch=5, supersede=True)
    assert (report.superseded, report.added["claim"], report.known["claim"]) == (1, 0, 29)
    assert [change.action for change in store.changes(logged)] == ["supersede"]
    assert "org:n29" not in {record.claim.subject for record in store.records()}
    assert store.check().faults == ()


def test_a_refused_line_of_a_later_transaction_supersedes_nothing(store: GraphStore) -> None:
    store.write(pages(range(30)), supersede=True)
    bad = Record(claim=Claim(subject="org:n1", predicate="befriends", object="org:n2", source=LIST.id))
    with pytest.raises(ClaimError, match="befriends"):
        store.write([*pages(range(10), range(10, 20)), bad], batch=5, supersede=True)
    assert len(list(store.records())) == 30


def test_parts_of_one_transaction_are_filed_as_a_whole_or_not_at_all(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.sqlite.AT_ONCE", 7)

    def broken() -> Iterator[Line]:
        yield from pages(range(40))
        raise SourceError("the file ends in the middle of a row")

    with pytest.raises(SourceError):
        store.write(broken(), batch=1000, supersede=True)
    assert store.sources() == []
    assert list(store.changes()) == []


def test_what_comes_later_in_a_transaction_completes_what_came_before(
    store: GraphStore, make: Callable[[str], GraphStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim whose end gets its kind, or its source, from a later part waits for it."""
    lines: list[Line] = [
        LIST,
        *map(named, range(30)),
        Record(claim=Claim(subject="org:ministry", predicate="kind", value="agency", source=LIST.id)),
        Record(claim=Claim(subject="org:n3", predicate="met_with", object="org:ministry", source=OTHER.id)),
        *map(named, range(30, 40)),
        OTHER,
    ]
    whole = make("whole")
    whole.write(lines, batch=1000)
    monkeypatch.setattr("graph.store.sqlite.AT_ONCE", 5)
    report = store.write(lines, batch=1000)
    assert report.added["claim"] == 42
    assert store.check().content_hash == whole.check().content_hash
    assert store.revision() == whole.revision()


def test_lines_that_say_the_same_again_are_counted_apart(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.sqlite.AT_ONCE", 5)
    report = store.write(pages(range(10), range(10), range(3)), batch=1000)
    assert (report.added["claim"], report.known["claim"], report.repeated) == (10, 13, 13)
    again = store.write(pages(range(10)), batch=1000)
    assert (again.added["claim"], again.known["claim"], again.repeated) == (0, 10, 0)


KILLED = """
import os, signal, sys
from graph.store import open_store
sys.path.insert(0, "tests")
from test_graph_store_parts import pages
def lines():
    for number, line in enumerate(pages(range(10), range(10, 20), range(20, 29))):
        if number == 25:
            os.kill(os.getpid(), signal.SIGKILL)
        yield line
open_store(sys.argv[1]).write(lines(), batch=5, supersede=True)
"""


def test_a_load_killed_between_its_transactions_loses_nothing_and_is_completed_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(str(path))
    store.write(pages(range(5, 40)), supersede=True)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert len(list(store.records())) == 40  # the first pages came in, nothing of the earlier reading went
    assert store.check().faults == ()
    report = store.write(pages(range(10), range(10, 20), range(20, 29)), batch=5, supersede=True)
    assert (report.added["claim"], report.superseded) == (0, 11)
    assert {record.claim.subject for record in store.records()} == {f"org:n{number}" for number in range(29)}
    store.close()


def test_told_is_what_records_of_these_predicates_say(store: GraphStore) -> None:
    kind = Record(claim=Claim(subject="org:n1", predicate="kind", value="agency", source=LIST.id))
    post = Record(claim=Claim(subject="person:a", predicate="works_for", object="org:n1", source=LIST.id), layer="ours")
    store.write([*pages(range(3)), kind, post, named(9, layer="ours")])
    store.write([*pages(range(1, 3))], supersede=True)
    for layers in (("public",), ("public", "ours")):
        expected = [
            (claim.subject, claim.predicate, claim.value or claim.object, claim.source)
            for predicate in ("kind", "name", "works_for")
            for claim in (record.claim for record in store.records(layers=layers, predicate=predicate))
        ]
        assert [one[:4] for one in store.told(("kind", "name", "works_for"), layers)] == expected
    assert {one.folded for one in store.told(("name",))} == {"name 1", "name 2"}


def noted(store: GraphStore, *numbers: int) -> Unit:
    report = store.write([LIST, *map(named, numbers)], supersede=True)
    unit = Unit("ab" * 16, report.mark, report.at, (LIST.id,), "{}")
    store.remember(unit)
    return unit


def recalled(store: GraphStore) -> tuple[Unit, bool] | None:
    return store.recall("ab" * 16, ("public",), TELLING)


def test_a_unit_is_recalled_while_the_record_holds_it(store: GraphStore) -> None:
    assert recalled(store) is None
    unit = noted(store, 1, 2)
    assert recalled(store) == (unit, False)
    store.write([LIST, named(1), named(2)], supersede=True)
    assert recalled(store) == (unit, False)
    store.write([LIST, named(1)], supersede=True)
    assert recalled(store) is None
    assert recalled(store) is None
    noted(store, 1, 2)
    store.retract(LIST.id)
    assert recalled(store) is None


@pytest.mark.parametrize(
    ("later", "learned"),
    [
        ([Judgement(left="org:n1", right="org:n2", verdict="same")], True),
        ([OTHER, named(5, OTHER.id)], True),
        ([OTHER, named(5, OTHER.id, layer="ours")], False),
        ([OTHER, Record(claim=Claim(subject="org:n5", predicate="met_with", object="org:n1", source=OTHER.id))], False),
        ([LIST.model_copy(update={"id": "source:list2"}), named(5, "source:list2")], False),
        ([Source(id="source:article", title="An article", url="https://a.example")], True),
    ],
    ids=["judgement", "name elsewhere", "private name", "tie", "name of its group", "document"],
)
def test_what_is_learned_later_is_told_with_the_unit(store: GraphStore, later: list[Line], learned: bool) -> None:
    unit = noted(store, 1, 2)
    store.write(later)
    assert recalled(store) == (unit, learned)


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[GraphStore]:
    """A store in a file; a server is a second process already."""
    store = open_store(str(tmp_path / "store.db"))
    yield store
    store.close()


def test_a_second_process_files_and_reports_the_same(in_file: GraphStore, tmp_path: Path) -> None:
    lines = [*pages(range(3000), range(2500, 2600)), Record(claim=named(1).claim.model_copy(update={"qualifiers": ("a",)}), status=Status.PROPOSED)]
    other = open_store(str(tmp_path / "other.db"))
    for batch in (1_000_000, 500):
        assert apart.write(in_file.url, iter(lines), batch=batch, supersede=True) == other.write(lines, batch=batch, supersede=True)
        assert in_file.revision() == other.revision()
        lines = lines[:2000]
    assert [change.digest for change in in_file.changes()] == [change.digest for change in other.changes()]


def test_what_either_process_refuses_is_raised_here_and_nothing_is_filed(in_file: GraphStore) -> None:
    bad = Record(claim=Claim(subject="org:n1", predicate="befriends", object="org:n2", source=LIST.id))
    with pytest.raises(ClaimError, match="befriends") as refused:
        apart.write(in_file.url, [*pages(range(50)), bad], batch=1000, supersede=True)
    assert refused.value.claim == bad.claim.id

    def broken(error: BaseException) -> Iterator[Line]:
        yield from pages(range(5000))
        raise error

    for error in (SourceError("cut"), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            apart.write(in_file.url, broken(error), batch=1_000_000, supersede=True)
    assert in_file.sources() == []
    assert multiprocessing.active_children() == []


def test_a_writer_that_is_killed_is_an_error_that_says_so(in_file: GraphStore) -> None:
    def lines() -> Iterator[Line]:
        yield from pages(range(5000))
        for child in multiprocessing.active_children():
            assert child.pid
            os.kill(child.pid, signal.SIGKILL)
        yield from pages(range(5000, 200_000))

    with pytest.raises(StoreError, match="killed"):
        apart.write(in_file.url, lines(), batch=1_000_000, supersede=True)
    assert in_file.sources() == []
