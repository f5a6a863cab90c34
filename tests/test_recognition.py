"""Entities across sources: one node for what an article, the lobbying register, the Federal Register and Wikidata name, whatever is read first."""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from api.knowledge import KnowledgeGraph
from graph.claims import Record, Status
from graph.store import open_store
from graph.store.base import GraphStore
from loaders.known import Known, Party
from loaders.registers.lda_bodies import body
from loaders.registry import lines, load_registry
from loaders.run import load

FIXTURES = Path(__file__).parent / "fixtures"
FILES = {
    "article": FIXTURES / "recognition.txt",
    "lda": FIXTURES / "lda" / "filings.json",
    "federal-register": FIXTURES / "federal_register" / "documents.json",
    "wikidata": FIXTURES / "wikidata" / "entities.json",
}
NAMING = frozenset({"name", "alias"})
HEADER = (
    "Foreign Principal Termination Date,Foreign Principal,Foreign Principal Registration Date,Country/Location Represented,"
    "Registration Number,Registrant Date,Registrant Name,Address 1,Address 2,City,State,Zip"
)


def loaded(url: Path, order: Sequence[str]) -> GraphStore:
    store = open_store(f"sqlite:///{url}")
    for name in order:
        report = load(store, [str(FILES[name])])
        assert report.failures == ()
        assert report.loaded[0].new > 0
    return store


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[GraphStore]:
    """The four files in three orders, in one of which the reader of documents comes last."""
    folder = tmp_path_factory.mktemp("recognition")
    orders = list(permutations(FILES))
    return [loaded(folder / f"{number}.db", orders[number]) for number in (0, 9, -1)]


def origins(store: GraphStore, entity: str) -> set[str]:
    """Which of the four files say something of an entity."""
    sources = {record.claim.source.removeprefix("source:") for record in store.records(about=entity)}
    found = {name for name in FILES for source in sources if source.startswith(f"{name}/")}
    return found | ({"article"} if any(source.startswith("lantern-makers") for source in sources) else set())


def test_the_trade_representative_of_four_sources_is_one_node_with_all_four_provenances(stores: list[GraphStore]) -> None:
    for store in stores:
        assert origins(store, "org:ustr") == set(FILES)
        named = {record.claim.subject for kind in NAMING for record in store.records(predicate=kind) if "Trade Representative" in record.claim.value}
        assert {entity for entity in named if entity.startswith("org:") and "sample" not in entity} == {"org:ustr"}


def test_the_explorer_shows_it_once(stores: list[GraphStore]) -> None:
    with KnowledgeGraph(stores[0].url) as graph:
        result = graph.show("Office of the United States Trade Representative", as_of="2032-06-01")
        assert result.entity.id == "org:ustr"
        claimed = {claim.evidence.source.id.partition("/")[0] for claim in graph.claims("USTR", limit=1000).items}
        assert {"source:lda", "source:federal-register", "source:wikidata"} <= claimed


def test_a_body_of_three_sources_that_the_registry_does_not_know_is_one_node(stores: list[GraphStore]) -> None:
    for store in stores:
        assert {"article", "lda", "wikidata"} <= origins(store, "org:sample-chamber-of-makers")


def test_the_same_things_are_one_whatever_is_read_first(stores: list[GraphStore]) -> None:
    """Homonyms may bear other ids, but the same names of the same sources belong together."""

    def together(store: GraphStore) -> set[frozenset[tuple[str, str]]]:
        groups: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for kind in NAMING:
            for record in store.records(predicate=kind):
                groups[record.claim.subject].add((record.claim.source, record.claim.value))
        return {frozenset(group) for group in groups.values()}

    first, *others = [together(store) for store in stores]
    assert all(other == first for other in others)


def test_names_and_kinds_in_answers_do_not_depend_on_what_was_read_first(stores: list[GraphStore]) -> None:
    def called(store: GraphStore) -> list[tuple[str, str]]:
        with KnowledgeGraph(store.url) as graph:
            return sorted((hit.name, hit.kind) for hit in graph.everyone())

    first, *others = [called(store) for store in stores]
    assert all(other == first for other in others)
    assert ("Sample Chamber of Makers", "association") in first


def test_homonyms_stay_apart_and_are_proposed_with_the_reason(stores: list[GraphStore]) -> None:
    """A lobbyist and an official of one name, who share no body."""
    for store in stores:
        people = {record.claim.subject for record in store.records(predicate="name") if record.claim.value == "Ann Exemplar"}
        assert len(people) == 2
        (claim,) = [record.claim for record in store.records(predicate="same_as") if record.claim.subject in people]
        assert {claim.subject, claim.object} == people
        assert claim.confidence <= 500
        assert "nothing else is known that would tell" in claim.gloss
        assert store.judgements() == []


