"""How sure a grouping is: who is together when each source group holds only with its reliability."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.progress import Progress
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot

ABSENT = -1
WORK = 40_000_000
FEWEST = 20


@dataclass(frozen=True, slots=True, eq=False)
class Regroupings:
    """The group of each of n actors in d different outcomes (d, n), ABSENT where nothing is known of it then, and how often each was drawn (d)."""

    labels: Longs
    times: Longs

    @property
    def draws(self) -> int:
        """How many draws were made."""
        return int(self.times.sum())

    def together(self, members: Sequence[int]) -> Floats:
        """For each of at least two members the share of draws, in [0, 1], in which it is together with another one, the mean over the others."""
        found = np.zeros(len(members))
        for labels, times in zip(self.labels[:, members], self.times.tolist(), strict=True):
            known = labels != ABSENT
            size = np.bincount(labels[known], minlength=1)
            found[known] += times * (size[labels[known]] - 1) / (len(members) - 1)
        return found / max(1, self.draws)


def regrouped(
    snapshot: Snapshot,
    groups: Sequence[int],
    group: Callable[[Flags], Longs],
    n: int,
    *,
    seed: int,
    draws: int,
    work: int,
    progress: Progress | None = None,
) -> Regroupings:
    """Toss a coin for each source group `draws` times and group the n actors anew; outcomes that recur are grouped once.

    `group` is told which of all source groups hold. `work` is about how many steps one grouping takes: where
    all draws would take minutes, fewer are made, at least 20.
    """
    if not groups or not draws:
        return Regroupings(np.zeros((0, n), dtype=np.int64), np.zeros(0, dtype=np.int64))
    rng = np.random.default_rng(seed)
    affordable = min(draws, max(FEWEST, WORK // max(1, work)))
    coins = rng.random((affordable, len(groups))) < snapshot.reliability[list(groups)]
    patterns, times = np.unique(coins, axis=0, return_counts=True)
    labels = np.empty((len(patterns), n), dtype=np.int64)
    for at, pattern in enumerate(patterns):
        if progress:
            progress(at, len(patterns))
        alive = np.zeros(len(snapshot.groups), dtype=np.bool_)
        alive[list(groups)] = pattern
        labels[at] = group(alive)
    return Regroupings(labels, times.astype(np.int64))
