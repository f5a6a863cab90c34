"""The claims behind arcs."""

from collections.abc import Iterable

import numpy as np

from graph.influence.arcs import Arcs
from graph.snapshot.arrays import Floats, Ints, Longs, Snapshot


def claims_of(snapshot: Snapshot, arcs: Arcs, numbers: Iterable[int]) -> list[int]:
    """Numbers of the claims behind some arcs, those of the strongest interaction of each arc first, without repetition."""
    found: dict[int, None] = {}
    for arc in numbers:
        uses = arcs.use[arcs.ptr[arc] : arcs.ptr[arc + 1]]
        strongest_first = uses[np.argsort(-arcs.ties.p[uses], kind="stable")]
        found |= dict.fromkeys(snapshot.reports.claim[arcs.rows_of(strongest_first)].tolist())
    return list(found)


def behind(snapshot: Snapshot, arcs: Arcs, numbers: Longs) -> Ints:
    """Numbers of all claims behind some arcs, ascending."""
    return np.unique(snapshot.reports.claim[arcs.rows_of(arcs.use[arcs.uses_of(numbers)])])


def strongest(weights: Floats, numbers: Longs, limit: int) -> list[int]:
    """The arcs among those numbered that weigh most, heaviest first, then by number; at most `limit`."""
    return [int(arc) for arc in numbers[np.lexsort((numbers, -weights[numbers]))][:limit]]
