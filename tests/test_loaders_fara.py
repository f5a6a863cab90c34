"""The U.S. register of foreign agents: agents, principals and intervals; governments in all their forms; rows cut by their quotes."""

from pathlib import Path

import pytest

from graph.claims import Claim
from graph.store.base import GraphStore
from loaders.countries import country_code, government_code
from loaders.registers.fara_names import person
from loaders.run import load

FIXTURES = Path(__file__).parent / "fixtures" / "fara"
PRINCIPALS = FIXTURES / "FARA_All_ForeignPrincipals.csv"


def agents(store: GraphStore) -> list[Claim]:
    return [record.claim for record in store.records(predicate="agent_of")]


def test_an_agent_is_registered_for_a_principal_from_day_to_day(store: GraphStore) -> None:
    load(store, [str(FIXTURES)])
    assert {(claim.subject, claim.object, claim.when) for claim in agents(store)} == {
        ("org:northgate-advocacy-llc", "org:sample-trade-promotion-board-of-nowhere", "2022-01-15.."),
        ("org:northgate-advocacy-llc", "org:oficina-de-exportacion-s-a", "2021-03-01..2023-06-30"),
        ("org:fictional-counsel-llp", "gov:mx", "2022-02-01.."),
        ("org:fictional-counsel-llp", "org:ministry-of-samples-mos-through-nobody-ltd", "2022-05-05.."),
        ("org:fictional-counsel-llp", "org:backwards-board", "2022-02-01"),
        ("org:fictional-counsel-llp", "org:board-of-a-year", "2022-02-01..2022-12-31"),
    }
    assert {claim.locator for claim in agents(store)} == {f"row {number}" for number in range(2, 8)}


def test_what_was_mended_or_left_out_is_told_by_row(store: GraphStore) -> None:
    report = load(store, [str(PRINCIPALS)])
    assert [str(fault) for fault in report.loaded[0].faults] == [
        "row 5, column Foreign Principal: unescaped quotes cut it into too many cells; they were joined again",
        "row 6: ends on 2020-01-01 before it begins on 2022-02-01; held to the day of its beginning alone",
        "row 8: 2 cells where the header has 12; mend the row",
    ]
    assert report.exit_code == 4


def test_loading_again_changes_nothing_and_a_corrected_row_takes_the_place_of_the_old_one(store: GraphStore, tmp_path: Path) -> None:
    load(store, [str(FIXTURES)])
    before = store.revision()
    assert sum(one.new for one in load(store, [str(FIXTURES)]).loaded) == 0
    assert store.revision() == before
    mended = tmp_path / PRINCIPALS.name
    mended.write_text(PRINCIPALS.read_text("latin-1").replace("01/15/2022", "01/20/2022"), "latin-1")
    report = load(store, [str(mended)])
    assert report.loaded[0].superseded == 1
    assert "2022-01-20.." in {claim.when for claim in agents(store)}
    assert "2022-01-15.." not in {claim.when for claim in agents(store)}


@pytest.mark.parametrize("name", ["UNITED MEXICAN STATES", "Government of United Mexican States", "United Mexican States (Mexico)", "Gobierno de México"])
def test_a_government_is_one_under_all_its_spellings(name: str) -> None:
    assert government_code(name) == "mx"


@pytest.mark.parametrize(
    "name", ["Embassy of Mexico", "Ministry of Finance, United Mexican States", "State of Texas", "Arizona Commerce Authority", "INTERNATIONAL"]
)
def test_a_body_of_a_government_is_not_the_government(name: str) -> None:
    assert not government_code(name)


@pytest.mark.parametrize(
    ("label", "code"),
    [("GREAT BRITAIN", "gb"), ("UNITED KINGDOM", "gb"), ("KOREA, SOUTH", "kr"), ("MEXICO", "mx"), ("INTERNATIONAL", ""), ("USSR", ""), ("CZECHOSLOVAKIA", "")],
)
def test_labels_of_countries_become_codes_of_countries_of_today(label: str, code: str) -> None:
    assert country_code(label) == code


