"""Statements quoted at length and letters with their signatories: who speaks in them, though no sentence says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.documents.attribution import Attribution, strings, words
from loaders.documents.clauses import main_subject
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound

SIGNERS = "PO"
NAME = re.compile(r"(?:[^\W\d_a-zß-ÿ][\w.'-]+(?: |$)){2,5}$")  # a name of nobody known
PRIVATE = frozenset({"association", "chamber", "company", "think_tank", "organisation"})


@cache
def _says() -> Gated:
    return Gated(rf"(?:{words('clauses')['statement']}|{strings('speech')['say']})\b[^.;]{{0,60}}:$", re.I)


def quoted_at_length(frames: tuple[Frame, ...], voices: tuple[Attribution | None, ...]) -> tuple[Attribution | None, ...]:
    """The voices, with those who "issued this statement:" speaking in every sentence up to the closing quotation mark."""
    found = list(voices)
    speaking: Attribution | None = None
    for place, frame in enumerate(frames):
        if speaking is None and place and frame.text.startswith('"') and _says().search(frames[place - 1].text):
            before = frames[place - 1]
            named = main_subject(before)
            nodes = tuple(dict.fromkeys(node for slot in before.slots_in(*named, "POG") for node in slot.nodes)) if named else ()
            speaking = Attribution(nodes, 0, 0, (), inside=True) if nodes else None
        if speaking is None:
            continue
        if found[place] is None:
            found[place] = speaking
        if re.search(r'"[.,]?$', frame.text) and not (frame.text.count('"') == 2 and not frame.text.startswith('"')):
            speaking = None
    return tuple(found)


def carried(frames: tuple[Frame, ...], voices: tuple[Attribution | None, ...]) -> tuple[Attribution | None, ...]:
    """The voices; whoever speaks in a quote also speaks in those of its sentences that name nobody, from its first mark to its last.

    The speaker is named beside the opening mark, else beside the closing one ('"A. B," said P.'); quotes end with their paragraph.
    """
    found = list(voices)
    inside: list[int] = []
    speaker: Attribution | None = None
    for place, frame in enumerate(frames):
        if place and frame.block != frames[place - 1].block:
            inside, speaker = [], None
        odd = frame.text.count('"') % 2 == 1
        if not inside and not odd:
            continue
        speaker = found[place] or speaker
        inside.append(place)
        if odd and len(inside) > 1:
            for at in inside if speaker else ():
                if found[at] is None and speaker:
                    found[at] = Attribution(speaker.speakers, 0, 0, (), inside='"' not in frames[at].text)
            inside, speaker = [], None
    return tuple(found)


@cache
def _heads() -> Gated:
    return Gated(words("signatories")["heads"], re.I)


@cache
def _said(name: str) -> re.Pattern[str]:
    return re.compile(words("signatories")[name], re.I)


@dataclass(frozen=True, slots=True)
class Letter:
    """Who signs a text and to whom it is written. `lines` holds each line of signature with those who sign in it, after the line of the word that says so."""

    signers: tuple[NodeFound, ...] = ()
    lines: tuple[tuple[Frame, tuple[NodeFound, ...]], ...] = ()
    addressees: tuple[NodeFound, ...] = ()


def letter(frames: tuple[Frame, ...]) -> Letter:
    """The letter that a text is: "Dear B," and those named one a line after "Sincerely," or "Firman:", or after that word in the same line.

    Copies, enclosures and the posts below a name sign nothing. One signature alone counts under a letter only.
    """
    addressees = _addressees(frames)
    for place, frame in enumerate(frames):
        if listed := _said("listed").match(frame.text):
            nodes = _signing(frame, listed.end())
            if len(nodes) > 1:
                return Letter(nodes, ((frame, ()), (frame, nodes)), addressees)
        if _heads().match(frame.text):
            lines = list(_lines(frames[place + 1 :]))
            signers = tuple(dict.fromkeys(node for _, nodes in lines for node in nodes))
            if len(signers) > (0 if addressees else 1):
                return Letter(signers, ((frame, ()), *lines), addressees)
    return Letter((), (), addressees)


def _addressees(frames: tuple[Frame, ...]) -> tuple[NodeFound, ...]:
    """Those to whom a letter is written, by its salutation."""
    greeting = next((frame for frame in frames if _said("greeting").match(frame.text)), None)
    return _signing(greeting, 0, "POG") if greeting else ()


def _signing(frame: Frame, start: int, letters: str = SIGNERS) -> tuple[NodeFound, ...]:
    return tuple(dict.fromkeys(node for slot in frame.slots_in(start, len(frame.text), letters) for node in slot.nodes if not slot.pronoun))


def _lines(frames: tuple[Frame, ...]) -> Iterator[tuple[Frame, tuple[NodeFound, ...]]]:
    """The lines of signature: a name, or a body; below a name its post, whose body signs too if it is no public one."""
    person, blank = False, 0
    for frame in frames:
        if _said("copies").match(frame.text) or len(re.sub(r"⟦[A-Z]\d+⟧", "", frame.text)) > 70:
            return
        people, bodies = _signing(frame, 0, "P"), _signing(frame, 0, "O")
        if not people and not bodies:
            blank += 1
            person = person or bool(NAME.match(frame.text))
            if not person or blank > 2:
                return
            continue
        blank = 0
        private = tuple(node for node in bodies if node.kind in PRIVATE)
        yield frame, (*people, *private) if people or person else bodies
        person = bool(people) or (person and not private)
