"""Friedkin and Johnsen's model of how positions settle among actors who listen to one another.

y = LWy + (I - L)y0, so y = Vy0 with V = (I - LW)^-1 (I - L) (Friedkin and Johnsen 1999). W (rows sum to 1)
is the weight that each gives to whom it listens, L holds susceptibilities in [0, 1). Row t of V says how much
of t's settled position traces back to everybody's own; it sums to 1.
"""

from typing import Literal

import numpy as np

from graph.snapshot.arrays import Floats, Ints, Longs

TOLERANCE = 1e-13
ROUNDS = 100_000


def hearing(source: Ints | Longs, target: Ints | Longs, weights: Floats, n: int, listens: Literal["seekers", "sought"]) -> tuple[Longs, Longs, Floats]:
    """Who listens, to whom, and with what share: W as arrays. Whoever listens to nobody listens to itself.

    seekers  an actor listens to those who seek it: their arcs are how a position reaches it
    sought   an actor listens to those it seeks itself, which is the direction of PageRank
    """
    listener, heard = (target, source) if listens == "seekers" else (source, target)
    total = np.bincount(listener, weights=weights, minlength=n)
    deaf = np.flatnonzero(total == 0)
    share = np.divide(weights, total[listener], out=np.zeros(len(weights)), where=total[listener] > 0)
    return np.append(listener, deaf).astype(np.int64), np.append(heard, deaf).astype(np.int64), np.append(share, np.ones(len(deaf)))


def passed_on(listener: Longs, heard: Longs, share: Floats, susceptibility: Floats, at: int) -> Floats:
    """How much each (n) is listened to along all ways that end at one: row `at` of (I - LW)^-1, within 1e-12.

    The row of V is this times 1 - susceptibility. Only this row is worked out, by summing over ever
    longer ways; susceptibilities (n) must leave no closed circle in which all are 1.
    """
    n = len(susceptibility)
    found, arriving = np.zeros(n), np.zeros(n)
    arriving[at] = 1.0
    for _ in range(ROUNDS):
        found += arriving
        arriving = np.bincount(heard, weights=share * (susceptibility * arriving)[listener], minlength=n).astype(np.float64)
        if arriving.sum() <= TOLERANCE:
            break
    return found


def control(listener: Longs, heard: Longs, share: Floats, susceptibility: Floats, at: int) -> Floats:
    """Row `at` of V (n), which sums to 1."""
    return passed_on(listener, heard, share, susceptibility, at) * (1 - susceptibility)
