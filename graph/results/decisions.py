"""What a question about decisions answers: by whom an ask could be granted, and which of them we reach."""

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.claims import Frozen
from graph.results.allies import Standing
from graph.results.base import Answer, Evidence, Node
from graph.results.paths import Path

Part = Literal["decides", "must agree", "is consulted"]
Status = Literal["open", "narrow", "blocked"]


class Step(Frozen):
    """One post or body with a say on a vehicle.

    `holders` hold the post on the day, or head the body by a post; `body` is what the post is at. `vacant` says
    that nobody holds the post, as far as is known; `holder_known` is false where nothing is known of its holders.
    `excluded` names what the question takes away: the actor, its body or its holder. `standing` is that of the
    body, or of the holder where only that is known. `path` is the best one from the start within the limit of
    ties; `in_person` says that it ends at a holder rather than at the body; `reach` says it in words, also where there is none.
    """

    part: Part
    actor: Node
    country: str
    body: Node | None = None
    holders: tuple[Node, ...] = ()
    acting: bool = False
    vacant: bool = False
    holder_known: bool = True
    excluded: tuple[Node, ...] = ()
    standing: Standing
    reached: bool = False
    in_person: bool = False
    score: float = 0.0
    path: Path | None = None
    reach: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def needed(self) -> bool:
        """True where nothing is granted without it."""
        return self.part != "is consulted"


class VehicleRoute(Frozen):
    """One way by which an ask could be granted.

    `status` is blocked where somebody needed is taken away or a needed post is vacant (`blocked_by`), narrow
    where somebody needed has stated opposition, is not reached or not known, and else open; `reason` says why.
    """

    vehicle: Node
    about: str
    status: Status
    reason: str
    blocked_by: tuple[Node, ...] = ()
    steps: tuple[Step, ...]
    would_change: str = ""
    evidence: tuple[Evidence, ...] = ()


class DecisionsResult(Answer):
    """The routes by which an ask could be granted, open ones first; `start` stands for all who ask, None where nobody was named."""

    ask: Node
    found: bool
    start: Node | None = None
    vehicles: tuple[VehicleRoute, ...] = ()
    sentence: str
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """Every step of every vehicle."""
        return [{"vehicle": route.vehicle, **dict(step)} for route in self.vehicles for step in route.steps]

    def __str__(self) -> str:
        from graph.allies.aloud import read_decisions

        return read_decisions(self)
