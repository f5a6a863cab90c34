"""The registry names each thing once, agrees with the ontology and is the same on every run."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import dates, ontology
from graph.claims import ENTITY_ID, Record, Source
from graph.spelling import fold
from loaders.registry import Entry, Registry, lines, load_registry
from loaders.registry.read import read_registry

# Names that two things really share; the language of the text decides.
AMBIGUOUS = {"eu": {"gov:us", "org:european-union"}, "e u": {"gov:us", "org:european-union"}}

WORD = r"[\w&+./'’,%$-]+\*?"  # a star stands for the rest of a word
PHRASE = rf"({WORD}|\+|\.\.\.)( ({WORD}|\+|\.\.\.))*"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def records(registry: Registry) -> list[Record]:
    return [line for line in lines(registry) if isinstance(line, Record)]


def named(registry: Registry) -> Iterator[Entry]:
    """Entries that a gazetteer looks for: a country as a place shares its government's name on purpose."""
    twins = {id_.replace("gov:", "place:") for id_ in registry.entries if id_.startswith("gov:")}
    return (entry for id_, entry in registry.entries.items() if id_ not in twins)


def test_it_is_well_past_the_five_articles(registry: Registry) -> None:
    assert len(registry.entries) > 1000
    assert len(registry.chapters["agreement:usmca"]) == 34
    assert len(registry.chapters["agreement:nafta"]) == 22


def test_ids_fit_the_pattern_and_their_kind(registry: Registry) -> None:
    kinds = ontology.load().entities
    for entry in registry.entries.values():
        assert re.match(ENTITY_ID, entry.id), entry.id
        assert entry.id.partition(":")[0] == kinds[entry.kind].prefix, entry.id


