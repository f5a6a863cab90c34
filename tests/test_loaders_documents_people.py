"""Who heads what, who works for whom, who met and worked together, in texts that no rule was written for alone (`fixtures/people.yaml`)."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from graph.claims import Modality
from loaders.documents import document_from_text, extract
from loaders.documents.model import Extraction, RelationFound
from loaders.documents.relations import SYMMETRIC, is_accepted

TOGETHER = frozenset({"met_with", "joint_statement_with", "partners_with", "counterpart_of"})
POSTS = frozenset({"leads", "works_for"})
ROWS = yaml.safe_load((Path(__file__).parent / "fixtures" / "people.yaml").read_text(encoding="utf-8"))
TEXTS = {row["text"]: tuple(row.get("says", ())) for row in ROWS}
# A name in a text, and what kind of thing it is; "" for none at all.
NAMES = {
    "The Harbor Truckers Association's director said so. \"Too soon,\" said Lucy Brandt, the association's director.": ("Lucy Brandt", "person"),
    "Officials of the Northern Trade Response Team (NTRT) spoke.": ("Northern Trade Response Team", "agency"),
    "NGA–The Northern Growers Association took no position.": ("NGA–The Northern Growers Association", "association"),
    "La Prodelta, que agrupa a laboratorios nacionales, lo aplaude.": ("Prodelta", "association"),
    "El análisis es de Olvera y Asociados, dijo el notario.": ("Olvera y Asociados", "company"),
    "Lo firma Pablo Ruiz, socio de Quirón, en su columna.": ("Quirón", "company"),
    "La Unión Norteña de Empacadores pidió una prórroga.": ("Unión Norteña de Empacadores", "association"),
    "Se prevé que asista la embajada de Canadá al seminario.": ("embajada de Canadá", "agency"),
    "The price fell, Intel Canada said on Monday.": ("Intel Canada", "company"),
    "Michigan Gov. Gretchen Brandvold agreed.": ("Michigan", "government"),
    "The plant in Michigan will close, Lucy Brandt said.": ("Michigan", ""),
    "Lucy Brandt, socia de Canadá en la gira, habló de los hoteles.": ("socia de Canadá", ""),
}


@cache
def extracted(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt", published=date(2025, 6, 10)))


def stated(extraction: Extraction) -> list[RelationFound]:
    """What is accepted of these families as fact of the day: no plans, no former posts, nothing that only follows from a head's act."""
    return [
        found
        for found in extraction.relations
        if found.predicate in TOGETHER | POSTS
        and is_accepted(found)
        and found.modality is Modality.ASSERTED
        and not {"former", "implied"} & set(found.qualifiers)
    ]


def ends(extraction: Extraction, name: str) -> set[str]:
    """The ids that a surface form of the text stands for."""
    return {node.id for node in extraction.nodes if name == node.name or name in node.surfaces}


def said(extraction: Extraction, statement: str) -> bool:
    subject, predicate, target = (part.strip() for part in statement.split("|"))
    wanted = [(subject, target), (target, subject)] if predicate in SYMMETRIC else [(subject, target)]
    return any(
        found.predicate == predicate and found.subject in ends(extraction, a) and found.object in ends(extraction, b)
        for found in extraction.relations
        for a, b in wanted
        if is_accepted(found)
    )


@pytest.mark.parametrize("text", [text for text, says in TEXTS.items() if says])
def test_a_text_says_what_it_says(text: str) -> None:
    for statement in TEXTS[text]:
        assert said(extracted(text), statement), statement


@pytest.mark.parametrize("text", [text for text, says in TEXTS.items() if not says])
def test_what_only_sounds_like_it_says_nothing(text: str) -> None:
    assert stated(extracted(text)) == []


@pytest.mark.parametrize("text", TEXTS)
def test_the_proof_is_in_the_text(text: str) -> None:
    extraction = extracted(text)
    for found in extraction.relations:
        first, last = found.evidence
        assert extraction.document.text[first:last].strip(), found


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_what_the_words_beside_it_make_it(text: str) -> None:
    name, kind = NAMES[text]
    found = {node.kind for node in extracted(text).nodes if name == node.name or name in node.surfaces}
    assert found == ({kind} if kind else set())
