"""Wikidata: names, numbers, posts and relations of items; a class of things, a private person and an older copy are left out."""

import json
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.store.base import GraphStore
from loaders.run import LoadReport, load

FIXTURE = Path(__file__).parent / "fixtures" / "wikidata" / "entities.json"


def claims(store: GraphStore, predicate: str) -> list[Claim]:
    return [record.claim for record in store.records(predicate=predicate) if record.claim.source.startswith("source:wikidata/")]


@pytest.fixture
def loaded(store: GraphStore) -> LoadReport:
    return load(store, [str(FIXTURE)])


@pytest.mark.usefixtures("loaded")
def test_an_item_is_known_by_its_names_in_three_languages_and_its_numbers(store: GraphStore) -> None:
    assert {claim.value for claim in claims(store, "identifier") if claim.subject == "org:ustr"} == {"wikidata:Q900000001"}
    named = {claim.value for claim in claims(store, "alias") if claim.subject == "org:ustr"}
    assert {"Bureau du représentant américain au commerce", "Trade Representative's Office"} <= named
    assert {claim.value for claim in claims(store, "identifier")} >= {"bioguide:E999999", "lei:0000SAMPLE00000000XX"}
    assert {(claim.subject, claim.value) for claim in claims(store, "country")} >= {("org:ustr", "us"), ("org:sample-chamber-of-makers", "us")}


@pytest.mark.usefixtures("loaded")
def test_kinds_follow_the_class_or_the_words_of_the_description(store: GraphStore) -> None:
    kinds = {claim.subject: claim.value for claim in claims(store, "kind")}
    assert kinds["org:sample-institute-of-nowhere"] == "think_tank"
    assert kinds["org:sample-chamber-of-makers"] == "association"
    assert kinds["person:ann-exemplar"] == "person"
    assert kinds["post:deputy-sample-trade-representative"] == "post"


@pytest.mark.usefixtures("loaded")
def test_positions_become_posts_with_their_days_and_their_body(store: GraphStore) -> None:
    (held,) = claims(store, "holds_post")
    assert (held.subject, held.object, held.when, held.qualifiers) == (
        "person:ann-exemplar",
        "post:deputy-sample-trade-representative",
        "2024-03-01..",
        ("since",),
    )
    assert held.locator == "Q900000003, P39"
    (placed,) = claims(store, "post_at")
    assert (placed.object, placed.qualifiers) == ("org:ustr", ("heads",))
    (worked,) = claims(store, "works_for")
    assert (worked.object, worked.when[:4], worked.qualifiers, worked.confidence) == ("org:sample-institute-of-nowhere", "2020", ("former",), 800)
    assert [(claim.subject, claim.object) for claim in claims(store, "member_of")] == [("org:sample-chamber-of-makers", "org:sample-institute-of-nowhere")]


def test_what_is_left_out_is_said(loaded: LoadReport) -> None:
    (one,) = loaded.loaded
    assert [fault.reason for fault in one.faults] == [
        "Q900000010: no item, or one that Wikidata does not have; left out",
        "Q900000007 (Bob Bystander): a person without post, employer or membership; left out",
        "Q900000008 (sort of samples): a class of things; left out",
    ]
    assert one.unread == {
        "claims.P39 that names an item neither in the file nor known": 1,
        "claims.P749 that names an item neither in the file nor known": 1,
        "claims.P999": 1,
    }


def test_loading_again_changes_nothing_and_an_older_copy_never_takes_the_place_of_a_newer(store: GraphStore, loaded: LoadReport, tmp_path: Path) -> None:
    before = store.revision()
    assert load(store, [str(FIXTURE)]).loaded[0].new == 0
    older = json.loads(FIXTURE.read_text())
    for item in older["entities"].values():
        item["modified"] = "2020-01-01T00:00:00Z"
        item["descriptions"] = {"en": {"language": "en", "value": "government agency, an older description of a person or think tank"}}
    (tmp_path / "older.json").write_text(json.dumps(older))
    assert load(store, [str(tmp_path / "older.json")]).loaded[0].new == 0
    assert store.revision() == before
    newer = json.loads(FIXTURE.read_text())
    newer["entities"]["Q900000003"] |= {"modified": "2026-06-01T00:00:00Z"}
    del newer["entities"]["Q900000003"]["claims"]["P108"]
    (tmp_path / "newer.json").write_text(json.dumps(newer))
    assert load(store, [str(tmp_path / "newer.json")]).loaded[0].superseded == 1
    assert claims(store, "works_for") == []


@pytest.mark.parametrize("content", ['{"entities": {"Q1": {', '{"entities": []}', "[1]"])
def test_what_is_no_answer_is_refused(store: GraphStore, tmp_path: Path, content: str) -> None:
    (tmp_path / "answer.json").write_text(content)
    report = load(store, [str(tmp_path / "answer.json")], loader="wikidata")
    assert report.exit_code == 3
    assert "nothing of this file was loaded" in report.failures[0].reason


@pytest.mark.parametrize(
    "item",
    [
        {"id": "Q1", "labels": []},
        {"id": "Q1", "labels": {"en": {"value": "X"}}, "claims": []},
        {"id": "Q1", "labels": {"en": "X"}},
        {"id": "Q1", "labels": {"en": {"value": "X"}}, "claims": {"P31": [None]}},
        {"id": "Q1", "labels": {"en": {"value": None}}},
        [],
        None,
    ],
)
def test_an_item_of_another_shape_is_reported_and_the_rest_is_read(store: GraphStore, tmp_path: Path, item: object) -> None:
    answer = json.loads(FIXTURE.read_text())
    answer["entities"] = {"Q1": item} | answer["entities"]
    (tmp_path / "answer.json").write_text(json.dumps(answer))
    (one,) = load(store, [str(tmp_path / "answer.json")]).loaded
    assert one.faulty == 4
    assert one.new > 20


def test_the_recorded_answers_are_classes_and_one_person(store: GraphStore, shared: Path) -> None:
    report = load(store, [str(shared / "data" / "wikidata")])
    said = [fault.reason for one in report.loaded for fault in one.faults]
    assert sum("a class of things" in reason for reason in said) == 3
    assert {claim.value for claim in claims(store, "identifier")} >= {"wikidata:Q22682071"}
    assert {claim.value for claim in claims(store, "country")} == {"ru"}
