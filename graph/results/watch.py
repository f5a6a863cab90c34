"""What was filed, corrected or decided since one last looked."""

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.claims import Frozen
from graph.results.base import Answer, Evidence, Node


class Filing(Frozen):
    """What became of a claim at one moment of the record: `at` is when it was filed, not when it happened.

    `evidence` is None where the claim no longer stands; `sentence` says then what it said.
    """

    at: str
    act: Literal["filed", "filed again", "superseded", "accepted", "rejected", "taken back"]
    claim: str
    sentence: str
    by: str = ""
    evidence: Evidence | None = None


class WatchResult(Answer):
    """Changes of the record about a target, oldest first; `next` is where to go on from, also when there are none; `more` says that some follow."""

    target: Node
    items: tuple[Filing, ...]
    next: str
    more: bool = False

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """One row a change."""
        return [dict(item) for item in self.items]
