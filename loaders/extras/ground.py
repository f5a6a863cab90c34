"""What a document offers to check an answer against: its passages, and which names and topics stand in each."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from loaders.documents.commands import is_command
from loaders.documents.frames import Frame
from loaders.documents.model import PROSE, Extraction, NodeFound, Span, TopicFound
from loaders.documents.reading import Reading, read
from loaders.documents.shadow import words
from loaders.registry import Registry

LONGEST_PASSAGE = 3000  # characters
ARTICLES = frozenset({"the", "el", "la", "los", "las", "le", "les", "l"})


@dataclass(frozen=True)
class Passage:
    """A block, or sentences of a long one, with the nodes that it names or stands a word for, and its topics."""

    span: Span
    frames: tuple[Frame, ...]
    nodes: Mapping[str, NodeFound]
    topics: tuple[TopicFound, ...]

    def frames_at(self, span: Span) -> tuple[Frame, ...]:
        """The sentences that a span touches."""
        return tuple(frame for frame in self.frames if frame.span[0] < span[1] and span[0] < frame.span[1])


@dataclass(frozen=True)
class Ground:
    """A document as the rules read it, cut into passages that may be shown to a model; `commands` counts those held back."""

    extraction: Extraction
    registry: Registry
    reading: Reading
    passages: tuple[Passage, ...]
    commands: int

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.extraction.document.text

    def node(self, passage: Passage, name: str) -> NodeFound | None:
        """The one node of a passage that is called so; None when none or several are."""
        wanted = plain(name)
        found = [node for node in passage.nodes.values() if wanted and (name == node.id or wanted in self._forms(node))]
        return found[0] if len(found) == 1 else None

    def topic(self, passage: Passage, name: str) -> TopicFound | None:
        """The topic of a passage by its id, with or without prefix, or by the words that name it there."""
        wanted = plain(name)
        found = [topic for topic in passage.topics if name.removeprefix("topic:") == topic.id.removeprefix("topic:")]
        found = found or [topic for topic in passage.topics if wanted in {plain(mention) for mention in topic.mentions}]
        return found[0] if len(found) == 1 else None

    def _forms(self, node: NodeFound) -> set[str]:
        entry = self.registry.entries.get(node.id)
        known = (*entry.aliases, *entry.cased) if entry else ()
        return {plain(form) for form in (node.name, *node.surfaces, *node.called, *known)}


def ground(extraction: Extraction, registry: Registry) -> Ground:
    """The document cut into passages of the prose that the rules read, without paragraphs that give orders to a reader."""
    document = extraction.document
    reading = read(document, extraction.nodes, extraction.topics, registry)
    known = {node.id: node for node in extraction.nodes}
    passages: list[Passage] = []
    commands = 0
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        if is_command(document.quote(block.span)):
            commands += 1
            continue
        for span in _pieces(block.span, block.sentences):
            frames = _frames(reading.full, span)
            passages.append(Passage(span, frames, _nodes(frames, known), _topics(extraction.topics, span)))
    return Ground(extraction, registry, reading, tuple(passages), commands)


def plain(name: str) -> str:
    """A name without case, accents, marks and leading articles."""
    folded = [token.folded for token in words(name)]
    while len(folded) > 1 and folded[0] in ARTICLES:
        folded.pop(0)
    return " ".join(folded)


def _pieces(block: Span, sentences: tuple[Span, ...]) -> Iterator[Span]:
    """The block in runs of whole sentences; a sentence longer than a passage may be is left out."""
    start = end = block[0]
    for first, last in sentences or (block,):
        if last - start > LONGEST_PASSAGE and end > start:
            yield start, end
            start = first
        if last - first > LONGEST_PASSAGE:
            start = last
        end = last
    if end > start:
        yield start, end


def _frames(frames: tuple[Frame, ...], span: Span) -> tuple[Frame, ...]:
    first = bisect_left(frames, span[0], key=lambda frame: frame.span[0])
    last = bisect_left(frames, span[1], key=lambda frame: frame.span[0])
    return frames[first:last]


def _nodes(frames: Iterable[Frame], known: Mapping[str, NodeFound]) -> Mapping[str, NodeFound]:
    ids = dict.fromkeys(id for frame in frames for slot in frame.slots if slot.letter not in "JD" for id in slot.ids)
    return {id: known[id] for id in ids if id in known}


def _topics(topics: Iterable[TopicFound], span: Span) -> tuple[TopicFound, ...]:
    return tuple(topic for topic in topics if any(span[0] <= place[0] and place[1] <= span[1] for place in topic.spans))
