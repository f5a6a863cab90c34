"""Snapshots: what they hold, numbers that a private layer cannot move, the store's present revision."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status
from graph.errors import UnknownName
from graph.snapshot.arrays import Reports, Texts
from graph.snapshot.build import Snapshot, build, open_snapshot
from graph.store import open_store
from graph.store.base import GraphStore
from graph.strength import derive
from graph.view import Query, View

DAY = date(2025, 10, 28)
BOTH = ("public", "private")
HOSTILE = "<script>alert(1)</script> \u202eRLO 'quoted' \"and\"\nnew line 🎉"


def record(
    subject: str, predicate: str, object_: str = "", *, src: str = "news", status: Status = Status.ACCEPTED, layer: str = "public", **fields: object
) -> Record:
    claim = Claim.model_validate({"subject": subject, "predicate": predicate, "object": object_, "source": f"source:{src}"} | fields)
    return Record(claim=claim, status=status, layer=layer)


def public() -> list[Line]:
    return [
        Source(id="source:news", title="News", published=date(2025, 4, 29), group="wire", reliability=0.9),
        Source(id="source:copy", title="Copy", group="wire", reliability=0.5),
        record("org:amiti", "name", value="AMITI"),
        record("org:amiti", "name", src="copy", value=HOSTILE),
        record("org:amiti", "met_with", "org:ustr", when="2025-04-20..2025-04-28", qualifiers=["unnamed-officials"], confidence=800),
        record("org:amiti", "urges", "gov:us", ask="ask:annex", speaker="person:head", when="2025"),
        record("org:amiti", "joint_statement_with", "org:iti", when="2025-01-01..2025-04-29", status=Status.PROPOSED),
    ]


def private() -> list[Line]:
    return [
        Source(id="source:diary", title="Diary"),
        record("person:aaa", "met_with", "org:amiti", src="diary", when="2025-06-01", layer="private"),
    ]


def same(a: Snapshot, b: Snapshot) -> bool:
    """True when every column is the same."""

    def columns(snapshot: Snapshot) -> Iterable[object]:
        for field in fields(Snapshot):
            value = getattr(snapshot, field.name)
            if isinstance(value, Texts):
                yield list(value)
            elif isinstance(value, Reports):
                yield [getattr(value, column.name).tolist() for column in fields(Reports)]
            else:
                yield value.tolist() if isinstance(value, np.ndarray) else value

    return list(columns(a)) == list(columns(b))


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    opened = open_store(str(tmp_path / "t.db"))
    opened.write([*public(), *private()])
    return opened


# -- content --------------------------------------------------------------------------------------


def test_an_empty_snapshot_answers() -> None:
    snapshot = build([])
    assert len(snapshot.ids) == len(snapshot.sources) == 0
    assert len(derive(snapshot, View(), DAY).low) == 0
    with pytest.raises(UnknownName):
        snapshot.index("org:amiti")


def test_entities_claims_and_evidence_come_back_literally() -> None:
    snapshot = build(public())
    assert list(snapshot.ids) == ["ask:annex", "gov:us", "org:amiti", "org:iti", "org:ustr", "person:head"]
    i = snapshot.index("org:amiti")
    assert set(snapshot.entity(i).aliases) | {snapshot.names[i]} == {"AMITI", HOSTILE}
    assert snapshot.kinds[i] == snapshot.node(i).kind == "organisation"
    assert {snapshot.record(number).claim.predicate for number in snapshot.about(i).tolist()} == {"name", "met_with", "urges", "joint_statement_with"}
    assert [snapshot.record(number).claim.predicate for number in snapshot.about(snapshot.index("ask:annex")).tolist()] == ["urges"]
    assert [snapshot.record(number).claim.predicate for number in snapshot.about(snapshot.index("person:head")).tolist()] == ["urges"]
    for number, claim in enumerate(snapshot.claim_ids):
        assert snapshot.claim_index(claim) == number
        assert snapshot.evidence(number).claim == claim == snapshot.record(number).claim.id


def test_copies_are_one_group_with_the_best_reliability() -> None:
    snapshot = build(public())
    assert list(snapshot.groups) == ["wire"]
    assert snapshot.reliability.tolist() == [0.9]
    assert snapshot.source_group.tolist() == [0, 0]


def test_the_order_of_lines_does_not_matter() -> None:
    assert same(build(public()), build(list(reversed(public()))))


def test_merged_ids_keep_resolving() -> None:
    snapshot = build([*public(), Judgement(left="org:iti", right="org:amiti", verdict="same")])
    assert snapshot.index("org:iti") == snapshot.index("org:amiti")
    assert "org:iti" not in list(snapshot.ids)
    assert snapshot.entity(snapshot.index("org:iti")).merged == ("org:iti",)


def test_an_unknown_id_offers_its_neighbours() -> None:
    with pytest.raises(UnknownName, match=r"org:amity.*org:iti"):
        build(public()).index("org:amity")


def test_an_answer_says_what_it_rests_on_and_what_was_not_searched() -> None:
    snapshot = build(public(), revision="r1")
    given = snapshot.answer_fields(Query(as_of=DAY), [snapshot.evidence(0)])
    assert (given["revision"], given["as_of"], given["layers"], given["view"]) == ("r1", DAY, ("public",), View())
    assert [source.id for source in given["sources"]] == [snapshot.evidence(0).source.id]
    assert any("LDA" in name for name in given["not_searched"])
    loaded = build([*public(), Source(id="source:lda/2024", title="LDA", kind="register"), record("org:x", "lobbied", "org:y", src="lda/2024", when="2024")])
    assert not any("LDA" in name for name in loaded.answer_fields(Query())["not_searched"])


# -- layers ---------------------------------------------------------------------------------------


def test_a_private_layer_moves_no_public_number_and_shows_nothing() -> None:
    outside = build([*public(), *private()])
    assert same(outside, build(public()))
    inside = build([*public(), *private()], layers=BOTH)
    n = len(outside.ids)
    assert list(inside.ids)[:n] == list(outside.ids)
    assert list(inside.ids)[n:] == ["person:aaa"]
    assert list(inside.claim_ids)[: outside.public_claims] == list(outside.claim_ids)
    assert inside.index("person:aaa") == n
    assert "source:diary" not in list(outside.source_ids)


# -- a store's present revision ---------------------------------------------------------------------


def test_judgements_and_decisions_reach_the_snapshot(store: GraphStore) -> None:
    assert len(derive(open_snapshot(store), View(), DAY).low) == 1
    (statement,) = [line for line in public() if isinstance(line, Record) and line.claim.predicate == "joint_statement_with"]
    store.write([Decision(claim=statement.claim.id, status=Status.ACCEPTED)])
    assert len(derive(open_snapshot(store), View(), DAY).low) == 2
    store.write([Judgement(left="org:iti", right="org:ustr", verdict="same")])
    assert open_snapshot(store).index("org:ustr") == open_snapshot(store).index("org:iti")


def test_opening_needs_no_heavy_import() -> None:
    script = "import sys, graph.entities, graph.neighbourhood, graph.snapshot; print(*{'scipy', 'networkx', 'fastapi', 'numba'} & set(sys.modules))"
    root = Path(__file__).resolve().parent.parent
    assert subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True).stdout.strip() == ""


def test_a_write_between_the_reads_cannot_mislabel_a_snapshot(tmp_path: Path) -> None:
    store, other = open_store(str(tmp_path / "race.db")), open_store(str(tmp_path / "race.db"))
    store.write(public())
    late = record("org:late", "name", value="Late")
    with store.state() as (revision, lines):
        other.write([late])
        raced = build(lines, revision=revision)
    assert late.claim.id not in list(raced.claim_ids)
    assert raced.revision != other.revision()
    fresh = open_snapshot(store)
    assert fresh.revision == other.revision()
    assert late.claim.id in list(fresh.claim_ids)
    store.close()
    other.close()
