"""What a briefing rests on: the answers of several questions about one target and one ask, on one day."""

from collections.abc import Mapping, Sequence

from graph.results.allies import AlliesResult
from graph.results.base import Answer, Node
from graph.results.decisions import DecisionsResult
from graph.results.entities import Statement
from graph.results.mobilise import GapsResult, NextResult
from graph.results.opinion import MoversResult
from graph.results.paths import PathResult
from graph.results.trade import FlowsResult


class BriefingResult(Answer):
    """The answers that a briefing tells, each with its own evidence.

    `start` asks, `target` is asked, for `ask`, whose topics are `topics`. `said` are the statements of the target itself and of whoever
    heads it, newest first, at most 20, and `asks` the asks that they name. `trade` holds the figures on every topic. `movers` is None where
    it could not be asked; `left_out` then says why, by the name of the field. `licences` gives the licence of a source by its id, where one is stated.
    """

    target: Node
    ask: Node
    start: Node
    topics: tuple[Node, ...] = ()
    paths: PathResult
    allies: AlliesResult
    decisions: DecisionsResult
    next: NextResult
    gaps: GapsResult
    trade: FlowsResult
    said: tuple[Statement, ...] = ()
    asks: tuple[Node, ...] = ()
    movers: MoversResult | None = None
    left_out: Mapping[str, str] = {}
    licences: Mapping[str, str] = {}
    sentence: str

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The next calls."""
        return self.next.rows

    def __str__(self) -> str:
        return self.sentence
