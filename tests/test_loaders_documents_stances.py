"""Who is for, against and asks whom, in many constructions of both languages: one sentence a line (tests/fixtures/positions.txt).

After "=>" stands what must be accepted; a line with nothing there proves nothing of the kind, "-" names what must not be.
Rosa Duarte Peña, Luis Ferrer Cano and Paul Keller are invented.
"""

import re
from pathlib import Path

import pytest

from graph.spelling import fold
from loaders.documents import document_from_text, extract
from loaders.documents.relations import is_accepted

LINES = [
    line.split(" | ", 1)[1].partition(" =>")
    for line in (Path(__file__).resolve().parent / "fixtures" / "positions.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
OF = re.compile(r" (supports|opposes|urges) ")


def told(text: str) -> set[tuple[str, str, str]]:
    """The accepted positions of a text, under every name of their ends."""
    extraction = extract(document_from_text(text, "note.txt"))
    names = {node.id: {fold(form) for form in (node.name, *node.surfaces)} for node in extraction.nodes}
    return {
        (subject, item.predicate, target)
        for item in extraction.relations
        if is_accepted(item) and item.predicate in ("supports", "opposes", "urges")
        for subject in names.get(item.subject, {item.subject})
        for target in names.get(item.object, {item.object.removeprefix("topic:")})
    }


def parts(said: str) -> tuple[str, str, str]:
    subject, predicate, target = OF.split(said.removeprefix("-"))
    return fold(subject), predicate, fold(target) if target[0].isupper() else target


@pytest.mark.parametrize(("text", "said"), [(text, said.strip()) for text, _, said in LINES])
def test_positions_are_read_in_every_construction(text: str, said: str) -> None:
    found = told(text)
    statements = [part.strip() for part in said.split(";") if part.strip()]
    assert {parts(part) for part in statements if not part.startswith("-")} <= found
    assert not {parts(part) for part in statements if part.startswith("-")} & found
    assert statements or not found
