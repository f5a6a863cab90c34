"""What the families of relations read: the sentences of a document in two forms, its nodes and topics."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.claims import Modality
from graph.dates import Interval
from loaders.documents.attribution import Attribution, speakers
from loaders.documents.frames import Frame, frames, interval_near, plain
from loaders.documents.model import Document, NodeFound, RelationFound, Span, TopicFound
from loaders.documents.own_words import told
from loaders.documents.patterns import Match, modality
from loaders.documents.times import undated
from loaders.registry import Registry


@dataclass(frozen=True)
class Reading:
    """A document ready for rules. `full`, `bare` and `voices` run side by side, one entry a sentence."""

    document: Document
    registry: Registry
    nodes: dict[str, NodeFound]
    topics: tuple[TopicFound, ...]
    full: tuple[Frame, ...]
    bare: tuple[Frame, ...]
    voices: tuple[Attribution | None, ...]
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def topics_in(self, span: Span) -> list[tuple[TopicFound, Span]]:
        """The topics whose words stand inside a span, by place."""
        inside = [(topic, place) for topic in self.topics for place in topic.spans if span[0] <= place[0] and place[1] <= span[1]]
        return sorted(inside, key=lambda pair: (pair[1], pair[0].id))


def read(document: Document, nodes: Iterable[NodeFound], topics: Iterable[TopicFound], registry: Registry) -> Reading:
    """The document's sentences as frames, whole and without asides."""
    known = {node.id: node for node in nodes}
    full = frames(document, known.values(), registry)
    bare = tuple(plain(frame) for frame in full)
    voices = speakers(bare)
    own = None if any(voice and voice.labelled for voice in voices) else _author(document, known)
    spoken = tuple(told(frame, voice, own) for frame, voice in zip(bare, voices, strict=True))
    return Reading(document, registry, known, tuple(topics), full, spoken, voices)


def _author(document: Document, known: dict[str, NodeFound]) -> NodeFound | None:
    """Who writes, when the text names them or they speak as "I"."""
    return next(
        (node for node in known.values() if (node.kind == "role" and "/author" in node.id) or (node.kind == "person" and document.author == node.name)), None
    )


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
    groups = match.found.re.groupindex
    if "v" in groups and match.found["v"] is not None:
        last = match.found.end("v")
    if "a" in groups and match.found["a"] is not None and match.found.end("a") < last:
        first = match.found.end("a")
    elif "v" in groups and match.found["v"] is not None:
        first = max(0, match.found.start("v") - 25)
    return modality(text[first:last])


def implied(found: RelationFound, subject: str) -> RelationFound:
    """The same said of another subject, which the text does not name as the one acting."""
    return replace(found, subject=subject, confidence=round(found.confidence * 0.9, 3), qualifiers=(*found.qualifiers, "implied"))
