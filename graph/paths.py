"""Introduction paths: who can introduce us to whom, best first, or an honest none.

R = prod of tie strengths times prod over inner nodes of d ** -gamma, where d counts the distinct
neighbours that can be reached at `as_of` and gamma belongs to the kind of entity. What may stand
inside is decided before any penalty: no penalty alone keeps countries and topics out.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np

from graph import ontology, route
from graph.arrays import UNKNOWN_DAY, Ints, Snapshot
from graph.caveats import path_warnings
from graph.entities import tie
from graph.errors import RequestError, shown
from graph.gaps import explain_none, shorter_way, why_not
from graph.jurisdictions import notices
from graph.results import Path, PathResult
from graph.route import Roads, Route
from graph.speech import read_path
from graph.strength import Ties
from graph.walk import PathQuery, arrows, carrying_ties, dash, lay_roads, officials, search, tie_between, without_tie

__all__ = ["PathQuery", "introduce"]


def introduce(snapshot: Snapshot, query: PathQuery) -> PathResult:
    """The best introduction paths. Raises UnknownName, and RequestError when both ends are one entity."""
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    if start == end:
        raise RequestError(f"{shown(query.start)}: a path needs two different ends; both are {shown(snapshot.names[start])}")
    ties = carrying_ties(snapshot, query)
    roads = lay_roads(snapshot, ties, query, start, end)
    found = search(snapshot, roads, query)
    naive = shorter_way(snapshot, query, start, end) if any(len(way) > 2 for way in found.paths) else ()
    reason = why_not(snapshot, query, ties, roads, naive, found.paths) if naive else ""
    paths = tuple(_path(snapshot, ties, roads, way, reason if len(naive) < len(way) else "") for way in found.paths)
    proofs = [proof for path in paths for step in path.ties for proof in step.evidence]
    group = {proof.source.id: snapshot.groups[int(snapshot.source_group[snapshot.source_index(proof.source.id)])] for proof in proofs}
    warnings = [*path_warnings(query.day, paths, group, bounded=found.bounded), *_stand_ins(snapshot, found.paths, start, end)]
    countries = {snapshot.countries[start], snapshot.countries[end]}
    return PathResult(
        **snapshot.answer_fields(query, proofs, () if "" in countries else countries),
        found=bool(paths),
        start=snapshot.node(start),
        end=snapshot.node(end),
        paths=paths,
        without_penalty=_without_penalty(snapshot, roads, query, found.paths),
        none=None if paths else explain_none(snapshot, query, ties, roads, start, end),
        would_change=_would_change(snapshot, roads, query, found.paths),
        warnings=(*warnings, *(_notices(snapshot, query, end) if paths else ())),
    )


def _stand_ins(snapshot: Snapshot, ways: tuple[Route, ...], start: int, end: int) -> Iterator[str]:
    """Who stands for an end, because of the post held there."""
    for v, body in dict.fromkeys(pair for way in ways for pair in ((way[0], start), (way[-1], end))):
        if v != body:
            yield f"{snapshot.names[v]} stands for {snapshot.names[body]}, holding a post there"


def _notices(snapshot: Snapshot, query: PathQuery, end: int) -> Iterator[str]:
    """What the law of the last hop's country asks, where a path ends at a public body or at somebody in office there."""
    public = [end] if not ontology.load().entities[snapshot.kinds[end]].inside else sorted(officials(snapshot, query).get(end, ()))
    countries = dict.fromkeys(snapshot.countries[v] for v in public)
    yield from (notices()[country] for country in countries if country in notices())


def _path(snapshot: Snapshot, ties: Ties, roads: Roads, way: Route, reason: str) -> Path:
    numbers = [tie_between(ties, a, b) for a, b in pairwise(way)]
    oldest, newest = _evidence_days(snapshot, ties, numbers)
    path = Path(
        nodes=tuple(snapshot.node(v) for v in way),
        ties=tuple(tie(snapshot, ties, number, first=v) for number, v in zip(numbers, way, strict=False)),
        hops=len(numbers),
        reliability=route.reliability(roads, way),
        hub_penalty=route.hub_penalty(roads, way),
        score=route.score(roads, way),
        certainty="possible" if ties.possible[numbers].any() else "certain",
        weakest_tie=int(np.argmin(ties.strength[numbers])),
        oldest=oldest,
        newest=newest,
        sentence="",
        why_not_shorter=reason,
    )
    return path.model_copy(update={"sentence": read_path(path)})


def _evidence_days(snapshot: Snapshot, ties: Ties, numbers: list[int]) -> tuple[date | None, date | None]:
    """First day of the oldest and last day of the newest evidence of some ties, none after the day asked for."""
    today = ties.day.toordinal()
    starts: list[int] = []
    lasts: list[int] = []
    for number in numbers:
        interactions = slice(ties.interaction_ptr[number], ties.interaction_ptr[number + 1])
        rows: Ints = ties.reports[ties.report_ptr[interactions.start] : ties.report_ptr[interactions.stop]]
        stated = snapshot.claim_day[snapshot.reports.claim[rows]]
        lasts += stated[stated != UNKNOWN_DAY].tolist()
        starts += [first for first in [*ties.start[interactions].tolist(), *stated.tolist()] if first != UNKNOWN_DAY]
    oldest, newest = min(starts, default=0), max(lasts, default=0)
    return (date.fromordinal(min(oldest, today)) if oldest else None, date.fromordinal(min(newest, today)) if newest else None)


def _without_penalty(snapshot: Snapshot, roads: Roads, query: PathQuery, paths: tuple[Route, ...]) -> tuple[tuple[str, ...], ...]:
    """The paths, in names, as they would stand if being a hub cost nothing; empty where that changes nothing."""
    other = search(snapshot, route.without_penalty(roads), query).paths
    return () if other == paths else tuple(tuple(snapshot.names[v] for v in way) for way in other)


def _would_change(snapshot: Snapshot, roads: Roads, query: PathQuery, paths: tuple[Route, ...]) -> str:
    """The tie of path 1 whose loss costs most, and what would then come first."""
    if not paths:
        return ""
    best = paths[0]
    losses: list[tuple[float, int, tuple[int, int], Route]] = []
    for place, pair in enumerate(pairwise(best)):
        bare = without_tie(snapshot, query, roads, *pair)
        others = route.best_paths(bare, snapshot.ids, k=1, max_ties=query.max_ties, diverse=False).paths
        losses.append((route.score(bare, others[0]) if others else 0.0, place, pair, others[0] if others else ()))
    value, _, pair, other = min(losses)
    if not other:
        return f"without {dash(snapshot, *pair)} no path is left"
    return f"without {dash(snapshot, *pair)} the first path is {arrows(snapshot, other)} (score {value:.3f})"
