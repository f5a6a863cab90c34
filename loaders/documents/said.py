"""What is said and by whom: the stretches of a sentence that belong to a speaker, and the words that judge what they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.claims import Modality
from loaders.documents.attribution import attribution, words
from loaders.documents.clauses import main_subject
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound, RelationFound, Span
from loaders.documents.patterns import Match, Rule, stretch
from loaders.documents.reading import Reading, relation
from loaders.documents.relations_urging import HOLDS

# What ends what is said before the words of saying: "..., the A said", "..., according to A".
BESIDE = re.compile(r"[,\"'—]\s?(?:(?:the|la|el|los|las)\s)?\S?$")


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of a frame and who says it."""

    frame: Frame
    region: Span
    speakers: tuple[NodeFound, ...]


@cache
def view(name: str) -> Gated:
    said = dict(words("views"))
    text: str = said[name]
    for _ in range(4):
        text = re.sub(r"\{([a-z_]+)\}", lambda match: f"(?:{said[match[1]]})", text)
    return Gated(text, re.I)


@cache
def _and_said() -> Gated:
    said = words("speech")
    return Gated(rf"(?<!⟧),?\s(?:y|e|and)\s(?:(?:{said['adverbs']})\s)?(?:{said['say']})\s(?:que|that)\b", re.I)


def spoken(reading: Reading, place: int, own: tuple[str, ...]) -> Iterator[Said]:
    """What somebody says in a sentence: beside the words of saying, after "and said that", in a clause, in a text of one's own."""
    frame, voice = reading.bare[place], reading.voices[place]
    end = len(frame.text)
    if voice:
        yield Said(frame, (voice.last, end), voice.speakers)
        if voice.first > 8 and BESIDE.search(frame.text[: voice.first + 1]):
            yield Said(frame, (0, voice.first), voice.speakers)
    elif own and '"' not in frame.text:
        yield Said(frame, (0, end), tuple(reading.nodes[id] for id in own if id in reading.nodes))
    subject = main_subject(frame)
    for found in _and_said().finditer(frame.text, subject[1]) if subject else ():
        slots = frame.slots_in(*subject, "POG") if subject else ()
        yield Said(frame, (found.end(), end), tuple(node for slot in slots for node in slot.nodes if node.kind != "place"))
    for clause in reading.clauses[place]:
        if told := attribution(clause):
            yield Said(clause, (told.last, len(clause.text)), told.speakers)


def held_by_speakers(reading: Reading, said: Said, rule: Rule, found: Span, target: str, predicate: str = "") -> Iterator[RelationFound]:
    """One relation for each speaker; the proof goes from the speaker's words to what is said."""
    whole = stretch(said.frame, 0 if said.frame.kind != "list" else found[0], max(found[1], 1))
    if said.region[0] == 0 and said.region[1] < len(said.frame.text):
        whole = stretch(said.frame)
    for speaker in said.speakers:
        if speaker.kind in HOLDS and speaker.id != target:
            match = Match(rule, said.frame, whole)
            yield relation(reading, match, speaker.id, target, predicate=predicate, speaker=speaker.id, held=Modality.ASSERTED)
