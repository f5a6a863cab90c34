"""The contract of every store: what is written is read, chosen, refused; many readers."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.claims import Claim, Judgement, Line, Record, Source, Text, read_lines
from graph.errors import ClaimError, RequestError, StoreError
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


def test_what_is_written_is_read_in_the_order_of_recording(store: GraphStore) -> None:
    report = store.write(BASIC)
    assert report.added == {"source": 1, "text": 1, "claim": 8, "decision": 0, "judgement": 0}
    assert list(store.records()) == [line for line in BASIC if isinstance(line, Record)]
    assert store.sources() == [PAPER]
    assert store.text("source:paper") == TEXT
    assert store.text("source:none") is None
    assert store.claim(MET.claim.id) == MET.claim
    assert store.claim("claim:" + "0" * 32) is None
    assert store.check().faults == ()


def test_the_same_lines_twice_change_nothing(store: GraphStore) -> None:
    store.write(BASIC + BASIC)
    before = store.revision(), list(store.dump()), list(store.changes())
    report = store.write(BASIC)
    assert report.known == {"source": 1, "text": 1, "claim": 8, "decision": 0, "judgement": 0}
    assert not any(report.added.values())
    assert (store.revision(), list(store.dump()), list(store.changes())) == before


def test_a_claim_in_two_layers_is_filed_twice(store: GraphStore) -> None:
    store.write([*BASIC, MET.model_copy(update={"layer": "private"})])
    assert claims(store, ids=[MET.claim.id]) == [MET.claim]
    assert [r.layer for r in store.records(layers=["public", "private"], ids=[MET.claim.id])] == ["public", "private"]
    assert store.claim(MET.claim.id, ["private"]) == MET.claim
    assert store.claim(MET.claim.id, ["elsewhere"]) is None


def test_claims_are_chosen_by_source_predicate_id_and_whatever_they_are_about(store: GraphStore) -> None:
    urges = said("org:alpha", "urges", "gov:mx", source="source:list", ask="ask:annex", speaker="person:ana-ruiz", modality="urged")
    store.write([*BASIC, LIST, urges])
    assert claims(store, source="source:list") == [urges.claim]
    assert claims(store, predicate="leads") == [LEADS.claim]
    assert claims(store, ids=[LEADS.claim.id, "claim:" + "0" * 32, "nonsense"]) == [LEADS.claim]
    assert claims(store, about="ask:annex") == claims(store, about="gov:mx") == [urges.claim]
    assert [c.predicate for c in claims(store, about="person:ana-ruiz")] == ["name", "leads", "urges"]
    assert claims(store, about="org:beta", predicate="met_with", source="source:paper") == [MET.claim]
    assert claims(store, about="org:nobody") == claims(store, layers=[]) == []


def test_an_iterator_keeps_to_one_state_while_the_store_is_written(store: GraphStore) -> None:
    store.write(BASIC)
    reading = store.records()
    next(reading)
    store.retract("source:paper")
    assert len(list(reading)) == 7
    assert claims(store) == []


@pytest.mark.parametrize(
    ("bad", "names"),
    [
        (said("org:alpha", "befriends", "org:beta"), "befriends"),
        (said("topic:data", "leads", "org:alpha"), "topic:data"),
        (said("org:beta", "party_to", "agreement:usmca"), "org:beta"),
        (said("org:alpha", "kind", value="club"), "club"),
        (said("org:alpha", "name", value=" "), "name needs"),
        (said("org:alpha", "met_with", "org:beta", source="source:unknown"), "source:unknown"),
        (said("org:alpha", "met_with", "org:beta", quote="met", span=(0, 3)), "not the quote"),
        (said("org:alpha", "met_with", "org:beta", quote="", span=(-3, -3)), "outside"),
        (said("org:alpha", "met_with", "org:beta", quote="chamber.", span=(63, 900)), "outside"),
        (said("org:alpha", "met_with", "org:beta", source="source:list", quote="met", span=(0, 3)), "not in the store"),
        (Text(source="source:unknown", text="Text"), "source:unknown"),
        (Judgement(left="org:alpha", right="org:alpha", verdict="same"), "itself"),
    ],
)
def test_a_bad_line_is_refused_and_its_batch_with_it(store: GraphStore, bad: Line, names: str) -> None:
    store.write(BASIC)
    before = store.revision(), list(store.changes())
    with pytest.raises(ClaimError, match=names) as refusal:
        store.write([LIST, said("org:gamma", "name", value="Gamma", source="source:list"), bad])
    assert "\n" not in str(refusal.value)
    assert (store.revision(), list(store.changes())) == before
    assert store.check().faults == ()


def test_batches_before_the_bad_one_stay(store: GraphStore) -> None:
    with pytest.raises(ClaimError):
        store.write([*BASIC, said("org:alpha", "befriends", "org:beta")], batch=5)
    assert len(claims(store)) == 8
    assert store.check().faults == ()


def test_a_kind_in_the_batch_or_in_the_store_decides_what_an_end_may_be(store: GraphStore) -> None:
    union = [said("org:union", "party_to", "agreement:pact"), said("org:union", "kind", value="intergovernmental")]
    store.write([PAPER, *union])
    store.write([said("org:union", "party_to", "agreement:other")])
    assert len(claims(store, predicate="party_to")) == 2


def test_half_a_character_is_refused(store: GraphStore) -> None:
    with pytest.raises(RequestError, match="half a character"):
        store.write([PAPER, Text(source="source:paper", text="broken \ud800")])
    assert store.search("broken \ud800") == []


def test_many_threads_read_while_one_writes(store: GraphStore) -> None:
    store.write(BASIC)

    def read(_: int) -> int:
        return len(store.search("alpha")) * 1000 + len(claims(store, about="org:beta"))

    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(read, range(40))
        for number in range(20):
            store.write([said("org:other", "alias", value=f"Other {number}")])
        assert set(answers) == {1003}
    assert len(claims(store, about="org:other")) == 20


def test_a_closed_store_says_so(store: GraphStore) -> None:
    store.write(BASIC)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.search("alpha")
    with pytest.raises(StoreError, match="closed"):
        store.write(BASIC)
