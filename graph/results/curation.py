"""What waits for a person, and what persons did: proposals, decisions, judgements, the log of changes."""

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.claims import Frozen
from graph.results.base import Answer, Evidence
from graph.results.entities import Statement


class Candidate(Frozen):
    """One of two entities that may be one, as it is known apart from the other.

    `known_for` says in words what is said of it most often, its sources are titles; both are cut to a few.
    """

    id: str
    name: str
    kind: str
    country: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    known_for: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: int = 0


class MergeProposal(Frozen):
    """Two entities that may be one, and why; `confidence` in [0, 1] is the chance that they are."""

    claim: str
    left: Candidate
    right: Candidate
    why: str
    confidence: float
    evidence: Evidence


class ReviewsResult(Answer):
    """Proposed claims that wait for a person: merges, the surest first, and other claims, newest first; totals count all that match."""

    items: tuple[Statement, ...]
    total: int
    merges: tuple[MergeProposal, ...] = ()
    merges_total: int = 0

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The merges, then the other claims."""
        merges = [{"claim": one.claim, "sentence": f"{one.left.name} = {one.right.name}?", "why": one.why, "confidence": one.confidence} for one in self.merges]
        return [*merges, *({"claim": one.claim, "sentence": one.sentence, "why": "", "confidence": one.evidence.confidence} for one in self.items)]


Act = Literal["accepted", "rejected", "merged", "kept apart", "taken back", "filed", "filed again", "superseded", "source filed", "text filed"]


class HistoryItem(Frozen):
    """What happened at one moment: a decision on a claim, a judgement on two entities, or so many lines filed.

    `merge` is the id by which a judgement is taken back; `in_force` is false where a later one took its place.
    """

    at: str
    act: Act
    sentence: str
    by: str = ""
    claim: str = ""
    merge: str = ""
    layer: str = ""
    lines: int = 1
    in_force: bool = True


class HistoryResult(Answer):
    """Decisions, judgements and the log of changes, newest first; `total` counts all of them."""

    items: tuple[HistoryItem, ...]
    total: int
