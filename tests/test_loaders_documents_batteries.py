"""Names, posts and agreements in many invented sentences (tests/fixtures): how many are found, how many found are wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.spelling import fold
from loaders.documents import document_from_text, find_nodes, find_topics
from loaders.documents.model import NodeFound
from loaders.documents.relations import find_relations, is_accepted
from loaders.registry import load_registry

FIXTURES = Path(__file__).resolve().parent / "fixtures"
LEAD = {
    "en": "The talks about the rules of trade will go on in the spring, as they have for years.\n\n",
    "es": "Las pláticas sobre las reglas del comercio seguirán en la primavera, como ha ocurrido por años.\n\n",
}
SAME = {"chamber": "association", "statistics_publisher": "agency", "organisation": "association"}
STATED = {"leads", "works_for", "member_of", "part_of"}
FROM_NAMES = {"country-known", "country-in-name", "part-in-registry"}


def lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, said = line.partition(" =>")
            yield text.strip(), [part.strip() for part in said.split("; ") if part.strip()]


def spelt(name: str) -> str:
    return re.sub(r"^(?:the|la|el|los|las) ", "", fold(name)).rstrip(". ")


def actors(text: str, language: str) -> list[NodeFound]:
    nodes = find_nodes(document_from_text(LEAD[language] + text + "\n", "x"), load_registry())
    return [node for node in nodes if node.group == "actor" and node.named and node.kind not in ("government", "place")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_most_names_are_found_and_few_that_are_none(language: str) -> None:
    asked, missed, wrong, kinds = 0, list[str](), list[str](), list[str]()
    for text, names in lines(f"names_{language}.txt"):
        nodes = actors(text, language)
        found = {spelt(form): node for node in nodes for form in (node.name, *node.surfaces)}
        expected = set()
        for kind, _, name in (said.partition(": ") for said in names):
            node = found.get(spelt(name))
            expected |= {node.id} if node else set()
            if kind.startswith("?"):
                continue
            asked += 1
            if node is None:
                missed.append(f"{name} | {text}")
            elif kind not in ("-", SAME.get(node.kind, node.kind), node.kind):
                kinds.append(f"{name}: {node.kind} | {text}")
        wrong += [f"{node.name} | {text}" for node in nodes if node.id not in expected]
    assert len(missed) < 0.05 * asked, missed
    assert len(wrong) < 0.01 * asked, wrong
    assert len(kinds) < 0.02 * asked, kinds


def test_posts_and_memberships_are_read_and_no_others() -> None:
    missed, wrong = list[str](), list[str]()
    registry = load_registry()
    for text, said in lines("posts.txt"):
        language, text = text[:2], text[5:]
        document = document_from_text(LEAD[language] + text + "\n", "x")
        nodes, topics = find_nodes(document, registry), find_topics(document, registry)
        forms = {node.id: {fold(form) for form in (node.name, *node.surfaces)} for node in nodes}
        found = [
            relation
            for relation in find_relations(document, nodes, topics, registry)
            if relation.predicate in STATED and relation.rule not in FROM_NAMES and is_accepted(relation) and "former" not in relation.qualifiers
        ]
        told = set()
        for part in said:
            subject, predicates, target = re.split(r" ((?:leads|works_for|member_of|part_of)(?:\|\w+)?) ", part)
            fitting = {
                relation
                for relation in found
                if relation.predicate in predicates.split("|") and fold(subject) in forms[relation.subject] and fold(target) in forms[relation.object]
            }
            told |= fitting
            if not fitting:
                missed.append(f"{part} | {text}")
        wrong += [f"{relation.subject} {relation.predicate} {relation.object} | {text}" for relation in found if relation not in told]
    assert not missed
    assert not wrong


def test_chapters_articles_and_annexes_are_whose_they_are() -> None:
    for text, ids in lines("agreements.txt"):
        nodes = find_nodes(document_from_text(LEAD[text[:2]] + text[5:] + "\n", "x"), load_registry())
        assert {node.id for node in nodes if node.group == "agreement"} == set(ids), text
