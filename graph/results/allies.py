"""What questions about allies answer: who stands where on an ask, with what power and interest."""

from datetime import date
from typing import Literal

from graph.claims import Frozen
from graph.results.base import Answer, Evidence, Node

Stance = Literal["support", "oppose", "conditional", "ambivalent", "neutral", "unknown"]
Basis = Literal["stated", "inferred", "none"]
FOR = ("ally", "leaning ally")
AGAINST = ("opponent", "leaning opponent")
Position = Literal["ally", "leaning ally", "swing", "neutral", "leaning opponent", "opponent", "unknown"]
Role = Literal["executive", "legislature", "pressure group", "other"]
Quadrant = Literal["work with closely", "win over with care", "keep in touch", "watch", "not enough data"]
Side = Literal["for", "undecided", "against", "unknown"]


class Standing(Frozen):
    """Where one actor stands on one ask.

    `stance` is what the actor said in its own voice, the newest of it, and "unknown" where it said nothing:
    what others say of it never makes a stance. `said_on` is the day of it (None: undated or not said),
    `stale` says that it is older than a year. `confirmed`: a person accepted a claim behind the stance.
    `position` is the class: from a fresh stance, else inferred from the evidence (`basis` "inferred", or
    "stated" where the stance is stale or undated). `p_support` is P(theta > .5) of the Beta posterior, `lo90`
    and `hi90` 5 % and 95 % of theta, all in [0, 1] and None where nothing was inferred. `evidence` is what the
    stance or position rests on, `against` what says otherwise. `note` tells what is doubtful.
    """

    entity: Node
    country: str
    role: Role
    stance: Stance
    basis: Basis
    position: Position
    said_on: date | None = None
    stale: bool = False
    confirmed: bool = False
    p_support: float | None = None
    lo90: float | None = None
    hi90: float | None = None
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    note: str = ""

    @property
    def inferred(self) -> bool:
        """True where the position was not stated, or not lately, so that it must be marked wherever it is shown."""
        return self.p_support is not None


class Silent(Frozen):
    """An actor that matters for an ask and of whose position nothing is known, which is not neutral; `why` says why it matters."""

    entity: Node
    country: str
    role: Role
    why: tuple[str, ...]


class Count(Frozen):
    """How many actors hold a position: all, those that stated it lately, and those of which it was inferred."""

    position: Position
    actors: int
    stated: int
    inferred: int


class AlliesResult(Answer):
    """Who stands where on an ask.

    `items` holds every actor with evidence, allies first and unknown last, the stated before the inferred.
    `silent` holds those that matter and of whom nothing is known, deciders first (`silent_total` counts all of them).
    `found` says that somebody stated a stance or has an inferred position. `contrary` are the asks whose
    stances count the other way round.
    """

    ask: Node
    found: bool
    contrary: tuple[Node, ...] = ()
    counts: tuple[Count, ...] = ()
    items: tuple[Standing, ...] = ()
    total: int = 0
    silent: tuple[Silent, ...] = ()
    silent_total: int = 0
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.allies.aloud import read_allies

        return read_allies(self)


class GridItem(Frozen):
    """One actor by power and interest.

    `power` is the higher of two percentiles, both in [0, 1] and the share of others that lie below:
    `influence` of the PageRank score (interval from draws of the source groups; None: no tie flows to it)
    and `authority` of the formal say on the ask, which `decides` names. `interest` is the share of the
    `happenings` of late (statements and meetings) that were on the ask (`on_ask`), with the 5 % and 95 % of its
    Beta posterior; None where nothing happened of late. `sure` is false where an interval reaches over a border.
    """

    standing: Standing
    power: float | None
    power_lo90: float | None
    power_hi90: float | None
    influence: float | None
    authority: float
    decides: tuple[str, ...]
    interest: float | None
    interest_lo90: float | None
    interest_hi90: float | None
    on_ask: int
    happenings: int
    quadrant: Quadrant
    sure: bool
    evidence: tuple[Evidence, ...] = ()


class Cell(Frozen):
    """The actors of one role on one side; "unknown" stands beside the three sides and is none of them."""

    role: Role
    side: Side
    actors: tuple[Node, ...]


class GridResult(Answer):
    """Power and interest of the actors on an ask, and their roles by their sides; `draws` were made for the intervals of power."""

    ask: Node
    found: bool
    items: tuple[GridItem, ...] = ()
    total: int = 0
    cells: tuple[Cell, ...] = ()
    draws: int = 0
    months: float
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.allies.aloud import read_grid

        return read_grid(self)
