"""What the families of relations read: the sentences of a document in two forms, its nodes and topics."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.claims import Modality
from graph.dates import Interval
from loaders.documents.asides import plain, straight
from loaders.documents.attribution import Attribution, speakers
from loaders.documents.clauses import after, clauses
from loaders.documents.frames import Frame, frames, interval_near
from loaders.documents.interrupted import uninterrupted
from loaders.documents.interview import interviewee
from loaders.documents.letters import Subject
from loaders.documents.model import Document, NodeFound, RelationFound, Span, TopicFound
from loaders.documents.own_words import issuer, told
from loaders.documents.patterns import Match, modality
from loaders.documents.quotes import carried, letter, quoted_at_length
from loaders.documents.times import undated
from loaders.documents.turns import turns
from loaders.registry import Registry


@dataclass(frozen=True)
class Reading:
    """A document ready for rules. `full`, `bare`, `voices` and `clauses` run side by side, one entry a sentence;

    `signed` holds the lines of those who sign the text with who signs in each, after the line of the word that says so.
    """

    document: Document
    registry: Registry
    nodes: dict[str, NodeFound]
    topics: tuple[TopicFound, ...]
    full: tuple[Frame, ...]
    bare: tuple[Frame, ...]
    voices: tuple[Attribution | None, ...]
    clauses: tuple[tuple[Frame, ...], ...] = ()
    signed: tuple[tuple[Frame, tuple[NodeFound, ...]], ...] = ()
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def topics_in(self, span: Span) -> list[tuple[TopicFound, Span]]:
        """The topics whose words stand inside a span, by place."""
        first, last = (bisect_left(self.topic_places, edge, key=lambda pair: pair[1][0]) for edge in span)
        return [(topic, place) for topic, place in self.topic_places[first:last] if place[1] <= span[1]]

    @cached_property
    def topic_places(self) -> list[tuple[TopicFound, Span]]:
        """Every place where a topic is named, in order."""
        return sorted(((topic, place) for topic in self.topics for place in topic.spans), key=lambda pair: (pair[1], pair[0].id))


def read(document: Document, nodes: Iterable[NodeFound], topics: Iterable[TopicFound], registry: Registry) -> Reading:
    """The document's sentences as frames, whole and without asides."""
    known = {node.id: node for node in nodes}
    full = frames(document, known.values(), registry)
    wide = tuple(plain(frame) for frame in full)
    bare = tuple(straight(frame) for frame in wide)
    voices = turns(bare, carried(bare, quoted_at_length(bare, speakers(bare))))
    bare, voices = zip(*(uninterrupted(*pair) for pair in zip(bare, voices, strict=True)), strict=True) if bare else ((), ())
    written = letter(full)
    signed = written.signers
    own = () if any(voice and voice.labelled for voice in voices) else signed or interviewee(full) or _author(document, known) or issuer(document, bare)
    spoken = tuple(told(frame, voice, own, written.addressees) for frame, voice in zip(bare, voices, strict=True))
    said = tuple(told(frame, voice, own, written.addressees) for frame, voice in zip(wide, voices, strict=True))
    voices = tuple(_moved(voice, *pair) for voice, *pair in zip(voices, bare, spoken, strict=True))
    return Reading(document, registry, known, tuple(topics), full, spoken, voices, _clauses(said, spoken, voices, Subject(writers=signed)), written.lines)


def _moved(voice: Attribution | None, before: Frame, after: Frame) -> Attribution | None:
    """An attribution at its place in a frame whose words have been put into the third person."""
    if voice is None or not voice.last or before.text == after.text:
        return voice
    first, last = (bisect_left(after.starts, before.starts[at]) if at < len(before.starts) else len(after.text) for at in (voice.first, voice.last))
    return replace(voice, first=first, last=last)


def _clauses(wide: tuple[Frame, ...], bare: tuple[Frame, ...], voices: tuple[Attribution | None, ...], subject: Subject) -> tuple[tuple[Frame, ...], ...]:
    found: list[tuple[Frame, ...]] = []
    for whole, frame, voice in zip(wide, bare, voices, strict=True):
        found.append(clauses(whole, frame, voice, subject))
        subject = after(frame, voice, subject)
    return tuple(found)


def _author(document: Document, known: dict[str, NodeFound]) -> tuple[NodeFound, ...]:
    """Who writes, when the text names them or they speak as "I"."""
    return tuple(node for node in known.values() if (node.kind == "role" and "/author" in node.id) or (node.kind == "person" and document.author == node.name))[
        :1
    ]


def relation(
    reading: Reading,
    match: Match,
    subject: str,
    target: str,
    *,
    predicate: str = "",
    qualifiers: tuple[str, ...] = (),
    held: Modality | None = None,
    speaker: str = "",
    ask: str = "",
    event: bool = True,
) -> RelationFound:
    """A relation that a match proves; its date is the one beside it, for events else the 30 days before publication."""
    first, last = match.found.span()
    when, more = dated(reading, match.frame, first, last, event, held or Modality.ASSERTED)
    return RelationFound(
        subject=subject,
        predicate=predicate or match.rule.predicate,
        object=target,
        evidence=match.frame.source(first, last),
        rule=match.rule.id,
        confidence=match.rule.confidence,
        modality=held or (Modality(match.rule.modality) if match.rule.modality else Modality.ASSERTED),
        qualifiers=(*match.rule.qualifiers, *qualifiers, *more),
        speaker=speaker,
        when=when,
        ask=ask,
    )


