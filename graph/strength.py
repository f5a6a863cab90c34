"""Tie strength: what the interactions of a pair are worth on a day (spec: queries).

For interaction i of kind k: p_i = w_k * c_i * 2 ** (-age_i / H_k), where c_i = 1 - prod over source
groups (1 - c) and a month has 30.4375 days; a tie's strength is min(.95, 1 - prod (1 - p_i)).
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

import numpy as np

from graph import ontology
from graph.arrays import STATUSES, Flags, Floats, Ints, Longs, Reports, Smalls, Snapshot
from graph.dates import MONTH
from graph.errors import RequestError, shown
from graph.interactions import interactions, kind_columns, run_starts, stated_ends
from graph.view import View

STRENGTH_CAP = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The ties that a view admits on a day, with their adjacency.

    m ties sorted by (low, high), q interactions, n entities. Tie t joins low[t] and high[t] with
    strength[t] in [0, .95]; its interactions are interaction_ptr[t]:interaction_ptr[t+1] and the
    reports of interaction i are reports[report_ptr[i]:report_ptr[i+1]] (rows of `Snapshot.reports`).
    c holds the certainty and p the strength of each interaction, both in [0, 1].
    indptr, neighbour and tie are the adjacency of both ends, sorted by neighbour: indptr has n + 1
    entries and indptr[n] = 2m (self-loops make no tie). start and last are days as in `Reports`.
    """

    view: View
    day: date
    low: Ints
    high: Ints
    strength: Floats
    possible: Flags
    interaction_ptr: Longs
    kind: Smalls
    forward: Smalls
    start: Ints
    last: Ints
    c: Floats
    p: Floats
    interaction_possible: Flags
    report_ptr: Longs
    reports: Ints
    indptr: Longs
    neighbour: Ints
    tie: Ints


def walked_kinds(view: View) -> tuple[str, ...]:
    """The tie kinds that a view walks: its own, else those that carry introductions by default."""
    return view.tie_kinds or tuple(key for key, kind in ontology.load().ties.items() if kind.carries and kind.default)


def derive(snapshot: Snapshot, view: View, day: date, kinds: Collection[str] | None = None) -> Ties:
    """The ties that the view admits on the day; the last few answers are kept.

    `kinds` None: `walked_kinds`. Raises RequestError for an unknown kind and UnknownName for an
    excluded id that the snapshot does not hold.
    """
    return _derive(snapshot, view, day, tuple(sorted(walked_kinds(view) if kinds is None else kinds)))


@lru_cache(maxsize=8)
def _derive(snapshot: Snapshot, view: View, day: date, kinds: tuple[str, ...]) -> Ties:
    return _ties(snapshot, view, day, kinds, np.arange(len(snapshot.reports.low)))


def derive_about(snapshot: Snapshot, view: View, day: date, kinds: Collection[str], entity: int) -> Ties:
    """The ties of one entity only, numbered among themselves; strengths are those of `derive`."""
    return _ties(snapshot, view, day, kinds, rows_about(snapshot, entity))


def rows_about(snapshot: Snapshot, entity: int) -> Longs:
    """Rows of `snapshot.reports` of which the entity is an end."""
    return np.flatnonzero((snapshot.reports.low == entity) | (snapshot.reports.high == entity))


