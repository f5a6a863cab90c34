"""What a query answers: Pydantic models in which every fact carries its evidence, date and doubt."""

from datetime import date
from operator import not_
from typing import Any, Literal

from pydantic import ConfigDict, Field, computed_field

from graph.claims import Figure, Frozen, Modality, Status
from graph.view import View

Certainty = Literal["certain", "possible"]


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
    """What every answer carries."""

    query: dict[str, Any]
    warnings: tuple[str, ...] = ()
    revision: str
    as_of: date
    view: View
    layers: tuple[str, ...]
    sources: tuple[SourceRef, ...] = ()
    not_searched: tuple[str, ...] = ()


class Path(Frozen):
    """One introduction path, readable aloud."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    hops: int
    reliability: float
    hub_penalty: float
    score: float
    certainty: Certainty
    weakest_tie: int
    oldest: date | None
    newest: date | None
    sentence: str
    why_not_shorter: str = ""


class NoPath(Frozen):
    """Why there is no path: the nearest gap, the tie that would close it, what the view left out."""

    nearest_gap: str
    missing_tie: tuple[Node, Node] | None
    excluded_by_view: tuple[str, ...]


class PathResult(Answer):
    """The paths from a to b, best first, or an honest none."""

    found: bool
    start: Node
    end: Node
    paths: tuple[Path, ...]
    without_penalty: tuple[tuple[str, ...], ...] = ()
    none: NoPath | None = None
    would_change: str = ""

    def __str__(self) -> str:
        from graph.speech import read_path_result

        return read_path_result(self)


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


class EntityHit(Frozen):
    """A match of a search: the entity, the name that matched, and how well in [0, 1]."""

    id: str
    name: str
    kind: str
    matched: str
    score: float


class Entity(Frozen):
    """An entity as assembled from its claims."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    url: str = ""
    part_of: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    description: str = ""
    claims: tuple[str, ...] = ()


class EntityResult(Answer):
    """An entity with its ties (strongest first), its stances and figures, all with evidence."""

    entity: Entity
    ties: tuple[Tie, ...]
    statements: tuple["Statement", ...] = ()


class Statement(Frozen):
    """A claim in words: who says what of whom, with its evidence; `figure` when it holds a number."""

    claim: str
    subject: Node | None
    predicate: str
    object: Node | None
    value: str
    ask: str
    figure: Figure | None
    qualifiers: tuple[str, ...]
    modality: Modality
    stance: str
    sentence: str
    evidence: Evidence


class ClaimsResult(Answer):
    """Claims about an entity or of a source, newest first."""

    items: tuple[Statement, ...]
    total: int


class SearchResult(Answer):
    """Entities that match a text, best first."""

    items: tuple[EntityHit, ...]


class GraphView(Answer):
    """A picture's data: nodes and ties chosen for a view, and what was folded away.

    `title` is the finding, `folded` counts by plural kind what is not shown, `centre` the entities
    that the view is about.
    """

    kind: Literal["ego", "path"]
    title: str
    centre: tuple[str, ...]
    nodes: tuple[Node, ...]
    sizes: tuple[float, ...]
    stances: tuple[str, ...]
    ties: tuple[Tie, ...]
    folded: tuple[tuple[str, int], ...] = ()
    total: int = 0
