"""Who goes on speaking where no sentence says it: "Agregó que ...", '"...", insistió.', turns of a dialogue that dashes or letters open."""

import re
from collections.abc import Iterator
from functools import cache

from loaders.documents.attribution import Attribution, words
from loaders.documents.clauses import main_subject
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound

SPEAKING = frozenset({"person", "role", "association", "chamber", "company", "think_tank", "organisation", "agency"})
BACK = 5  # sentences that whoever spoke last may reach
PLURAL = re.compile(r"(?:ron|an|en)$", re.I)


@cache
def _said(name: str) -> Gated:
    said = words("speech")
    text: str = said["turns"][name]
    return Gated(text.replace("{elided}", f"(?:{said['turns']['verbs']})"), re.I)


def turns(frames: tuple[Frame, ...], voices: tuple[Attribution | None, ...]) -> tuple[Attribution | None, ...]:
    """The voices, with the last speaker in what is said without a subject and with the person asked in the answers of a dialogue."""
    found = list(voices)
    speaking: tuple[NodeFound, ...] = ()
    person: tuple[NodeFound, ...] = ()
    age = 0
    answers = dict(_answers(frames, voices))
    for place, frame in enumerate(frames):
        voice = found[place]
        if place in answers and voice is None:
            found[place] = answers[place]
            continue
        if _said("asks").search(frame.text):
            # Whoever is asked answers: the person who spoke last, not the one who asks.
            asking = _speaker(frame, voice)
            speaking, age = (() if person == asking else person), 0
            continue
        verb = (_said("goes_on").search(frame.text) or _said("beside").search(frame.text)) if voice is None and speaking and age < BACK else None
        if verb and (len(speaking) > 1) == (PLURAL.search(verb["v"]) is not None):
            found[place] = Attribution(speaking, *verb.span("v"), ())
            age = 0
            continue
        named = _speaker(frame, voice)
        speaking, age = (named, 0) if named else (speaking, age + 1)
        person = named if voice and len(named) == 1 and named[0].kind == "person" else person
    return tuple(found)


def _speaker(frame: Frame, voice: Attribution | None) -> tuple[NodeFound, ...]:
    """Who speaks in a sentence, else the person or private body that it is about."""
    if voice and voice.speakers:
        return voice.speakers
    place = main_subject(frame) if frame.kind == "prose" else None
    slots = frame.slots_in(*place, "PO") if place else ()
    return tuple(dict.fromkeys(node for slot in slots for node in slot.nodes if node.kind in SPEAKING))


def _answers(frames: tuple[Frame, ...], voices: tuple[Attribution | None, ...]) -> Iterator[tuple[int, Attribution]]:
    """The sentences of paragraphs that answer the paragraph before, by the person who spoke or was named last before the dialogue."""
    opened = [_said("opens").match(frame.text) for frame in frames]
    asked: NodeFound | None = None
    answering = 0
    for place, frame in enumerate(frames):
        first = place == 0 or frames[place - 1].block != frame.block
        if first and not opened[place]:
            answering = 0
            asked = _person(frame, voices[place]) or asked
        elif first and opened[place]:
            question = _question(frames, place)
            answering = 0 if question else frame.block
        elif not answering:
            asked = _person(frame, voices[place]) or asked
        if answering and asked and answering == frame.block:
            yield place, Attribution((asked,), 0, 0, (), inside=True)


def _question(frames: tuple[Frame, ...], first: int) -> bool:
    """Whether a paragraph asks: one of its sentences ends in a question mark, or it says so."""
    block = [frame for frame in frames[first : first + 12] if frame.block == frames[first].block]
    return any("?" in frame.text or _said("asks").search(frame.text) for frame in block)


def _person(frame: Frame, voice: Attribution | None) -> NodeFound | None:
    people = [node for node in (voice.speakers if voice else ()) if node.kind == "person"]
    return people[0] if people else None
