"""FollowTheMoney in: entities and relations of a real file with its known counts; private persons stay private."""

import json
from collections import Counter
from pathlib import Path

import pytest

from graph.claims import Line, Record
from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.run import load


def entity(key: str, schema: str, **properties: str) -> dict[str, object]:
    return {"id": key, "schema": schema, "properties": {name: [value] for name, value in properties.items()}}


def read(entities: list[dict[str, object]], folder: Path) -> tuple[list[Record], Intake]:
    path = folder / "set.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    assert catalogue.recognise(path.name, path.read_bytes()) == "ftm"
    intake = Intake(Known())
    lines: list[Line] = list(catalogue.loader("ftm").read(Input(path.name, path), intake))
    return [line for line in lines if isinstance(line, Record)], intake


def ties(records: list[Record]) -> set[tuple[str, str, str, str]]:
    return {(one.claim.subject, one.claim.predicate, one.claim.object, one.claim.when) for one in records if one.claim.object}


ADA, LEAGUE, WIDGETS = (
    entity("p1", "Person", name="Ada Sample", birthDate="1970-01-01", country="de"),
    entity("o1", "Organization", name="League of Samples", country="mx", wikidataId="Q1", weakAlias="LoS"),
    entity("c1", "Company", name="Northgate Widgets", leiCode="529900T8BM49AURSDO55", jurisdiction="us", website="https://example.org"),
)


def test_relations_become_ties_with_their_dates(tmp_path: Path) -> None:
    relations = [
        entity("r1", "Directorship", director="p1", organization="c1", role="Chairwoman", startDate="2020-01", endDate="2021"),
        entity("r2", "Membership", member="c1", organization="o1", date="2022"),
        entity("r3", "Employment", employee="p1", employer="o1", role="works for (former)"),
        entity("r4", "Representation", agent="c1", client="o1", role="lobbyist"),
        entity("r5", "Payment", payer="c1", beneficiary="o1", date="2021-05-01", amountEur="500", purpose="fee"),
        entity("r6", "Ownership", owner="o1", asset="c1", percentage="75 %"),
        entity("r7", "UnknownLink", subject="o1", object="c1", role="met"),
        entity("r8", "Succession", predecessor="c1", successor="o1"),
    ]
    records, intake = read([*relations, ADA, LEAGUE, WIDGETS], tmp_path)
    assert [str(fault) for fault in intake.faults] == []
    assert ties(records) == {
        ("person:ada-sample", "leads", "org:northgate-widgets", "2020-01-01..2021-12-31"),
        ("org:northgate-widgets", "member_of", "org:league-of-samples", "2022-01-01..2022-12-31"),
        ("person:ada-sample", "works_for", "org:league-of-samples", ""),
        ("org:northgate-widgets", "represents", "org:league-of-samples", ""),
        ("org:northgate-widgets", "contributed_to", "org:league-of-samples", "2021-05-01"),
        ("org:northgate-widgets", "part_of", "org:league-of-samples", ""),
        ("org:league-of-samples", "met_with", "org:northgate-widgets", ""),
        ("org:northgate-widgets", "succeeded_by", "org:league-of-samples", ""),
    }
    assert {one.claim.qualifiers for one in records if one.claim.predicate == "works_for"} == {("former",)}
    assert {one.claim.gloss for one in records if one.claim.predicate == "contributed_to"} == {"fee, 500 EUR paid"}
    told = {(one.claim.predicate, one.claim.value) for one in records if not one.claim.object}
    assert {
        ("identifier", "wikidata:Q1"),
        ("identifier", "lei:529900T8BM49AURSDO55"),
        ("alias", "LoS"),
        ("country", "us"),
        ("url", "https://example.org"),
    } <= told


def test_what_has_no_kind_of_ours_is_counted_and_left_out(tmp_path: Path) -> None:
    more = [
        entity("v1", "Vessel", name="A ship"),
        entity("r1", "Ownership", owner="o1", asset="c1", percentage="10"),
        entity("r2", "Family", person="p1", relative="p1"),
        entity("r3", "UnknownLink", subject="o1", object="c1", role="rumour"),
        entity("r4", "Membership", member="ghost", organization="o1"),
        {"id": "x", "schema": "Person"},
        {"id": "y", "schema": 5, "properties": {}},
    ]
    records, intake = read([ADA, LEAGUE, WIDGETS, *more], tmp_path)
    assert ties(records) == set()
    said = [str(fault) for fault in intake.faults]
    assert "line 4: a node of the kind Vessel, which is none of ours; left out" in said
    assert "line 5: a tie of the kind Ownership, which is none of ours; left out" in said
    assert "line 7: a tie of the kind rumour, which is none of ours; left out" in said
    assert "line 8: an edge to ghost, which is no node of the file; left out" in said
    assert [fault for fault in said if "no FollowTheMoney entity" in fault] == [
        "line 9: no FollowTheMoney entity (it needs id, schema and properties); left out",
        "line 10: no FollowTheMoney entity (it needs id, schema and properties); left out",
    ]


