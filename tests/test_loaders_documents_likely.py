"""What a text says surely, what it likely says (proposed to a person), and what it does not say (tests/fixtures/likely.yaml)."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from graph.claims import Modality
from graph.spelling import fold
from loaders.documents import document_from_text, extract
from loaders.documents.patterns import rules
from loaders.documents.relations import SYMMETRIC, is_accepted

CASES = yaml.safe_load((Path(__file__).resolve().parent / "fixtures" / "likely.yaml").read_text(encoding="utf-8"))
PREDICATE = re.compile(r" ([a-z]+(?:_[a-z]+)+|supports|opposes|urges|leads|regulates|publishes) ")
Ends = tuple[str, str, str]


def read(text: str) -> tuple[set[Ends], set[Ends]]:
    """The accepted and the proposed relations of a text, under every name of their ends."""
    extraction = extract(document_from_text(text, "note.txt", published=date(2025, 6, 30)))
    names = {node.id: {fold(form) for form in (node.name, *node.surfaces)} for node in extraction.nodes}
    told: dict[bool, set[Ends]] = {True: set(), False: set()}
    for item in extraction.relations:
        if item.modality is Modality.NEGATED:
            continue
        for subject in names.get(item.subject, {item.subject}):
            for target in names.get(item.object, {item.object.removeprefix("topic:")}):
                told[is_accepted(item)].add((subject, item.predicate, target))
                if item.predicate in SYMMETRIC:
                    told[is_accepted(item)].add((target, item.predicate, subject))
    return told[True], told[False]


def ends(said: str) -> Ends:
    subject, predicate, target = PREDICATE.split(said)
    return fold(subject), predicate, fold(target) if target[0].isupper() else target


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_what_is_likely_is_proposed_and_what_is_sure_accepted(case: dict[str, list[str]]) -> None:
    accepted, proposed = read(str(case["text"]))
    assert {ends(said) for said in case.get("accepted", [])} <= accepted
    assert {ends(said) for said in case.get("proposed", [])} <= proposed - accepted
    assert not {ends(said) for said in case.get("never", [])} & (accepted | proposed)


def test_the_loose_rules_are_never_trusted() -> None:
    loose = [rule for rule in rules("likely") if rule.id.startswith("likely-")]
    assert loose
    assert not any(rule.accept for rule in loose)
    assert all(rule.confidence <= 0.7 for rule in loose)
