"""What a look-up answers: entities, claims, matches of a search."""

from collections.abc import Mapping, Sequence

from graph.claims import Figure, Frozen, Modality
from graph.results.base import Answer, Evidence, Node, Tie


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


class EntityResult(Answer):
    """An entity with its ties (strongest first), its stances and figures, all with evidence."""

    entity: Entity
    ties: tuple[Tie, ...]
    statements: tuple[Statement, ...] = ()

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The ties."""
        return [dict(tie) for tie in self.ties]


class ClaimsResult(Answer):
    """Claims about an entity or of a source, newest first."""

    items: tuple[Statement, ...]
    total: int


class SearchResult(Answer):
    """Entities that match a text, best first."""

    items: tuple[EntityHit, ...]
