"""The contract of every store: names are found, whatever their letters."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, read_lines
from graph.snapshot.filed import entities, gather
from graph.store.base import GraphStore

BASIC: list[Line] = list(read_lines((Path(__file__).parent / "fixtures" / "store.jsonl").read_text(encoding="utf-8").splitlines()))
PAPER = Source(id="source:paper", title="A paper", publisher="The Paper")
LIST = Source(id="source:list", title="A hand-kept list", kind="curated")


def said(subject: str, predicate: str, object: str = "", *, layer: str = "public", extractor: str = "test/1", **more: object) -> Record:
    fields = {"subject": subject, "predicate": predicate, "object": object, "source": "source:paper"}
    return Record(claim=Claim.model_validate(fields | more), layer=layer, extractor=extractor)


def test_search_prefers_exact_names_then_beginnings_then_words_then_likeness(store: GraphStore) -> None:
    store.write([*BASIC, said("org:alpha-fund", "name", value="Alpha Fund"), said("person:jose-alpha", "name", value="José Alpha")])
    store.write([said("org:it", "name", value="IT")])
    assert [(hit.id, hit.score) for hit in store.search("CAMARA ALFA")] == [("org:alpha", 1.0)]
    assert [hit.id for hit in store.search("alpha")] == ["org:alpha-fund", "org:alpha", "person:jose-alpha"]
    assert [hit.id for hit in store.search("alpha", kind="person")] == ["person:jose-alpha"]
    assert [hit.id for hit in store.search("alpha", limit=1)] == ["org:alpha-fund"]
    assert store.search("chambr alpa")[0].id == store.search("Alhpa Chamber")[0].id == "org:alpha"
    assert [hit.id for hit in store.search("it")] == ["org:it"]
    hit = store.search("cámara alfa")[0]
    assert (hit.name, hit.kind, hit.matched) == ("Alpha Chamber", "chamber", "Cámara Alfa")
    assert store.search("ORG:ALPHA")[0].id == "org:alpha"
    assert store.search("org:never") == store.search("") == store.search("   ") == []


def test_the_first_name_is_that_of_the_most_careful_source(store: GraphStore) -> None:
    store.write([*BASIC, LIST, said("org:alpha", "name", value="The Chamber of Alpha", source="source:list")])
    assert store.search("Alpha Chamber")[0].name == "The Chamber of Alpha"


def test_search_names_an_entity_as_its_snapshot_does(store: GraphStore) -> None:
    unsure = said("org:alpha", "name", value="Alpha?", source="source:list").model_copy(update={"status": Status.PROPOSED})
    only_alias = [said("org:zeta", "alias", value=value) for value in ("Zeta Union", "Zeta Uniom", "Unión Zeta")]
    both = Judgement(left="org:beta", right="org:bete", verdict="same")
    store.write([*BASIC, LIST, unsure, *only_alias, said("org:bete", "name", value="Bete Agency", source="source:list"), both])
    known = entities(gather([*store.sources(), *store.records(), *store.judgements()]))
    hits = {hit.id: hit for text in ("alpha", "beta", "zeta", "ruiz") for hit in store.search(text)}
    assert {key: (hit.name, hit.kind) for key, hit in hits.items()} == {key: (known[key].name, known[key].kind) for key in hits}
    assert len(hits) == 4


def test_rejected_names_are_not_found(store: GraphStore) -> None:
    wrong = said("org:alpha", "alias", value="Omega Council")
    store.write([*BASIC, wrong])
    assert store.search("omega council")
    store.write([Decision(claim=wrong.claim.id, status=Status.REJECTED)])
    assert store.search("omega council") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=40), st.text(alphabet="\"*^:()-+{}\0 ANDORNEAT'%_\\;🚀\u202e\u0301", max_size=40)))
def test_no_text_breaks_a_search(store: GraphStore, text: str) -> None:
    store.write(BASIC)
    assert store.search(text) == store.search(text)
    assert len(store.search(text, limit=2)) <= 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=60).filter(str.strip))
def test_whatever_its_letters_a_name_is_kept_and_found(store: GraphStore, name: str) -> None:
    named = said("org:odd", "name", value=name)
    store.write([PAPER, named])
    assert store.claim(named.claim.id) == named.claim
    found = [hit for hit in store.search(name, limit=1000) if hit.score == 1]
    assert not found or found[0].id == "org:odd"
    if any(c.isalnum() for c in name):
        assert found
    assert store.check().faults == ()


HOSTILE = ["🚀", "\u202eevil", "<script>alert(1)</script>", 'O\'Brien "&" Co; DROP TABLE claim;--', "שלום עולם", "株式会社", "a\nb", "x" * 5000]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_found_and_stay_as_they_are(store: GraphStore, name: str) -> None:
    store.write([PAPER, said("org:odd", "name", value=name)])
    assert [hit.name for hit in store.search(name)] == [name]
