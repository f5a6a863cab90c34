"""What questions about who moves whom, about moves, and about settlement answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from graph.claims import Frozen
from graph.results.allies import Stance
from graph.results.base import Answer, Evidence, Node

Listens = Literal["seekers", "sought"]


class Mover(Frozen):
    """How much of the target's settled position traces back to one actor's own.

    `share` is in [0, 1] at the middle susceptibility, `lo` and `hi` its range over all of them (a range of
    assumptions, not a confidence interval), and so are the ranks. `lo90`, `hi90` are 5 % and 95 % of the share over
    draws of the source groups, `p_rank_le_k` the share of draws in which it is among those asked for; `enough` is
    false where its share is nil in one draw in twenty or more. `direct`: the target listens to it itself;
    else `through` is who passes most of it on. `evidence` proves the arc on which its position travels first.
    """

    entity: Node
    country: str
    share: float
    lo: float
    hi: float
    rank: int
    rank_lo: int
    rank_hi: int
    lo90: float
    hi90: float
    p_rank_le_k: float = 1.0
    enough: bool = True
    direct: bool
    through: Node | None = None
    stance: Stance | Literal[""] = ""
    evidence_count: int
    source_count: int
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class MoversResult(Answer):
    """Who moves a target, most first: the target's row of the control matrix, without the target itself.

    `own` is the share of the target's position that is its own, with its range; all shares sum to 1 with it.
    `draws` is how many draws the 90 % intervals come from. `members` of the target, unless they were asked for, are not among
    the items: as many as would move it, and the range of what they hold together.
    """

    target: Node
    listens: Listens
    susceptibility: tuple[float, ...]
    own: float
    own_lo: float
    own_hi: float
    items: tuple[Mover, ...]
    members: int = 0
    members_lo: float = 0.0
    members_hi: float = 0.0
    draws: int = 0
    total: int
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.influence.aloud import read_movers

        return read_movers(self)


class MoveEffect(Frozen):
    """What one actor's move is worth: positions in points of 0 to 100, changes of the target's position in points.

    `start` is None where it is not known: then the change spans every start from 0 to 100.
    """

    entity: Node
    start: float | None
    basis: Literal["given", "stated", "unknown"]
    to: float
    share: float
    change: float | None
    lo: float
    hi: float
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class SimulationResult(Answer):
    """Scenario: how the target's position would change if others moved. Never a forecast.

    `change` (points, at the middle susceptibility; None where a start is not known) lies between `lo` and `hi`.
    """

    label: Literal["scenario"] = "scenario"
    target: Node
    listens: Listens
    susceptibility: tuple[float, ...]
    moves: tuple[MoveEffect, ...]
    change: float | None
    lo: float
    hi: float
    sentence: str

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The moves."""
        return [dict(move) for move in self.moves]

    def __str__(self) -> str:
        from graph.influence.aloud import read_simulation

        return read_simulation(self)


class Weighed(Frozen):
    """One actor in a settlement: capability and salience in [0, 1], position in points of 0 to 100, weight its share.

    `stance` is what the position was read from, "" where the user gave it; `said_on` its day.
    """

    entity: Node
    capability: float
    salience: float
    position: float
    weight: float
    basis: Literal["stated", "given"]
    stance: Stance | Literal[""] = ""
    said_on: date | None = None
    decides_on: tuple[str, ...] = ()
    statements: int = 0
    on_ask: int = 0
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class Unplaced(Frozen):
    """An actor whose position is not known, and why."""

    entity: Node
    note: str


class SettlementResult(Answer):
    """Where an ask would settle if positions were averaged by capability times salience, in points of 0 to 100.

    `mean` and `median` are None when nobody's position is known; `lo90`, `hi90` come from draws of the source
    groups, of scores and of what a stance is worth. `label` is "scenario" where the user gave inputs.
    """

    label: Literal["estimate", "scenario"]
    ask: Node
    mean: float | None
    median: float | None
    lo90: float | None
    hi90: float | None
    items: tuple[Weighed, ...]
    unknown: tuple[Unplaced, ...]
    total_unknown: int
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.influence.aloud import read_settlement

        return read_settlement(self)
