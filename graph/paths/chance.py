"""Two-terminal reliability: the chance that at least one path between two ends works.

Ties work or fail apart from one another, each with its strength as chance. The event is that every tie
of some path of at most `max_ties` ties works, so it asks for less than that the two ends are joined at all.
Exact by going through all states of up to 20 ties (Moore and Shannon 1956), else Monte Carlo.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

from graph.paths.roads import Roads, strengths
from graph.paths.route import Found
from graph.snapshot.arrays import Flags, Floats

EXACT_TIES = 20
PATHS = 500
DRAWS = 20_000
BATCH = 2_000
NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Reliability:
    """The chance in [0, 1] with its 90 % interval (both ends equal to it when exact).

    `ties` and `paths` were looked at; `bounded`: there are more paths, so that the chance is at least this.
    """

    value: float
    lo90: float
    hi90: float
    exact: bool
    ties: int
    paths: int
    draws: int
    bounded: bool


def two_terminal(roads: Roads, found: Found, *, draws: int = DRAWS, seed: int = 0) -> Reliability:
    """The chance that one of the paths found works; they should be all within the limit of ties, or the best of them (`bounded`)."""
    numbers: dict[tuple[int, int], int] = {}
    ways = [[numbers.setdefault((min(a, b), max(a, b)), len(numbers)) for a, b in pairwise(path)] for path in found.paths]
    strength = np.array([strengths(roads, pair)[0] for pair in numbers])
    if len(strength) <= EXACT_TIES:
        value = exactly(strength, ways)
        return Reliability(value, value, value, True, len(strength), len(ways), 0, found.bounded)
    value = _drawn(strength, ways, draws, seed)
    low, high = wilson(value, draws)
    return Reliability(value, low, high, False, len(strength), len(ways), draws, found.bounded)


def exactly(strength: Floats, ways: Sequence[Sequence[int]]) -> float:
    """The chance that all ties of some way work, over all 2^m states of m ties; `ways` hold numbers of ties."""
    states = np.arange(1 << len(strength), dtype=np.int64)
    works: Flags = np.zeros(len(states), dtype=np.bool_)
    for mask in sorted({sum(1 << number for number in way) for way in ways}):
        works |= (states & mask) == mask
    weight = np.ones(1)
    for chance in strength:
        weight = np.concatenate([weight * (1 - chance), weight * chance])
    return float(min(1.0, weight[works].sum()))


def wilson(share: float, draws: int) -> tuple[float, float]:
    """The 90 % interval of a share of `draws` independent draws (Wilson 1927)."""
    z = NORMAL_90 * NORMAL_90 / draws
    middle = (share + z / 2) / (1 + z)
    half = sqrt(share * (1 - share) * z + z * z / 4) / (1 + z)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def _drawn(strength: Floats, ways: Sequence[Sequence[int]], draws: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    works = 0
    for first in range(0, draws, BATCH):
        up = rng.random((len(strength), min(BATCH, draws - first))) < strength[:, None]
        some: Flags = np.zeros(up.shape[1], dtype=np.bool_)
        for way in ways:
            some |= np.logical_and.reduce(up[way])
        works += int(some.sum())
    return works / draws