def test_a_name_belongs_to_one_entity(registry: Registry, records: list[Record]) -> None:
    owners = defaultdict(set)
    for claim in (record.claim for record in records):
        if claim.predicate in ("name", "alias") and not claim.subject.startswith("place:"):
            owners[fold(claim.value)].add(claim.subject)
    for entry in named(registry):
        owners[fold(entry.name)].add(entry.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == AMBIGUOUS


def test_a_cased_alias_belongs_to_one_entry_in_each_language(registry: Registry) -> None:
    owners = defaultdict(set)
    for entry in named(registry):
        for language in ("en", "es", "fr"):
            for form in (*entry.cased, *entry.only.get(language, ())):
                owners[form, language].add(entry.id)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_no_cased_alias_means_another_entry_when_folded(registry: Registry) -> None:
    by_name = {fold(form): entry.id for entry in named(registry) for form in (entry.name, *entry.aliases)}
    clashes = {
        form: (entry.id, by_name[fold(form)])
        for entry in named(registry)
        for form in (*entry.cased, *(f for forms in entry.only.values() for f in forms))
        if by_name.get(fold(form), entry.id) != entry.id
    }
    assert clashes == {}


def test_no_folded_alias_is_so_short_that_it_hits_by_chance(registry: Registry) -> None:
    short = {form for entry in named(registry) for form in (entry.name, *entry.aliases) if len(fold(form)) < 3}
    assert short <= set()


def test_adjectives_name_no_entry(registry: Registry) -> None:
    names = {form for entry in named(registry) for form in entry.forms}
    adjectives = {form for entry in registry.entries.values() for form in entry.adjectives}
    assert names & adjectives == set()  # "China" is the country, "china" a Spanish adjective


def test_every_reference_exists(registry: Registry) -> None:
    known = {*registry.entries, *registry.topics, *registry.asks, *registry.posts, *registry.vehicles}
    for entry in registry.entries.values():
        for reference in filter(None, (entry.part_of, *entry.parties, *entry.topics, *entry.distinct_from, *entry.succeeded_by)):
            assert reference in known, (entry.id, reference)
    for ask in registry.asks.values():
        assert {*ask.topics, *ask.vehicles, *ask.contrary} <= known, ask.id
    for vehicle in registry.vehicles.values():
        assert {*vehicle.decides, *vehicle.must_agree, *vehicle.consulted} <= known, vehicle.id
    for post in registry.posts.values():
        assert {post.at, *(term.person for term in post.terms)} <= known, post.id


def test_topics_are_the_closed_list(registry: Registry, shared: Path) -> None:
    with (shared / "spec" / "topics.csv").open(encoding="utf-8", newline="") as stream:
        rows = {f"topic:{row['id']}": row for row in csv.DictReader(stream)}
    assert set(registry.topics) == set(rows)
    for id_, topic in registry.topics.items():
        assert topic.labels == {language: rows[id_][f"label_{language}"] for language in ("en", "es", "fr")}
        assert topic.scope == rows[id_]["scope"]


def test_every_topic_has_triggers_in_three_languages(registry: Registry) -> None:
    for topic in registry.topics.values():
        for language in ("en", "es", "fr"):
            assert topic.triggers[language], (topic.id, language)
            assert all(re.fullmatch(PHRASE, chosen(phrase)) for phrase in topic.triggers[language]), topic.id


def chosen(phrase: str) -> str:
    """The phrase with the first of each of its choices that is not empty: "[|a|b] c" as "a c"."""
    return " ".join(re.sub(r"\[([^\[\]]*)\]", lambda choice: next(filter(None, choice[1].split("|"))), phrase).split())


@pytest.mark.parametrize("name", ["USMCA", "T-MEC", "CUSMA", "ACEUM"])
def test_the_agreement_is_one_node_under_its_four_names(registry: Registry, name: str) -> None:
    assert [entry.id for entry in named(registry) if name in entry.forms] == ["agreement:usmca"]


def test_the_two_chapters_nineteen_are_distinct_and_linked(records: list[Record]) -> None:
    said = {(r.claim.subject, r.claim.predicate, r.claim.object) for r in records}
    assert ("chapter:usmca/19", "distinct_from", "chapter:nafta/19") in said
    assert ("chapter:nafta/19", "succeeded_by", "article:usmca/10.12") in said


def test_chapters_carry_the_titles_of_the_outline(registry: Registry, shared: Path) -> None:
    outline = json.loads((shared / "data" / "agreements" / "usmca_outline.json").read_text(encoding="utf-8"))
    for chapter in outline["chapters"]:
        assert chapter["title"] in registry.entries[f"chapter:usmca/{chapter['number']}"].name
    for article in outline["chapter_19_articles"]:
        assert registry.entries[f"article:usmca/{article['number']}"].name == f"USMCA Article {article['number']} ({article['title']})"


def test_a_spanish_eu_is_the_united_states_and_an_english_one_the_union(registry: Registry) -> None:
    owners = {language: [e.id for e in registry.entries.values() if "EU" in (*e.cased, *e.only.get(language, ()))] for language in ("en", "es")}
    assert owners == {"en": ["org:european-union"], "es": ["gov:us"]}


def test_lines_pass_the_ontology(registry: Registry, records: list[Record]) -> None:
    rules = ontology.load()
    kinds = {r.claim.subject: r.claim.value for r in records if r.claim.predicate == "kind"}
    for record in records:
        rules.check(record.claim, kinds)
        assert record.claim.subject in kinds
        assert not record.claim.object or record.claim.object in kinds


def test_lines_are_the_same_on_every_run_and_say_nothing_twice(registry: Registry) -> None:
    first, second = list(lines(registry)), list(lines(read_registry()))
    assert first == second
    assert isinstance(first[0], Source)
    ids = [line.claim.id for line in first if isinstance(line, Record)]
    assert len(ids) == len(set(ids))


def test_registry_facts_never_carry_an_introduction(records: list[Record]) -> None:
    rules = ontology.load()
    ties = {rules.tie_kind(record.claim) for record in records} - {""}
    assert not any(rules.ties[tie].carries for tie in ties)


def test_terms_are_real_intervals_and_unchecked_ones_say_so(registry: Registry, records: list[Record]) -> None:
    for post in registry.posts.values():
        for term in post.terms:
            assert term.end or term.known, (post.id, term.person)
            assert dates.parse(f"{term.start}..{term.end or term.known}").start
    for record in records:
        if record.claim.predicate == "holds_post":
            assert ("unchecked" in record.claim.qualifiers) == (record.claim.confidence < 900)
            assert record.claim.gloss


def test_a_vacancy_is_a_fact_with_its_days_and_its_page(records: list[Record]) -> None:
    vacancies = [record.claim for record in records if record.claim.predicate == "vacant"]
    assert "post:us-cisa-director" in {claim.subject for claim in vacancies}
    assert all(claim.when and claim.locator.startswith("https://") for claim in vacancies)


def test_the_annex_can_be_granted_and_somebody_decides(registry: Registry) -> None:
    ask = registry.asks["ask:digital-sectoral-annex"]
    deciders = {decider for vehicle in ask.vehicles for decider in registry.vehicles[vehicle].decides}
    assert {"org:usmca-ftc", "post:us-trade-representative", "post:mx-secretary-of-economy", "post:ca-minister-canada-us-trade"} <= deciders
    assert not registry.vehicles["vehicle:usmca-amendment"].checked
