"""Paths in time: every contact can have happened no earlier than the one before it (Kempe, Kleinberg and Kumar 2002).

Dates are intervals. A path is *possible* between two days when its contacts can be dated in order, and
*certain* when they are in order however the dates fall out: an event then may lie on any of its days, while a
state can be used on whichever of its days one likes. A state holds for certain on the days confirmed, and
possibly on until it is contradicted; one that was over by the last day is not walked, as in every mode.
Two contacts of one day are in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise

import numpy as np

from graph import ontology
from graph.dates import MONTH
from graph.interactions import kind_columns
from graph.paths import route
from graph.paths.answers import answer, laid
from graph.paths.frontier import LABELS, Onward, Opened, State, best_first, rest
from graph.paths.roads import Roads, Route, entries
from graph.paths.route import Found
from graph.paths.walk import PathQuery, arrows, best_way, dash, tie_between
from graph.results import Moment, NoPath, Path, PathResult
from graph.snapshot.arrays import OPEN_DAY, UNKNOWN_DAY, Flags, Floats, Ints, Longs, Snapshot
from graph.strength import Ties
from graph.words import days, plain

NEVER = float(2**40)


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """When each of q interactions can be used, in days (proleptic ordinals): not before `begin`, not after `end`.

    event marks those that happened on one day that is not known better; exact ones that may be counted on.
    """

    pointer: Longs
    begin: Floats
    end: Floats
    event: Flags


def usable(snapshot: Snapshot, ties: Ties, since: date, until: date, *, certain: bool) -> Times:
    """The times of every interaction within the days given, `end` before `begin` where it cannot be used."""
    first, last = float(since.toordinal()), float(until.toordinal())
    columns, pointer = kind_columns(), ties.interaction_ptr.astype(np.int64)
    state = columns.state[ties.kind]
    begin, end = ties.start.astype(np.float64), ties.last.astype(np.float64)
    if certain:
        undated = (ties.start == UNKNOWN_DAY) & (ties.last == OPEN_DAY)
        sure = np.where(state, ~undated, (begin >= first) & (end <= last))
        return Times(pointer, np.maximum(begin, first), np.where(sure, np.minimum(end, last), -NEVER), ~state)
    stated = np.logical_or.reduceat(snapshot.reports.since[ties.reports], ties.report_ptr[:-1]) if len(ties.kind) else state
    lookback = np.where(state & ~stated, np.floor(columns.lookback[ties.kind] * MONTH), 0)
    return Times(pointer, np.maximum(begin - lookback, first), np.where(state, last, np.minimum(end, last)), np.zeros_like(state))


def timed_paths(
    roads: Roads, ids: Sequence[str], times: Times, *, k: int = 5, max_ties: int = 4, diverse: bool = True, labels: int = LABELS, known: Sequence[Route] = ()
) -> Found:
    """Up to `k` paths in order of time, by score, fewer ties, ids; `known` are better ones already given."""
    some = _earliest(times, np.arange(len(roads.tie_strength)), -NEVER) < NEVER
    open_roads = replace(roads, tie_strength=np.where(some, roads.tie_strength, 0.0), ranked=None)
    walked = route.field(open_roads)
    bounds = route.reach(walked, roads.ends, max_ties)
    factor = np.maximum(np.maximum(walked.worth, walked.after_start), walked.before_end)
    factor[list(roads.ends)] = 1.0

    def opener(path: Route, state: State, onward: Onward) -> Opened:
        gain, day = state
        through = _earliest(times, roads.tie[onward.places], day)
        gains = gain * walked.strength[onward.places] * factor[onward.nodes]
        keys = gains * rest(bounds, onward, max_ties - len(path))
        kept = np.flatnonzero((through < NEVER) & (keys > 0))
        return Opened(onward.nodes[kept], (gains[kept], through[kept]), (keys[kept],))

    return best_first(open_roads, ids, opener, (1.0, -NEVER), k=k, max_ties=max_ties, diverse=diverse, labels=labels, known=known)


def in_time(snapshot: Snapshot, query: PathQuery, since: date, until: date) -> PathResult:
    """Paths in time between two days, certain ones first; strengths are those of the last of these days (or of `as_of` before it)."""
    day = min(query.as_of or until, until)
    asked = query.model_copy(update={"as_of": day})
    ties, roads = laid(snapshot, asked)
    sure, maybe = (usable(snapshot, ties, since, day, certain=certain) for certain in (True, False))
    find = partial(timed_paths, roads, snapshot.ids, max_ties=query.max_ties, diverse=query.diverse, labels=query.labels)
    certain = find(sure, k=query.k)
    possible = find(maybe, k=query.k - len(certain.paths), known=certain.paths)
    ways = (*certain.paths, *possible.paths)
    late = partial(_late, snapshot, ties, roads, sure, maybe, f"between {since} and {day}")
    result = answer(snapshot, asked, ties, roads, Found(ways, certain.bounded or possible.bounded), late)
    timed = []
    for path, way in zip(result.paths, ways, strict=True):
        dated = path.model_copy(update={"certainty": "certain" if way in certain.paths else "possible", "moments": moments(ties, maybe, way)})
        timed.append(dated.model_copy(update={"sentence": _in_words(dated)}))
    none = None if ways else _out_of_order(snapshot, asked, ties, roads, maybe, since, day) or result.none
    return result.model_copy(update={"paths": tuple(timed), "none": none})


def moments(ties: Ties, times: Times, way: Route) -> tuple[Moment, ...]:
    """The earliest and latest day of each contact of a way that is possible in time."""
    numbers = [tie_between(ties, a, b) for a, b in pairwise(way)]
    earliest: list[float] = []
    for number in numbers:
        earliest.append(float(_earliest(times, np.array([number]), earliest[-1] if earliest else -NEVER)[0]))
    latest: list[float] = []
    for number, first in reversed(list(zip(numbers, earliest, strict=True))):
        last = np.minimum(_of(times, times.end, number), latest[-1] if latest else NEVER)
        latest.append(max(first, float(last[last >= _of(times, times.begin, number)].max())))
    kinds = tuple(ontology.load().ties)
    return tuple(
        Moment(kind=kinds[_kind(ties, times, number, first)], earliest=date.fromordinal(int(first)), latest=date.fromordinal(int(last)))
        for number, first, last in zip(numbers, earliest, reversed(latest), strict=True)
    )


def _of(times: Times, values: Floats, number: int) -> Floats:
    return values[times.pointer[number] : times.pointer[number + 1]]


def _kind(ties: Ties, times: Times, number: int, day: float) -> int:
    """The kind of the strongest interaction of a tie that can be used on a day."""
    usable_then = (_of(times, times.begin, number) <= day) & (day <= _of(times, times.end, number))
    strength = np.where(usable_then, ties.p[times.pointer[number] : times.pointer[number + 1]], -1.0)
    return int(ties.kind[int(times.pointer[number]) + int(np.argmax(strength))])


def _earliest(times: Times, numbers: Ints | Longs, day: float) -> Floats:
    """The day on which each tie is through at the earliest when nothing may happen before `day`, NEVER where it cannot be used.

    An event that must be in order however its date falls out is through on its last day.
    """
    if not len(numbers):
        return np.zeros(0)
    at = entries(times.pointer, numbers)
    begin, end, event = times.begin[at], times.end[at], times.event[at]
    through = np.where(event, end, np.maximum(begin, day))
    in_order = np.where(event, (day <= begin) & (begin <= end), through <= end)
    counts = times.pointer[numbers + 1] - times.pointer[numbers]
    found: Floats = np.minimum.reduceat(np.where(in_order, through, NEVER), np.cumsum(counts) - counts)
    return found


def _in_words(path: Path) -> str:
    """When each contact happened, appended to the sentence of a path."""
    contacts = [f"{tie.a.name} – {tie.b.name} {days(moment.earliest, moment.latest)}" for tie, moment in zip(path.ties, path.moments, strict=True)]
    return f"{path.sentence} In order of time ({path.certainty}): {', then '.join(plain(contact) for contact in contacts)}."


def _out_of_order(snapshot: Snapshot, query: PathQuery, ties: Ties, roads: Roads, times: Times, since: date, until: date) -> NoPath | None:
    """The best way whatever its dates, and the contact at which it stops being in order; None where there is no way at all."""
    way = best_way(snapshot, roads, query)
    if not way:
        return None
    stop = _stop(ties, times, way)
    if stop is None:
        return None
    a, b = stop
    gap = f"{arrows(snapshot, way)} is documented, but not in this order between {since} and {until}: {dash(snapshot, a, b)} does not follow in time"
    return NoPath(nearest_gap=gap, missing_tie=(snapshot.node(a), snapshot.node(b)), excluded_by_view=())


def _stop(ties: Ties, times: Times, way: Route) -> tuple[int, int] | None:
    """The first contact of a way that cannot follow in time on those before it; None where all can."""
    day = -NEVER
    for a, b in pairwise(way):
        day = float(_earliest(times, np.array([tie_between(ties, a, b)]), day)[0])
        if day >= NEVER:
            return a, b
    return None


def _late(snapshot: Snapshot, ties: Ties, roads: Roads, sure: Times, maybe: Times, when: str, way: Route) -> str:
    """What a shorter way lacks where time decides: its order, its certainty; "" where only its score."""
    if stop := _stop(ties, maybe, way):
        return f"is not in this order {when}: {dash(snapshot, *stop)} does not follow in time"
    return f"is in this order only possibly {when}, and scores {route.score(roads, way):.3f}" if _stop(ties, sure, way) else ""
