"""Rules on topics, members, parts, parties, publications and suppliers, one construction a line (tests/fixtures/structure.txt)."""

from datetime import date
from pathlib import Path

import pytest

from graph.spelling import fold
from loaders.documents import document_from_text, extract, find_nodes
from loaders.documents.model import Extraction
from loaders.documents.relations import is_accepted
from loaders.registry import load_registry

LINES = [
    line.partition(" =>")[::2]
    for line in (Path(__file__).resolve().parent / "fixtures/structure.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PREDICATES = ("regulates", "publishes", "party_to", "part_of", "member_of", "exports_to")


def read(text: str) -> Extraction:
    return extract(document_from_text(text + "\n", "note.txt", published=date(2026, 3, 4)))


def names(found: Extraction, id: str) -> set[str]:
    """What the text and the registry call a thing, a country by its people's adjective too."""
    forms = {form for node in found.nodes if node.id in (id, id.replace("place:", "gov:")) for form in (node.name, *node.surfaces)}
    entry = load_registry().entries.get(id.replace("place:", "gov:"))
    forms |= {entry.name, *entry.adjectives, *entry.aliases} if entry else {id.partition(":")[2]}
    return {fold(form) for form in forms}


def said(text: str, *, accepted: bool) -> set[tuple[str, str, str]]:
    found = read(text)
    return {
        (subject, item.predicate, target)
        for item in found.relations
        if item.predicate in PREDICATES and (not accepted or is_accepted(item))
        for subject in names(found, item.subject)
        for target in names(found, item.object)
    }


def stated(part: str) -> set[tuple[str, str, str]]:
    """The relations of which one has to stand: its ends may be called in several ways."""
    predicate = next(word for word in PREDICATES if f" {word} " in part)
    subject, target = part.split(f" {predicate} ")
    return {(fold(one), predicate, fold(other)) for one in subject.split("|") for other in target.split("|")}


@pytest.mark.parametrize(("text", "parts"), LINES, ids=[text[:60] for text, _ in LINES])
def test_a_sentence_proves_what_it_says_and_nothing_else(text: str, parts: str) -> None:
    accepted = said(text, accepted=True)
    proposed = {item for item in said(text, accepted=False) if item[1] == "publishes"}  # a text that has no name may be another of its kind
    for part in filter(None, (part.strip() for part in parts.split(";"))):
        if part.startswith("not "):
            assert not stated(part.removeprefix("not ")) & accepted, part
        else:
            assert stated(part) & (accepted | proposed), part


def test_each_of_two_chapters_has_its_own_topic_where_the_text_says_so() -> None:
    found = read("Chapters 13 and 19 of the USMCA cover government procurement and digital trade, respectively.")
    ruled = {(item.subject, item.object) for item in found.relations if item.predicate == "regulates" and item.subject.startswith("chapter:")}
    assert ruled == {("chapter:usmca/13", "topic:procurement"), ("chapter:usmca/19", "topic:digital-trade")}


def test_what_a_chapter_rules_on_is_not_said_of_its_agreement() -> None:
    found = read("Chapter 19 of the USMCA prohibits data localization.")
    rules = {(item.subject, item.object) for item in found.relations if item.predicate == "regulates" and is_accepted(item)}
    assert ("chapter:usmca/19", "topic:data-localization") in rules
    assert not any(item.subject == "agreement:usmca" and item.predicate == "regulates" for item in found.relations)


def test_an_article_of_a_chapter_by_its_subject_is_the_agreements() -> None:
    found = read("El artículo 17.18 del capítulo de servicios financieros del T-MEC limita la localización de datos.")
    assert ("article:usmca/17.18", "regulates", "topic:data-localization") in {(item.subject, item.predicate, item.object) for item in found.relations}


def test_one_after_a_chapters_number_is_an_article_and_no_chapter() -> None:
    nodes = find_nodes(document_from_text("El T-MEC prevé, en su capítulo 31, un mecanismo de consultas.\n", "x"), load_registry())
    assert {node.id for node in nodes if node.kind == "chapter"} == {"chapter:usmca/31"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The data rules matter: Article 19.11 bars limits on data flows.", {"article:usmca/19.11"}),
        ("Chapter 11 protection was sought; the customs bill went unpaid and creditors sued.", set()),
        ("Section 9.9 and Article 99.1 of the trade code apply.", set()),
    ],
)
def test_a_numbered_part_without_an_agreement_in_the_text(text: str, ids: set[str]) -> None:
    nodes = find_nodes(document_from_text(text + "\n", "x"), load_registry())
    assert {node.id for node in nodes if node.kind in ("article", "chapter")} == ids


def test_a_title_in_quotes_names_the_work_and_a_quoted_sentence_does_not() -> None:
    titled = read('ITIF released a report, "Data Without Borders", on Monday.')
    quoted = read('ITIF released a report. "Data should flow freely across all of the borders," it said.')
    assert "Data Without Borders" in {node.name for node in titled.nodes if node.group == "work"}
    assert {node.name for node in quoted.nodes if node.group == "work"} == {"report"}
