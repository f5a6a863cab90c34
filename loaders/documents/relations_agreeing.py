"""Positions and asks that a sentence leaves to be understood: "as does B", "So did B", "B did the same", "al igual que B", "posición que comparte B"."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import RelationFound
from loaders.documents.patterns import expand
from loaders.documents.reading import Reading
from loaders.documents.relations_urging import HOLDS

RULE = "agreeing"
HELD = (Modality.ASSERTED, Modality.PLANNED)


@cache
def _said(name: str) -> tuple[Gated, ...]:
    said = words("agreeing")
    return tuple(Gated(expand(text, said["words"])) for text in said[name])


def find_agreeing(reading: Reading, found: Iterable[RelationFound]) -> Iterator[RelationFound]:
    """What is said of A, said of B too where B is told to do the same."""
    known = [item for item in found if item.modality in HELD and "implied" not in item.qualifiers]
    for place, frame in enumerate(reading.bare if known else ()):
        if frame.kind not in ("prose", "list") or "⟦" not in frame.text:
            continue
        for pattern in _said("here"):
            for match in pattern.finditer(frame.text):
                end = frame.source(*match.span())[1] + 2  # a clause that goes on after the words is another
                yield from _same(reading, frame, match.span("a"), [item for item in known if frame.span[0] <= item.evidence[0] and item.evidence[1] <= end])
        before = reading.bare[place - 1] if place and reading.bare[place - 1].block == frame.block else None
        for pattern in _said("next") if before else ():
            for match in pattern.finditer(frame.text):
                yield from _same(
                    reading,
                    frame,
                    match.span("a"),
                    [item for item in known if before and before.span[0] <= item.evidence[0] and item.evidence[1] <= before.span[1]],
                )


def _same(reading: Reading, frame: Frame, place: tuple[int, int], said: list[RelationFound]) -> Iterator[RelationFound]:
    nodes = [node for slot in frame.slots_in(*place, "POG") for node in slot.nodes if node.kind in HOLDS]
    end = frame.source(*place)[1]
    for item in said:
        for node in nodes:
            if node.id not in (item.subject, item.object) and not any(other.subject == node.id and other.object == item.object for other in said):
                yield replace(item, subject=node.id, speaker="", rule=RULE, confidence=0.82, evidence=(item.evidence[0], max(end, item.evidence[1])))
