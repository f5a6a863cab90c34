"""Who is tied to whom by any kind of tie at all: the ground on which the naive shortest way is sought."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph import ontology
from graph.interactions import distinct
from graph.paths import route
from graph.paths.roads import Route
from graph.paths.walk import PathQuery, carrying_kinds, carrying_ties, ranks
from graph.snapshot.arrays import Ints, Longs, Snapshot
from graph.snapshot.kept import Kept
from graph.strength import PLAIN, Ties, adjacency, derive, derive_between, pair_keys


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Adjacency of n entities over ties of every kind: indptr (n + 1) and neighbour, sorted in each row."""

    indptr: Longs
    neighbour: Ints


def contacts(snapshot: Snapshot, query: PathQuery) -> Contacts:
    """Over all ties that the filters of the query's view admit on its day, whatever their kind; the last few answers are kept."""
    view = query.view.model_copy(update={"inside": ()})
    return _KEPT.get((snapshot, view, query.day), lambda: _join(snapshot, query, carrying_ties(snapshot, query)))


def _join(snapshot: Snapshot, query: PathQuery, ties: Ties) -> Contacts:
    """The pairs of the ties that are walked and of all others; where the others add none, the arrays of the walked ones."""
    known = tuple(ontology.load().ties)
    present = {known[kind] for kind in np.flatnonzero(np.bincount(snapshot.reports.kind[snapshot.reports.kind >= 0], minlength=1))}
    others = present - set(carrying_kinds(query.view))
    if not others:
        return Contacts(ties.indptr, ties.neighbour)
    more = derive(snapshot, query.view, query.day, tuple(others))
    keys = distinct(np.concatenate([pair_keys(ties), pair_keys(more)]))
    if len(keys) == len(ties.low):
        return Contacts(ties.indptr, ties.neighbour)
    indptr, neighbour, _ = adjacency((keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), len(snapshot.ids))
    return Contacts(indptr, neighbour)


_KEPT: Kept[Contacts] = Kept(256 << 20, lambda found: found.neighbour.nbytes + found.indptr.nbytes)


def fewest(snapshot: Snapshot, query: PathQuery, starts: Sequence[int], ends: Sequence[int], limit: int) -> Route:
    """The way of fewest ties of any kind, at most `limit`, smallest ids first among equals; () when there is none."""
    ground = contacts(snapshot, query)
    if len(ground.neighbour) <= 2 * PLAIN:
        return route.shortest(ground.indptr, ground.neighbour, starts, ends, snapshot.ids, limit)
    from graph.kernels.steps import fewest as compiled

    return compiled(ground.indptr, ground.neighbour, ranks(snapshot), tuple(starts), tuple(ends), limit)


def kinds_between(snapshot: Snapshot, query: PathQuery, a: int, b: int) -> tuple[str, ...]:
    """The kinds of all ties of two entities on the day, the first reported first."""
    known = tuple(ontology.load().ties)
    ties = derive_between(snapshot, query.view, query.day, known, a, b)
    return tuple(dict.fromkeys(known[kind] for kind in ties.kind.tolist()))
