"""Who met, spoke with, works with or asked whom, in a thousand wordings of English and Spanish: nearly all are read, none is read wrongly."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.documents import document_from_text, extract
from loaders.documents.model import Extraction, RelationFound
from loaders.documents.relations import SYMMETRIC, is_accepted

PREDICATES = {"met": "met_with", "joint": "joint_statement_with", "works": "partners_with", "peer": "counterpart_of", "asks": "urges"}
COUNTRIES = {"Mexico": "gov:mx", "México": "gov:mx", "Canada": "gov:ca", "Canadá": "gov:ca", "United States": "gov:us", "Estados Unidos": "gov:us"}
READ = 0.95  # of the wordings
BATTERY: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "fixtures" / "paraphrases.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Wording:
    """A text, what it states as (subject, predicate, object) by names, and the ways of holding it that count."""

    text: str
    says: tuple[tuple[str, str, str], ...]
    held: frozenset[str]


def wordings(language: str) -> Iterator[Wording]:
    """Every combination of the variants of every row."""
    names: dict[str, str] = BATTERY["names"]
    for row in BATTERY[language]:
        parts = re.split(r"\[([^\]]*)\]", row["text"])
        says = tuple((names[a], PREDICATES[said], names[b]) for a, said, b in (statement.split() for statement in row.get("says", ())))
        held = frozenset([row.get("held", "asserted"), *(["planned"] if row.get("lax") else [])])
        for chosen in itertools.product(*([part] if place % 2 == 0 else part.split("|") for place, part in enumerate(parts))):
            yield Wording(re.sub(r"\{(\w)\}", lambda match: names[match[1]], "".join(chosen)), says, held)


def ids(extraction: Extraction, name: str) -> set[str]:
    return {node.id for node in extraction.nodes if name == node.name or name in node.surfaces} | {COUNTRIES.get(name, name)}


def proofs(extraction: Extraction, says: tuple[str, str, str]) -> list[RelationFound]:
    """The relations found that state this, of symmetric ones in either order."""
    subject, predicate, target = says
    ends = {(a, b) for a in ids(extraction, subject) for b in ids(extraction, target)}
    ends |= {(b, a) for a, b in ends} if predicate in SYMMETRIC else set()
    return [found for found in extraction.relations if found.predicate == predicate and (found.subject, found.object) in ends]


@pytest.mark.parametrize("language", ["en", "es"])
def test_nearly_all_wordings_are_read_and_none_wrongly(language: str) -> None:
    missed, wrong, count = [], [], 0
    for wording in wordings(language):
        count += 1
        extraction = extract(document_from_text(wording.text, "note.txt", published=date(2025, 6, 10)))
        stated = [proofs(extraction, says) for says in wording.says]
        if not all(any(found.modality.value in wording.held for found in found_all) for found_all in stated):
            missed.append(wording.text)
        wrong += [
            (wording.text, found.rule)
            for found in extraction.relations
            if found.predicate in PREDICATES.values()
            and is_accepted(found)
            and "implied" not in found.qualifiers
            and not any(found in known for known in stated)
        ]
    assert wrong == []
    assert count > 400
    assert len(missed) <= (1 - READ) * count, missed
