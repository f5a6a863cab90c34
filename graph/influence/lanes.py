"""Many weightings of the same arcs, measured eight at a time on all cores."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from graph.cores import shared_out
from graph.influence.arcs import Arcs
from graph.influence.pagerank import pagerank
from graph.progress import Progress
from graph.snapshot.arrays import Bytes, Flags, Floats, Ints, Longs
from graph.strength import STRENGTH_CAP

T = TypeVar("T")
SMALL = 1_000_000


class Measured(Protocol):
    """What can be measured of every actor for many weightings of the same arcs."""

    def of(self, arcs: Arcs, weights: Floats) -> Floats:
        """The measure (n, d) for weightings (a, d)."""

    def of_lanes(self, arcs: Arcs, begins: Longs, weights: Floats) -> Floats:
        """The same for LANES weightings, compiled; arcs begins[v]:begins[v + 1] lead to v."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: the PageRank with a damping, or where `damping` is 0 the out-strength."""

    damping: float
    tolerance: float
    first: Floats

    def of(self, arcs: Arcs, weights: Floats) -> Floats:
        """The measure (n, d) of every actor for weightings (a, d)."""
        n = len(arcs.actors)
        if not self.damping:
            return np.stack([np.bincount(arcs.source, weights=column, minlength=n) for column in weights.T], axis=1)
        return pagerank(arcs.source, arcs.target, weights, n, damping=self.damping, tolerance=self.tolerance, first=self.first)

    def of_lanes(self, arcs: Arcs, begins: Longs, weights: Floats) -> Floats:
        """The same for LANES weightings, compiled; arcs begins[v]:begins[v + 1] lead to v."""
        from graph.kernels.ranks import leaving, solve_eight

        n = len(arcs.actors)
        if not self.damping:
            return leaving(arcs.source, weights, n)
        return solve_eight(begins, arcs.source, weights, np.full(n, 1 / n), self.first, self.damping, self.tolerance)


@dataclass(frozen=True, slots=True)
class Units:
    """What an interaction stands or falls with: interaction i of chance p[i] survives while one of unit[ptr[i]:ptr[i + 1]] does."""

    p: Floats
    ptr: Longs
    unit: Ints

    def survivors(self, alive: Flags) -> Floats:
        """The chance of each interaction in d outcomes (interactions, d), 0 where it does not survive; `alive` is (units, d)."""
        if not len(self.unit):
            return np.zeros((0, alive.shape[1]))
        return np.where(np.logical_or.reduceat(alive[self.unit], self.ptr[:-1], axis=0), self.p[:, None], 0.0)


def in_lanes(arcs: Arcs, units: Units, alive: Bytes, measure: Measured, seen: Callable[[int, Floats], T], progress: Progress | None = None) -> list[T]:
    """What `seen` makes of each lane group and its measures (n, LANES), in order.

    `alive` is (groups of LANES outcomes, units): bit l of alive[g, u] says that unit u survives in outcome l of group g.
    `progress` is told after each group how many are done; what it raises cancels the rest.
    """
    from graph.kernels.ranks import strengths

    begins = arcs.begins

    def work(group: int) -> T:
        weights = strengths(arcs.ptr, arcs.use, units.p, units.ptr, units.unit, alive[group], STRENGTH_CAP)
        return seen(group, measure.of_lanes(arcs, begins, weights))

    return on_all_cores(work, range(len(alive)), progress)


def on_all_cores(work: Callable[[int], T], tasks: Sequence[int], progress: Progress | None = None) -> list[T]:
    """The answers of `work` in the order of the tasks; the order in which they are done changes nothing."""
    done: list[T] = []
    with closing(shared_out(work, tasks)) as answers:
        for answer in answers:
            done.append(answer)
            if progress:
                progress(len(done), len(tasks))
    return done


def packed(outcomes: Flags) -> Bytes:
    """Outcomes (d, units) as bits of groups of eight (groups, units); the last group repeats its first outcome."""
    short = -len(outcomes) % 8
    full = np.concatenate([outcomes, np.repeat(outcomes[-1:], short, axis=0)])
    return np.packbits(full.reshape(-1, 8, full.shape[1]), axis=1, bitorder="little")[:, 0]
