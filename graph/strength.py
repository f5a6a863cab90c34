"""Tie strength: what the interactions of a pair are worth on a day (spec: queries).

For interaction i of kind k: p_i = w_k * c_i * 2 ** (-age_i / H_k), where c_i = 1 - prod over source
groups (1 - c) and a month has 30.4375 days; a tie's strength is min(.95, 1 - prod (1 - p_i)).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from graph import ontology
from graph.dates import MONTH
from graph.interactions import Interactions, StatedEnds, interactions, kind_columns, run_starts, stated_ends
from graph.snapshot.arrays import STATUSES, UNKNOWN_DAY, Flags, Floats, Ints, Longs, Reports, Smalls, Snapshot
from graph.snapshot.kept import Kept
from graph.view import View

STRENGTH_CAP = 0.95
BLOCK = 65_536  # reports
PLAIN = 20_000  # ties up to which the plain twins of the kernels serve, which need no numba


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
    interaction_ptr: Ints
    kind: Smalls
    forward: Smalls
    start: Ints
    last: Ints
    c: Floats
    p: Floats
    interaction_possible: Flags
    report_ptr: Ints
    reports: Ints
    indptr: Longs
    neighbour: Ints
    tie: Ints


def walked_kinds(view: View) -> tuple[str, ...]:
    """The tie kinds that a view walks: its own, else those that carry introductions by default."""
    return view.tie_kinds or tuple(key for key, kind in ontology.load().ties.items() if kind.carries and kind.default)


def derive(snapshot: Snapshot, view: View, day: date, kinds: Collection[str] | None = None) -> Ties:
    """The ties that the view admits on the day; the last few answers are kept. Who may stand inside a path does not matter here.

    `kinds` None: `walked_kinds`. Raises RequestError for an unknown kind and UnknownName for an
    excluded id that the snapshot does not hold.
    """
    kinds = tuple(sorted(walked_kinds(view) if kinds is None else kinds))
    view = view.model_copy(update={"inside": ()}) if view.inside else view
    return _KEPT.get((snapshot, view, day, kinds), lambda: _ties(snapshot, view, day, kinds, np.arange(len(snapshot.reports.low))))


def _weight(ties: Ties) -> int:
    """Bytes of all arrays."""
    return sum(value.nbytes for name in Ties.__slots__ if isinstance(value := getattr(ties, name), np.ndarray))


_KEPT: Kept[Ties] = Kept(1 << 30, _weight, least=4)


def derive_about(snapshot: Snapshot, view: View, day: date, kinds: Collection[str], entity: int) -> Ties:
    """The ties of one entity only, numbered among themselves; strengths are those of `derive`."""
    return _ties(snapshot, view, day, kinds, rows_about(snapshot, entity))


def derive_between(snapshot: Snapshot, view: View, day: date, kinds: Collection[str], a: int, b: int) -> Ties:
    """The tie of two entities only, if any."""
    reports = snapshot.reports
    low, high = min(a, b), max(a, b)
    first, last = np.searchsorted(reports.low, [low, low + 1])
    begin, end = np.searchsorted(reports.high[first:last], [high, high + 1])
    return _ties(snapshot, view, day, kinds, np.arange(first + begin, first + end))


def derive_rows(snapshot: Snapshot, view: View, day: date, kinds: Collection[str], rows: Longs) -> Ties:
    """The ties of some rows of the reports, ascending, that hold all reports of their pairs; numbered among themselves, and not kept."""
    return _ties(snapshot, view, day, kinds, rows)


def rows_about(snapshot: Snapshot, entity: int) -> Longs:
    """Rows of `snapshot.reports` of which the entity is an end."""
    return np.flatnonzero((snapshot.reports.low == entity) | (snapshot.reports.high == entity))


def _ties(snapshot: Snapshot, view: View, day: date, kinds: Collection[str], rows: Longs) -> Ties:
    """Ties from these rows of the reports, a block at a time: what is done in between stays small, and so quick."""
    allowed = _allowed_kinds(kinds)
    ending = rows[snapshot.reports.over[rows] != UNKNOWN_DAY]
    table = _take(snapshot.reports, ending)
    ends = stated_ends(table, admitted_rows(snapshot, table, view, day), len(snapshot.ids))
    blocks = [_block(snapshot, view, day, allowed, block, ends) for block in _blocks(snapshot.reports, rows)]
    low, high, strength, possible = (np.concatenate([getattr(each, name) for each in blocks]) for name in ("low", "high", "strength", "possible"))
    found = [each.interactions for each in blocks]
    kept = {name: np.concatenate([getattr(each, name) for each in found]) for name in ("kind", "forward", "start", "last", "c", "p", "reports")}
    indptr, neighbour, tie = adjacency(low, high, len(snapshot.ids))
    return Ties(
        view=view,
        day=day,
        low=low,
        high=high,
        strength=strength,
        possible=possible,
        interaction_ptr=_pointers([np.append(each.first, len(each.interactions.p)) for each in blocks]),
        interaction_possible=np.concatenate([each.possible for each in found]),
        report_ptr=_pointers([each.report_ptr for each in found]),
        indptr=indptr,
        neighbour=neighbour,
        tie=tie,
        **kept,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Ties of some pairs: their ends, strength and doubt, the position of their first interaction, and all interactions."""

    low: Ints
    high: Ints
    strength: Floats
    possible: Flags
    first: Longs
    interactions: Interactions


