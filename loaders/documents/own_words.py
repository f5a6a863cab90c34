"""What is said in the first person, as if told of the speaker: "We support X" in a quote or an interview reads "⟦P⟧ supports X".

Spanish and French verbs carry the person in their ending; each is turned into the third person that the rules know.
"""

import re
from dataclasses import replace
from functools import cache

from loaders.documents.attribution import Attribution, words
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound
from loaders.documents.slots import Slot

KINDS = frozenset({"person", "role"})


@cache
def _forms() -> tuple[dict[str, dict[str, str]], dict[str, re.Pattern[str]]]:
    forms: dict[str, dict[str, str]] = {language: dict(pairs) for language, pairs in words("own_words")["forms"].items()}
    openings: dict[str, str] = words("own_words")["openings"]
    return forms, {
        language: re.compile(
            rf"(?P<before>{openings[language]})(?P<said>{'|'.join(re.escape(said) for said in sorted(pairs, key=len, reverse=True))})(?![\w-])", re.I
        )
        for language, pairs in forms.items()
    }


def told(frame: Frame, voice: Attribution | None, own: NodeFound | None) -> Frame:
    """The frame with the first person of its quotes (by their speaker), or of a text of one's own (`own`), put into the third."""
    speaker = voice.speakers[0] if voice else own
    forms, patterns = _forms()
    if speaker is None or frame.language not in patterns or frame.kind not in ("prose", "list") or (speaker.kind not in KINDS and voice is None):
        return frame
    quoted = _quoted(frame.text)
    spoken = [
        match
        for match in patterns[frame.language].finditer(frame.text)
        if any(first <= match.start("said") < last for first, last in quoted) == (voice is not None and not voice.labelled)
    ]
    for match in reversed(spoken):
        frame = _put(frame, match.span("said"), forms[frame.language][match["said"].casefold()], speaker)
    return frame


def _quoted(text: str) -> list[tuple[int, int]]:
    """The stretches between quotation marks; an unclosed one goes on to the end, a lone closing one begins at the start."""
    marks = [match.start() for match in re.finditer('"', text)]
    if len(marks) % 2:
        marks = [0, *marks] if re.search(r"[,.!?]$", text[: marks[0]]) and not text.startswith('"') else [*marks, len(text)]
    return list(zip(marks[::2], marks[1::2], strict=True))


def _put(frame: Frame, span: tuple[int, int], told: str, speaker: NodeFound) -> Frame:
    """The frame with the words at `span` read as a slot of the speaker and a verb; every new character stands where the old words do."""
    first, last = span
    start, end = frame.starts[first], frame.ends[last - 1]
    letter = "P" if speaker.kind in KINDS else "O"
    token = f"⟦{letter}{len(frame.slots)}⟧{' ' + told if told else ''}"
    return replace(
        frame,
        text=frame.text[:first] + token + frame.text[last:],
        starts=(*frame.starts[:first], *([start] * len(token)), *frame.starts[last:]),
        ends=(*frame.ends[:first], *([end] * len(token)), *frame.ends[last:]),
        slots=(*frame.slots, Slot(letter, (start, end), (speaker,), pronoun=True)),
    )
