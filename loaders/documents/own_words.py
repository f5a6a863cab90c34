"""What is said in the first person, as if told of the speaker: "We support X" in a quote or an interview reads "⟦P⟧ supports X".

Spanish and French verbs carry the person in their ending; each is turned into the third person that the rules know.
"""

import re
from functools import cache

from loaders.documents.attribution import Attribution, words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import Document, NodeFound
from loaders.documents.slot import Slot

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


# "We would likewise ask": to ask politely is to ask.
POLITE = Gated(
    r"\b(?P<who>we|i)(?: would|'d)(?: (?:also|likewise|again|strongly|respectfully|further))?(?= (?:ask|urge|encourage|request|implore|call on)\b)", re.I
)
# "We urge you to", "we look forward to meeting with you", "le pedimos que": who gets the letter.
YOU = Gated(
    r"\b(?:urge|ask|request|call (?:up)?on|implore|encourage|press|petition|beseech|meet(?:ing)? with|speak(?:ing)? with)(?: that)? (?P<you>you(?: and your"
    r" (?:staff|office|colleagues|team|administration|government))?)(?! for your| both know)\b"
    r"|\b(?:pedimos|solicitamos|instamos|exhortamos|urgimos|pido|solicito|exhorto) a (?P<usted>ustede?s?)\b",
    re.I,
)
LES = Gated(r"\b(?:les?|l[oa]s?) (?P<said>pedimos|solicitamos|instamos|exhortamos|urgimos|pido|solicito|exhorto)\b", re.I)


def _addressed(frame: Frame, own: tuple[NodeFound, ...], to: tuple[NodeFound, ...]) -> Frame:
    """The frame with "you" read as those to whom a letter is written."""
    letter = "P" if to[0].kind in KINDS else "O"
    for match in reversed(list(YOU.finditer(frame.text))):
        place = match.span("you") if match["you"] else match.span("usted")
        where = (frame.starts[place[0]], frame.ends[place[1] - 1])
        frame = frame.put(place, f"⟦{letter}{len(frame.slots)}⟧", (Slot(letter, where, to, pronoun=True),))
    for match in reversed(list(LES.finditer(frame.text))) if own else ():
        where = (frame.starts[match.start()], frame.ends[match.end() - 1])
        frame = frame.put(match.span(), f"{match['said']} a ⟦{letter}{len(frame.slots)}⟧", (Slot(letter, where, to, pronoun=True),))
    return frame


UNDERSIGNED = Gated(
    r"\b(?:the|las|los) (?:undersigned|signatories|abajo firmantes|firmantes|suscrit[oa]s|below-signed)"
    r"(?: (?:[a-z]+ ){0,2}?(?:associations|organi[sz]ations|groups|companies|chambers|businesses"
    r"|organizaciones|asociaciones|c[áa]maras|empresas))?\b(?! of| de)",
    re.I,
)


def _undersigned(frame: Frame, own: tuple[NodeFound, ...]) -> Frame:
    """The frame with "the undersigned associations" read as those who sign."""
    letter = "P" if own[0].kind in KINDS else "O"
    for match in reversed(list(UNDERSIGNED.finditer(frame.text))):
        where = (frame.starts[match.start()], frame.ends[match.end() - 1])
        frame = frame.put(match.span(), f"⟦{letter}{len(frame.slots)}⟧", (Slot(letter, where, own, pronoun=True),))
    return frame


# "She received us", "nos recibió".
US = Gated(
    r"\bnos (?P<said>recib(?:i[óo]|ieron|en?|ir[áa]n?)|atendi(?:[óo]|eron))\b|\b(?P<did>met with|received|hosted|welcomed|receive|host|welcome|meet with) us\b",
    re.I,
)


def told(frame: Frame, voice: Attribution | None, own: tuple[NodeFound, ...], to: tuple[NodeFound, ...] = ()) -> Frame:
    """The frame with the first person of its quotes (by their speaker), or of a text of one's own (`own`, written to `to`), put into the third."""
    if to and not voice and frame.kind in ("prose", "list"):
        frame = _addressed(frame, own, to)
        frame = _undersigned(frame, own) if len(own) > 1 else frame
    speakers = (voice.speakers if voice.inside else voice.speakers[:1]) if voice else own
    if speakers and frame.language == "en":
        frame = frame.without(POLITE, lambda match: match.span("who"))
    forms, patterns = _forms()
    if not speakers or frame.language not in patterns or frame.kind not in ("prose", "list"):
        return frame

    def own_words(text: str, at: int) -> bool:
        quoted = [(0, len(text))] if voice and voice.inside else _quoted(text)
        return any(first <= at < last for first, last in quoted) == (voice is not None and not voice.labelled)

    for match in reversed([match for match in US.finditer(frame.text) if own_words(frame.text, match.start())]):
        letter = "P" if speakers[0].kind in KINDS else "O"
        verb = f"{match['said']} a" if match["said"] else match["did"]
        where = (frame.starts[match.start()], frame.ends[match.end() - 1])
        frame = frame.put(match.span(), f"{verb} ⟦{letter}{len(frame.slots)}⟧", (Slot(letter, where, speakers, pronoun=True),))
    spoken = [match for match in patterns[frame.language].finditer(frame.text) if own_words(frame.text, match.start("said"))]
    for match in reversed(spoken):
        frame = _put(frame, match.span("said"), forms[frame.language][match["said"].casefold()], speakers)
    return frame


def _quoted(text: str) -> list[tuple[int, int]]:
    """The stretches between quotation marks; an unclosed one goes on to the end, a lone closing one begins at the start."""
    marks = [match.start() for match in re.finditer('"', text)]
    if len(marks) % 2:
        marks = [0, *marks] if re.search(r"[,.!?]$", text[: marks[0]]) and not text.startswith('"') else [*marks, len(text)]
    return list(zip(marks[::2], marks[1::2], strict=True))


def _put(frame: Frame, span: tuple[int, int], told: str, speakers: tuple[NodeFound, ...]) -> Frame:
    """The frame with the words at `span` read as a slot of the speakers and a verb."""
    letter = "P" if speakers[0].kind in KINDS else "O"
    words = f"⟦{letter}{len(frame.slots)}⟧{' ' + told if told else ''}"
    place = (frame.starts[span[0]], frame.ends[span[1] - 1])
    return frame.put(span, words, (Slot(letter, place, speakers, pronoun=True),))


BODIES = frozenset({"association", "chamber", "organisation", "company", "think_tank"})


def issuer(document: Document, frames: tuple[Frame, ...]) -> tuple[NodeFound, ...]:
    """The body that says "we" outside quotes in a text of its own: its publisher, or the first body of the title or first sentence; () for a report."""
    plain = [frame for frame in frames if frame.kind in ("prose", "list") and '"' not in frame.text and _we().search(frame.text)]
    if not plain:
        return ()
    bodies = [node for frame in frames for slot in frame.slots if not slot.pronoun for node in slot.nodes[:1] if node.kind in BODIES]
    published = [node for node in bodies if document.publisher and document.publisher in (node.name, *node.surfaces)]
    opening = next((frame for frame in frames if frame.kind in ("title", "heading", "prose") and any(slot.nodes for slot in frame.slots)), None)
    first = next((slot.nodes[0] for slot in opening.slots if slot.nodes), None) if opening and len(plain) > 1 else None
    return tuple(published[:1]) or ((first,) if first and first.kind in BODIES else ())


@cache
def _we() -> re.Pattern[str]:
    return re.compile(words("own_words")["we"], re.I)