def _blocks(reports: Reports, rows: Longs) -> Iterator[Longs]:
    """The rows in parts of about BLOCK that part no pair; at least one part."""
    begin, end = 0, BLOCK
    while end < len(rows):
        before, after = rows[end - 1], rows[end]
        if reports.low[before] == reports.low[after] and reports.high[before] == reports.high[after]:
            end += 1
        else:
            yield rows[begin:end]
            begin, end = end, end + BLOCK
    yield rows[begin:]


def _block(snapshot: Snapshot, view: View, day: date, allowed: Flags, rows: Longs, ends: StatedEnds) -> Block:
    table = _take(snapshot.reports, rows)
    admitted = np.flatnonzero(admitted_rows(snapshot, table, view, day) & (table.kind >= 0) & allowed[table.kind])
    found = interactions(_take(table, admitted), rows[admitted].astype(np.int32), day.toordinal(), ends)
    first = run_starts(found.low, found.high)
    some = len(first) > 0
    strength = np.minimum(STRENGTH_CAP, 1 - np.multiply.reduceat(1 - found.p, first)) if some else np.zeros(0)
    possible = np.logical_and.reduceat(found.possible, first) if some else found.possible
    return Block(found.low[first], found.high[first], strength, possible, first, found)


def _pointers(parts: Sequence[Longs | Ints]) -> Ints:
    """Pointers of parts, each from 0 to its own length, as those of the whole."""
    begins = np.cumsum([0, *(part[-1] for part in parts)])
    return np.concatenate([np.zeros(1, dtype=np.int32), *((part[1:] + begin).astype(np.int32) for part, begin in zip(parts, begins, strict=False))])


def pair_keys(ties: Ties) -> Longs:
    """The pair of each tie as one number (m), ascending."""
    keys: Longs = ties.low.astype(np.int64) << 32 | ties.high
    return keys


def adjacency(low: Ints, high: Ints, n: int) -> tuple[Longs, Ints, Ints]:
    """indptr (n + 1), neighbour (2m) and tie (2m) of m ties sorted by (low, high) with low < high.

    A node's smaller neighbours come from the ties in which it is high, and lie before the larger
    ones; so one stable sort by high is enough.
    """
    m = len(low)
    if m > PLAIN:
        from graph.kernels.rows import placed

        return placed(low, high, n)
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
    """Some rows; what lies in one piece is not copied."""
    piece = slice(rows[0], rows[-1] + 1) if len(rows) and rows[-1] - rows[0] == len(rows) - 1 else rows
    return Reports(**{column.name: getattr(reports, column.name)[piece] for column in fields(Reports)})


def admitted_rows(snapshot: Snapshot, reports: Reports, view: View, day: date) -> Flags:
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
    known = ontology.load()
    known.check_kinds(entities=kinds)
    return np.array([key in kinds for key in known.entities])


def _allowed_kinds(kinds: Collection[str]) -> Flags:
    known = ontology.load()
    known.check_kinds(ties=kinds)
    return np.array([key in kinds for key in known.ties])