def test_loading_everything_again_changes_nothing(stores: list[GraphStore]) -> None:
    for store in stores:
        before = store.revision()
        assert sum(one.new for name in FILES for one in load(store, [str(FILES[name])]).loaded) == 0
        assert store.revision() == before


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(line for line in lines(load_registry()) if isinstance(line, Record))


@pytest.mark.parametrize(
    "party",
    [
        Party("agency", "Commerce", country="us"),
        Party("agency", "Department of Commerce"),
        Party("organisation", "DEPARTMENT OF COMMERCE", country="us"),
        Party("organisation", "COMMERCE, DEPT OF (DOC)"),
        Party("organisation", "Commerce, Dept. of"),
        Party("agency", "U.S. Dept. of Commerce (DOC)"),
        body({"id": 24, "name": "Commerce, Dept of (DOC)"}),
        body({"id": 24, "name": "COMMERCE, DEPT OF (DOC)"}),
    ],
)
def test_commerce_ends_at_the_department(known: Known, party: Party) -> None:
    assert known.find(party) == "org:us-commerce"


@pytest.mark.parametrize(
    "party",
    [
        Party("agency", "Arizona Commerce Authority", country="us"),
        Party("organisation", "ARIZONA COMMERCE AUTHORITY"),
        Party("agency", "Department of Commerce (Arizona)", country="us"),
        Party("agency", "Commerce, Department of, Arizona", country="us"),
        Party("agency", "Department of Commerce", country="ph"),
        Party("organisation", "Commerce"),
        Party("company", "Commerce, Office of Samples"),
    ],
)
def test_what_only_sounds_like_it_does_not(known: Known, party: Party) -> None:
    assert known.find(party) != "org:us-commerce"


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("U.S. TRADE REPRESENTATIVE", "org:ustr"),
        ("OFFICE OF THE UNITED STATES TRADE REPRESENTATIVE", "org:ustr"),
        ("TREASURY, DEPT OF THE", "org:us-treasury"),
        ("State, Department of", "org:us-state"),
    ],
)
def test_names_in_capitals_and_turned_round_end_where_they_should(known: Known, name: str, entity: str) -> None:
    assert known.find(Party("organisation", name)) == entity


def test_a_loose_alias_elsewhere_does_not_hide_the_body_that_everybody_means() -> None:
    known = Known(line for line in lines(load_registry()) if isinstance(line, Record))
    state = Party("agency", "Nowhere State Commerce Office", country="us", said=("Department of Commerce", "Sample Office"))
    known.learn(known.find(state), state)
    assert known.find(Party("agency", "Department of Commerce", country="us")) == "org:us-commerce"
    office = Party("agency", "Sample Office", country="us")
    assert known.find(office) == known.find(state)
    other = Party("agency", "Sample Office", country="us", identifiers=(("lei", "0000SAMPLE"),), id="org:sample-office")
    known.learn(known.find(other), other)
    assert known.find(office) == "org:sample-office"


