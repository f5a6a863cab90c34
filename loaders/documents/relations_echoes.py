"""Positions on what was named before and is now "it" or "the measure": the text or the burden that the sentence or the one before names last."""

import re
from collections.abc import Iterator

from graph.claims import Modality
from loaders.documents.frames import Frame
from loaders.documents.model import RelationFound
from loaders.documents.patterns import Match, matches
from loaders.documents.positions import FLIPS
from loaders.documents.reading import Reading, held_by_verb, relation
from loaders.documents.relations_urging import holders

MEASURE = re.compile(r"\b(?:measure|step|move|plan|proposal|tax|levy|duties|duty|medida|propuesta|plan|gravamen|impuesto|cobro|paso)s?\b", re.I)


def find_echoed(reading: Reading, frame: Frame, place: int) -> Iterator[RelationFound]:
    """`supports` and `opposes` of such words, of whatever alone they can stand for."""
    for match in matches(frame, "echoes"):
        held = held_by_verb(match)
        if held is Modality.NEGATED:
            continue
        if held is Modality.URGED:
            held = Modality.ASSERTED
        for target in _meant(reading, match, place):
            for holder in holders(match):
                if holder.id != target:
                    yield relation(reading, match, holder.id, target, held=held)


def _meant(reading: Reading, match: Match, place: int) -> list[str]:
    """What the words stand for: for a measure a burden or a law, for a pronoun an agreement or a law; nothing where two may be meant."""
    measure = MEASURE.search(match.text("o")) is not None
    before = reading.document.text[: match.frame.source(*match.found.span("o"))[0]]
    for other in reversed(reading.bare[max(0, place - 2 if measure else place - 1) : place + 1]):
        texts = {node.id for slot in other.slots_in(0, len(other.text), "W" if measure else "TW") if slot.span[1] <= len(before) for node in slot.nodes}
        burdens = {topic.id for topic, span in reading.topics_in(other.span) if topic.id in FLIPS and span[1] <= len(before)}
        found = (burdens or texts) if measure else texts
        if found:
            return sorted(found) if len(found) == 1 else []
    return []
