"""LittleSis: posts, memberships and lobbying between entities known by number; family, donors and half a relationship are left out."""

import json
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.store.base import GraphStore
from loaders.run import LoadReport, load

FIXTURE = Path(__file__).parent / "fixtures" / "littlesis" / "answer.json"


def claims(store: GraphStore, predicate: str) -> list[Claim]:
    return [record.claim for record in store.records(predicate=predicate) if record.claim.source.startswith("source:littlesis/")]


@pytest.fixture
def loaded(store: GraphStore) -> LoadReport:
    return load(store, [str(FIXTURE)])


@pytest.mark.usefixtures("loaded")
def test_relations_are_claimed_with_their_days(store: GraphStore) -> None:
    said = {(c.subject, c.predicate, c.object, c.when, c.qualifiers) for kind in ("leads", "works_for", "lobbied", "member_of") for c in claims(store, kind)}
    assert said == {
        ("person:ann-exemplar", "leads", "org:sample-chamber-of-makers", "2019-01-01..", ()),
        ("person:ann-exemplar", "works_for", "org:ustr", "2010-03-01..2012-06-30", ()),
        ("org:sample-chamber-of-makers", "lobbied", "org:ustr", "", ()),
        ("org:sample-chamber-of-makers", "member_of", "org:ustr", "", ("former",)),
    }
    assert {c.value for c in claims(store, "identifier")} == {"littlesis:1", "littlesis:2", "littlesis:4"}
    assert {c.value for c in claims(store, "kind") if c.subject == "org:sample-chamber-of-makers"} == {"association"}


@pytest.mark.usefixtures("loaded")
def test_private_persons_and_their_gifts_are_left_out(store: GraphStore) -> None:
    assert store.search("Donna Donor") == [] or "Donna Donor" not in {hit.name for hit in store.search("Donna Donor")}
    assert claims(store, "contributed_to") == []


def test_what_is_left_out_is_said(loaded: LoadReport) -> None:
    (one,) = loaded.loaded
    assert [fault.reason for fault in one.faults] == [
        "entity 5: neither a person nor an organisation with a name; left out",
        "relationship 17: does not say between whom it is; left out",
        "relationship 18: 2015-13-40: not a date; write 2025, 2025-04, 2025-04-22 or 2025-04-20..2025-04-28",
    ]
    assert one.unread == {
        "persons without post, membership or lobbying": 1,
        "relationships of the category family": 1,
        "relationships that name an entity neither in the file nor known": 2,
        "surprise": 1,
    }


def test_loading_again_changes_nothing_and_relationships_alone_find_their_ends(store: GraphStore, loaded: LoadReport, tmp_path: Path) -> None:
    before = store.revision()
    assert load(store, [str(FIXTURE)]).loaded[0].new == 0
    assert store.revision() == before
    later = {"type": "relationships", "id": 21, "attributes": {"entity1_id": 1, "entity2_id": 4, "category_id": 7, "start_date": "2026-02-00"}}
    (tmp_path / "later.json").write_text(json.dumps({"data": later}))
    assert load(store, [str(tmp_path / "later.json")]).loaded[0].new == 1


@pytest.mark.parametrize("content", ['{"data": [{"type": "entities", "id": 1', '{"data": null}', "[]"])
def test_what_is_no_answer_is_refused(store: GraphStore, tmp_path: Path, content: str) -> None:
    (tmp_path / "answer.json").write_text(content)
    report = load(store, [str(tmp_path / "answer.json")], loader="littlesis")
    assert report.exit_code == 3
    assert "nothing of this file was loaded" in report.failures[0].reason
