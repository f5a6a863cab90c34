"""Entities that a file brings anew and that look like known ones: proposed with the reason, never merged, once."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, Judgement, Record, Status
from graph.store.base import GraphStore
from loaders.known import Known, Party
from loaders.likeness import Names, body_words, forms, person_words, same_body, same_person
from loaders.run import LoadReport, load

HEADER = (
    '"Foreign Principal Termination Date","Foreign Principal","Foreign Principal Registration Date","Country/Location Represented",'
    '"Registration Number","Registrant Date","Registrant Name","Address 1","Address 2","City","State","Zip"'
)
Register = Callable[..., LoadReport]


@pytest.fixture
def register(store: GraphStore, tmp_path: Path) -> Register:
    """File a register of agents with these principals: names, each with a country."""

    def filed(*principals: tuple[str, str], agent: str = "Fictional Counsel, LLP", number: int = 9001, name: str = "principals.csv") -> LoadReport:
        rows = [f'"","{principal}","01/15/2022","{country}","{number}","01/01/2020","{agent}","","","","",""' for principal, country in principals]
        (tmp_path / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="latin-1")
        return load(store, [str(tmp_path / name)])

    return filed


def proposed(store: GraphStore) -> list[Claim]:
    return [record.claim for record in store.records(predicate="same_as") if record.status is Status.PROPOSED]


def test_a_new_entity_like_a_known_one_is_proposed_with_the_reason_and_not_merged(store: GraphStore, register: Register) -> None:
    register(("Sample Bureau of Exports, S.A. de C.V.", "MEXICO"))
    report = register(("Sample Bureau of Exports, S.A. de C.V.", "MEXICO"), ("SAMPLE BUREAU FOR EXPORTS", "MEXICO"))
    (claim,) = proposed(store)
    assert {claim.subject, claim.object} == {"org:sample-bureau-for-exports", "org:sample-bureau-of-exports-s-a-de-c-v"}
    assert claim.gloss == (
        "“Sample Bureau for Exports” and “Sample Bureau of Exports, S.A. de C.V.”: "
        "the same name but for legal form, small or shortened words and their order; both of mx"
    )
    assert claim.confidence == 900
    assert claim.source == "source:fara/principals"
    assert claim.locator == "row 3"
    assert report.loaded[0].proposed == 1
    assert not store.judgements()
    assert {claim.subject, claim.object} <= {hit.id for hit in store.search("Sample Bureau")}


def test_loading_again_changes_nothing_and_a_later_one_keeps_what_was_proposed(store: GraphStore, register: Register) -> None:
    rows = [("Sample Bureau of Exports", "MEXICO"), ("Sample Bureau of Export", "MEXICO")]
    register(*rows)
    before, first = store.revision(), proposed(store)
    assert len(first) == 1
    assert register(*rows).loaded[0].new == 0
    assert store.revision() == before
    register(*rows, ("Example Board of Trade (EBT)", "CANADA"), ("Example Board of Trade", "CANADA"))
    assert len(proposed(store)) == 2
    assert first[0] in proposed(store)


def test_what_a_person_has_judged_is_not_proposed(store: GraphStore, register: Register) -> None:
    register(("Sample Bureau of Exports", "MEXICO"))
    store.write([Judgement(left="org:sample-bureau-of-export", right="org:sample-bureau-of-exports", verdict="different")])
    register(("Sample Bureau of Exports", "MEXICO"), ("Sample Bureau of Export", "MEXICO"))
    assert proposed(store) == []


def test_a_body_of_another_country_is_not_proposed(store: GraphStore, register: Register) -> None:
    register(("Sample Bureau of Exports", "MEXICO"), ("Sample Bureau of Exports", "CANADA"))
    assert proposed(store) == []


def test_one_entity_that_two_identifiers_point_to_differently_is_proposed() -> None:
    known = Known()
    one = known.find(Party("organisation", "Alpha", identifiers=(("lei", "A1"),)))
    known.learn(one, Party("organisation", "Alpha", identifiers=(("lei", "A1"),)))
    two = known.find(Party("organisation", "Beta", identifiers=(("wikidata", "Q1"),)))
    known.learn(two, Party("organisation", "Beta", identifiers=(("wikidata", "Q1"),)))
    assert known.identified("wikidata:Q1") == two != one
    assert known.find(Party("organisation", "Gamma", identifiers=(("lei", "A1"), ("wikidata", "Q1")))) == one


def test_two_of_one_name_are_one_for_later_files_once_a_person_merged_them() -> None:
    said = [("org:a-sample", "name", "Sample"), ("org:b-sample", "name", "Sample"), ("org:a-sample", "kind", "company"), ("org:b-sample", "kind", "company")]
    records = [Record(claim=Claim(subject=entity, predicate=predicate, value=value, source="source:test/x")) for entity, predicate, value in said]
    party = Party("organisation", "SAMPLE")
    assert Known(records).find(party) == "org:sample"
    merged = Known(records, [Judgement(left="org:a-sample", right="org:b-sample", verdict="same")])
    assert merged.find(party) == "org:a-sample"
    assert merged.judged("org:a-sample", "org:b-sample")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northgate Advocacy, LLC", "NORTHGATE ADVOCACY"),
        ("Sample Steel de México, S.A. de C.V.", "Sample Steel de Mexico"),
        ("Sample Makers, S. de R.L. de C.V.", "Sample Makers"),
        ("American Sample & Steel Institute", "American Sample and Steel Institute"),
        ("Natl. Assn. of Samples", "National Association of Samples"),
        ("Commerce of Samples, Chamber of", "Chamber of Commerce of Samples"),
        ("Sample Health Care Council", "Sample Healthcare Council"),
        ("Sampel Manufacturing Council", "Sample Manufacturing Council"),
        ("Sample Trade Council (STC)", "Sample Trade Council"),
        ("Sample Trade Council STC", "Sample Trade Council"),
        ("Asociación Mexicana de Tecnologías de Información", "Asociacion Mexicana de Tecnologias de la Informacion"),
    ],
)
def test_names_that_may_mean_one_body(one: str, other: str) -> None:
    assert same_body(body_words(forms(one)[0]), body_words(forms(other)[0]), one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Arizona Commerce Authority", "Department of Commerce"),
        ("Arizona Commerce Authority", "Nevada Commerce Authority"),
        ("North Dakota Sample Union", "South Dakota Sample Union"),
        ("Austria Sample Institute", "Australia Sample Institute"),
        ("Sample Workers Local 12", "Sample Workers Local 13"),
        ("Sample Club", "Sample Club Foundation"),
        ("ITI", "ITIF"),
        ("Information Technology Industry Council", "Information Technology and Innovation Foundation"),
    ],
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert same_body(body_words(one), body_words(other), one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Ann Q. Exemplar", "Ann Exemplar", True),
        ("Ann Q. Exemplar", "Ann R. Exemplar", False),
        ("Bob McSample", "Robert McSample", True),
        ("Bob McSample Jr.", "Bob McSample III", False),
        ("Marcelo Muestra Casaubón", "Marcelo Muestra", True),
        ("Ann Exemplar", "Amy Exemplar", False),
        ("Exemplar", "Ann Exemplar", False),
        ("Sen. Ann Exemplar", "ANN EXEMPLAR", True),
    ],
)
def test_persons_of_a_like_name(one: str, other: str, may: bool) -> None:
    assert bool(same_person(person_words(one), person_words(other))) is may


def test_a_former_name_in_brackets_is_a_name(store: GraphStore, register: Register) -> None:
    register(("Old Sample Society", "MEXICO"))
    register(("Old Sample Society", "MEXICO"), ("New Exemplar Board (formerly known as Old Sample Society)", "MEXICO"))
    assert [claim.confidence >= 800 for claim in proposed(store)] == [True]


@given(st.lists(st.text(max_size=30), min_size=2, max_size=6))
def test_any_text_may_be_a_name(names: list[str]) -> None:
    for index in (Names(), Names(persons=True)):
        for number, name in enumerate(names):
            index.add(f"org:{number}", name)
        for name in names:
            assert all(0 < near.sure < 1 and near.why for near in index.like("org:other", name))


@given(st.lists(st.sampled_from(["sample", "makers", "council", "(abc)", "Inc.", "of", "LLC", "mexico"]), min_size=1, max_size=5))
def test_likeness_is_the_same_from_either_side(words: list[str]) -> None:
    one, other = " ".join(words), "Sample Makers Council of Mexico, Inc."
    assert bool(same_body(body_words(one), body_words(other), one, other)) is bool(same_body(body_words(other), body_words(one), other, one))


@pytest.mark.slow
def test_twelve_thousand_new_names_among_twenty_thousand_take_seconds() -> None:
    words = [f"{a}{b}" for a in ("alfa", "brav", "char", "delt", "echo", "foxt", "golf", "hote", "indi", "juli") for b in "abcdefghijklmnopqrst"]
    names = Names()
    for number in range(20_000):
        names.add(f"org:known-{number}", f"{words[number % 200]} {words[number // 200 % 200]} {words[number * 7 % 199]} Association of Makers, Inc.")
    start = time.process_time()
    for number in range(12_000):
        list(names.like("org:new", f"{words[number * 3 % 200]} {words[number // 170 % 200]} {words[number * 11 % 197]} Makers Association"))
    assert time.process_time() - start < 10


def test_records_of_proposals_are_those_of_their_own_reader(store: GraphStore, register: Register) -> None:
    register(("Sample Bureau of Exports", "MEXICO"), ("Sample Bureau of Export", "MEXICO"))
    (record,) = store.records(predicate="same_as")
    assert isinstance(record, Record)
    assert record.extractor == "alike/1"
    assert store.check().faults == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Embassy of the Republic of Mexico", ("embassy", "mx")),
        ("Government of Mexico, Embassy", ("embassy", "mx")),
        ("EMBASSY OF MEXICO THROUGH NOBODY & SONS", ("embassy", "mx")),
        ("Embassy of Mexico in the United States", ("embassy", "mx")),
        ("Embassy of Canada in Mexico", ("embassy", "canada", "mexico")),
        ("Embassy of Mexico, Economic Office", ("embassy", "mexico", "economic", "office")),
        ("Embassy Suites", ("embassy", "suites")),
    ],
)
def test_an_embassy_is_told_by_its_country(name: str, words: tuple[str, ...]) -> None:
    assert body_words(name) == words
