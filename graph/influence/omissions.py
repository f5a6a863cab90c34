"""What the top of a ranking becomes without one source, one actor or one tie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.influence.arcs import Arcs, arc_kinds, find_arcs, weigh
from graph.influence.lanes import Measure, on_all_cores
from graph.influence.ranking import DIGITS, leaders
from graph.interactions import run_starts
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot
from graph.strength import derive_rows
from graph.view import View

GROUP = 8


@dataclass(frozen=True, slots=True, eq=False)
class Omission:
    """Arcs whose strength changes when something is left out, and their strength then; 0: they are gone."""

    arcs: Longs
    weights: Floats


def without_actor(arcs: Arcs, at: int) -> Omission:
    """The arcs to and from an actor are gone."""
    gone = np.concatenate([arcs.into(at), arcs.out_of(at)])
    return Omission(gone, np.zeros(len(gone)))


def without_tie(arcs: Arcs, tie: int) -> Omission:
    """The one or two arcs of a tie are gone."""
    gone = np.flatnonzero(arcs.tie == tie)
    return Omission(gone, np.zeros(len(gone)))


def without_source(snapshot: Snapshot, arcs: Arcs, view: View, day: date, source: int) -> Omission | None:
    """The ties of which the source tells are derived anew without it; `view` excludes it.

    None when there are arcs that were not there before, as where only that source says that a state ended.
    """
    reports = snapshot.reports
    first = np.zeros(len(reports.low), dtype=np.bool_)
    first[run_starts(reports.low, reports.high)] = True
    pair = np.cumsum(first) - 1
    told = np.zeros(pair[-1] + 1, dtype=np.bool_)
    told[pair[reports.source == source]] = True
    known = find_arcs(snapshot, derive_rows(snapshot, view, day, arc_kinds(view), np.flatnonzero(told[pair])))
    ties = arcs.ties
    changed = np.flatnonzero(told[pair[ties.reports[ties.report_ptr[ties.interaction_ptr[:-1]]]]][arcs.tie])
    keys, before = _keys(known, np.arange(len(known.source))), _keys(arcs, changed)
    at = np.searchsorted(before, keys)
    if len(keys) and (at[-1] == len(before) or not np.array_equal(before[at], keys)):
        return None
    weights = np.zeros(len(changed))
    weights[at] = weigh(known, known.ties.p[:, None])[:, 0]
    return Omission(changed, weights)


def tops(arcs: Arcs, weights: Floats, omissions: Sequence[Omission], measure: Measure, rank: "Ranker", count: int) -> list[list[int]]:
    """The first `count` actors (entity numbers) without each of these; whoever has no arc left is not ranked."""
    degree = np.bincount(arcs.source, minlength=len(arcs.actors)) + np.bincount(arcs.target, minlength=len(arcs.actors))

    def group(begin: int) -> list[list[int]]:
        some = omissions[begin : begin + GROUP]
        columns = np.repeat(weights[:, None], len(some), axis=1)
        for lane, one in enumerate(some):
            columns[one.arcs, lane] = one.weights
        values = measure.of(arcs, columns)
        return [_top(arcs, values[:, lane], degree, one, begin + lane, rank, count) for lane, one in enumerate(some)]

    return [top for found in on_all_cores(group, range(0, len(omissions), GROUP)) for top in found]


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Who is listed (n), what is added to the values for each omission, and the order (n) of equal ones."""

    listed: Flags
    first: Callable[[int], Floats]
    order: Longs


def _top(arcs: Arcs, values: Floats, degree: Longs, one: Omission, number: int, rank: Ranker, count: int) -> list[int]:
    gone = one.arcs[one.weights == 0]
    left = degree - np.bincount(arcs.source[gone], minlength=len(values)) - np.bincount(arcs.target[gone], minlength=len(values))
    keys = np.round(values + rank.first(number), DIGITS)
    found: list[int] = arcs.actors[leaders(keys, rank.listed & (left > 0), rank.order, count)].tolist()
    return found


def _keys(arcs: Arcs, numbers: Longs) -> Longs:
    """Arcs as numbers that sort as the arcs do."""
    return arcs.actors[arcs.target[numbers]].astype(np.int64) << 32 | arcs.actors[arcs.source[numbers]]