def dated(reading: Reading, frame: Frame, first: int, last: int, event: bool, held: Modality) -> tuple[str, tuple[str, ...]]:
    """The interval of a relation as text, and `undated` for an event that the text does not date."""
    published = reading.document.published
    if not event:
        return (published.isoformat() if published else ""), ()
    found: Interval | None = interval_near(frame, first, last)
    if found is None:
        return (str(undated(published)) if published and held is Modality.ASSERTED else published.isoformat() + ".." if published else ""), ("undated",)
    if held is Modality.PLANNED and published and found.end and found.end <= published:
        return f"{published.isoformat()}..", ("undated",)
    if held is Modality.ASSERTED and published and found.start and found.start > published:
        return str(undated(published)), ("undated",)
    return str(found), ()


def held_by_verb(match: Match) -> Modality:
    """The modality that the words between subject and object give the verb."""
    if match.rule.modality:
        return Modality(match.rule.modality)
    text = match.frame.text
    first, last = match.found.span()
    for held, before in BEFORE.items():
        if before.search(text[max(0, first - 45) : first]):
            return held
    groups = match.found.re.groupindex
    if "v" in groups and match.found["v"] is not None:
        last = match.found.end("v")
    if "a" in groups and match.found["a"] is not None and match.found.end("a") < last:
        first = match.found.end("a")
    elif "v" in groups and match.found["v"] is not None:
        first = max(0, match.found.start("v") - 25)
    if (cut := max(text.rfind(mark, first, match.found.start()) for mark in (", ", "; "))) > 0:
        first = cut + 2
    begun = match.found.start("v") if "v" in groups and match.found["v"] is not None else last
    if "a" in groups and match.found["a"] is not None:
        from_a = match.found.end("a")
        if UNDONE.fullmatch(text[from_a:begun]) and NOT_DONE.search(text[from_a:last]):
            return Modality.URGED
    if "k" in groups and "a" in groups and match.found.end("k") <= match.found.start("a") and (after := AFTER.match(text, match.found.end())):
        return Modality.NEGATED if after["off"] else Modality.PLANNED
    held = modality(text[first:last])
    return Modality.NEGATED if held is Modality.ASSERTED and DENIED.search(text[first:last]) else held


DENIED = re.compile(r"\b(?:no|nunca|jam[áa]s|tampoco|ning[úu]na?)\b(?! (?:later|less|fewer|only|obstante|s[óo]lo|menos))", re.I)
# What stands after a noun and those who meet: "a meeting between A and B is planned", "was called off".
AFTER = re.compile(
    r",? (?:that |which |que )?(?:(?:is|are|was|were|has been|had been|est[áa]|estaba|qued[óo]|fue|ha sido) )?(?:also |now )?"
    r"(?:(?P<off>cancel\w+|called off|postponed|suspended|suspendid\w+|aplazad\w+|pospuest\w+|se (?:cancel[óo]|suspendi[óo]|pospuso"
    r"|aplaz[óo]|canceló)|never|did not|no se)|scheduled|planned|expected|set\b|slated|due\b"
    r"|programad|previst|agendad|will\b|to take place|se (?:celebrar[áa]|llevar[áa]|realizar[áa]|prev[ée])|tendr[áa]|ser[áa]\b)",
    re.I,
)
# What stands before the subject: "if A meets B", "neither A nor B met C", "se espera que A se reúna con B".
BEFORE = {
    Modality.CONDITIONAL: re.compile(r"(?:^|[\s,;])(?:if|whether|unless|si|a menos que|en caso de que)\s(?:the |la |el |los |las )?$", re.I),
    Modality.NEGATED: re.compile(
        r"(?:^|[\s,;])(?:neither|nor(?: (?:did|does|do|has|have|had|will|would))?|ni|tampoco"
        r"|(?:den(?:y|ies|ied)|neg[óo]|negaron|desminti[óo]|desmintieron|refut(?:es|ed|[óo]))\b"
        r"(?: (?:reports?|rumou?rs|claims|versions|las? versi[óo]n(?:es)?|el rumor))?(?: (?:that|de que|que)))\s(?:the |la |el |los |las )?$",
        re.I,
    ),
    Modality.URGED: re.compile(
        r"\b(?:recommend|propos|suggest|request|urg|ask|demand|insist|advocat)(?:s|es|e|ed|ing)? that\s(?:the |all |both )?$"
        r"|\b(?:pid|propon|propus|recomiend|recomend|solicit|exig|demand|sugier|suger|plante)[a-záéíóú]{1,5} que\s(?:la |el |los |las )?$",
        re.I,
    ),
    Modality.PLANNED: re.compile(r"(?:^|[\s,;])(?:se espera|se prev[ée]|espera|prev[ée]|est[áa] previsto) que\s(?:la |el |los |las )?$", re.I),
}
# "asked A to meet B", "pidió a A reunirse con B": what A is to do is not done.
UNDONE = re.compile(r"[\s,]*(?:to\s|a\s|not to\s)?", re.I)
NOT_DONE = re.compile(r"^[\s,]*(?:to\s+\w+|(?:a\s+)?\w+[aei]r(?:se)?\b)", re.I)


def implied(found: RelationFound, subject: str) -> RelationFound:
    """The same said of another subject, which the text does not name as the one acting."""
    return replace(found, subject=subject, confidence=round(found.confidence * 0.9, 3), qualifiers=(*found.qualifiers, "implied"))
