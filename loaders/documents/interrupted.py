"""Sentences that words of saying interrupt, read as if they stood beside it: '"The tariffs," A argues, "will cost jobs"' reads "The tariffs will cost jobs"."""

import re
from dataclasses import replace

from loaders.documents.attribution import Attribution
from loaders.documents.frames import Frame

BEFORE = re.compile(r"(?P<cut>,\"?\s?)$")
AFTER = re.compile(
    r"(?:\s(?:⟦D\d+⟧|(?:on )?\w+day|el \w+(?: pasado)?|hoy|ayer))?(?P<cut>,\s\"?)(?!(?:despu[ée]s de|tras|luego de|al|antes de|durante"
    r"|after|before|following|during|upon)\b)(?=[\w⟦$])"
)
HEAD = re.compile(r"^\"?\W*(?:[^\s\"]+\s){0,2}?[^\s\"]+$")


def uninterrupted(frame: Frame, voice: Attribution | None) -> tuple[Frame, Attribution | None]:
    """The sentence without the attribution in its middle, whose speakers then hold all of it; as it is where none stands there."""
    if voice is None or voice.inside or voice.first < 3 or voice.last <= voice.first:
        return frame, voice
    first = voice.first + 1 if frame.text[voice.first] in ",\"'" else voice.first
    before, after = BEFORE.search(frame.text, 0, first), AFTER.match(frame.text, voice.last)
    if not before or not after or (frame.text.count('"') and not frame.text.startswith('"')):
        return frame, voice
    if frame.text[: before.start()].count('"') != frame.text[after.end() :].count('"'):
        return frame, voice
    joined = frame.put((before.start(), after.end()), " ")
    return joined, replace(voice, first=0, last=0)