def _ties(snapshot: Snapshot, view: View, day: date, kinds: Collection[str], rows: Longs) -> Ties:
    allowed = _allowed_kinds(kinds)
    table = _take(snapshot.reports, rows)
    seen = _seen(snapshot, table, view, day)
    admitted = seen & (table.kind >= 0) & allowed[table.kind]
    ends = stated_ends(table, seen, len(snapshot.ids))
    found = interactions(_take(table, np.flatnonzero(admitted)), rows[admitted].astype(np.int32), day.toordinal(), ends)
    first = run_starts(found.low, found.high)
    m = len(first)
    low, high = found.low[first], found.high[first]
    indptr, neighbour, tie = adjacency(low, high, len(snapshot.ids))
    strength = np.minimum(STRENGTH_CAP, 1 - np.multiply.reduceat(1 - found.p, first)) if m else np.zeros(0)
    return Ties(
        view=view,
        day=day,
        low=low,
        high=high,
        strength=strength,
        possible=np.logical_and.reduceat(found.possible, first) if m else found.possible,
        interaction_ptr=np.append(first, len(found.p)).astype(np.int64),
        kind=found.kind,
        forward=found.forward,
        start=found.start,
        last=found.last,
        c=found.c,
        p=found.p,
        interaction_possible=found.possible,
        report_ptr=found.report_ptr,
        reports=found.reports,
        indptr=indptr,
        neighbour=neighbour,
        tie=tie,
    )


def adjacency(low: Ints, high: Ints, n: int) -> tuple[Longs, Ints, Ints]:
    """indptr (n + 1), neighbour (2m) and tie (2m) of m ties sorted by (low, high) with low < high.

    A node's smaller neighbours come from the ties in which it is high, and lie before the larger
    ones; so one stable sort by high is enough.
    """
    m = len(low)
    above, below = np.bincount(low, minlength=n), np.bincount(high, minlength=n)
    indptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(above + below, out=indptr[1:])
    neighbour, tie = np.empty(2 * m, dtype=np.int32), np.empty(2 * m, dtype=np.int32)
    numbers = np.arange(m, dtype=np.int64)
    by_high = np.argsort(high, kind="stable")
    at = numbers + (indptr[:-1] - (np.cumsum(below) - below))[high[by_high]]
    neighbour[at], tie[at] = low[by_high], by_high
    at = numbers + (indptr[:-1] + below - (np.cumsum(above) - above))[low]
    neighbour[at], tie[at] = high, numbers
    return indptr, neighbour, tie


def _take(reports: Reports, rows: Longs) -> Reports:
    if len(rows) == len(reports.low):
        return reports
    return Reports(**{column.name: getattr(reports, column.name)[rows] for column in fields(Reports)})


def _seen(snapshot: Snapshot, reports: Reports, view: View, day: date) -> Flags:
    """Rows whose status, confidence, ends, source and start the view and the day admit."""
    columns = kind_columns()
    on = day.toordinal()
    statuses = np.array([status in view.statuses for status in STATUSES])
    reach = np.where(columns.state, np.floor(columns.lookback * MONTH), 0).astype(np.int64)[reports.kind]
    begun = reports.start <= on + np.where(reports.since, 0, reach)
    seen: Flags = statuses[reports.status] & (reports.confidence >= view.min_confidence) & begun
    sources = [snapshot.source_index(key) for key in view.exclude if key.startswith("source:")]
    entities = [snapshot.index(key) for key in view.exclude if not key.startswith("source:")]
    if sources:
        seen &= ~np.isin(reports.source, sources)
    if entities:
        seen &= ~(np.isin(reports.low, entities) | np.isin(reports.high, entities))
    if view.entity_kinds:
        of_kind = entity_kinds(view.entity_kinds)[snapshot.kind_codes]
        seen &= of_kind[reports.low] & of_kind[reports.high]
    return seen


def entity_kinds(kinds: Collection[str]) -> Flags:
    """Which kinds of entities are among those given, by number. Raises RequestError for an unknown one."""
    known = ontology.load().entities
    if unknown := sorted(set(kinds) - set(known)):
        raise RequestError(f"{shown(unknown[0])}: no such kind of entity; known are {', '.join(known)}")
    return np.array([key in kinds for key in known])


def _allowed_kinds(kinds: Collection[str]) -> Flags:
    known = ontology.load().ties
    if unknown := sorted(set(kinds) - set(known)):
        raise RequestError(f"{shown(unknown[0])}: no such kind of tie; known are {', '.join(known)}")
    return np.array([key in kinds for key in known])
