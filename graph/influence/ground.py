"""The arcs of a view with their strengths: the ground on which actors are measured as a whole graph."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import RequestError, shown
from graph.influence.arcs import Arcs, actors_of, arc_kinds, find_arcs, weigh
from graph.influence.matrices import matrix
from graph.snapshot.arrays import Floats, Ints, Snapshot
from graph.strength import derive
from graph.view import Query, View

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The arcs that a view admits on a day, with their strengths (a)."""

    arcs: Arcs
    weights: Floats

    @property
    def actors(self) -> Ints:
        """Entity numbers of the actors that have an arc, ascending."""
        return self.arcs.actors

    def matrix(self) -> "csr_array":
        """Strengths from seeker to sought, as `graph.influence.measures` takes them."""
        return matrix(self.arcs.source, self.arcs.target, self.weights, len(self.actors))

    def place(self, entity: int) -> int:
        """The position of an entity among the actors, -1 where it has no arc."""
        at = int(np.searchsorted(self.actors, entity))
        return at if at < len(self.actors) and self.actors[at] == entity else -1


def ground(snapshot: Snapshot, query: Query, view: View | None = None) -> Ground:
    """The ground of a query, or of another view on its day."""
    seen = query.view if view is None else view
    arcs = find_arcs(snapshot, derive(snapshot, seen, query.day, arc_kinds(seen)))
    return Ground(arcs, weigh(arcs, arcs.ties.p[:, None])[:, 0])


def actor(snapshot: Snapshot, entity: str) -> int:
    """The number of an actor. Raises UnknownName, and RequestError for what is no actor."""
    number = snapshot.index(entity)
    if not actors_of(snapshot)[number]:
        kind = snapshot.kinds[number].replace("_", " ")
        raise RequestError(f"{shown(snapshot.names[number])}: is no actor but of the kind {kind}, and moves nobody; name an actor")
    return number


def without(view: View, key: str) -> View:
    """The same view without an entity or a source."""
    return view.model_copy(update={"exclude": tuple(sorted({*view.exclude, key}))})
