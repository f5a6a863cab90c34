"""How sure a ranking is: scores when each source group holds only with its reliability."""

from dataclasses import dataclass

import numpy as np

from graph.arcs import Arcs, survivors, weigh
from graph.arrays import Flags, Floats, Ints, Snapshot
from graph.pagerank import pagerank

TOLERANCE = 1e-8
WORK = 50_000_000
CHUNK = 2_000_000
DIGITS = 10


@dataclass(frozen=True, slots=True)
class Draws:
    """Scores of n actors in u different outcomes, and which outcome each of `count` draws had.

    outcomes is (n, u), pick (count) its column for each draw; groups is how many source groups had a coin.
    """

    outcomes: Floats
    pick: Ints
    groups: int

    @property
    def count(self) -> int:
        """How many draws were made."""
        return len(self.pick)

    @property
    def values(self) -> Floats:
        """Scores (n, count)."""
        return self.outcomes[:, self.pick]

    def ranks(self, listed: Ints, first: Floats) -> Floats:
        """Ranks (listed, count) of some actors among themselves; equal scores share their middle rank."""
        keys = np.round(self.outcomes[listed] + first[listed, None], DIGITS)
        ranks = np.empty_like(keys)
        for column in range(keys.shape[1]):
            _, level, sizes = np.unique(-keys[:, column], return_inverse=True, return_counts=True)
            ranks[:, column] = (np.cumsum(sizes) - (sizes - 1) / 2)[level]
        return ranks[:, self.pick]


def draw_scores(snapshot: Snapshot, arcs: Arcs, base: Floats, *, seed: int, draws: int, damping: float) -> Draws:
    """Draw `draws` times which source groups hold (one coin each), and score what survives.

    Strengths are recomputed from the interactions that survive, as if they were certain (c = 1).
    Outcomes that recur are solved once. On graphs so large that all would take minutes, fewer draws
    are made. Same seed, same draws.
    """
    groups = np.unique(snapshot.reports.group[_rows(arcs)])
    if not len(groups) or not draws:
        return Draws(np.zeros((len(base), 0)), np.zeros(0, dtype=np.int32), len(groups))
    coins = np.random.default_rng(seed).random((draws, len(groups))) < snapshot.reliability[groups]
    patterns, pick = np.unique(coins, axis=0, return_inverse=True)
    affordable = max(20, WORK // len(arcs.use))
    if len(patterns) > affordable:
        patterns, pick = np.unique(coins[:affordable], axis=0, return_inverse=True)
    alive = np.zeros((len(snapshot.groups), len(patterns)), dtype=np.bool_)
    alive[groups] = patterns.T
    step = max(1, CHUNK // len(arcs.use))
    parts = [_outcomes(snapshot, arcs, base, alive[:, at : at + step], damping) for at in range(0, len(patterns), step)]
    return Draws(np.concatenate(parts, axis=1), pick.reshape(-1).astype(np.int32), len(groups))


def _outcomes(snapshot: Snapshot, arcs: Arcs, base: Floats, alive: Flags, damping: float) -> Floats:
    ties = arcs.ties
    p = np.divide(ties.p, ties.c, out=np.zeros_like(ties.p), where=ties.c > 0)
    surviving = np.where(survivors(snapshot, ties, alive), p[:, None], 0.0)
    return pagerank(arcs.source, arcs.target, weigh(arcs, surviving), len(base), damping=damping, tolerance=TOLERANCE, first=base)


def _rows(arcs: Arcs) -> Ints:
    """Rows of the reports behind the arcs."""
    ties = arcs.ties
    used = np.zeros(len(ties.p), dtype=np.bool_)
    used[arcs.use] = True
    return ties.reports[np.repeat(used, np.diff(ties.report_ptr))]
