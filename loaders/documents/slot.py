"""One place of a sentence that rules may speak of."""

from bisect import bisect_right
from dataclasses import dataclass

from loaders.documents.model import NodeFound, Span
from loaders.documents.times import Phrase

OVERLAPPING = 4  # mentions of one thing that may share a letter


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at a place: one node, several ("the three countries"), or a date (no node)."""

    letter: str
    span: Span
    nodes: tuple[NodeFound, ...] = ()
    phrase: Phrase | None = None
    pronoun: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its nodes."""
        return tuple(node.id for node in self.nodes)

    @property
    def surface(self) -> str:
        """The words of the mention that stands here; "" for a pronoun or a date."""
        start = self.span[0]
        for node in self.nodes:
            after = bisect_right(node.mentions, start, key=lambda mention: mention.span[0])
            for mention in node.mentions[max(0, after - OVERLAPPING) : after]:
                if start < mention.span[1]:
                    return mention.surface
        return ""
