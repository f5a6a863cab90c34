"""What every answer is made of: entities, ties and the evidence behind them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, computed_field

from graph.claims import Frozen, Modality, Status
from graph.view import View

if TYPE_CHECKING:
    import pandas

Certainty = Literal["certain", "possible"]
Engine = Literal["snapshot", "file", "server"]


class SourceRef(Frozen):
    """A source as an answer shows it."""

    id: str
    title: str
    publisher: str
    published: date | None
    url: str
    kind: str


class Evidence(Frozen):
    """A claim behind a fact: the literal quote or, where no text may be kept, gloss (our words) and locator."""

    claim: str
    quote: str
    gloss: str = ""
    locator: str
    source: SourceRef
    confidence: float
    speaker: str
    speaker_id: str = ""
    when: str
    status: Status
    layer: str
    extractor: str = ""
    modality: Modality = Modality.ASSERTED


class Node(Frozen):
    """An entity in an answer."""

    id: str
    name: str
    kind: str


class Interaction(Frozen):
    """One happening or state between two entities, with the claims that prove it.

    `direction` is "forward" (from the first to the second), "backward", or "both"; `start` and `end`
    are the first and last day (inclusive); `strength` is p_i of `graph.strength`.
    """

    kind: str
    label: str
    direction: Literal["forward", "backward", "both"]
    start: date | None
    end: date | None
    certainty: Certainty
    strength: float
    status: Status
    note: str = ""
    evidence: tuple[Evidence, ...]


class Tie(Frozen):
    """All interactions of a pair, collapsed; `kind` and `label` are those of the strongest one."""

    model_config = ConfigDict(extra="ignore")  # its own JSON repeats the evidence, and can be read back

    a: Node
    b: Node
    kind: str
    label: str
    direction: Literal["forward", "backward", "both"]
    start: date | None
    end: date | None
    strength: float
    certainty: Certainty
    status: Status
    sources: int
    interactions: tuple[Interaction, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every claim behind the tie, strongest interaction first."""
        return tuple(e for i in self.interactions for e in i.evidence)


class Answer(Frozen):
    """What every answer carries. One that lists something says by `rows` what a table of it holds: its `items` unless it says otherwise.

    `engine` says what worked it out: a snapshot of the record, the file of the record, or the server that keeps it; the answer is the same.
    """

    query: dict[str, Any]
    warnings: tuple[str, ...] = ()
    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]
    sources: tuple[SourceRef, ...] = ()
    not_searched: tuple[str, ...] = ()
    engine: Engine = "snapshot"

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """What is listed, one mapping of fields a row of a table."""
        return [dict(item) for item in getattr(self, "items", ())]

    def to_pandas(self) -> "pandas.DataFrame":
        """A data frame of what is listed, one row an item, in the order of the answer. Needs the extra `notebook`."""
        from graph.frames import frame

        return frame(self)
