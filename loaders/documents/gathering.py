"""The things of a document while they are put together: each once, with the runs of text that stand for it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.documents.model import Document, Mention, NodeFound, NodeGroup, Span
from loaders.documents.shadow import Shadow, shadow
from loaders.registry import Entry, Registry

PARTS = frozenset({"agreement", "chapter", "article", "annex"})
OFFICES = frozenset({"agency", "legislature", "statistics_publisher", "intergovernmental"})
IMPLIED = frozenset({"in-title", "metonym"})
SHORTEST = 4
TITLE = re.compile(
    r"^(?!.*\b(?:office|oficina|bureau)\b).*\b(?:secretary|minister|representative|secretari[oa]|ministr[oa]|titular|representante|ministre)\b", re.I
)
WORKS = frozenset({"work", "docket"})


@dataclass(slots=True)
class Thing:
    """One real-world thing so far."""

    id: str
    name: str
    kind: str
    part_of: str = ""
    named: bool = True
    mentions: dict[Span, Mention] = field(default_factory=dict)
    similar: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def group(self) -> NodeGroup:
        """Actor, agreement or work, by its kind."""
        return "agreement" if self.kind in PARTS else "work" if self.kind in WORKS else "actor"


@dataclass(slots=True)
class Gathering:
    """Everything found so far in one document."""

    document: Document
    registry: Registry
    things: dict[str, Thing] = field(default_factory=dict)
    covered: bytearray = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.covered = bytearray(len(self.document.text))
        self.starts = [block.span[0] for block in self.document.blocks]

    @property
    def plain(self) -> Shadow:
        """The shadow of the document's text."""
        return shadow(self.document.text)

    def add(
        self, id: str, start: int, end: int, rule: str, *, kind: str = "", name: str = "", part_of: str = "", named: bool = True, adjectival: bool = False
    ) -> None:
        """Note that the shadow's [start, end) stands for the thing `id`; registry entries keep their own name and kind."""
        thing = self.things.get(id)
        if thing is None:
            entry = self.registry.entries.get(id)
            thing = Thing(id, entry.name if entry else name, entry.kind if entry else kind, part_of or (entry.part_of if entry else ""), named)
            self.things[id] = thing
        span = self.plain.literal(start, end)
        self.covered[slice(*span)] = b"\1" * (span[1] - span[0])
        thing.mentions.setdefault(span, Mention(span, self.document.quote(span), thing.kind, rule, id, adjectival))

    def stands_at(self, start: int, end: int) -> bool:
        """Whether some mention shares a character with a run of the shadow."""
        first, last = self.plain.literal(start, end)
        return 1 in self.covered[first:last]

    def of_kind(self, *kinds: str) -> Iterator[Thing]:
        """The things of some kinds."""
        return (thing for thing in self.things.values() if thing.kind in kinds)

    def nodes(self) -> tuple[NodeFound, ...]:
        """The nodes, by first mention then id."""
        found = [self._node(thing) for thing in self.things.values() if any(not mention.adjectival for mention in thing.mentions.values())]
        return tuple(sorted(found, key=lambda node: (node.mentions[0].span, node.id)))

    def _node(self, thing: Thing) -> NodeFound:
        mentions = tuple(thing.mentions[span] for span in sorted(thing.mentions))
        return NodeFound(
            id=thing.id,
            name=thing.name,
            kind=thing.kind,
            group=thing.group,
            mentions=mentions,
            known=thing.id in self.registry.entries,
            part_of=thing.part_of,
            named=thing.named,
            peripheral=self._peripheral(thing, mentions),
            similar=thing.similar,
            called=self._called(thing, mentions),
        )

    def _called(self, thing: Thing, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
        """The titles that mean a body; if nothing else names it, its official names in the document's language and in English."""
        entry = self.registry.entries.get(thing.id)
        own = any(mention.rule not in IMPLIED and len(mention.surface) > SHORTEST and not TITLE.search(mention.surface) for mention in mentions)
        names = () if own or entry is None or thing.kind not in OFFICES else official_names(entry, self.document.language)
        return tuple(dict.fromkeys((*thing.titles, *names)))

    def _peripheral(self, thing: Thing, mentions: tuple[Mention, ...]) -> bool:
        """Named only in a byline or under a picture, or once as the medium that reported something."""
        blocks = self.document.blocks
        kinds = {blocks[bisect_right(self.starts, mention.span[0]) - 1].kind for mention in mentions}
        aside = kinds <= {"byline", "caption"}
        before = self.document.text[max(0, mentions[0].span[0] - 40) : mentions[0].span[0]].casefold()
        quoted = (
            thing.kind == "media"
            and len(mentions) == 1
            and any(word in before for word in ("according to", "reported", "según", "selon", "newspaper", "diario", "periódico"))
        )
        return thing.group == "actor" and (aside or quoted)


def official_names(entry: Entry, language: str) -> Iterator[str]:
    """The names of two or more words that the registry has for a body in a language and in English."""
    for name in (entry.name, *entry.aliases):
        if len(name.split()) > 1 and _tongue(name) in (language, "en"):
            yield name


def _tongue(name: str) -> str:
    """The language that a name's small words and accents show; English if none does."""
    said = {word.casefold() for word in name.replace("'", " ").split()}
    if said & {"du", "des", "l", "d", "et", "aux", "ministère", "département", "canadienne", "américain"}:
        return "fr"
    return "es" if said & {"de", "del", "la", "los", "las", "y", "para", "mexicana", "estadounidense"} else "en"
