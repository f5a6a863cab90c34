"""What a question about coalitions answers: who holds together by what they say, and by what they do together."""

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.claims import Frozen
from graph.results.allies import Role
from graph.results.base import Answer, Evidence, Node, Tie

Layer = Literal["belief", "coordination"]


class SharedAsk(Frozen):
    """A side of an ask that at least two members take; `inferred` are those that did not state it, or not lately, `dissent` those on the other side."""

    ask: Node
    side: Literal["support", "oppose"]
    stated: tuple[Node, ...] = ()
    inferred: tuple[Node, ...] = ()
    dissent: tuple[Node, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Partner(Frozen):
    """A member of a coalition.

    `attachment` sums its ties to the other members: of beliefs the asks on which it agrees with each, less those on
    which it does not, each counted by how surely both are known to stand there; of joint action the strengths.
    `stability` is the share of draws of the sources, in [0, 1], in which it stands with each other member, on
    average; None without draws.
    """

    entity: Node
    country: str
    role: Role
    attachment: float
    stability: float | None


class Rival(Frozen):
    """An actor that says the contrary of what members say, on the whole.

    `weight`, above 0, sums the asks in dispute with each member, less those on which they agree; `asks` are those in dispute.
    """

    entity: Node
    weight: float
    asks: tuple[Node, ...]
    evidence: tuple[Evidence, ...] = ()


class Coalition(Frozen):
    """At least two actors that hold together in one layer, the most attached first.

    `asks` (beliefs) and `ties` (joint action, strongest first) are what holds them together. `stability` is the
    share of draws in which a pair of members is together, the mean over pairs, in [0, 1]; None without draws.
    `leaves_first` are the members least attached; empty where all are alike, and for two, who part together.
    """

    members: tuple[Partner, ...]
    asks: tuple[SharedAsk, ...] = ()
    ties: tuple[Tie, ...] = ()
    stability: float | None
    leaves_first: tuple[Node, ...] = ()
    against: tuple[Rival, ...] = ()
    sentence: str


class CoalitionLayer(Frozen):
    """The coalitions of one layer, the largest first, and the actors of it in none (`alone`).

    `ties` counts the ties between its `actors`, `contradicting` those that contradict the grouping: for it and
    between two groups, or against it and inside one. `frustration` is the share of the weight of ties that
    does, `two_camps` the same for the best grouping into at most two camps (beliefs only), both in [0, 1] and
    None without a tie. `exact`: no other grouping is contradicted less (beliefs only).
    """

    layer: Layer
    coalitions: tuple[Coalition, ...] = ()
    total: int = 0
    alone: tuple[Node, ...] = ()
    actors: int = 0
    ties: int = 0
    contradicting: int = 0
    frustration: float | None = None
    two_camps: float | None = None
    exact: bool = False
    stability: float | None = None
    draws: int = 0


class Pair(Frozen):
    """Two actors."""

    a: Node
    b: Node


class Overlap(Frozen):
    """The two layers compared over the pairs of the `actors` that are in both.

    `share` is `both` over the pairs that are together in at least one layer, in [0, 1]; None where no pair is.
    `agree_only` are pairs together by what they say alone, `act_only` by joint action alone, the first 20 of each.
    """

    actors: int
    pairs: int
    both: int
    belief_only: int
    coordination_only: int
    share: float | None
    agree_only: tuple[Pair, ...] = ()
    act_only: tuple[Pair, ...] = ()


class CoalitionsResult(Answer):
    """Coalitions by what actors say of asks and by what they do together, kept apart and compared.

    `found` says that a coalition was found in either layer. `asks` are those compared, `silent` those on which
    nobody in evidence takes a side.
    """

    found: bool
    asks: tuple[Node, ...] = ()
    silent: tuple[Node, ...] = ()
    belief: CoalitionLayer
    coordination: CoalitionLayer
    overlap: Overlap
    sentence: str
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """One row for each member of each coalition."""
        return [
            {"layer": layer.layer, "coalition": number, **dict(member)}
            for layer in (self.belief, self.coordination)
            for number, one in enumerate(layer.coalitions, 1)
            for member in one.members
        ]

    def __str__(self) -> str:
        from graph.coalitions.aloud import read_coalitions

        return read_coalitions(self)
