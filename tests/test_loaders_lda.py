"""The U.S. lobbying register: who represents whom, who was lobbied, and that an amendment takes the place of what it amends."""

import json
from collections import Counter
from pathlib import Path

import pytest

from graph.claims import Claim, Record
from graph.spelling import fold
from graph.store.base import GraphStore
from loaders.run import LoadReport, load

FIXTURES = Path(__file__).parent / "fixtures" / "lda"


def claims(store: GraphStore, predicate: str) -> list[Claim]:
    return [record.claim for record in store.records(predicate=predicate) if record.claim.source.startswith("source:lda")]


def said(store: GraphStore, predicate: str) -> set[tuple[str, str, str]]:
    return {(claim.subject, claim.object, claim.when) for claim in claims(store, predicate)}


@pytest.fixture
def loaded(store: GraphStore) -> LoadReport:
    return load(store, [str(FIXTURES)])


@pytest.mark.usefixtures("loaded")
def test_a_registrant_represents_its_client_and_lobbies_bodies_in_the_period(store: GraphStore) -> None:
    assert said(store, "represents") == {
        ("org:northgate-advocacy-llc", "org:cloud-makers-of-nowhere-inc", "2024-02-01.."),
        ("org:northgate-advocacy-llc", "org:cloud-makers-of-nowhere-inc", "2024-01-01..2024-03-31"),
        ("org:northgate-advocacy-llc", "org:sample-steel-de-mexico", "2024-02-01..2024-03-31"),
    }
    assert said(store, "lobbied") == {
        ("org:northgate-advocacy-llc", "org:ustr", "2024-01-01..2024-03-31"),
        ("org:northgate-advocacy-llc", "org:us-commerce", "2024-01-01..2024-03-31"),
        ("org:northgate-advocacy-llc", "org:nist", "2024-01-01..2024-03-31"),
        ("org:sample-chamber-of-makers", "org:us-senate", "2024-01-01..2024-03-31"),
    }


@pytest.mark.usefixtures("loaded")
def test_an_amendment_takes_the_place_of_the_report_whatever_comes_first(store: GraphStore, tmp_path: Path) -> None:
    report = [claim for claim in claims(store, "represents") if "Report" in claim.gloss or "Amendment" in claim.gloss]
    assert [claim.gloss for claim in report] == ["1st Quarter - Amendment: income of 25000.00 USD reported"]
    original = json.loads((FIXTURES / "filings.json").read_text())["results"][1]
    (tmp_path / "late.json").write_text(json.dumps({"results": [original]}))
    again = load(store, [str(tmp_path / "late.json")])
    assert not again.loaded[0].new
    assert ("org:northgate-advocacy-llc", "org:nist", "2024-01-01..2024-03-31") in said(store, "lobbied")


@pytest.mark.usefixtures("loaded")
def test_covered_positions_become_former_posts_where_the_body_is_told(store: GraphStore) -> None:
    former = {(claim.subject, claim.object) for claim in claims(store, "works_for") if "former" in claim.qualifiers}
    assert former == {("person:bob-mcsample", "org:ustr"), ("person:bob-mcsample", "org:us-house")}
    assert {claim.value for claim in claims(store, "describes") if claim.subject == "person:ann-exemplar"} == {"covered position, as filed: Intern"}


@pytest.mark.usefixtures("loaded")
def test_owners_of_half_or_more_are_told_and_contributions_have_amount_and_day(store: GraphStore) -> None:
    assert {(c.subject, c.object) for c in claims(store, "part_of")} == {("org:sample-steel-de-mexico", "org:sample-steel-holding")}
    (gift,) = claims(store, "contributed_to")
    assert (gift.subject, gift.object, gift.when) == ("person:bob-mcsample", "person:nobody-atall", "2024-03-05")
    assert "100.00 USD" in gift.gloss


def test_a_field_that_nobody_reads_is_counted(loaded: LoadReport) -> None:
    assert {name: count for one in loaded.loaded for name, count in one.unread.items()} == {"surprise": 1}
    assert loaded.exit_code == 0


def test_loading_again_changes_nothing(store: GraphStore, loaded: LoadReport) -> None:
    before = store.revision()
    again = load(store, [str(FIXTURES)])
    assert sum(one.new for one in again.loaded) == 0
    assert store.revision() == before
    assert sum(one.new for one in loaded.loaded) > 0


def test_truncated_json_is_refused_and_the_rest_is_filed(store: GraphStore, tmp_path: Path) -> None:
    whole = (FIXTURES / "filings.json").read_text()
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.json").write_text(whole[:2000])
    (pages / "b.json").write_text(whole)
    report = load(store, [str(pages)])
    assert ["a.json: no complete JSON" in failure.reason for failure in report.failures] == [True]
    assert [one.new > 0 for one in report.loaded] == [True]
    assert report.exit_code == 4


