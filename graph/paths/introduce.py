"""Introduction paths: who can introduce us to whom, best first, or an honest none.

R = prod of tie strengths times prod over inner nodes of d ** -gamma, where d counts the distinct
neighbours that can be reached at `as_of` and gamma belongs to the kind of entity. What may stand
inside is decided before any penalty: no penalty alone keeps countries and topics out.
"""

from itertools import pairwise

from graph.paths import route
from graph.paths.answers import answer, laid
from graph.paths.route import Roads, Route
from graph.paths.walk import PathQuery, arrows, best_way, dash, lay_roads, search, without_tie
from graph.results import PathResult
from graph.snapshot.arrays import Snapshot
from graph.strength import Ties

__all__ = ["PathQuery", "introduce"]


def introduce(snapshot: Snapshot, query: PathQuery) -> PathResult:
    """The best introduction paths. Raises UnknownName, and RequestError when both ends are one entity."""
    ties, roads = laid(snapshot, query)
    found = search(snapshot, roads, query)
    return answer(
        snapshot,
        query,
        ties,
        roads,
        found,
        without_penalty=_without_penalty(snapshot, ties, query, roads, found.paths),
        would_change=_would_change(snapshot, roads, query, found.paths),
    )


def _without_penalty(snapshot: Snapshot, ties: Ties, query: PathQuery, roads: Roads, paths: tuple[Route, ...]) -> tuple[tuple[str, ...], ...]:
    """The paths, in names, as they would stand if being a hub cost nothing; empty where that changes nothing."""
    flat = lay_roads(snapshot, ties, query.model_copy(update={"hub_exponent": 0.0}), roads.starts, roads.ends)
    other = search(snapshot, flat, query).paths
    return () if other == paths else tuple(tuple(snapshot.names[v] for v in way) for way in other)


def _would_change(snapshot: Snapshot, roads: Roads, query: PathQuery, paths: tuple[Route, ...]) -> str:
    """The tie of path 1 whose loss costs most, and what would then come first."""
    if not paths:
        return ""
    best = paths[0]
    losses: list[tuple[float, int, tuple[int, int], Route]] = []
    for place, pair in enumerate(pairwise(best)):
        bare = without_tie(snapshot, query, roads, *pair)
        other = best_way(snapshot, bare, query, hint=max((route.score(bare, way) for way in paths if not _uses(way, pair)), default=0.0))
        losses.append((route.score(bare, other) if other else 0.0, place, pair, other))
    value, _, pair, other = min(losses)
    if not other:
        return f"without {dash(snapshot, *pair)} no path is left"
    return f"without {dash(snapshot, *pair)} the first path is {arrows(snapshot, other)} (score {value:.3f})"


def _uses(way: Route, pair: tuple[int, int]) -> bool:
    """True when a way takes the tie of a pair."""
    return any({a, b} == set(pair) for a, b in pairwise(way))
