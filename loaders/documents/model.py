"""What the stages of the document pipeline hand to one another. All offsets point into `Document.text`."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph.claims import Figure, Modality

Span = tuple[int, int]
BlockKind = Literal["title", "byline", "dateline", "prose", "list", "heading", "menu", "footer", "comment", "caption", "foreign"]
PROSE: frozenset[BlockKind] = frozenset({"title", "prose", "list", "heading", "caption"})
NodeGroup = Literal["actor", "agreement", "work"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of one kind and language; `sentences` are spans inside it, `number` counts prose and lists (on its page, where there are pages)."""

    kind: BlockKind
    span: Span
    language: str
    sentences: tuple[Span, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """Stage 1 and 2: the canonical NFC text, its blocks, and what it says of itself.

    `pages` says where each printed page starts in the text, `notes` what was mended, left out or is doubtful.
    """

    name: str
    text: str
    sha256: str
    format: str
    title: str
    publisher: str
    author: str
    published: date | None
    url: str
    language: str
    blocks: tuple[Block, ...] = ()
    encoding: str = "utf-8"
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def quote(self, span: Span) -> str:
        """The literal text at a span."""
        return self.text[span[0] : span[1]]


@dataclass(frozen=True, slots=True)
class Mention:
    """Stage 3: a surface form at a span. `rule` says what found it; `entity` is empty until resolved.

    `adjectival` marks "Mexican", "Chinese": it may lend a country to a noun but names no actor alone.
    """

    span: Span
    surface: str
    kind: str
    rule: str
    entity: str = ""
    adjectival: bool = False


@dataclass(frozen=True, slots=True)
class NodeFound:
    """Stage 4: one real-world thing of the document, with all its mentions.

    `known` is true when the id comes from the registry; `similar` proposes registry ids, never merged.
    `called` holds forms beside the mentions: the titles of office by which the text means a body, and a body's
    official names where a title is all that stands for it.
    `extractor` names the optional extractor that found it, here and below; empty: the rules did.
    """

    id: str
    name: str
    kind: str
    group: NodeGroup
    mentions: tuple[Mention, ...]
    known: bool
    part_of: str = ""
    named: bool = True
    peripheral: bool = False
    similar: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    extractor: str = ""

    def __hash__(self) -> int:
        return hash(self.id)  # one id is one thing in a document; a hash of all its mentions takes as long as the document

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Distinct surface forms in order of appearance."""
        return tuple(dict.fromkeys(m.surface for m in self.mentions))


@dataclass(frozen=True, slots=True)
class TopicFound:
    """Stage 5: a topic with the words that hit and the best sentence."""

    id: str
    mentions: tuple[str, ...]
    sentence: Span
    spans: tuple[Span, ...]

    def __hash__(self) -> int:
        return hash(self.id)  # that of all its places takes as long as the document


@dataclass(frozen=True, slots=True)
class RelationFound:
    """Stage 6: subject, predicate, object by node id (or topic id), with what the text makes of it."""

    subject: str
    predicate: str
    object: str
    evidence: Span
    rule: str
    confidence: float
    modality: Modality = Modality.ASSERTED
    qualifiers: tuple[str, ...] = ()
    speaker: str = ""
    when: str = ""
    ask: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class FigureFound:
    """Stage 7: a figure, the span that proves it, who says it, and the nodes it is about."""

    figure: Figure
    evidence: Span
    reporter: str = ""
    partner: str = ""
    topic: str = ""
    speaker: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All stages of one document."""

    document: Document
    nodes: tuple[NodeFound, ...]
    topics: tuple[TopicFound, ...]
    relations: tuple[RelationFound, ...] = ()
    figures: tuple[FigureFound, ...] = ()
    notes: tuple[str, ...] = field(default=())
