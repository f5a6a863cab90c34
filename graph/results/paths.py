"""What a question about paths answers."""

from datetime import date

from graph.claims import Frozen
from graph.results.base import Answer, Certainty, Node, Tie


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
