"""A newer reader replaces what an older one filed of the same document, and never what a person said of it."""

from dataclasses import replace
from pathlib import Path

import pytest

import loaders.documents
from graph.claims import Claim, Decision, Record, Status
from graph.store.base import GraphStore
from loaders.documents import Document, Extraction, extract
from loaders.documents import claims as written
from loaders.run import load

TEXT = """# Talks resume

May 5, 2025

The Information Technology Industry Council (ITI) met with the Office of the United States Trade Representative on April 22, 2025.

AMITI met with Technation on April 23, 2025.
"""


@pytest.fixture
def note(tmp_path: Path) -> str:
    """A document that two meetings are read from."""
    path = tmp_path / "note.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def newer(monkeypatch: pytest.MonkeyPatch, version: int, *, surer: float = 0.0, without: str = "") -> None:
    """A later version of the reader, perhaps surer of relations, or without those of one actor."""

    def read(document: Document) -> Extraction:
        found = extract(document)
        kept = [one for one in found.relations if without not in (one.subject, one.object)]
        return replace(found, relations=tuple(replace(one, confidence=one.confidence + surer) for one in kept))

    monkeypatch.setattr(written, "EXTRACTOR", f"documents/{version}")
    monkeypatch.setattr(loaders.documents, "extract", read)


def meetings(store: GraphStore) -> dict[str, Record]:
    """The meetings that stand, by the actor who met."""
    return {record.claim.subject: record for record in store.records() if record.claim.predicate == "met_with" and record.extractor}


def decide(store: GraphStore, record: Record, status: Status) -> None:
    store.write([Decision(claim=record.claim.id, status=status, by="ana", at="2025-06-01")])


def test_every_claim_names_its_reader_and_version(store: GraphStore, note: str) -> None:
    load(store, [note])
    assert {record.extractor for record in meetings(store).values()} == {written.EXTRACTOR}
    assert written.EXTRACTOR.partition("/")[2].isdigit()


def test_what_a_newer_reader_no_longer_finds_is_gone_and_the_rest_is_its_own(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [note])
    assert set(meetings(store)) == {"org:amiti", "org:iti"}
    newer(monkeypatch, 1000, without="org:amiti")
    load(store, [note])
    assert set(meetings(store)) == {"org:iti"}
    assert {record.extractor for record in meetings(store).values()} == {"documents/1000"}


def test_a_claim_said_with_other_confidence_stands_once(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [note])
    before = meetings(store)["org:iti"].claim.confidence
    newer(monkeypatch, 1000, surer=0.01)
    load(store, [note])
    assert [record.claim.confidence for record in meetings(store).values() if record.claim.subject == "org:iti"] == [before + 10]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.ACCEPTED])
@pytest.mark.parametrize("surer", [0.0, 0.01])
def test_a_decision_holds_when_the_claim_is_found_again(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch, status: Status, surer: float) -> None:
    load(store, [note])
    decide(store, meetings(store)["org:iti"], status)
    newer(monkeypatch, 1000, surer=surer)
    load(store, [note])
    record = meetings(store)["org:iti"]
    assert (record.status, record.decided, record.extractor) == (status, True, "documents/1000")
    assert {(decision.by, decision.at) for decision in store.decisions()} == {("ana", "2025-06-01")}


@pytest.mark.parametrize("status", [Status.REJECTED, Status.ACCEPTED])
def test_a_decision_holds_when_the_claim_is_not_found_again_and_after_that(
    store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch, status: Status
) -> None:
    load(store, [note])
    decide(store, meetings(store)["org:amiti"], status)
    newer(monkeypatch, 1000, without="org:amiti")
    load(store, [note])
    assert meetings(store)["org:amiti"].status is status
    newer(monkeypatch, 1001, surer=0.01)
    load(store, [note])
    assert meetings(store)["org:amiti"].status is status
    assert meetings(store)["org:amiti"].extractor == "documents/1001"


def test_a_claim_that_a_person_made_of_the_document_stays(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [note])
    made = meetings(store)["org:iti"].claim.model_copy(update={"object": "org:cisa"})
    store.write([Record(claim=made)])
    newer(monkeypatch, 1000)
    load(store, [note])
    assert store.claim(made.id) == made
    assert [record.status for record in store.records(ids=[made.id])] == [Status.ACCEPTED]


def test_loading_again_with_decisions_changes_nothing(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [note])
    decide(store, meetings(store)["org:amiti"], Status.REJECTED)
    newer(monkeypatch, 1000, without="org:amiti")
    load(store, [note])
    revision = store.revision()
    assert load(store, [note]).loaded[0].new == 0
    assert store.revision() == revision


def test_resume_reads_anew_what_an_older_reader_filed(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [note])
    assert load(store, [note], resume=True).unchanged == (note,)
    decide(store, meetings(store)["org:amiti"], Status.ACCEPTED)
    newer(monkeypatch, 1000, without="org:amiti")
    assert load(store, [note], resume=True).unchanged == ()
    assert load(store, [note], resume=True).unchanged == (note,)


def test_another_layer_keeps_what_an_older_reader_filed_there(store: GraphStore, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [note], layer="ours")
    newer(monkeypatch, 1000, without="org:amiti")
    load(store, [note])
    ours = {record.claim.subject for record in store.records(layers=("ours",)) if record.claim.predicate == "met_with"}
    assert ours == {"org:amiti", "org:iti"}


def test_claims_that_say_another_thing_at_the_same_place_do_not_take_over_a_decision(store: GraphStore, note: str) -> None:
    load(store, [note])
    claim = meetings(store)["org:iti"].claim
    decide(store, meetings(store)["org:iti"], Status.REJECTED)
    other: Claim = claim.model_copy(update={"predicate": "partners_with"})
    store.write([Record(claim=other, extractor="documents/0")])
    load(store, [note])
    assert meetings(store)["org:iti"].status is Status.REJECTED
    assert [record.status for record in store.records(ids=[other.id])] == []
