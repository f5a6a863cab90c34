"""The Federal Register: agencies, dockets, topics and days to come, on our own miniature and on eleven real documents."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Claim, Record, Source, Text
from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.registers.federal_register import read
from loaders.registry import lines, load_registry
from loaders.run import load

OURS = Path(__file__).parent / "fixtures" / "federal_register"
REAL = Path("data/federal-register/usmca_documents_11.json")
LANTERNS, WICKS, CORRECTION, DAY = "work:fr-2032-00101", "work:fr-2032-00102", "work:fr-c1-2032-00102", "work:fr-2032-00103"


@cache
def registry() -> tuple[Record, ...]:
    """What the registry says, made once."""
    return tuple(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.fixture
def intake() -> Intake:
    """A desk that knows the registry."""
    return Intake(Known(registry()))


@pytest.fixture
def ours(intake: Intake) -> list[Claim]:
    """The claims of our miniature."""
    return claims(OURS / "documents.json", intake)


def claims(path: Path, intake: Intake) -> list[Claim]:
    return [line.claim for line in read(Input(path.name, path), intake) if isinstance(line, Record)]


def written(folder: Path, content: object) -> Path:
    path = folder / "documents.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def said(found: list[Claim], predicate: str, subject: str = "") -> list[tuple[str, str]]:
    return [(claim.subject, claim.object or claim.value) for claim in found if claim.predicate == predicate and subject in ("", claim.subject)]


def document(**fields: Any) -> dict[str, Any]:
    url = "https://www.federalregister.gov/documents/2032/01/02/2032-00001/x"
    return {"title": "Lamps", "document_number": "2032-00001", "publication_date": "2032-01-02", "html_url": url, "agencies": []} | fields


def test_pages_documents_and_agencies_are_recognised(tmp_path: Path, shared: Path) -> None:
    for path in (OURS / "documents.json", OURS / "agencies.json", shared / REAL, written(tmp_path, document())):
        assert catalogue.recognise(path.name, path.read_bytes()[:65_536]) == "federal_register"


def test_agencies_end_at_the_nodes_that_are_known(ours: list[Claim]) -> None:
    assert said(ours, "publishes")[0] == ("org:ustr", LANTERNS)
    assert [agency for agency, work in said(ours, "publishes") if work == WICKS] == [
        *("org:us-commerce", "org:us-ita", "org:office-of-the-lamp-keeper-u-s-department-of-commerce"),
    ]
    assert ("org:us-ita", "org:us-commerce") in said(ours, "part_of")
    assert ("org:ustr", "fr-agency:trade-representative-office-of-united-states") in said(ours, "identifier")
    assert next(claim.when for claim in ours if claim.predicate == "publishes") == "2032-05-12"


def test_a_document_is_on_its_dockets_however_they_are_written(ours: list[Claim]) -> None:
    dockets = [docket for _, docket in said(ours, "part_of", LANTERNS) + said(ours, "part_of", WICKS)]
    assert dockets == ["docket:ustr-2032-0007", "docket:ustr-2032-0008", "docket:a-999-101", "docket:ita-2032-0001"]
    assert ("org:ustr", "docket:ustr-2032-0007") in said(ours, "publishes")


def test_topics_are_claimed_with_the_sentence_that_names_them(intake: Intake) -> None:
    found = list(read(Input("documents.json", OURS / "documents.json"), intake))
    texts = {line.source: line.text for line in found if isinstance(line, Text)}
    quoted = [line.claim for line in found if isinstance(line, Record) and line.claim.span]
    assert quoted
    assert all(texts[claim.source][slice(*claim.span)] == claim.quote for claim in quoted if claim.span)
    topics = [claim for claim in quoted if claim.object == "topic:data-flows"]
    assert [(claim.subject, claim.predicate) for claim in topics] == [(LANTERNS, "concerns")]
    assert topics[0].quote.startswith("The Office of the United States Trade Representative (USTR) invites")


def test_deadlines_hearings_and_days_of_effect_are_events(ours: list[Claim]) -> None:
    scheduled = {(claim.subject, claim.value, claim.when) for claim in ours if claim.predicate == "scheduled"}
    assert scheduled == {
        ("event:fr-2032-00101-comments", "comments close on 2032-06-10", "2032-06-10"),
        ("event:fr-2032-00101-hearing", "hearing on 2032-06-24", "2032-06-24"),
        ("event:fr-2032-00102-effect", "takes effect on 2032-07-01", "2032-07-01"),
    }
    assert {claim.when for claim in ours if claim.predicate == "event_of"} == {"2032-05-12.."}
    assert {thing for _, thing in said(ours, "event_of", "event:fr-2032-00101-hearing")} == {LANTERNS, "docket:ustr-2032-0007", "docket:ustr-2032-0008"}


def test_a_deadline_is_read_from_the_notice_of_dates_where_no_field_states_it(intake: Intake, tmp_path: Path) -> None:
    found = claims(written(tmp_path, document(dates="Comments must be received by February 3, 2032. Earlier comments were due by May 1, 2031.")), intake)
    assert [(claim.value, claim.when) for claim in found if claim.predicate == "scheduled"] == [("comments close on 2032-02-03", "2032-02-03")]


def test_a_corrected_document_is_told_by_number_and_by_address(ours: list[Claim]) -> None:
    assert said(ours, "part_of", CORRECTION) == [(CORRECTION, WICKS)]
    assert [claim.qualifiers for claim in ours if claim.subject == CORRECTION and claim.predicate == "part_of"] == [("correction", "structure")]
    assert not [work for _, work in said(ours, "publishes") if work == CORRECTION]


def test_a_proclamation_is_published_by_the_president_who_is_known(ours: list[Claim]) -> None:
    assert [agency for agency, work in said(ours, "publishes") if work == DAY] == ["org:us-white-house", "person:donald-trump"]
    assert (DAY, "Proclamation 99999") in said(ours, "alias")


def test_what_cannot_be_read_is_reported_and_unread_fields_are_counted(ours: list[Claim], intake: Intake) -> None:
    assert [str(fault) for fault in intake.faults] == [
        "column results 5: document 5: no document number, title or date of publication; left out",
        "column results 6: 2032-00101: stands twice; the second was left out",
    ]
    assert intake.unread == {"new_field": 1}
    assert len({claim.source for claim in ours}) == 4


def test_the_list_of_agencies_says_which_is_part_of_which_in_any_order(intake: Intake) -> None:
    found = claims(OURS / "agencies.json", intake)
    assert said(found, "part_of") == [("org:us-ita", "org:us-commerce")]
    assert ("org:federal-board-on-lamps", "Lamps, Federal Board on") in said(found, "alias")
    assert said(found, "identifier", "org:us-commerce") == [("org:us-commerce", "fr-agency:commerce-department"), ("org:us-commerce", "fr-agency-id:54")]


def test_offices_of_one_name_in_two_departments_are_two(intake: Intake, tmp_path: Path) -> None:
    names = ("Inspector General Office, Lamp Department", "Inspector General Office, Wick Department")
    listed = [{"raw_name": "Office of Inspector General", "name": name, "slug": name.casefold(), "id": number} for number, name in enumerate(names, 1)]
    found = claims(written(tmp_path, document(agencies=listed)), intake)
    assert [agency for agency, _ in said(found, "publishes")] == [
        "org:inspector-general-office-lamp-department",
        "org:inspector-general-office-wick-department",
    ]


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("Department of Commerce", "org:us-commerce"),
        ("DEPARTMENT OF COMMERCE", "org:us-commerce"),
        ("Commerce Department", "org:us-commerce"),
        ("DEPARTMENT OF HOMELAND SECURITY", "org:us-dhs"),
        ("U.S. Customs and Border Protection", "org:us-cbp"),
        ("INTERNATIONAL TRADE COMMISSION", "org:usitc"),
        ("Trade Representative, Office of United States", "org:ustr"),
        ("National Institute of Standards and Technology", "org:nist"),
        ("FEDERAL TRADE COMMISSION", "org:us-ftc"),
        ("DEPARTMENT OF STATE", "org:us-state"),
        ("Arizona Department of Commerce", "org:arizona-commerce"),
        ("Industry and Security Bureau", "org:us-bis"),
        ("Management and Budget Office", "org:us-omb"),
        ("Treasury Department", "org:us-treasury"),
    ],
)
def test_an_agency_is_found_however_it_is_written(written_as: str, meant: str, intake: Intake, tmp_path: Path) -> None:
    found = claims(written(tmp_path, document(agencies=[{"raw_name": written_as, "name": written_as, "slug": "s", "id": 1}])), intake)
    assert said(found, "publishes") == [(meant, "work:fr-2032-00001")]


def test_the_eleven_real_documents_are_read(shared: Path, intake: Intake) -> None:
    found = claims(shared / REAL, intake)
    assert (intake.faults, intake.unread) == ([], {})
    works = {claim.subject for claim in found if claim.predicate == "identifier" and claim.subject.startswith("work:")}
    assert len(works) == 11
    assert all((work, topic) in said(found, "concerns") for work, topic in (("work:fr-2025-21292", "topic:environment"), ("work:fr-2026-05898", "topic:labor")))
    assert {work for work in works if said(found, "concerns", work)} == works
    assert ("org:ustr", "work:fr-2025-22105") in said(found, "publishes")
    assert {agency for agency, _ in said(found, "publishes")} == {"org:ustr", "org:us-cbp", "org:usitc"}
    meetings = [(claim.subject, claim.when) for claim in found if claim.predicate == "scheduled"]
    assert meetings == [("event:fr-2025-21292-meeting", "2025-12-11")]


def test_each_document_is_a_source_with_its_day(shared: Path, intake: Intake) -> None:
    sources = [line for line in read(Input("documents", shared / REAL), intake) if isinstance(line, Source)]
    assert len({source.id for source in sources}) == 11
    assert {source.group for source in sources} == {"source:federal-register"}
    assert str(next(source.published for source in sources if source.id.endswith("2026-02049"))) == "2026-02-02"


@pytest.mark.parametrize(
    "content",
    [
        '{"results": [{"document_number": "2032-00001", ',
        "[]",
        '{"results": []}',
        '{"results": {"document_number": "1"}}',
        "[1, 2]",
        '"text"',
        '[{"name": "x"}]',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_list_of_documents_is_refused_as_a_whole(content: str, intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing of this file was loaded"):
        claims(written(tmp_path, content), intake)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"publication_date": "2032-02-30"}, "no document number, title or date"),
        ({"title": ["a", "list"]}, "no document number, title or date"),
        ({"title": "null"}, "no document number, title or date"),
        ({"document_number": "../../etc"}, "no document number, title or date"),
        ({"comments_close_on": "soon"}, "soon is no day"),
        ({"agencies": [{"slug": "nameless"}]}, "an agency without a name"),
    ],
)
def test_a_field_of_the_wrong_shape_costs_only_what_hangs_on_it(fields: dict[str, Any], reason: str, intake: Intake, tmp_path: Path) -> None:
    content = {"results": [document(**fields), document(document_number="2032-00002")]}
    assert "work:fr-2032-00002" in {claim.subject for claim in claims(written(tmp_path, content), intake)}
    assert len(intake.faults) == 1
    assert reason in str(intake.faults[0])


def test_odd_shapes_are_passed_over(intake: Intake, tmp_path: Path) -> None:
    odd = document(agencies="none", docket_ids="X-1", president=["x"], dates=7, abstract={"a": 1}, correction_of=5, regulations_dot_gov_info=[])
    assert {claim.subject for claim in claims(written(tmp_path, odd), intake)} == {"work:fr-2032-00001"}


def test_keys_that_stand_twice_and_broken_bytes_are_reported(intake: Intake, tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps(document()).replace('"title": "Lamps"', '"title": "Wicks", "title": "Lámps"'))
    path.write_bytes(path.read_bytes().replace("á".encode(), b"\xe1"))
    assert ("work:fr-2032-00001", "L\ufffdmps") in said(claims(path, intake), "name")
    assert [str(fault) for fault in intake.faults] == [
        "bytes that are no UTF-8; each was replaced by a mark",
        "column title: the key stands twice in one record; the last one was read",
    ]


def test_a_byte_order_mark_and_utf_16_are_read(intake: Intake, tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / "documents.json"
        path.write_bytes(json.dumps(document()).encode(encoding))
        assert claims(path, intake)


def test_loading_again_changes_nothing_and_a_corrected_answer_takes_its_place(make: Callable[[str], GraphStore], tmp_path: Path) -> None:
    store, path = make("register"), written(tmp_path, document(comments_close_on="2032-02-01", docket_ids=["X-1"]))
    load(store, [str(path)])
    revision = store.revision()
    assert load(store, [str(path)]).loaded[0].new == 0
    assert store.revision() == revision
    load(store, [str(written(tmp_path, document(comments_close_on="2032-02-08", docket_ids=["X-1"])))])
    assert [record.claim.when for record in store.records(predicate="scheduled")] == ["2032-02-08"]
