"""What groups do together: joint texts and what they say later, those spoken of as one, works and speech that go on (tests/fixtures/joint.yaml)."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from graph.claims import Modality
from graph.spelling import fold
from loaders.documents import document_from_text, extract
from loaders.documents.relations import SYMMETRIC, is_accepted

CASES = yaml.safe_load((Path(__file__).resolve().parent / "fixtures" / "joint.yaml").read_text(encoding="utf-8"))
PREDICATE = re.compile(r" ([a-z]+(?:_[a-z]+)+|supports|opposes|urges|regulates|publishes) ")
Ends = tuple[str, str, str]


def read(text: str) -> tuple[set[Ends], set[Ends]]:
    """The accepted relations of a text, and all, under every name of their ends."""
    extraction = extract(document_from_text(text, "note.txt", published=date(2026, 3, 30)))
    names = {node.id: {fold(form) for form in (node.name, *node.surfaces)} for node in extraction.nodes}
    told: dict[bool, set[Ends]] = {True: set(), False: set()}
    for item in extraction.relations:
        if item.modality in (Modality.NEGATED, Modality.URGED):
            continue
        for subject in names.get(item.subject, {item.subject}):
            for target in names.get(item.object, {item.object.removeprefix("topic:")}):
                told[is_accepted(item)].add((subject, item.predicate, target))
                if item.predicate in SYMMETRIC:
                    told[is_accepted(item)].add((target, item.predicate, subject))
    return told[True], told[True] | told[False]


def ends(said: str) -> Ends:
    subject, predicate, target = PREDICATE.split(said)
    return fold(subject), predicate, fold(target) if target[0].isupper() else target


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_what_groups_do_is_read_of_each_of_them(case: dict[str, list[str]]) -> None:
    accepted, found = read(str(case["text"]))
    assert {ends(said) for said in case.get("accepted", [])} - accepted == set()
    assert {ends(said) for said in case.get("never", [])} & found == set()
