"""Lists that people keep by hand: ties, stances and entities, what they cite, and what is wrong in which row and column."""

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ontology
from graph.claims import Claim, Decision, Record, Source, Status
from graph.store.base import GraphStore
from loaders.catalogue import Loader
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import Known
from loaders.lists import entities, stances
from loaders.lists import ties as ties_list
from loaders.registry import lines, load_registry
from loaders.run import LoadReport, load
from loaders.statistics import flows

FIXTURES = Path(__file__).parent / "fixtures" / "lists"
HEADER = "subject,kind,object,start,end,confidence,quote,source,url,published,speaker,status\n"


def ties(store: GraphStore) -> dict[str, Claim]:
    """Claims between two entities that lists made, by their place."""
    return {record.claim.locator: record.claim for record in listed(store) if record.claim.object}


def listed(store: GraphStore) -> list[Record]:
    return [record for record in store.records() if record.claim.source.startswith(("source:ties", "source:stances", "source:entities"))]


def source(store: GraphStore, id_: str) -> Source:
    return next(source for source in store.sources() if source.id == id_)


def told(report: LoadReport) -> list[str]:
    return [str(fault) for loaded in report.loaded for fault in loaded.faults]


def write(folder: Path, text: str, name: str = "ties.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_tie_keeps_all_that_its_row_says(store: GraphStore) -> None:
    load(store, [str(FIXTURES / "ties.csv")])
    said = ties(store)
    first = said["row 2"]
    assert (first.subject, first.predicate, first.object) == ("org:amiti", "partners_with", "org:iti")
    assert (first.when, first.confidence, first.quote) == ("2025-04-01..", 800, "The two said so.")
    assert (first.speaker, first.qualifiers) == ("org:nowhere-council", ("since",))
    cited = source(store, first.source)
    assert (cited.title, cited.url, str(cited.published), cited.kind) == ("Invented Gazette", "https://example.org/1", "2025-04-22", "curated")
    assert (said["row 3"].when, said["row 3"].confidence, said["row 3"].qualifiers) == ("2024-01-01..2025-12-31", 900, ("ended", "since"))
    assert source(store, said["row 3"].source).title == "ties: ties.csv"


def test_an_event_with_one_date_is_on_that_day_and_a_status_is_kept(store: GraphStore) -> None:
    load(store, [str(FIXTURES / "ties.csv")])
    (met,) = [record for record in store.records(predicate="met_with") if record.claim.locator == "row 4"]
    assert (met.claim.when, met.status) == ("2025-04-22", "proposed")


def test_a_kind_is_a_predicate_a_kind_of_tie_or_its_label_either_way_round(store: GraphStore, tmp_path: Path) -> None:
    kinds = ["met_with", "met", "Member of", "has as member", "delegation", "once worked for", "officer_of", "is called a partner by"]
    rows = [f"Ana Fictional,{kind},Nowhere Council" if "member" not in kind.lower() else f"Nowhere Council,{kind},Else Board" for kind in kinds]
    report = load(store, [write(tmp_path, "subject,kind,object\n" + "\n".join(rows))])
    assert not told(report)
    made = [(claim.subject, claim.predicate, claim.object, claim.qualifiers) for claim in ties(store).values()]
    ana, council, board = "person:ana-fictional", "org:nowhere-council", "org:else-board"
    assert (council, "member_of", board, ()) in made
    assert (board, "member_of", council, ()) in made
    assert (ana, "works_for", council, ("former",)) in made
    assert (ana, "leads", council, ()) in made
    assert {marks for _, predicate, _, marks in made if predicate == "met_with"} == {(), ("delegation",)}


def test_a_name_that_only_a_list_has_is_an_organisation_unless_only_a_person_can_stand_there(store: GraphStore) -> None:
    load(store, [str(FIXTURES / "ties.csv")])
    kinds = {hit.id: hit.kind for name in ("Nowhere Council", "Ana Fictional", "Benito Invented") for hit in store.search(name, limit=1)}
    assert kinds == {"org:nowhere-council": "organisation", "person:ana-fictional": "person", "person:benito-invented": "person"}


def test_an_entities_file_says_otherwise_before_or_after(store: GraphStore) -> None:
    load(store, [str(FIXTURES / "ties.csv"), str(FIXTURES / "entities.csv"), str(FIXTURES / "ties.csv")])
    (council,) = store.search("consejo de ninguna parte", limit=1)
    assert (council.id, council.name, council.kind) == ("org:nowhere-council", "Nowhere Council", "association")


def test_of_several_of_one_name_whoever_acts_is_meant_and_the_rest_is_asked_for(store: GraphStore, tmp_path: Path) -> None:
    load(store, [str(FIXTURES / "ties.csv")])
    assert ties(store)["row 6"].object == "gov:mx"
    twice = write(tmp_path, "id,kind,name\norg:one,company,Twice\norg:two,company,Twice\n", "entities.csv")
    report = load(store, [twice, write(tmp_path, "subject,kind,object\nTwice,met,USTR\norg:two,met,USTR\n")])
    assert told(report) == ["row 2, column subject: Twice may be org:one or org:two; write the id"]
    assert ("org:two", "org:ustr") in {(claim.subject, claim.object) for claim in ties(store).values()}


def test_bad_rows_are_told_by_row_and_column_and_the_rest_is_loaded(store: GraphStore) -> None:
    report = load(store, [str(FIXTURES / "ties.csv")])
    faults = told(report)
    assert [fault.partition(":")[0] for fault in faults] == [
        "row 7, column kind",
        "row 8, column start",
        "row 9, column end",
        "row 10, column confidence",
        "row 11, column status",
        "row 12, column subject",
        "row 13, column object",
        "row 14, column subject",
        "row 15",
    ]
    assert "22/04/2025 is no date" in faults[1]
    assert "ITI is known as org:iti" in faults[5]
    assert report.loaded[0].unread == {"mood": 1}
    assert report.exit_code == 4
    assert len(ties(store)) == 5


def test_stances_are_on_known_asks_on_anything_known_or_on_new_asks(store: GraphStore) -> None:
    report = load(store, [str(FIXTURES / "stances.csv")])
    said = ties(store)
    assert [(claim.subject, claim.predicate, claim.object, claim.when) for claim in said.values()] == [
        ("org:amiti", "supports", "ask:usmca-continuation", "2025-04-01..2025-04-30"),
        ("org:nowhere-council", "opposes", "ask:ban-all-fax-machines", "2025-01-01..2025-12-31"),
        ("org:nowhere-council", "ambivalent_on", "agreement:usmca", ""),
    ]
    assert said["row 2"].speaker == "org:ana-fictional"
    (ask,) = store.search("ban all fax machines", limit=1)
    assert (ask.kind, ask.name) == ("ask", "Ban all fax machines")
    assert [fault.partition(":")[0] for fault in told(report)] == ["row 5, column stance", "row 6, column ask"]


def test_entities_are_what_the_list_says(store: GraphStore) -> None:
    report = load(store, [str(FIXTURES / "entities.csv")])
    claims = {(record.claim.subject, record.claim.predicate, record.claim.value or record.claim.object) for record in listed(store)}
    assert claims >= {
        ("org:nowhere-council", "kind", "association"),
        ("org:nowhere-council", "alias", "NC of Nowhere"),
        ("org:nowhere-council", "url", "https://example.org"),
        ("org:fictional-institute", "kind", "think_tank"),
        ("org:fictional-institute", "country", "mx"),
        ("org:fictional-institute", "part_of", "org:nowhere-council"),
    }
    assert [fault.partition(":")[0] for fault in told(report)] == ["row 4, column id", "row 5, column part_of", "row 6, column kind", "row 7, column country"]


def test_an_entity_of_a_known_name_is_that_entity(store: GraphStore, tmp_path: Path) -> None:
    load(store, [write(tmp_path, "id,kind,name,aliases\n,,AMITI,Invented Alias\n", "entities.csv")])
    assert store.search("invented alias", limit=1)[0].id == "org:amiti"


def test_loading_again_changes_nothing(store: GraphStore) -> None:
    load(store, [str(FIXTURES)])
    before = store.revision()
    assert [loaded.new for loaded in load(store, [str(FIXTURES)]).loaded] == [0, 0, 0]
    assert store.revision() == before


def test_a_corrected_list_takes_back_what_it_no_longer_says_even_of_sources_that_it_no_longer_cites(store: GraphStore, tmp_path: Path) -> None:
    rows = ["One,met,Two,2025,,,,Gazette A,,,,", "One,met,Three,2025,,,,Gazette B,,,,", "One,met,Four,2025,,,,,,,,"]
    load(store, [write(tmp_path, HEADER + "\n".join(rows))])
    report = load(store, [write(tmp_path, HEADER + "One,met,Two,2026,,,,Gazette A,,,,\n")])
    assert [(claim.object, claim.when) for claim in ties(store).values()] == [("org:two", "2026-01-01..2026-12-31")]
    assert report.loaded[0].superseded > 3
    assert not store.check().faults


def test_two_lists_with_one_source_leave_each_other_alone_and_count_once(store: GraphStore, tmp_path: Path) -> None:
    row = "One,met,{},2025,,,,Gazette A,https://example.org/a,,,\n"
    load(store, [write(tmp_path, HEADER + row.format("Two"), "mine.csv"), write(tmp_path, HEADER + row.format("Three"), "yours.csv")])
    assert {claim.object for claim in (record.claim for record in store.records(predicate="met_with"))} >= {"org:two", "org:three"}
    assert len({source.group for source in store.sources() if source.url == "https://example.org/a"}) == 1


def test_a_row_that_cites_a_document_on_record_counts_once_with_it(store: GraphStore, tmp_path: Path) -> None:
    document = Source(id="source:article", title="An article", url="https://example.org/a", sha256="ab" * 32)
    store.write([document])
    load(store, [write(tmp_path, HEADER + "One,met,Two,2025,,,,Gazette A,https://example.org/a,,,\n")])
    assert {source.source_group for source in store.sources() if source.url == document.url} == {document.source_group}


def test_a_private_list_stays_in_its_layer(store: GraphStore) -> None:
    load(store, [str(FIXTURES / "entities.csv")])
    before = store.revision()
    load(store, [str(FIXTURES / "ties.csv")], layer="ours")
    assert store.revision() == before
    assert not store.search("Ana Fictional", limit=1) or store.search("Ana Fictional", limit=1)[0].id != "person:ana-fictional"


CELLS = st.one_of(
    st.sampled_from(
        [
            *(
                "AMITI",
                "USTR",
                "Mexico",
                "org:amiti",
                "person:no-one",
                "ask:",
                "org:Ä",
                "met",
                "works_for",
                "headed by",
                "stance",
                "supports",
                "same_as",
                "oppose",
            ),
            *(
                "2025",
                "2025-13",
                "0000",
                "9999",
                "2025..2026",
                "0.5",
                "1e3",
                "-1",
                "101 %",
                "9" * 400,
                "X",
                "M",
                "HS",
                "85",
                "USD",
                "thousand",
                "null",
                "=cmd()",
            ),
        ]
    ),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12),
)


