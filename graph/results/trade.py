"""What a question about trade answers: observations as they were said, and what is worked out of them."""

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.claims import Bound, Frozen
from graph.results.base import Answer, Evidence, Node

Measure = Literal["dependence", "concentration", "growth", "rca", "mirror"]


class Observation(Frozen):
    """A figure of trade as one source gives it, with all that its meaning hangs on.

    `value` is the number as said, `lo` and `hi` what its bound makes of it (None: no end on that
    side). A flow is in `unit` (an ISO currency), growth and shares in percent. `months` are the first month
    of the period (1 is January of year 0 times 12) and how many it has; None where no period with a
    beginning is said. `basis_inferred`: read off the words of the category, not stated. `doubts` say
    what was inferred or is missing.
    """

    claim: str
    kind: str
    reporter: Node | None
    partner: Node | None
    flow: Literal["export", "import", "trade", ""]
    category: str
    scheme: str = ""
    code: str = ""
    measure: str = ""
    topics: tuple[str, ...] = ()
    value: float
    lo: float | None
    hi: float | None
    unit: str
    bound: Bound
    period: str
    months: tuple[int, int] | None
    basis: str
    basis_inferred: bool = False
    concept: str = ""
    system: str = ""
    valuation: str = ""
    mode: str = ""
    recorded_by: str = ""
    net: bool = False
    doubts: tuple[str, ...] = ()
    sentence: str
    evidence: Evidence


class Indicator(Frozen):
    """A number worked out of observations, each of which opens to its claim.

    `value` is given where the inputs are exact, else None; `lo` and `hi` hold the truth as far as the
    inputs do (None: no end on that side). `stated` is the same with every figure at its stated
    number, whatever its bound. `unit` is "%", "index" (HHI, 0 to 10 000; RCA, 1 is par; symmetric
    RCA, -1 to 1), "mirror gap" (0 to 2) or a currency.
    """

    name: str
    formula: str
    inputs: tuple[Observation, ...]
    value: float | None
    lo: float | None
    hi: float | None
    stated: tuple[float | None, float | None]
    unit: str
    warnings: tuple[str, ...] = ()
    sentence: str


class Refusal(Frozen):
    """What was not worked out, why, and the figures that it would have mixed."""

    reason: str
    inputs: tuple[Observation, ...] = ()


class IndicatorResult(Answer):
    """An indicator of trade: one reading for each set of figures that fit together, never averaged."""

    measure: Measure
    found: bool
    indicators: tuple[Indicator, ...]
    refused: tuple[Refusal, ...]
    sentence: str
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The indicators that could be worked out."""
        return [dict(one) for one in self.indicators]

    def __str__(self) -> str:
        from graph.trade.aloud import read_indicators

        return read_indicators(self)


class Voice(Frozen):
    """An actor that speaks of a topic, chapter or ask: its stance, or "" where it takes none."""

    actor: Node
    stance: str
    on: Node
    sentence: str
    evidence: Evidence


class Link(Frozen):
    """That a chapter or an article of it bears on a topic, with its proof."""

    chapter: Node
    topic: Node
    relation: str
    evidence: Evidence


class TopicFlows(Frozen):
    """A topic with the chapters that bear on it, the figures about it, and who speaks on it; nothing is added up."""

    topic: Node
    links: tuple[Link, ...]
    observations: tuple[Observation, ...]
    voices: tuple[Voice, ...]


class FlowsResult(Answer):
    """Figures of trade as they were said, joined to topics, chapters and the actors who speak for them.

    `observations` are all figures asked for, newest first, those about no topic among them.
    """

    found: bool
    topics: tuple[TopicFlows, ...]
    observations: tuple[Observation, ...]
    total: int
    sentence: str
    would_change: str = ""

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The figures."""
        return [dict(one) for one in self.observations]

    def __str__(self) -> str:
        from graph.trade.aloud import read_flows

        return read_flows(self)
