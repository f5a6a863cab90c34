"""Interviews in questions and answers, and hearings: who speaks or is heard, though no sentence names both sides."""

import re

from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound

QUESTIONS = 3  # paragraphs that end in a question mark, before a text counts as an interview
LONGEST = 400
HEARING = re.compile(r"\b(?:hearing|audiencia|comparecencia|transcript|versi[óo]n estenogr[áa]fica)\b", re.I)
HEARD = re.compile(
    r"\b(?:we|hoy|today)\b[^.;⟦]{0,30}\b(?:hear|heard|hearing|joined|comparecen|escucharemos|recibimos)\b[^.;⟦]{0,40}\b(?:from|by|a)\b|^(?:witness(?:es)?|testigos|comparecientes)\b[^.;⟦]{0,20}:",
    re.I,
)


def interviewee(frames: tuple[Frame, ...]) -> tuple[NodeFound, ...]:
    """The person who answers in a text with several questions as paragraphs of their own: the first named in the title or before them; else ()."""
    last = {frame.block: frame for frame in frames if frame.kind in ("prose", "list", "heading")}
    asked = [frame for frame in last.values() if frame.text.rstrip('" )').endswith("?") and len(frame.text) < LONGEST]
    if len(asked) < QUESTIONS:
        return ()
    before = [frame for frame in frames if frame.span[0] < asked[0].span[0] and frame.kind != "byline"]
    ordered = sorted(before, key=lambda frame: frame.kind not in ("title", "heading"))
    people = [node for frame in ordered for slot in frame.slots_in(0, len(frame.text), "P") if not slot.pronoun for node in slot.nodes if node.kind == "person"]
    return tuple(people[:1])


def witnesses(frames: tuple[Frame, ...]) -> tuple[Frame, tuple[NodeFound, ...], NodeFound] | None:
    """In the record of a hearing, the sentence that says who is heard, those persons, and the committee; None elsewhere."""
    heads = [frame for frame in frames if frame.kind in ("title", "heading")][:5]
    panels = [node for frame in heads for slot in frame.slots_in(0, len(frame.text), "O") for node in slot.nodes if node.kind == "legislature"]
    if not panels or not any(HEARING.search(frame.text) for frame in heads):
        return None
    for frame in frames:
        if found := HEARD.search(frame.text):
            people = [node for slot in frame.slots_in(found.end(), len(frame.text), "P") for node in slot.nodes if node.kind == "person"]
            if people:
                return frame, tuple(dict.fromkeys(people)), panels[-1]
    return None