FITTING = {
    "subject": "AMITI",
    "kind": "met",
    "object": "USTR",
    "actor": "AMITI",
    "ask": "USMCA",
    "stance": "support",
    "name": "Someone New",
    "value": "5",
    "reporter": "Mexico",
    "partner": "US",
    "flow": "X",
    "category_scheme": "HS",
    "category_code": "85",
    "currency": "USD",
    "period_start": "2024",
}


@pytest.mark.parametrize(("loader", "columns"), [(ties_list, ties_list.READ), (stances, stances.READ), (entities, entities.READ), (flows, flows.READ)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_stands_in_the_cells_a_row_is_read_or_told(tmp_path: Path, loader: Loader, columns: Collection[str], data: st.DataObject) -> None:
    names = sorted(columns)
    rows = st.tuples(*(st.one_of(st.just(FITTING.get(name, "")), st.just(FITTING.get(name, "")), st.just(FITTING.get(name, "")), CELLS) for name in names))
    table = data.draw(st.lists(rows, min_size=1, max_size=6))
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, *table])
    intake = Intake(registry())
    for line in loader.read(Input("list.csv", tmp_path / "list.csv"), intake):
        if isinstance(line, Record):
            ontology.load().check(
                line.claim, {end: ontology.load().implied_kind(end) for end in (line.claim.subject, line.claim.object) if end.startswith("person:")}
            )
            assert line.claim.locator.startswith("row ")
    filled = sum(any(cell.strip() not in ("", "null") for cell in cells) for cells in table)
    assert intake.faulty <= filled


