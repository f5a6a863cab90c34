"""A number in its sentence, with all that the rules of figures look at."""

from dataclasses import dataclass
from typing import Literal

from loaders.documents.economies import Role
from loaders.documents.frames import Frame
from loaders.documents.lapses import Lapse
from loaders.documents.model import NodeFound
from loaders.documents.places import pattern
from loaders.documents.quantity import Quantity

Slots = dict[str, Literal["stated", "inherited", "guessed"]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A number in its sentence: frame offsets of the number, of its piece of the sentence, and of the next number.

    `way` is the way of trade that the words beside it name, `word` that word; `loose` when firms use it too.
    """

    frame: Frame
    quantity: Quantity
    first: int
    last: int
    following: int
    piece: tuple[int, int]
    roles: tuple[Role, ...]
    times: tuple[Lapse, ...]
    way: str
    word: str
    speaker: NodeFound | None
    text: str
    home: tuple[str, str] | None

    @property
    def loose(self) -> bool:
        """True where the word of trade is one of firms too ("sales")."""
        return pattern("loose").match(self.word) is not None

    @property
    def speaking(self) -> str:
        """The id of who says it, or ""."""
        return self.speaker.id if self.speaker else ""