def test_the_united_mexican_states_are_one_in_eight_spellings(store: GraphStore, tmp_path: Path) -> None:
    spellings = [
        *("UNITED MEXICAN STATES", "United Mexican States", "Government of Mexico", "Government of the United Mexican States", "Republic of Mexico"),
        *("Government of United Mexican States", "Estados Unidos Mexicanos", "United Mexican States (Mexico)"),
    ]
    rows = [f",{name},01/15/2022,MEXICO,9001,01/01/2020,Fictional Counsel LLP,,,,," for name in spellings]
    (tmp_path / "principals.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    load(store, [str(tmp_path / "principals.csv")])
    assert {record.claim.object for record in store.records(predicate="agent_of")} == {"gov:mx"}
    assert len(list(store.records(predicate="agent_of"))) == len(spellings)


def test_a_decision_of_a_person_settles_later_loads(store: GraphStore, tmp_path: Path) -> None:
    """Two entities of one name, once merged, are one for every later file that names either."""
    for name in ("article", "lda", "wikidata"):
        load(store, [str(FILES[name])])
    (claim,) = [record.claim for record in store.records(predicate="same_as") if record.claim.subject.startswith("person:ann-exemplar")]
    with KnowledgeGraph(store.url) as graph:
        graph.decide([claim.id], Status.ACCEPTED)
        assert graph.entity_id("Ann Exemplar")
        before = graph.store.revision()
        load(graph.store, [str(FILES["wikidata"]), str(FILES["lda"])])
        assert graph.store.revision() == before
        assert graph.reviews("Ann Exemplar").merges == ()


def test_reading_on_after_a_broken_file_leaves_no_half_proposal(store: GraphStore, tmp_path: Path) -> None:
    broken = json.dumps(json.loads(FILES["lda"].read_text()))[:4000]
    (tmp_path / "a.json").write_text(broken)
    (tmp_path / "b.json").write_text(FILES["wikidata"].read_text())
    report = load(store, [str(tmp_path / "a.json"), str(tmp_path / "b.json")])
    assert len(report.failures) == 1
    assert not list(store.records(predicate="same_as"))


def wikidata(folder: Path, name: str, item: str, label: str, lei: str = "") -> str:
    """A file of one organisation."""
    shape = {"snaktype": "value", "datatype": "external-id", "datavalue": {"value": lei}}
    said = {"P1278": [{"mainsnak": shape, "rank": "normal"}]} if lei else {}
    described = {"en": {"value": "fictional company"}}
    entity = {"id": item, "labels": {"en": {"value": label}}, "descriptions": described, "claims": said}
    (folder / name).write_text(json.dumps({"entities": {item: entity}}))
    return str(folder / name)


def test_an_entity_that_two_numbers_point_to_differently_is_proposed(store: GraphStore, tmp_path: Path) -> None:
    load(store, [wikidata(tmp_path, "a.json", "Q900000101", "Alpha Samples")])
    load(store, [wikidata(tmp_path, "b.json", "Q900000102", "Beta Lanterns", lei="0000LANTERN000000001")])
    load(store, [wikidata(tmp_path, "c.json", "Q900000101", "Alpha Samples", lei="0000LANTERN000000001")])
    (claim,) = [record.claim for record in store.records(predicate="same_as")]
    assert {claim.subject, claim.object} == {"org:alpha-samples", "org:beta-lanterns"}
    assert claim.gloss == "the register gives lei:0000LANTERN000000001 to both “Alpha Samples” and “Beta Lanterns”"
    assert claim.confidence == 900


ARTICLE = """Makers in Washington

May 20, 2032

On May 18, 2032, the Lantern Makers Association met with the Office of the U.S. Trade Representative in Washington.
"""


@pytest.mark.parametrize("others", [0, 6])
def test_a_name_of_an_article_is_proposed_for_a_body_of_the_store_and_only_once(store: GraphStore, tmp_path: Path, others: int) -> None:
    """One article is looked up by search, many by all names of the store."""
    load(store, [wikidata(tmp_path, "a.json", "Q900000103", "Lantern Makers Association, Inc.")])
    for number in range(others):
        (tmp_path / f"article-{number}.txt").write_text(
            ARTICLE.replace("Lantern Makers Association", "USMCA Secretariat").replace("May 18", f"May {number + 1}")
        )
    (tmp_path / "makers.txt").write_text(ARTICLE)
    load(store, [*(str(tmp_path / f"article-{number}.txt") for number in range(others)), str(tmp_path / "makers.txt")])
    (record,) = store.records(predicate="same_as")
    assert (record.claim.subject, record.claim.object) == ("org:lantern-makers-association", "org:lantern-makers-association-inc")
    assert (record.status, record.extractor) == (Status.PROPOSED, "alike/1")
    assert record.claim.source.startswith("source:makers-in-washington")
    before = store.revision()
    load(store, [str(tmp_path / "makers.txt"), str(tmp_path / "a.json")])
    assert store.revision() == before


def test_the_other_way_round_the_register_proposes_it(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "makers.txt").write_text(ARTICLE)
    load(store, [str(tmp_path / "makers.txt"), wikidata(tmp_path, "z.json", "Q900000103", "Lantern Makers Association, Inc.")])
    (record,) = store.records(predicate="same_as")
    assert (record.claim.subject, record.claim.object) == ("org:lantern-makers-association-inc", "org:lantern-makers-association")
    assert record.claim.source == "source:wikidata/q900000103"


def test_a_name_of_an_article_like_one_of_the_registry_is_proposed_with_the_words_that_stand_there(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "makers.txt").write_text(ARTICLE.replace("Lantern Makers Association", "Semiconductors Industry Association"))
    load(store, [str(tmp_path / "makers.txt")])
    found = [record for record in store.records(predicate="same_as") if record.claim.object == "org:sia"]
    assert [(record.status, record.claim.quote) for record in found] == [(Status.PROPOSED, "Semiconductors Industry Association")]
    assert "differ in the spelling of “semiconductors” and “semiconductor”" in found[0].claim.gloss
