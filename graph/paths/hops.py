"""Introductions among the ways of fewest ties, as a server that counts hops gives them: scored as `introduce` does, but never searched for.

Hops know no strength and no hub penalty: a better way of more ties may be missing, so such an answer is approximate.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from graph.paths import route
from graph.paths.answers import answer, laid
from graph.paths.roads import Roads, Route, near_duplicates, order_key
from graph.paths.walk import PathQuery, tie_between
from graph.results import NoPath, PathResult
from graph.snapshot.arrays import Snapshot
from graph.strength import Ties


def introduce_among(snapshot: Snapshot, query: PathQuery, chains: Iterable[Sequence[str]], most: int) -> PathResult:
    """The best of some chains of ids; `most` is how many the server was asked for. The snapshot holds all that is said about their entities.

    Raises UnknownName, and RequestError when both ends are one entity.
    """
    ties, roads = laid(snapshot, query)
    ways = {tuple(snapshot.index(id) for id in chain) for chain in chains}
    walkable = sorted((way for way in ways if _is_walkable(ties, roads, way)), key=lambda way: order_key(roads, way, snapshot.ids))
    found = answer(snapshot, query, ties, roads, route.Found(tuple(_chosen(walkable, query))), none_of=_none)
    said = (
        f"approximate: of the {most} ways of fewest ties that the server gave, the best by score; a better one of more ties may be missing. "
        "Entities that were merged and posts held at an end are not followed. Ask without the engine cypher for the whole answer."
    )
    return found.model_copy(update={"warnings": (said, *found.warnings)})


def _is_walkable(ties: Ties, roads: Roads, way: Route) -> bool:
    """Whether an introduction may go this way, from a start to an end and through nobody twice."""
    if way[0] not in roads.starts or way[-1] not in roads.ends or len(set(way)) < len(way):
        return False
    numbers = [tie_between(ties, a, b) for a, b in pairwise(way)]
    inner = range(1, len(way) - 1)
    met = any(way[place] in roads.starts or way[place] in roads.ends or roads.is_barred(way, place) for place in inner)
    return not met and all(number >= 0 and ties.strength[number] > 0 for number in numbers)


def _chosen(ways: Iterable[Route], query: PathQuery) -> list[Route]:
    chosen: list[Route] = []
    for way in ways:
        if len(chosen) < query.k and not (query.diverse and any(near_duplicates(way, other) for other in chosen)):
            chosen.append(way)
    return chosen


def _none(*_: object) -> NoPath:
    return NoPath(nearest_gap="none of the server's ways of fewest ties carries an introduction", missing_tie=None, excluded_by_view=())
