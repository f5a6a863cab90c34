"""The contract of every store: readings that follow one another, decisions, merges, the log and the dump."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text, read_lines, write_lines
from graph.errors import ClaimError
from graph.store.base import GraphStore

BASIC: list[Line] = list(read_lines((Path(__file__).parent / "fixtures" / "store.jsonl").read_text(encoding="utf-8").splitlines()))
PAPER = Source(id="source:paper", title="A paper", publisher="The Paper")
LIST = Source(id="source:list", title="A hand-kept list", kind="curated")
TEXT = next(line.text for line in BASIC if isinstance(line, Text))
MET, LEADS = [line for line in BASIC if isinstance(line, Record)][-2:]


def said(subject: str, predicate: str, object: str = "", *, layer: str = "public", extractor: str = "test/1", **more: object) -> Record:
    fields = {"subject": subject, "predicate": predicate, "object": object, "source": "source:paper"}
    return Record(claim=Claim.model_validate(fields | more), layer=layer, extractor=extractor)


def claims(store: GraphStore, **which: object) -> list[Claim]:
    return [record.claim for record in store.records(**which)]  # type: ignore[arg-type]


def test_a_source_told_anew_is_the_newest_and_the_change_is_logged(store: GraphStore) -> None:
    store.write(BASIC)
    before, logged = store.revision(), len(list(store.changes()))
    newer = PAPER.model_copy(update={"title": "A better title"})
    assert store.write([newer]).added["source"] == 1
    assert store.sources() == [newer]
    assert store.revision() != before
    assert [change.action for change in store.changes(logged)] == ["source"]


def test_another_text_may_replace_the_first_only_while_the_quotes_hold(store: GraphStore) -> None:
    store.write(BASIC)
    longer = Text(source="source:paper", text=TEXT + " More.")
    assert store.write([longer]).added["text"] == 1
    with pytest.raises(ClaimError, match="retract"):
        store.write([Text(source="source:paper", text="Something else")])
    assert store.text("source:paper") == longer.text
    store.retract("source:paper")
    store.write([Text(source="source:paper", text="Something else")])
    assert store.check().faults == ()


def test_retracting_supersedes_and_filing_again_brings_back(store: GraphStore) -> None:
    store.write(BASIC)
    full, content = store.revision(), store.check().content_hash
    assert store.retract("source:paper") == 8
    assert store.retract("source:paper") == store.retract("source:none") == 0
    assert claims(store) == []
    assert store.search("Alpha Chamber") == []
    assert store.check().counts["superseded"] == 8
    assert store.revision() != full
    assert store.check().faults == ()
    assert [source.id for source in store.sources()] == ["source:paper"]
    assert store.write(BASIC).added["claim"] == 8
    assert (store.revision(), store.check().content_hash) == (full, content)


def test_a_newer_extractor_supersedes_what_it_no_longer_reads(store: GraphStore) -> None:
    by_hand = said("org:alpha", "supports", "ask:annex", extractor="")
    private = LEADS.model_copy(update={"layer": "private"})
    store.write([*BASIC, by_hand, private, Decision(claim=LEADS.claim.id, status=Status.REJECTED)])
    newer = [line.model_copy(update={"extractor": "test/2"}) if isinstance(line, Record) else line for line in BASIC if line is not LEADS]
    report = store.write(newer, supersede=True)
    assert (report.superseded, report.added["claim"]) == (1, 7)
    assert {r.claim.predicate: r.extractor for r in store.records(about="org:alpha")} == {
        "name": "test/2", "kind": "test/2", "alias": "test/2", "met_with": "test/2", "supports": ""
    }  # fmt: skip
    assert store.claim(LEADS.claim.id) is None
    assert store.claim(LEADS.claim.id, ["private"]) == LEADS.claim
    store.write([LEADS])
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.REJECTED
    assert store.check().faults == ()


def test_superseding_looks_at_whole_sources_whatever_the_batch(store: GraphStore) -> None:
    store.write(BASIC)
    assert store.write([*BASIC, LIST, said("org:alpha", "url", value="https://a.example", source="source:list")], batch=2, supersede=True).superseded == 0
    assert len(claims(store)) == 9


def test_a_decision_is_applied_outlives_readings_and_can_be_undone(store: GraphStore) -> None:
    proposed = LEADS.model_copy(update={"status": Status.PROPOSED})
    store.write([*BASIC[:-1], proposed])
    before = store.revision()
    accepted = Decision(claim=LEADS.claim.id, status=Status.ACCEPTED, by="ana", at="2025-05-01")
    assert store.write([accepted]).added["decision"] == 1
    assert store.write([accepted]).known["decision"] == 1
    store.write([proposed.model_copy(update={"extractor": "test/2"})])
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.ACCEPTED
    assert store.decisions() == [accepted]
    assert store.revision() != before
    store.write([accepted.model_copy(update={"status": Status.PROPOSED})])
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.PROPOSED
    assert store.check().faults == ()


def test_a_decision_waits_for_its_claim(store: GraphStore) -> None:
    store.write([Decision(claim=LEADS.claim.id, status=Status.REJECTED)])
    store.write(BASIC)
    assert next(store.records(ids=[LEADS.claim.id])).status is Status.REJECTED
    assert store.check().faults == ()


def test_a_merge_joins_what_is_known_and_taking_it_back_parts_it(store: GraphStore) -> None:
    store.write([*BASIC, said("org:alfa", "name", value="Alfa"), said("org:alfa", "joint_statement_with", "org:beta")])
    alone, content = claims(store, about="org:alpha"), store.check().content_hash
    same = Judgement(left="org:alpha", right="org:alfa", verdict="same", by="ana")
    store.write([same])
    assert store.write([same.model_copy(update={"left": "org:alfa", "right": "org:alpha"})]).known["judgement"] == 1
    assert claims(store, about="org:alpha") == claims(store, about="org:alfa")
    assert len(claims(store, about="org:alfa")) == len(alone) + 2
    assert [hit.id for hit in store.search("Alpha Chamber")] == [hit.id for hit in store.search("org:alpha")] == ["org:alfa"]
    store.write([same.model_copy(update={"verdict": "undecided"})])
    assert store.judgements() == []
    assert claims(store, about="org:alpha") == alone
    assert store.check().content_hash == content


def test_judgements_that_contradict_one_another_are_refused(store: GraphStore) -> None:
    store.write([Judgement(left="org:a", right="org:b", verdict="same"), Judgement(left="org:b", right="org:c", verdict="same")])
    for layer in ("public", "private"):
        with pytest.raises(ClaimError, match="judged different"):
            store.write([Judgement(left="org:a", right="org:c", verdict="different", layer=layer)])
    assert len(store.judgements(["public", "private"])) == 2


def test_the_dump_makes_an_equal_store_whatever_the_history(make: Callable[[str], GraphStore]) -> None:
    first, second = make("first"), make("second")
    first.write([*reversed([line for line in BASIC if isinstance(line, Source)]), *BASIC[::-1][:-2], BASIC[1]], batch=100)
    first.write([said("org:old", "name", value="Old", extractor="old/1")])
    first.write([LIST, MET.model_copy(update={"layer": "private"}), said("org:union", "kind", value="intergovernmental", source="source:list")])
    first.write([said("org:union", "party_to", "agreement:pact"), Judgement(left="org:alpha", right="org:alfa", verdict="same")])
    first.write([Decision(claim=LEADS.claim.id, status=Status.REJECTED, by="ana"), Decision(claim="claim:" + "1" * 32, status=Status.ACCEPTED)])
    stream = io.StringIO()
    write_lines(first.dump(), stream)
    second.write(read_lines(io.StringIO(stream.getvalue())), batch=3)
    one, other = first.check(), second.check()
    assert one.faults == other.faults == ()
    assert (one.content_hash, one.hashes) == (other.content_hash, other.hashes)
    for layers in (["public"], ["private"], ["public", "private"]):
        assert first.revision(layers) == second.revision(layers)
    assert list(first.dump()) == list(second.dump())


def test_the_log_holds_every_change_and_no_text(store: GraphStore) -> None:
    store.write(BASIC)
    log = list(store.changes())
    assert [change.number for change in log] == list(range(1, len(log) + 1))
    assert {change.action for change in log} == {"source", "text", "file"}
    assert MET.claim.id.removeprefix("claim:") in {change.digest for change in log}
    assert all(len(change.digest) == 32 and set(change.digest) <= set("0123456789abcdef") for change in log)
    store.retract("source:paper")
    assert len(list(store.changes(len(log)))) == 8
