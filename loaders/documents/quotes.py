"""Statements quoted at length and letters with their signatories: who speaks in them, though no sentence says so."""

import re
from functools import cache

from loaders.documents.attribution import Attribution, strings, words
from loaders.documents.clauses import main_subject
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound

SIGNERS = "PO"


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


@cache
def _heads() -> Gated:
    return Gated(words("signatories")["heads"], re.I)


def signatories(frames: tuple[Frame, ...]) -> tuple[tuple[NodeFound, ...], tuple[Frame, ...]]:
    """Those who sign a letter, one a line after "Signed," or "Firman:", and the lines from that word to the last of them; none when fewer than two do."""
    for place, frame in enumerate(frames):
        if not _heads().match(frame.text):
            continue
        signed: list[NodeFound] = []
        lines = [frame]
        for line in frames[place + 1 :]:
            nodes = [node for slot in line.slots_in(0, len(line.text), SIGNERS) for node in slot.nodes if not slot.pronoun]
            if not nodes or len(re.sub(r"⟦[A-Z]\d+⟧", "", line.text)) > 70:
                break
            signed += nodes
            lines.append(line)
        distinct = tuple(dict.fromkeys(signed))
        if len(distinct) > 1:
            return distinct, tuple(lines)
    return (), ()
