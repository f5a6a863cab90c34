"""One place of a sentence that rules may speak of."""

from dataclasses import dataclass

from loaders.documents.model import NodeFound, Span
from loaders.documents.times import Phrase


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
        return next((mention.surface for node in self.nodes for mention in node.mentions if mention.span[0] <= self.span[0] < mention.span[1]), "")
