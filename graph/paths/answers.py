"""Answers of the path modes: what a query may walk, and routes told with their evidence, warnings and reasons."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from graph import ontology
from graph.entities import tie
from graph.errors import RequestError, shown
from graph.jurisdictions import notices
from graph.paths import route
from graph.paths.caveats import path_warnings
from graph.paths.gaps import explain_none, why_not_each
from graph.paths.ours import stand_ins
from graph.paths.route import Roads, Route
from graph.paths.walk import PathQuery, carrying_ties, lay_roads, officials, terminals, tie_between
from graph.results import NoPath, Path, PathResult
from graph.snapshot.arrays import UNKNOWN_DAY, Ints, Snapshot
from graph.speech import read_path
from graph.strength import Ties

Explained = Callable[[Snapshot, PathQuery, Ties, Roads, int, int], NoPath]


def laid(snapshot: Snapshot, query: PathQuery) -> tuple[Ties, Roads]:
    """What the query may walk. Raises UnknownName, and RequestError when both ends are one entity."""
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    if start == end:
        raise RequestError(f"{shown(query.start)}: a path needs two different ends; both are {shown(snapshot.names[start])}")
    ties = carrying_ties(snapshot, query)
    return ties, lay_roads(snapshot, ties, query, *terminals(snapshot, query))


def answer(
    snapshot: Snapshot,
    query: PathQuery,
    ties: Ties,
    roads: Roads,
    found: route.Found,
    falls_short: Callable[[Route], str] = lambda _: "",
    none_of: Explained = explain_none,
    **fields: Any,
) -> PathResult:
    """Routes as an answer: why not the shorter way, warnings, and why there is none; `fields` are further ones of PathResult.

    `falls_short` says in the words of a mode what a shorter way lacks; without it that is its score. `none_of` says why there is no path.
    """
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    reasons = why_not_each(snapshot, query, ties, roads, found.paths, falls_short)
    paths = tuple(path_of(snapshot, ties, roads, way, reason) for way, reason in zip(found.paths, reasons, strict=True))
    proofs = [proof for path in paths for step in path.ties for proof in step.evidence]
    group = {proof.source.id: snapshot.group_of(proof) for proof in proofs}
    standing = stand_ins(snapshot, query, ties, found.paths)
    said = (f"{one.entity.name} stands for {one.stands_for.name}, {one.why}" for one in standing)
    countries = {snapshot.countries[start], snapshot.countries[end]}
    return PathResult(
        **snapshot.answer_fields(query, proofs, () if "" in countries else countries),
        found=bool(paths),
        start=snapshot.node(start),
        end=snapshot.node(end),
        paths=paths,
        none=None if paths else none_of(snapshot, query, ties, roads, start, end),
        warnings=(
            *path_warnings(query.day, paths, group, bounded=found.bounded),
            *said,
            *(_notices(snapshot, query, end) if paths else ()),
        ),
        mode=query.mode,
        starts=tuple(snapshot.node(v) for v in roads.starts),
        ends=tuple(snapshot.node(v) for v in roads.ends),
        stand_ins=standing,
        **fields,
    )


def _notices(snapshot: Snapshot, query: PathQuery, end: int) -> Iterator[str]:
    """What the law of the last hop's country asks, where a path ends at a public body or at somebody in office there."""
    public = [end] if not ontology.load().entities[snapshot.kinds[end]].inside else sorted(officials(snapshot, query).get(end, ()))
    countries = dict.fromkeys(snapshot.countries[v] for v in public)
    yield from (notices()[country] for country in countries if country in notices())


def path_of(snapshot: Snapshot, ties: Ties, roads: Roads, way: Route, reason: str = "") -> Path:
    """A route as an answer shows it: each tie with its evidence; `reason` says why a shorter way is not taken."""
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
