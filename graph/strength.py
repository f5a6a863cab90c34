"""Tie strength: what the interactions of a pair are worth on a day (spec: queries)."""

from dataclasses import dataclass
from datetime import date

from graph.snapshot import Flags, Floats, Ints, Longs, Smalls
from graph.view import View


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties that a view admits on a day, with their adjacency.

    m ties, q interactions, n entities. Tie t joins low[t] and high[t] with strength[t] in [0, .95];
    its interactions are interaction_ptr[t]:interaction_ptr[t+1] and the reports of interaction i are
    reports[report_ptr[i]:report_ptr[i+1]] (rows of `Snapshot.reports`). indptr, neighbour and tie
    are the adjacency of both ends: indptr has n + 1 entries and indptr[n] = 2m (self-loops make no tie).
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
    p: Floats
    interaction_possible: Flags
    report_ptr: Longs
    reports: Ints
    indptr: Longs
    neighbour: Ints
    tie: Ints
