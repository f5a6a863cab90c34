"""How sure a ranking is: what is measured when each source group holds only with its reliability."""

from dataclasses import dataclass

import numpy as np

from graph.influence.arcs import Arcs, weigh
from graph.influence.lanes import SMALL, Measured, Units, in_lanes, packed
from graph.influence.ranking import DIGITS, middle_ranks
from graph.progress import Progress
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot

WORK = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose draws are kept: positions of the actors shown among those `listed` (positions of actors).

    `first` (listed) is added to each value before ranks are taken; 2 puts an actor before all scores.
    """

    listed: Longs
    shown: Longs
    first: Floats


@dataclass(frozen=True, slots=True)
class Draws:
    """Values and ranks (shown, count) in each draw; groups is how many source groups had a coin."""

    values: Floats
    ranks: Floats
    groups: int

    @property
    def count(self) -> int:
        """How many draws were made."""
        return int(self.values.shape[1])


def draw(snapshot: Snapshot, arcs: Arcs, measure: Measured, shown: Shown, *, seed: int, draws: int, progress: Progress | None = None) -> Draws:
    """Draw `draws` times which source groups hold (one coin each), and measure what survives.

    Strengths are recomputed from the interactions that survive, as if they were certain (c = 1).
    Outcomes that recur are measured once. Where all would take minutes, fewer draws are made. Same
    seed, same draws.
    """
    groups = groups_behind(snapshot, arcs)
    if not len(groups) or not draws:
        return Draws(np.zeros((len(shown.shown), 0)), np.zeros((len(shown.shown), 0)), len(groups))
    coins = tossed(snapshot, groups, seed=seed, draws=draws)
    patterns, pick = np.unique(coins, axis=0, return_inverse=True)
    affordable = max(20, WORK // len(arcs.use))
    if len(patterns) > affordable:
        patterns, pick = np.unique(coins[:affordable], axis=0, return_inverse=True)
    alive = np.zeros((len(patterns), len(snapshot.groups)), dtype=np.bool_)
    alive[:, groups] = patterns
    values, ranks = outcomes(arcs, report_units(snapshot, arcs), alive, measure, shown, progress)
    return Draws(values[:, pick.reshape(-1)], ranks[:, pick.reshape(-1)], len(groups))


def groups_behind(snapshot: Snapshot, arcs: Arcs) -> Longs:
    """The source groups behind some arcs, ascending."""
    return np.flatnonzero(np.bincount(snapshot.reports.group[arcs.rows_of(_used(arcs))], minlength=len(snapshot.groups)))


def tossed(snapshot: Snapshot, groups: Longs, *, seed: int, draws: int) -> Flags:
    """Which of some source groups hold in each draw (draws, groups): one coin each, of its reliability. Same seed, same draws."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.random(len(groups)) < snapshot.reliability[groups] for _ in range(draws)])


def outcomes(arcs: Arcs, units: Units, alive: Flags, measure: Measured, shown: Shown, progress: Progress | None = None) -> tuple[Floats, Floats]:
    """Values and ranks (shown, d) in d outcomes; `alive` (d, units) says which units hold in each."""

    def seen(_: int, found: Floats) -> tuple[Floats, Floats]:
        among = found[shown.listed]
        return among[shown.shown], middle_ranks(np.round(among + shown.first[:, None], DIGITS), shown.shown)

    d = len(alive)
    if len(arcs.use) * d <= SMALL:
        whole = seen(0, measure.of(arcs, weigh(arcs, units.survivors(alive.T))))
        if progress:
            progress(1, 1)
        return whole
    values, ranks = zip(*in_lanes(arcs, units, packed(alive), measure, seen, progress), strict=True)
    return np.concatenate(values, axis=1)[:, :d], np.concatenate(ranks, axis=1)[:, :d]


def report_units(snapshot: Snapshot, arcs: Arcs) -> Units:
    """Interactions stand with the source groups of their reports, and are then certain."""
    ties = arcs.ties
    p = np.divide(ties.p, ties.c, out=np.zeros_like(ties.p), where=ties.c > 0)
    return Units(p, ties.report_ptr.astype(np.int64), snapshot.reports.group[ties.reports])


def _used(arcs: Arcs) -> Longs:
    """Interactions that make arcs."""
    used = np.zeros(len(arcs.ties.p), dtype=np.bool_)
    used[arcs.use] = True
    return np.flatnonzero(used)
