"""What questions about the next calls and about weaknesses on an ask answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from graph.claims import Frozen
from graph.results.allies import Stance, Standing
from graph.results.base import Answer, Evidence, Node
from graph.results.paths import Path

Purpose = Literal["mobilise", "persuade", "address concerns"]
GapKind = Literal["vacant", "holder not known", "no path", "unknown stance", "single route", "stale tie", "one source"]


class Shift(Frozen):
    """By how many points of 0 (against) to 100 (for) an actor's position would move if the call were made: a scenario, never a forecast.

    `now` is where it stands, with its bounds; `value` the expected move with `lo` and `hi` over the assumed
    susceptibilities and those bounds. All come from assumptions, none was measured.
    """

    now: float
    now_lo: float
    now_hi: float
    value: float
    lo: float
    hi: float
    scenario: Literal[True] = True


class Want(Frozen):
    """Something else that an actor has itself taken a stance on or asked for, on `said_on` at the latest."""

    about: Node
    stance: Stance
    said_on: date | None
    evidence: Evidence


class Carried(Frozen):
    """A decision maker and the chance in [0, 1] that the ask comes to it by this call: the path score to whoever is called, times its own to the maker."""

    maker: Node
    reach: float


class Call(Frozen):
    """Somebody to call on an ask.

    `place` is its place among the next calls, 0 where it is none of them. `score` and `hops` are those of
    `path`, the best one from us; `cost` the ties to walk times the cost of one. `reach` is the share of the
    decision makers' weight that the call alone covers, `gain` what it adds to those placed before it (None outside the next
    calls), both in [0, 1]. `shift` is None where the position is unknown or for the ask already; `expect` says so in words.
    `says` are its parts in the ask's vehicles, proved by `evidence`; `power` the share of other actors with a lower influence score (None: no tie
    flows to it). `doubts` is what the call rests on that is not proved.
    """

    purpose: Purpose
    place: int = 0
    standing: Standing
    says: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    power: float | None
    to_ask: str
    wants: tuple[Want, ...] = ()
    path: Path
    words: str
    score: float
    hops: int
    cost: float
    reach: float
    gain: float | None = None
    covers: tuple[Carried, ...] = ()
    shift: Shift | None
    expect: str
    doubts: tuple[str, ...] = ()
    would_change: str = ""


class NextResult(Answer):
    """Whom to call next on an ask.

    `mobilise` holds allies that are not yet active, `persuade` the undecided and those with power of whom nothing is known,
    `address` opponents and those who put conditions; all are reached by a path, the next calls first. `calls` are the next
    calls in order, at most `budget`; they cover the share `coverage` of the decision makers' weight, and without the first
    of them others would cover `loss` less (`instead` are the calls then). `makers` decision makers are known, of
    whom we reach `reached`. `active` are allies at work already, `unreached` those who matter and to whom no path leads.
    `found` says that there is a call to make.
    """

    ask: Node
    start: Node
    own: Standing
    budget: int
    found: bool
    calls: tuple[Node, ...] = ()
    mobilise: tuple[Call, ...] = ()
    persuade: tuple[Call, ...] = ()
    address: tuple[Call, ...] = ()
    makers: int
    reached: int
    coverage: float
    loss: float
    instead: tuple[Node, ...] = ()
    active: tuple[Standing, ...] = ()
    unreached: tuple[Standing, ...] = ()
    assumptions: tuple[str, ...] = ()
    sentence: str
    would_change: str = ""

    @property
    def listed(self) -> tuple[Call, ...]:
        """Every call of the three lists, the next ones first in their order."""
        return tuple(sorted((*self.mobilise, *self.persuade, *self.address), key=lambda call: call.place or 1 + self.budget))

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The calls of the three lists."""
        return [{"list": name, **dict(call)} for name in ("mobilise", "persuade", "address") for call in getattr(self, name)]

    def __str__(self) -> str:
        from graph.campaign.aloud import read_next

        return read_next(self)


class Gap(Frozen):
    """One weakness of a campaign on an ask: what is missing, what it rests on, and what would close it.

    `about` names whom it concerns; `weight` in [0, 1] is the share of the decision makers' weight that hangs on it (0: none of theirs does).
    `missing` is the tie that would close it, where one would; `cut` whoever the only route hangs on.
    """

    kind: GapKind
    about: tuple[Node, ...]
    weight: float
    words: str
    closes: str
    missing: tuple[Node, Node] | None = None
    cut: tuple[Node, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class GapsResult(Answer):
    """Where a campaign on an ask is weak: gaps by kind, within a kind the weightiest first.

    `threshold` is the score below which a path counts as none, `max_ties` the longest path. `found` says that somebody with a say is known.
    """

    ask: Node
    start: Node
    found: bool
    threshold: float
    max_ties: int
    makers: int
    reached: int
    gaps: tuple[Gap, ...] = ()
    sentence: str
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The gaps."""
        return [dict(gap) for gap in self.gaps]

    def __str__(self) -> str:
        from graph.campaign.aloud import read_gaps

        return read_gaps(self)
