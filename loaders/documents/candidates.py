"""What the rules of stage 3 hand to stage 4."""

from dataclasses import dataclass

from loaders.documents.model import Block, Document
from loaders.documents.shadow import Shadow, fold_word
from loaders.documents.vocabulary import HONORIFICS, ROLES

SHOUTED = 0.8
CAPITALISED = 0.7
SHORTENED = frozenset({"inc", "corp", "ltd", "co"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of the shadow that may name something.

    `ids` are the registry entries it may be (none: something new of kind `kind`, called `name` or as
    written). `strength` is "full", "weak" (counts only where nothing else is called so), "adjective",
    "title" (a post without its holder) or "echo" (stands for a thing named elsewhere).
    """

    start: int
    end: int
    kind: str
    rule: str
    ids: tuple[str, ...] = ()
    name: str = ""
    strength: str = "full"
    block: int = 0

    def overlaps(self, other: "Candidate") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Candidate") -> bool:
        """Whether the other lies inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as the rules see it: its place in the shadow, its tokens, its language.

    `headline` is true where capitals say nothing, since every word or letter has one; `text` is the plain text of the block.
    """

    number: int
    block: Block
    shadow: Shadow
    start: int
    end: int
    tokens: range
    headline: bool
    text: str


def passage(document: Document, shadow: Shadow, number: int) -> Passage:
    """Block `number` of a document."""
    block = document.blocks[number]
    tokens = shadow.between(block.span)
    start, end = shadow.place(block.span[0]), shadow.place(block.span[1])
    return Passage(number, block, shadow, start, end, tokens, _is_headline(block, shadow, tokens), shadow.text[start:end])


def _is_headline(block: Block, shadow: Shadow, tokens: range) -> bool:
    long = [shadow.tokens[i].surface for i in tokens if len(shadow.tokens[i].surface) > 3 and not shadow.tokens[i].surface[0].isdigit()]
    if len(long) < 3 or (tokens and shadow.tokens[tokens.start].folded in HONORIFICS and len(tokens) < 6):
        return False  # "Mtra. Ana Ruiz"
    if sum(word.isupper() for word in long) >= SHOUTED * len(long):
        return True
    if any(word.islower() and fold_word(word) in ROLES for word in long):
        return False  # "Dra. Ana Ruiz, rectora de la Universidad de Sonora": a person with a post
    capitals = sum(word[0].isupper() for word in long)
    return (
        capitals >= CAPITALISED * len(long)
        and block.kind in ("title", "heading", "caption", "list")
        and not shadow.text[: shadow.place(block.span[1])].endswith((".", "!", "?"))
    )


def closed(passage: Passage, end: int) -> int:
    """Where a name whose last token is number `end` - 1 ends: with the full stop of "U.S." or "Inc."."""
    tokens, text = passage.shadow.tokens, passage.shadow.text
    last = tokens[end - 1]
    dotted = last.joint == "." and len(last.surface) <= 2 and end - 1 > passage.tokens.start
    return last.end + 1 if text[last.end : last.end + 1] == "." and (dotted or last.folded in SHORTENED) else last.end
