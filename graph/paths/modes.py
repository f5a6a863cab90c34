"""Path questions by mode: the best introduction, the most reliable, the widest, disjoint ones, those in order of time."""

from datetime import date
from functools import partial
from itertools import pairwise

from pydantic import Field

from graph.errors import RequestError
from graph.paths import chance, temporal
from graph.paths.answers import answer, laid
from graph.paths.disjoint import Alternatives, disjoint_paths
from graph.paths.introduce import introduce
from graph.paths.introducers import with_stances
from graph.paths.roads import Roads, Route, reliability, strengths
from graph.paths.route import Found
from graph.paths.walk import PathQuery, arrows, best_ways, dash, without_tie
from graph.paths.widest import widest_paths, width
from graph.results import Chance, PathResult
from graph.snapshot.arrays import Snapshot
from graph.words import count, listing

PLATEAU = 4  # opened partial paths of other modes that one of the widest costs, where many weakest ties are equal


class ModeQuery(PathQuery):
    """A path question in any mode.

    seed and draws are of the chance that some path works (modes reliable and disjoint), drawn only where
    there are more than 20 ties; since and until are the first and last day of a path in time.
    """

    seed: int = Field(default=0, ge=0, le=2**63 - 1)
    draws: int = Field(default=chance.DRAWS, ge=100, le=1_000_000)
    since: date | None = None
    until: date | None = None


def paths(snapshot: Snapshot, query: ModeQuery) -> PathResult:
    """The answer in the query's mode, with the introducers' stances where an ask is given. Raises UnknownName and RequestError."""
    found = {"introduce": introduce, "reliable": reliable, "widest": widest, "disjoint": disjoint, "temporal": in_time}[query.mode](snapshot, query)
    return with_stances(snapshot, query, found) if query.ask else found


def reliable(snapshot: Snapshot, query: ModeQuery) -> PathResult:
    """The most reliable paths: no hub penalty; and the chance that at least one path works."""
    flat = query.model_copy(update={"hub_exponent": 0.0})
    result = introduce(snapshot, flat)
    _, roads = laid(snapshot, flat)
    return result.model_copy(update={"chance": _chance(snapshot, query, roads)})


def widest(snapshot: Snapshot, query: ModeQuery) -> PathResult:
    """The paths whose weakest tie is strongest, ties by reliability; no hub penalty."""
    flat = query.model_copy(update={"hub_exponent": 0.0})
    ties, roads = laid(snapshot, flat)
    found = widest_paths(roads, snapshot.ids, k=query.k, max_ties=query.max_ties, diverse=query.diverse, labels=max(100, query.labels // PLATEAU))
    return answer(snapshot, flat, ties, roads, found, partial(_narrow, roads), would_change=_without_weakest(snapshot, flat, roads, found))


def disjoint(snapshot: Snapshot, query: ModeQuery) -> PathResult:
    """Ways that share no go-between, of least total cost; who cuts them off where fewer than k exist; the chance that one works."""
    flat = query.model_copy(update={"hub_exponent": 0.0})
    ties, roads = laid(snapshot, flat)
    ways = disjoint_paths(roads, snapshot.ids, k=query.k, max_ties=query.max_ties)
    cuts = tuple(tuple(snapshot.node(v) for v in cut) for cut in ways.cuts)
    shares = partial(_shared, snapshot, ways.paths)
    result = answer(snapshot, flat, ties, roads, Found(ways.paths, ways.bounded), shares, cuts=cuts, chance=_chance(snapshot, query, roads))
    return result.model_copy(
        update={
            "sentence": _alternatives(query, ways),
            "warnings": (*result.warnings, *_too_long(query, ways)),
            "would_change": _loss(snapshot, ways),
        }
    )


def in_time(snapshot: Snapshot, query: ModeQuery) -> PathResult:
    """Paths whose contacts can have happened one after the other between two days; certain ones before possible ones."""
    if query.since is None or query.until is None:
        raise RequestError("temporal: needs two days; give the first and the last with --between")
    if query.since > query.until:
        raise RequestError(f"temporal: {query.since} comes after {query.until}; give the earlier day first")
    return temporal.in_time(snapshot, query, query.since, query.until)


def _chance(snapshot: Snapshot, query: ModeQuery, roads: Roads) -> Chance:
    """The chance that some path works, over the best 500 paths; `roads` without hub penalty."""
    best = best_ways(snapshot, roads, chance.PATHS + 1, query.max_ties, query.labels, diverse=False)
    counted = Found(best.paths[: chance.PATHS], best.bounded or len(best.paths) > chance.PATHS)
    found = chance.two_terminal(roads, counted, draws=query.draws, seed=query.seed)
    return Chance(
        value=found.value,
        lo90=found.lo90,
        hi90=found.hi90,
        exact=found.exact,
        ties=found.ties,
        paths=found.paths,
        draws=found.draws,
        seed=query.seed,
        at_least=found.bounded,
    )


def _narrow(roads: Roads, way: Route) -> str:
    """What a shorter way lacks where the weakest tie decides."""
    strength = min(strengths(roads, way), default=0.0)
    return f"has a weakest tie of {strength:.3f} and reliability {reliability(roads, way):.3f}"


def _shared(snapshot: Snapshot, paths: tuple[Route, ...], way: Route) -> str:
    """What a shorter way shares with the disjoint ways found; "" where nothing."""
    users = [(v, number) for v in way[1:-1] for number, path in enumerate(paths, 1) if v in path[1:-1]]
    if not users:
        return ""
    return f"shares {listing([f'{snapshot.names[v]} with path {number}' for v, number in users])}"


def _without_weakest(snapshot: Snapshot, query: PathQuery, roads: Roads, found: Found) -> str:
    """What comes first when the weakest tie of path 1 is gone."""
    if not found.paths:
        return ""
    best = found.paths[0]
    strengths = [width(roads, pair) for pair in pairwise(best)]
    place = strengths.index(min(strengths))
    bare = without_tie(snapshot, query, roads, best[place], best[place + 1])
    other = widest_paths(bare, snapshot.ids, k=1, max_ties=query.max_ties, diverse=False, labels=query.labels).paths
    lost = f"without {dash(snapshot, best[place], best[place + 1])}, its weakest tie,"
    return f"{lost} the first path is {arrows(snapshot, other[0])} (weakest tie {width(bare, other[0]):.3f})" if other else f"{lost} no path is left"


def _alternatives(query: PathQuery, ways: Alternatives) -> str:
    number, asked = len(ways.paths), query.k
    if not number:
        return ""
    if number == asked:
        return f"{count(number, 'way', 'ways')} found that {'shares' if number == 1 else 'share'} no go-between"
    return f"only {number} of {asked} ways exist that share no go-between" if number > 1 else "no two ways exist that share no go-between"


def _too_long(query: PathQuery, ways: Alternatives) -> list[str]:
    return [
        f"path {number} takes {len(way) - 1} ties, more than the {query.max_ties} asked for: it belongs to the disjoint ways of least total cost"
        for number, way in enumerate(ways.paths, 1)
        if len(way) - 1 > query.max_ties
    ]


def _loss(snapshot: Snapshot, ways: Alternatives) -> str:
    if not ways.cuts or not ways.cuts[0]:
        return ""
    sets = [listing([snapshot.names[v] for v in cut]) for cut in ways.cuts]
    direct = ", but for the direct tie" if any(len(way) == 2 for way in ways.paths) else ""
    return f"without {' or without '.join(sets)} no way is left{direct}"
