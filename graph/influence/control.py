"""One row of the control matrix for many weightings of the arcs at once.

With all susceptibilities equal to l, row t of V = (I - lW)^-1 (I - l) is a PageRank of damping l that
restarts at t (Friedkin and Johnsen 1999; Brin and Page 1998): what t is passed on by each actor, less
what stays with those who listen to nobody. So the sweeps that rank actors serve here as well, and a
draw costs one linear solve, of the row alone.
"""

from dataclasses import dataclass

import numpy as np

from graph.influence.arcs import Arcs
from graph.influence.pagerank import pagerank, sums
from graph.results.opinion import Listens
from graph.snapshot.arrays import Floats, Ints, Longs


@dataclass(frozen=True, slots=True, eq=False)
class ControlRow:
    """The row of the actor at `at` among n, at one susceptibility, within `tolerance` in the sum of absolute differences.

    `order` (a) puts the arcs from listener to heard into the order of (heard, listener), begins[v]:begins[v + 1]
    are those heard at v; `restart` (n) is 1 at `at`, and `first` (n) is where the solving starts.
    """

    order: Longs
    listener: Ints
    heard: Ints
    begins: Longs
    susceptibility: float
    tolerance: float
    restart: Floats
    first: Floats

    def of(self, arcs: Arcs, weights: Floats) -> Floats:
        """The row (n, d) for weightings (a, d) of `arcs`; each column sums to 1."""
        ordered = weights[self.order]
        n = len(self.restart)
        passed = pagerank(self.listener, self.heard, ordered, n, damping=self.susceptibility, tolerance=self.tolerance, first=self.first, teleport=self.restart)
        return self._kept(passed, sums(ordered, self.listener, n))

    def of_lanes(self, arcs: Arcs, begins: Longs, weights: Floats) -> Floats:
        """The same for LANES weightings, compiled."""
        from graph.kernels.ranks import leaving, solve_eight

        ordered = weights[self.order]
        passed = solve_eight(self.begins, self.listener, ordered, self.restart, self.first, self.susceptibility, self.tolerance)
        return self._kept(passed, leaving(self.listener, ordered, len(self.restart)))

    def _kept(self, passed: Floats, listening: Floats) -> Floats:
        """What each keeps of what it is passed: all where it listens to nobody, else the part that is its own."""
        kept = passed * np.where(listening > 0, 1 - self.susceptibility, 1.0)
        return np.asarray(kept / kept.sum(axis=0), dtype=np.float64)


def control_row(arcs: Arcs, at: int, susceptibility: float, listens: Listens, *, tolerance: float) -> ControlRow:
    """The measure of one actor's row over the arcs of a view."""
    n = len(arcs.actors)
    listener, heard = (arcs.target, arcs.source) if listens == "seekers" else (arcs.source, arcs.target)
    order = np.lexsort((listener, heard))
    restart = np.zeros(n)
    restart[at] = 1.0
    begins = np.searchsorted(heard[order], np.arange(n + 1)).astype(np.int64)
    narrow = np.ascontiguousarray(listener[order], dtype=np.int32)
    return ControlRow(order, narrow, np.ascontiguousarray(heard[order], dtype=np.int32), begins, susceptibility, tolerance, restart, restart)