@pytest.mark.slow
def test_the_whole_register_has_its_known_counts(store: GraphStore, shared: Path) -> None:
    report = load(store, [str(shared / "data" / "fara")])
    principals, registrants = report.loaded
    said = agents(store)
    rows = {claim.locator for claim in said}
    reported = {fault.row for fault in principals.faults if "joined again" in fault.reason}
    assert len(reported) == 13
    assert not [fault for fault in principals.faults if "mend the row" in fault.reason]
    numbers = {record.claim.value for record in store.records(predicate="identifier") if record.claim.value.startswith("fara:")}
    named = {record.claim.value for record in store.records(source="source:fara/principals", predicate="identifier")}
    named = {number for number in named if number.startswith("fara:")}
    assert (len(numbers), len(named)) == (6717, 6707)  # of 6,711 different cells four are countries, in rows that are cut by quotes
    assert len(rows) > 16_500
    (oil,) = [claim for claim in said if "PEMEX DEER PARK" in claim.gloss]
    assert "PETRÓLEOS MEXICANOS" in oil.gloss
    (economy,) = [claim for claim in said if "no. 5198" in claim.gloss and "Secretaria de Economia" in claim.gloss]
    assert economy.when.endswith("..")
    assert store.search("Secretaria de Economia")[0].id == economy.object
    assert registrants.new > 6718


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [
        ("Republic of China (Taiwan)", "tw", "tw"),
        ("Government of the Republic of China", "tw", "tw"),
        ("People's Republic of China", "cn", "cn"),
        ("Government of China", "cn", "cn"),
        ("Government of the Democratic Republic of the Congo", "cd", "cd"),
        ("Republic of Congo", "cd", "cd"),
        ("Republic of Congo", "cg", "cg"),
        ("Democratic People's Republic of Korea", "kp", "kp"),
        ("Gobierno de la República de Panamá", "pa", "pa"),
        ("Government of Trinidad and Tobago", "tt", "tt"),
        ("State of Mexico", "mx", ""),
        ("Government of Northern Ireland", "gb", ""),
    ],
)
def test_governments_of_like_names_are_kept_apart(name: str, country: str, code: str) -> None:
    assert government_code(name, country) == code


def test_a_government_is_not_called_after_whoever_stands_between(store: GraphStore, tmp_path: Path) -> None:
    text = PRINCIPALS.read_text("latin-1").splitlines()
    row = '"","Republic of  Liberia (Through Nobody & Sons, Ltd.)","02/01/2022","LIBERIA","7002","02/01/2022","TOTAL, F/K/A OLD TOTAL","","","","",""'
    (tmp_path / PRINCIPALS.name).write_text("\n".join([text[0], row]), "latin-1")
    load(store, [str(tmp_path / PRINCIPALS.name)])
    names = {record.claim.subject: record.claim.value for record in store.records(predicate="name") if record.claim.source.startswith("source:fara")}
    assert names["gov:lr"] == "Republic of Liberia"  # what brackets add is in the gloss
    assert "Total, F/K/A Old Total" in names.values()
    assert "Through Nobody & Sons" in agents(store)[0].gloss


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Exemplar, Ann B.", "Ann B. Exemplar"),
        ("Exemplar Jr., Robert", "Robert Exemplar Jr."),
        ("Exemplar, Robert, Jr.", "Robert Exemplar Jr."),
        ("De Muestra, Juan", "Juan De Muestra"),
        ("Dr. Rolf C. Exemplar", "Rolf C. Exemplar"),
    ],
)
def test_a_name_whose_shape_leaves_no_doubt_is_a_persons(name: str, called: str) -> None:
    assert person(name) == called


@pytest.mark.parametrize(
    "name",
    [
        *("Sample, Nwonye", "Arter, Hadden & Nobody", "Sample Trade Commission, Chicago", "Samples, A.G.", "Selenia, C. por A.", "JETRO, Los Angeles"),
        *("Victor Sample, Alex Exemplar", "Sample Airways, PLC", "Dr. Pepper Company", "Sample Bank, Virginia", "Ministry of Samples", "Ann Exemplar", "", ","),
    ],
)
def test_any_other_name_is_no_persons(name: str) -> None:
    assert person(name) == ""


def test_persons_are_filed_as_persons_and_names_in_doubt_are_counted(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "FARA_All_Registrants.csv"
    header = (FIXTURES / "FARA_All_Registrants.csv").read_text("latin-1").splitlines()[0]
    rows = ['"9001","01/01/2020","","Exemplar, Ann B.","","","","","",""', '"9002","01/01/2020","","Sample, Nwonye","","","","","",""']
    path.write_text("\n".join([header, *rows]) + "\n", "latin-1")
    report = load(store, [str(path)])
    kinds = {record.claim.subject: record.claim.value for record in store.records(source="source:fara/registrants", predicate="kind")}
    assert kinds == {"person:ann-b-exemplar": "person", "org:sample-nwonye": "organisation"}
    assert [hit.id for hit in store.search("Exemplar, Ann B.") if hit.score == 1] == ["person:ann-b-exemplar"]
    assert dict(report.loaded[0].unread) == {"names that may be persons' (filed as organisations)": 1}
