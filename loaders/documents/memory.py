"""What the sentences before a figure said, for those that go on without repeating it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph.claims import Figure
from graph.dates import Interval
from loaders.documents.frames import Frame
from loaders.documents.listings import Head, first_item, head_of, listed
from loaders.documents.model import FigureFound, Span
from loaders.documents.places import Place
from loaders.documents.spots import Spot

LONGEST_LIST = 15  # blocks that one head may stand over


@dataclass
class Memory:
    """What the sentences before said, for those that go on without repeating it."""

    category: str = ""
    way: str = ""
    unit: str = ""
    home: Place | None = None
    country: Place | None = None
    reporter: Place | None = None
    partner: Place | None = None
    block: int = -9
    sentence: Span = (0, 0)
    seen: list[Place] = field(default_factory=list)
    periods: dict[tuple[str, str], str] = field(default_factory=dict)
    year: str = ""
    last: Interval | None = None
    said: str = ""
    said_in: int = -9
    asked: int = -9  # block of the last question about trade
    timeless: int = -9  # block that tells what is so in general, at no time
    base: str = ""  # the time that the text compared with last
    anchor: date | None = None
    ranks: tuple[FigureFound, ...] = ()
    leader: FigureFound | None = None
    rate: tuple[Span, int, Figure | None] = ((0, 0), 0, None)
    head: Head | None = None
    head_block: int = -99
    topic_at: tuple[int, int] = (-9, -1)  # block and offset of the sentence that `country` is the subject of
    balance: tuple[Place, str] | None = None
    balance_block: int = -9
    balance_unit: str = ""
    year_in: int = -9  # block of the last whole year told
    clitic: bool = False  # the last sum was sold to, or bought from, one that "le" stood for
    summed_in: int = -9  # block of the last sum of trade
    whole: tuple[int, Place, Place] | None = None  # block and ends of the first sum of a paragraph, for "of the total"
    aside: tuple[str, Place | None, Place | None] | None = None  # what the text goes on with after "A bought $5 billion of that"
    listed: Literal["reporter", "partner", ""] = ""  # which end of the last sum stood right before it

    def head_for(self, spot: Spot) -> tuple[Head, Place] | None:
        """The head of the list that the number stands in, in its sentence or before it, and the economy told right before the number."""
        item = listed(spot.frame, spot.first)
        if not item:
            return None
        start = first_item(spot.frame)
        head = head_of(spot.frame, spot.roles, start) if start > 0 else self.head if spot.frame.block - self.head_block <= LONGEST_LIST else None
        if head and head.way == "trade" and spot.way in ("export", "import") and start <= 0:
            return None
        return (head, item) if head and item != head.fixed else None

    def near(self, frame: Frame) -> bool:
        """True when the last trade spoken of stands at most two blocks before."""
        return frame.block - self.block <= 2