@cache
def registry() -> Known:
    return Known(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.mark.parametrize("name", ["ties.tsv", "ties.xlsx", "Ties of 2025.csv"])
def test_the_same_list_as_tsv_or_workbook_says_the_same(store: GraphStore, tmp_path: Path, name: str) -> None:
    cells = [["Object", "Kind", "Subject", "Start"], ["Two", "met", "One", "2025-04"], ["Three", "met", "One", "2025"]]
    if name.endswith(".xlsx"):
        from openpyxl import Workbook

        book = Workbook()
        for row in cells:
            book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
        book.save(tmp_path / name)
    else:
        write(tmp_path, "\n".join(("\t" if name.endswith("tsv") else ";").join(row) for row in cells), name)
    report = load(store, [str(tmp_path / name)])
    assert report.loaded[0].loader == "ties"
    assert [(claim.subject, claim.object, claim.when) for claim in ties(store).values()] == [
        ("org:one", "org:two", "2025-04-01..2025-04-30"),
        ("org:one", "org:three", "2025-01-01..2025-12-31"),
    ]


def test_a_list_without_a_column_that_it_cannot_do_without_is_refused_as_a_whole(store: GraphStore, tmp_path: Path) -> None:
    report = load(store, [write(tmp_path, "subject,relation,target\nOne,met,Two\n")], loader="ties")
    assert "no column is called kind or object; nothing of this file was loaded" in report.failures[0].reason
    assert report.exit_code == 3


def test_a_dry_run_files_nothing_and_says_what_is_new(store: GraphStore) -> None:
    report = load(store, [str(FIXTURES)], dry_run=True)
    assert all(loaded.new for loaded in report.loaded)
    assert not listed(store)


def test_an_instant_stands_for_its_day(store: GraphStore, tmp_path: Path) -> None:
    load(store, [write(tmp_path, HEADER + "One,met,Two,2025-04-22 13:05:00,,,,Notes,,2025-04-23T08:00:00Z,,\n")])
    (claim,) = ties(store).values()
    assert claim.when == "2025-04-22"
    assert str(source(store, claim.source).published) == "2025-04-23"


def test_a_second_row_of_one_id_with_another_kind_is_reported_and_left_out(store: GraphStore, tmp_path: Path) -> None:
    rows = "id,kind,name\norg:one,company,One\norg:one,agency,Two\norg:one,company,Uno\n"
    report = load(store, [write(tmp_path, rows, "entities.csv")])
    assert told(report) == ["row 3, column kind: org:one is company in row 2; write one kind, or another id"]
    assert {record.claim.value for record in listed(store) if record.claim.predicate == "name"} == {"One", "Uno"}


def test_an_id_of_nobody_who_is_known_is_told_by_row_and_column_and_makes_no_entity(store: GraphStore, tmp_path: Path) -> None:
    rows = ["org:amitti,met_with,org:iti,,,,,,,,,", "org:iti,met_with,org:nowhere-at-all,,,,,,,,,", "AMITI,met_with,ITI,,,,,,,,org:amitii,"]
    ties_of = write(tmp_path, HEADER + "\n".join(rows) + "\n")
    stances_of = write(tmp_path, "actor,ask,stance\norg:itti,ask:usmca-continuation,support\n", "stances.csv")
    entities_of = write(tmp_path, "id,kind,name,part_of\norg:new-board,association,New Board,org:nowhere-else-at-all\n", "entities.csv")
    report = load(store, [ties_of, stances_of, entities_of])
    assert report.exit_code == 4
    assert told(report) == [
        "row 2, column subject: nobody of the id org:amitti is known; did you mean org:amiti?",
        "row 3, column object: nobody of the id org:nowhere-at-all is known; load a list of entities with it first, or write the name",
        "row 4, column speaker: nobody of the id org:amitii is known; did you mean org:amiti?",
        "row 2, column actor: nobody of the id org:itti is known; did you mean org:iti?",
        "row 2, column part_of: nobody of the id org:nowhere-else-at-all is known; load a list of entities with it first, or write the name",
    ]
    assert not {"org:amitti", "org:nowhere-at-all", "org:amitii", "org:itti"} & {
        end for record in store.records() for end in (record.claim.subject, record.claim.object, record.claim.speaker)
    }


def test_an_id_of_a_list_of_entities_may_be_used_at_once_and_in_an_earlier_row(store: GraphStore, tmp_path: Path) -> None:
    write(tmp_path, "id,kind,name,part_of\norg:new-office,agency,,org:new-board\norg:new-board,association,New Board,\n", "entities.csv")
    write(tmp_path, HEADER + "org:new-office,met_with,org:new-board,,,,,,,,,\n")
    assert told(load(store, [str(tmp_path)])) == []
    said = {(record.claim.subject, record.claim.predicate) for record in listed(store) if record.claim.object}
    assert said == {("org:new-office", "met_with"), ("org:new-office", "part_of")}


def test_rows_that_move_are_the_same_claims_in_another_place(store: GraphStore, tmp_path: Path) -> None:
    rows = ["AMITI,met_with,ITI,,,,,,,,,\n", "AMITI,met_with,USTR,,,,,,,,,\n"]
    load(store, [write(tmp_path, HEADER + "".join(rows))])
    before = {claim.object: claim.id for claim in ties(store).values()}
    store.write([Decision(claim=before["org:ustr"], status=Status.REJECTED)])
    report = load(store, [write(tmp_path, HEADER + "AMITI,met_with,Technation,,,,,,,,,\n" + "".join(rows))])
    assert report.loaded[0].superseded == 0
    found = {claim.object: (claim.id, claim.locator) for claim in ties(store).values()}
    assert found["org:iti"] == (before["org:iti"], "row 3")
    assert found["org:ustr"] == (before["org:ustr"], "row 4")
    (kept,) = [record for record in listed(store) if record.claim.object == "org:ustr"]
    assert kept.status is Status.REJECTED
    assert not store.check().faults


def test_rows_that_say_the_same_are_one_claim(store: GraphStore, tmp_path: Path) -> None:
    load(store, [write(tmp_path, HEADER + "AMITI,met_with,ITI,,,,,,,,,\n" * 2)])
    assert len([record for record in listed(store) if record.claim.object]) == 1
