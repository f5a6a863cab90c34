"""The contract of every store: what one layer holds is nowhere to be seen in another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text, read_lines
from graph.errors import ClaimError
from graph.store.base import GraphStore

BASIC: list[Line] = list(read_lines((Path(__file__).parent / "fixtures" / "store.jsonl").read_text(encoding="utf-8").splitlines()))
PAPER = Source(id="source:paper", title="A paper", publisher="The Paper")
LIST = Source(id="source:list", title="A hand-kept list", kind="curated")


def said(subject: str, predicate: str, object: str = "", *, layer: str = "public", extractor: str = "test/1", **more: object) -> Record:
    fields = {"subject": subject, "predicate": predicate, "object": object, "source": "source:paper"}
    return Record(claim=Claim.model_validate(fields | more), layer=layer, extractor=extractor)


def test_a_private_load_changes_nothing_outsiders_see(store: GraphStore) -> None:
    store.write(BASIC)

    def outside() -> tuple[object, ...]:
        found = [store.search(text) for text in ("Alpha Chamber", "alph", "chamber", "alhpa chambre", "Gamma", "org:gamma")]
        return store.revision(), store.sources(), list(store.records()), store.judgements(), list(store.dump(["public"])), found, store.check().hashes["public"]

    before = outside()
    diary = Source(id="source:diary", title="Diary")
    contact = said("person:ana-ruiz", "works_for", "org:gamma", source="source:diary", layer="private")
    store.write(
        [
            diary,
            said("org:gamma", "name", value="Gamma", source="source:diary", layer="private"),
            said("org:alpha", "alias", value="Alpha Chambre", source="source:diary", layer="private"),
            contact,
            Judgement(left="org:alpha", right="org:gamma", verdict="same", layer="private"),
            Decision(claim=contact.claim.id, status=Status.PROPOSED),
        ]
    )
    assert outside() == before
    both = ["public", "private"]
    assert store.revision(both) != before[0]
    assert [hit.id for hit in store.search("Gamma", layers=both)] == ["org:alpha"]
    assert diary in store.sources(both)


@pytest.mark.parametrize("claimed", [True, False])
def test_a_private_source_is_nowhere_to_be_seen(make: Callable[[str], GraphStore], claimed: bool) -> None:
    store = make("store")
    store.write(BASIC)

    def outside(store: GraphStore) -> tuple[object, ...]:
        return store.revision(), store.sources(), store.text("source:diary"), list(store.dump(["public"])), store.check().hashes["public"]

    before = outside(store)
    diary = Source(id="source:diary", title="Diary", layer="ours")
    entry = Text(source="source:diary", text="Met Gamma.")
    contact = said("org:alpha", "met_with", "org:gamma", source="source:diary", quote="Met Gamma", span=(0, 9), layer="ours")
    store.write([diary, entry, contact] if claimed else [diary, entry])
    assert outside(store) == before
    store.retract("source:diary")
    assert outside(store) == before
    assert store.text("source:diary", ["ours"]) == entry.text
    assert [source.id for source in store.sources(["ours"])] == ["source:diary"]
    copy = make("copy")
    copy.write(store.dump())
    assert outside(copy) == before
    assert copy.check() == store.check() or claimed
    assert (copy.check().content_hash, copy.check().hashes) == (store.check().content_hash, store.check().hashes)


def test_a_private_reading_of_a_public_source_changes_nothing_public(store: GraphStore) -> None:
    store.write(BASIC)
    before = store.revision(), store.sources(), store.text("source:paper")
    note = said("org:alpha", "met_with", "org:gamma", layer="ours")
    store.write([PAPER.model_copy(update={"title": "Ours alone", "layer": "ours"}), note])
    assert (store.revision(), store.sources(), store.text("source:paper")) == before
    with pytest.raises(ClaimError, match="source:paper: the public record holds another text"):
        store.write([PAPER.model_copy(update={"layer": "ours"}), Text(source="source:paper", text="Another"), note])
    assert store.text("source:paper") == before[2]
    assert store.check().faults == ()


def test_a_private_source_becomes_public_when_it_is_filed_there(store: GraphStore) -> None:
    diary = Source(id="source:diary", title="Diary", layer="ours")
    store.write([diary])
    hidden = store.revision()
    assert store.sources() == []
    store.write([diary.model_copy(update={"layer": "public"})])
    assert [source.id for source in store.sources()] == ["source:diary"]
    assert store.revision() != hidden
    assert store.check().faults == ()


def test_a_source_without_claims_is_part_of_the_record(make: Callable[[str], GraphStore]) -> None:
    store, copy = make("store"), make("copy")
    empty = store.revision()
    lines: list[Line] = [Source(id="source:silent", title="Silent", layer="public"), Text(source="source:silent", text="Nothing."), LIST]
    store.write(lines)
    assert store.revision() != empty
    copy.write(store.dump(["public"]))
    assert copy.check() == store.check()
    assert copy.sources() == store.sources() == [LIST, lines[0]]