def test_a_filing_of_another_shape_is_reported_and_the_others_are_filed(store: GraphStore, tmp_path: Path) -> None:
    page = json.loads((FIXTURES / "filings.json").read_text())
    del page["results"][4]["registrant"]
    page["results"][0]["lobbying_activities"] = "none"
    page["results"].append({"filing_uuid": None})
    (tmp_path / "page.json").write_text(json.dumps(page))
    (one,) = load(store, [str(tmp_path)]).loaded
    assert one.faulty == 3
    assert one.new > 0
    assert [fault.reason for fault in one.faults] == [
        "no filing of the known shape (the field lobbying_activities holds the text none where a list belongs); left out",
        "no filing of the known shape (the field registrant is missing); left out",
        "no filing of the known shape (the field filing_uuid is missing); left out",
    ]


@pytest.mark.slow
def test_the_recorded_pages_give_their_known_counts(store: GraphStore, shared: Path, tmp_path: Path) -> None:
    """One of the 50 filings amends another: its one lobbyist takes the place of the one that was there."""
    pages = [shared / "data" / "lda" / f"filings_2024_page{number}.json" for number in (1, 2)]
    load(store, [str(page) for page in pages])
    assert (len(identified(store, "lda-registrant")), len(identified(store, "lda-lobbyist")), len(present(store))) == (41, 92, 192)
    filings = [filing for page in pages for filing in json.loads(page.read_text())["results"]]
    (amended,) = [filing for filing in filings if filing["filing_uuid"].startswith("d05eac1f")]
    before = {(record.claim.subject, record.claim.locator) for record in present(store)}
    (tmp_path / "amended.json").write_text(json.dumps(amended | {"dt_posted": "2024-01-09T00:00:00-05:00"}))
    load(store, [str(tmp_path / "amended.json")])
    after = {(record.claim.subject, record.claim.locator) for record in present(store)}
    assert len(before | after) == 193
    assert len({subject for subject, _ in before | after}) == 93
    issues = Counter(activity["general_issue_code"] for filing in filings for activity in filing["lobbying_activities"])
    assert [issues[code] for code in ("BUD", "DEF", "TAX", "HCR", "TRD", "SCI", "TEC")] == [12, 9, 8, 7, 4, 3, 3]
    clients = {fold(filing["client"]["name"]) for filing in filings}
    assert {fold(claim.value) for claim in claims(store, "name") + claims(store, "alias")} >= clients


def identified(store: GraphStore, scheme: str) -> set[str]:
    return {claim.subject for claim in claims(store, "identifier") if claim.value.startswith(f"{scheme}:")}


def present(store: GraphStore) -> list[Record]:
    """The pairs of an activity and a lobbyist."""
    found = store.records(predicate="works_for")
    return [record for record in found if record.extractor == "lda/1" and "former" not in record.claim.qualifiers]


@pytest.mark.parametrize(
    ("honoree", "honoured"),
    [
        ("Senator Nobody Atall", "person:nobody-atall"),
        ("CONGRESSMAN NOBODY ATALL", "person:nobody-atall"),
        ("None", "org:nobody-for-congress"),
        ("n/a", "org:nobody-for-congress"),
        ("Nobody Atall for President", "org:nobody-atall-for-president"),
    ],
)
def test_whoever_is_honoured_is_a_person_without_title_or_a_body(store: GraphStore, tmp_path: Path, honoree: str, honoured: str) -> None:
    text = (FIXTURES / "contributions.json").read_text().replace("NOBODY ATALL", honoree)
    (tmp_path / "contributions.json").write_text(text)
    load(store, [str(tmp_path / "contributions.json")])
    assert [claim.object for claim in claims(store, "contributed_to")] == [honoured]


def test_a_long_description_is_cut_at_a_word(store: GraphStore, tmp_path: Path) -> None:
    filings = json.loads((FIXTURES / "filings.json").read_text())
    for filing in filings["results"]:
        for activity in filing["lobbying_activities"]:
            activity["description"] = "word after\n  word " * 200
    (tmp_path / "filings.json").write_text(json.dumps(filings))
    load(store, [str(tmp_path / "filings.json")])
    glosses = [claim.gloss for claim in claims(store, "lobbied")]
    assert glosses
    assert all(len(gloss) < 500 and gloss.endswith(("word …", "after …")) and "\n" not in gloss for gloss in glosses)
