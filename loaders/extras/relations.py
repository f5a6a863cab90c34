"""Checks one relation of an answer against the text, alone; it becomes a proposal or is refused with the reason."""

from bisect import bisect_left

from graph import ontology
from graph.claims import Modality
from loaders.documents.claims import EXTRA_CONFIDENCE
from loaders.documents.frames import Frame
from loaders.documents.model import NodeFound, RelationFound, Span, TopicFound
from loaders.documents.patterns import modality
from loaders.documents.reading import dated
from loaders.documents.relations import SYMMETRIC
from loaders.extras.answers import Relation
from loaders.extras.ground import Ground, Passage
from loaders.extras.quotes import contains, locate
from loaders.extras.words import said

HIGHEST = EXTRA_CONFIDENCE / 1000
POSTS = frozenset({"leads", "works_for", "member_of"})
End = NodeFound | TopicFound


def relation(ground: Ground, shown: tuple[Passage, ...], item: Relation, extractor: str) -> RelationFound | str:
    """The relation as a proposal of `extractor`, or why it is none; `shown` are the passages that the model saw."""
    if item.predicate not in said("predicates"):
        return "predicate not of the closed list"
    held = (item.modality or "asserted").casefold()
    if held not in list(Modality):
        return "modality not of the closed list"
    places = [(passage, span) for passage in shown if (span := locate(item.quote, ground.text, passage.span))]
    if not places:
        return "quote not in the text"
    for passage, span in places:
        subject, target = ground.node(passage, item.subject), _target(ground, passage, item.object)
        if subject and target:
            return _checked(ground, passage, span, item, subject, target, Modality(held), extractor)
    return "an end not named beside the quote"


def _target(ground: Ground, passage: Passage, name: str) -> End | None:
    return ground.topic(passage, name) if name.startswith("topic:") else ground.node(passage, name) or ground.topic(passage, name)


def _checked(
    ground: Ground, passage: Passage, span: Span, item: Relation, subject: NodeFound, target: End, held: Modality, extractor: str
) -> RelationFound | str:
    predicate = ontology.load().predicates[item.predicate]
    if subject.id == target.id:
        return "both ends the same"
    if subject.kind not in predicate.subject or _kind(target) not in predicate.object:
        return "an end of a kind that the predicate does not take"
    frames = passage.frames_at(span)
    if not _stands(target, frames) and not _stands(subject, frames):
        return "neither end in the sentence quoted"
    if held is Modality.ASSERTED and item.predicate != "opposes" and any(modality(frame.text) is Modality.NEGATED for frame in frames):
        return "negated in the sentence quoted"
    speaker = ground.node(passage, item.speaker) if item.speaker else None
    if item.speaker and (speaker is None or speaker.group != "actor"):
        return "speaker not named beside the quote"
    frame = frames[0]
    first, last = (bisect_left(frame.starts, min(max(place, frame.span[0]), frame.span[1])) for place in span)
    event = ontology.load().ties[predicate.tie].temporal == "event"
    when, marks = dated(ground.reading, frame, min(first, len(frame.text) - 1), last, event, held)
    found = RelationFound(
        subject=subject.id,
        predicate=item.predicate,
        object=target.id,
        evidence=span,
        rule="llm",
        confidence=HIGHEST if item.confidence is None or not 0 <= item.confidence <= HIGHEST else round(item.confidence, 3),
        modality=held,
        qualifiers=(*(("former",) if item.former and item.predicate in POSTS else ()), *marks),
        speaker=speaker.id if speaker and speaker.id != subject.id else "",
        when=when,
        ask=item.ask if item.ask and contains(item.ask, ground.text, passage.span) else "",
        extractor=extractor,
    )
    return "read by the rules too" if _known(ground, found) else found


def _kind(end: End) -> str:
    return end.kind if isinstance(end, NodeFound) else "topic"


def _stands(end: End, frames: tuple[Frame, ...]) -> bool:
    if isinstance(end, TopicFound):
        return any(frame.span[0] <= place[0] < frame.span[1] for frame in frames for place in end.spans)
    return any(end.id in slot.ids for frame in frames for slot in frame.slots)


def _known(ground: Ground, found: RelationFound) -> bool:
    """Whether the rules read the same, held the same way."""
    ends = [(found.subject, found.object), *([(found.object, found.subject)] if found.predicate in SYMMETRIC else [])]
    return any((one.subject, one.object) in ends and (one.predicate, one.modality) == (found.predicate, found.modality) for one in ground.extraction.relations)
