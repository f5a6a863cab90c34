"""Countries that a sentence about trade calls by their place: "its southern neighbour", "ese país", "el país", and whose trade "its trade" is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from loaders.documents.attribution import words
from loaders.documents.frames import SLOT, Frame
from loaders.documents.model import NodeFound
from loaders.documents.places import is_place, subject_country
from loaders.documents.slot import Slot

SOUTH = {"us": "mx", "ca": "us"}
NORTH = {"mx": "us", "us": "ca"}
ONLY = {"mx": "us", "ca": "us"}
OTHER = re.compile(r"\b(?:that|this) (?:country|nation|market|economy)\b|\b(?:ese|dicho|aquel) (?:pa[íi]s|mercado)\b|\besa naci[óo]n\b|\bce pays\b", re.I)
HERE = re.compile(r"\b(?:al|del|el|nuestro) pa[íi]s\b(?! vecino)|\bnuestra econom[íi]a\b", re.I)
ITS = re.compile(r"^(?:Its|Their|Su|Sus|Son|Ses)(?= (?:[\w-]+ ){0,2}?(?:trade|exports|imports|sales|comercio|exportaciones|importaciones|ventas)\b)")
HOME = {"es": "mx"}  # a Spanish text of this field that says "the country" without another speaks of Mexico


def named_countries(frames: Sequence[Frame], place: int, nodes: Mapping[str, NodeFound], language: str) -> Frame:
    """A sentence in which such phrases are slots of the countries that they stand for, where the text tells which."""
    frame = frames[place]
    before = frames[max(0, place - 2) : place]
    for first, last, node in sorted(_called(frame, before, nodes, language), key=lambda found: -found[0]):
        slot = Slot("G", (frame.starts[first], frame.ends[last - 1]), (node,), pronoun=True)
        frame = frame.put((first, last), f"⟦G{len(frame.slots)}⟧", (slot,))
    return frame


def _called(frame: Frame, before: Sequence[Frame], nodes: Mapping[str, NodeFound], language: str) -> Iterator[tuple[int, int, NodeFound]]:
    known = {_code(node.id): node for node in nodes.values() if is_place(node)}
    subject = _subject(frame, before)
    for way, pattern in _neighbours():
        for match in pattern.finditer(frame.text):
            target = way.get(_code(subject), "")
            if target in known:
                yield *match.span(), known[target]
    for match in OTHER.finditer(frame.text):
        earlier = [*(node for sentence in before[-1:] for node in _countries(sentence, 0, len(sentence.text))), *_countries(frame, 0, match.start())]
        others = [node for node in earlier if _code(node.id) != _code(subject)]
        if others:
            yield *match.span(), others[-1]
    home = known.get(HOME.get(language, ""))
    for match in HERE.finditer(frame.text):
        if home is None:
            break
        first = match.start() + (3 if match[0].casefold().startswith(("al ", "del ")) else 0)
        yield first, match.end(), home
    if (its := ITS.match(frame.text)) and before and (last := subject_country(before[-1])) and (node := known.get(_code(last[0]))):
        yield *its.span(), node


def _subject(frame: Frame, before: Sequence[Frame]) -> str:
    found = subject_country(frame) or next((country for sentence in reversed(before) if (country := subject_country(sentence))), None)
    return found[0] if found else ""


def _code(id: str) -> str:
    return id.partition(":")[2]


def _countries(frame: Frame, first: int, last: int) -> list[NodeFound]:
    return [node for match in SLOT.finditer(frame.text, first, last) for node in frame.slots[int(match[2])].nodes if is_place(node)]


@cache
def _neighbours() -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    said = words("exports")["neighbours"]
    return tuple((way, re.compile(said[name], re.I)) for name, way in (("south", SOUTH), ("north", NORTH), ("only", ONLY)))
