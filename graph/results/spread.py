"""What a question about spread answers."""

from typing import Literal

from graph.claims import Frozen
from graph.results.base import Answer, Evidence, Node


class SeedArc(Frozen):
    """One actor whom a seed can move directly: the assumed chance of it, in [0, 1], and the claims that say they are in touch."""

    to: Node
    chance: float
    evidence: tuple[Evidence, ...]


class Seed(Frozen):
    """One seed, in the order of choice: `gain` is how many actors it adds to those before it, with a 95 % interval over simulated worlds.

    `arcs` are the strongest of its `direct` arcs to actors who seek it.
    """

    entity: Node
    country: str
    cost: float
    gain: float
    lo95: float
    hi95: float
    direct: int
    arcs: tuple[SeedArc, ...]
    evidence_count: int
    source_count: int
    note: str = ""


class SpreadMethod(Frozen):
    """What the seeds of one method reach on worlds that no method saw; `believed` is what it thought on its own `samples`."""

    method: str
    seeds: tuple[Node, ...]
    spread: float
    lo95: float
    hi95: float
    believed: float | None
    samples: int
    chosen: bool


class SpreadAtP(Frozen):
    """The seeds that would be chosen with another assumed chance, and what they would reach."""

    p: float
    seeds: tuple[Node, ...]
    spread: float
    lo95: float
    hi95: float


class SpreadResult(Answer):
    """Seeds from which a word would reach most actors, if it passed with the assumed chances: a scenario, not a forecast.

    `spread` is the mean number of the `counted` actors reached, the seeds among them, with a 95 % interval
    over `worlds` simulated worlds that played no part in the choice; it holds the doubt of simulating, not
    that of the assumption. `overlap_across_p` is the least share of seeds in common between two of the
    chances tried, in [0, 1], None where only one was.
    """

    label: Literal["scenario"] = "scenario"
    items: tuple[Seed, ...]
    model: str
    per: str
    p: float | None
    spread: float
    lo95: float
    hi95: float
    counted: int
    actors: int
    worlds: int
    methods: tuple[SpreadMethod, ...] = ()
    across: tuple[SpreadAtP, ...] = ()
    overlap_across_p: float | None = None
    assumptions: tuple[str, ...]
    sentence: str
    would_change: str = ""

    def __str__(self) -> str:
        from graph.spread.aloud import read_spread

        return read_spread(self)
