"""The countries that a sentence of a document means without naming them, worked out from the sentences before it."""

from collections.abc import Mapping, Sequence

from loaders.documents.elsewhere import named
from loaders.documents.frames import REACH, Frame
from loaders.documents.model import NodeFound
from loaders.documents.places import Place, places, subject_country


def named_countries(sentences: Sequence[Frame], place: int, nodes: Mapping[str, NodeFound], language: str) -> Frame:
    """The sentence with a name in place of "its southern neighbour", "ese país", "the country"."""
    country: Place | None = None
    seen: list[Place] = []
    for frame in sentences[max(0, place - REACH) : place]:
        country = subject_country(frame) or country
        fresh = places(frame.slots_in(0, len(frame.text), "GOJ"))
        seen = [*(found for found in seen if found not in fresh), *fresh]
    return named(sentences[place], country, seen)
