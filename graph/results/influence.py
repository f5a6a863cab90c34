"""What a question about influence answers."""

from operator import not_
from typing import Literal

from pydantic import Field

from graph.claims import Frozen
from graph.results.base import Answer, Evidence, Node


class Part(Frozen):
    """A share of a score in [0, 1]: of a kind of tie, of a source, or, where neither is named, of the teleport.

    The shares of the kinds sum to 1 with the teleport, and so do those of the sources.
    """

    tie_kind: str = Field(default="", exclude_if=not_)
    source: str = Field(default="", exclude_if=not_)
    share: float

    @property
    def of(self) -> Literal["tie_kind", "source", "teleport"]:
        """What it is a share of."""
        return "tie_kind" if self.tie_kind else "source" if self.source else "teleport"

    @property
    def name(self) -> str:
        """The tie kind or the id of the source."""
        return self.tie_kind or self.source or "teleport"


class RankedItem(Frozen):
    """One actor in a ranking, with its bill of materials.

    `value` is the PageRank (all values sum to 1), `in_strength` the sum of strengths of arcs to it,
    `authority` the posts or vehicles it decides on; `lo90`, `hi90` and the rank range come from
    `draws` draws of the source groups, and `p_rank_le_k` is the share of draws in which the actor is
    among the k asked for. Texts that copy each other are one of `source_count`.
    """

    entity: Node
    country: str
    value: float
    lo90: float
    hi90: float
    rank: int
    rank_lo: int
    rank_hi: int
    p_rank_le_k: float = 1.0
    in_strength: float
    authority: tuple[str, ...]
    evidence_count: int
    source_count: int
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class LeaveOneOut(Frozen):
    """What the top of a ranking becomes without one source or one actor."""

    left_out: str
    top: tuple[str, ...]
    changed: bool


class RankingResult(Answer):
    """Actors by influence, best first."""

    items: tuple[RankedItem, ...]
    leave_one_out: tuple[LeaveOneOut, ...] = ()
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.speech import read_ranking

        return read_ranking(self)
