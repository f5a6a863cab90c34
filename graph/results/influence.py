"""What a question about influence answers."""

from operator import not_
from typing import Literal

from pydantic import Field

from graph.claims import Frozen
from graph.results.base import Answer, Evidence, Node


class Part(Frozen):
    """A share of a value in [0, 1]: of a kind of tie, of a source, or, where neither is named, of the teleport.

    The shares of the kinds sum to 1 with the teleport, and so do those of the sources. Where very many
    sources have a share, the last one named is a count of all others. `label` is the kind or the source's title in words.
    """

    tie_kind: str = Field(default="", exclude_if=not_)
    source: str = Field(default="", exclude_if=not_)
    label: str = Field(default="", exclude_if=not_)
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

    `value` is the PageRank (all values sum to 1) or, in a ranking by activity, the out-strength;
    `in_strength` the sum of strengths of arcs to it, `authority` the posts or vehicles it decides on;
    `lo90`, `hi90` and the rank range come from `draws` draws of the source groups, `p_rank_le_k` is the
    share of draws in which the actor is among the k asked for, and `p_above_next` the share in which it
    is above the actor listed after it (None for the last one and without draws). Texts that copy each
    other are one of `source_count`. `enough` is false where nothing in the record flows to the actor:
    its value then says that data are missing, not that it has little influence. `rank_within` is the
    rank among listed actors of the same country whose value rests on the same register, named by `within`.
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
    p_above_next: float | None = None
    rank_within: int = 0
    within: str = ""
    in_strength: float
    authority: tuple[str, ...]
    evidence_count: int
    source_count: int
    enough: bool = True
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class LeaveOneOut(Frozen):
    """What the top of a ranking becomes without one source (by its title) or one actor (by its name)."""

    left_out: str
    is_source: bool = False
    top: tuple[str, ...]
    changed: bool

    @property
    def called(self) -> str:
        """The name, the title of a source in quotation marks."""
        return f"“{self.left_out}”" if self.is_source else self.left_out


class TippingTie(Frozen):
    """A tie between `a` and `b` without which `first` would come first."""

    a: Node
    b: Node
    kinds: tuple[str, ...]
    first: Node


class MissingData(Frozen):
    """What the order owes to ties that are known by luck: each tie deleted with chance `share`, `draws` times.

    `order_holds` is how often the order of two listed actors of different value holds, over all such pairs
    of the first hundred; `first_holds` how often the first stays first; `neighbours` how often each listed
    actor stays above the next. Equal ranks count half.
    """

    share: float
    draws: int
    order_holds: float
    first_holds: float
    neighbours: tuple[float, ...]


class RankingResult(Answer):
    """Actors by influence, or by activity, which is another thing: best first.

    `tipping` is, of the ties that make up most of the first actor's value, the heaviest whose removal puts
    another first; None when none of them does.
    """

    by: Literal["score", "activity"] = "score"
    items: tuple[RankedItem, ...]
    leave_one_out: tuple[LeaveOneOut, ...] = ()
    tipping: TippingTie | None = None
    missing: tuple[MissingData, ...] = ()
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.speech import read_ranking

        return read_ranking(self)