def test_a_person_who_only_gives_money_has_a_name_and_nothing_more(tmp_path: Path) -> None:
    donor = entity("p2", "Person", name="Ben Donor", alias="Benny", country="de", address="1 Sample Street", email="ben@example.org", wikidataId="Q2")
    paid = entity("r1", "Payment", payer="p2", beneficiary="o1", date="2021-05-01", amountEur="500")
    records, intake = read([donor, LEAGUE, paid, entity("a1", "Address", full="1 Sample Street")], tmp_path)
    told = {(one.claim.predicate, one.claim.value) for one in records if one.claim.subject == "person:ben-donor" and not one.claim.object}
    assert told == {("kind", "person"), ("name", "Ben Donor"), ("identifier", "ftm:p2")}
    assert not any("Sample Street" in one.model_dump_json() or "ben@" in one.model_dump_json() for one in records)
    assert not intake.unread


def test_json_lines_of_the_model_are_no_export_of_ours(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(LEAGUE) + "\n")
    assert load(store, [str(path)]).loaded[0].loader == "ftm"


def test_fields_that_nobody_reads_are_counted_by_schema(tmp_path: Path) -> None:
    _, intake = read([entity("o1", "Organization", name="A", sector="trade"), entity("o2", "Organization", name="B", sector="trade")], tmp_path)
    assert intake.unread == {"Organization sector": 2}


@pytest.mark.parametrize("bad", ["{", '{"id": "x", "sch', "not json"])
def test_a_line_that_is_no_json_is_told_and_the_rest_is_read(bad: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.ftm.json"
    path.write_text("\n".join([json.dumps(LEAGUE), bad, json.dumps(entity("o9", "Organization", name="Ninth Sample"))]))
    intake = Intake(Known())
    records = [line for line in catalogue.loader("ftm").read(Input(path.name, path), intake) if isinstance(line, Record)]
    assert {one.claim.value for one in records if one.claim.predicate == "name"} >= {LEAGUE["properties"]["name"][0], "Ninth Sample"}
    (fault,) = intake.faults
    assert str(fault).startswith("line 2: no JSON (")
    assert str(fault).endswith("; left out")


def test_a_file_of_lines_that_are_no_json_is_refused_with_the_first(tmp_path: Path) -> None:
    path = tmp_path / "cut.ftm.json"
    path.write_text("{\nnot json\n")
    with pytest.raises(SourceError, match=r"cut\.ftm\.json: line 1: no JSON"):
        list(catalogue.loader("ftm").read(Input(path.name, path), Intake(Known())))


def test_the_real_file_has_its_known_counts_and_no_addresses(store: GraphStore, shared: Path) -> None:
    path = shared / "data" / "followthemoney" / "donations.ijson"
    entities = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert Counter(one["schema"] for one in entities) == {"Payment": 290, "Address": 89, "Company": 56, "Person": 22, "Organization": 17}
    report = load(store, [str(path)])
    (loaded,) = report.loaded
    assert (report.exit_code, loaded.loader, loaded.faulty, loaded.unread) == (0, "ftm", 0, {})
    records = [record for record in store.records() if record.extractor.startswith("ftm")]
    pairs = {
        (one["properties"]["payer"][0], one["properties"]["beneficiary"][0], one["properties"]["date"][0], one["id"])
        for one in entities
        if one["schema"] == "Payment"
    }
    assert sum(1 for record in records if record.claim.predicate == "contributed_to") == len(pairs) == 290
    kinds = Counter(record.claim.value for record in records if record.claim.predicate == "kind")
    assert kinds["person"] == 22
    assert kinds["company"] == 56
    assert not any(one["properties"]["full"][0] in record.model_dump_json() for one in entities if one["schema"] == "Address" for record in records)
    people = {record.claim.subject for record in records if record.claim.value == "person"}
    assert {record.claim.predicate for record in records if record.claim.subject in people} == {"kind", "name", "identifier", "contributed_to"}
    before = store.revision()
    assert load(store, [str(path)]).loaded[0].new == 0
    assert store.revision() == before
