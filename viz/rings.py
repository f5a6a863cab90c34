"""A view as rings around its centre: the nearer in steps or the better connected, the further in.

The order around the centre is that of a stress layout, so that those who know one another stand
together; angles are then made equal and the rings widened until no two boxes meet.
"""

from collections.abc import Sequence
from math import atan2, cos, pi, sin, tau

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Size = tuple[float, float]

FULL = 15
FIRST = (1.0, 2.0, 3.5)
BUSY = 4
AIRY = 170.0


def around(centre: int, points: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]], sizes: Sequence[Size], aspect: float) -> list[Points]:
    """Ways to stand around `centre`: (nodes, 2) positions each, without overlaps; [] for less than two nodes.

    `points` are the positions of a stress layout, `pairs` the ties, `sizes` the boxes in pixels with
    the space that they need around them, `aspect` the width of a ring over its height.
    """
    if len(points) < 2:
        return []
    steps, degree = _steps(centre, pairs, len(points)), np.bincount(np.array(pairs, dtype=np.intp).ravel(), minlength=len(points))
    angle = [atan2((y - points[centre][1]) * aspect, x - points[centre][0]) for x, y in points]
    plain = [step * 2 for step in steps]
    busy = [step * 2 - (step == 1 and degree[i] >= BUSY) for i, step in enumerate(steps)]
    ways = [plain] if busy == plain or min(busy[i] for i in range(len(steps)) if i != centre) == max(busy) else [plain, busy]
    return [_placed(_rings(way, angle, centre, first), sizes, aspect) for way in ways for first in FIRST]


def _steps(centre: int, pairs: Sequence[tuple[int, int]], count: int) -> list[int]:
    """Ties from the centre to each node; one more than the most for those that it does not reach."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs:
        beside[a].append(b)
        beside[b].append(a)
    steps = {centre: 0}
    queue = [centre]
    for node in queue:
        for near in beside[node]:
            if near not in steps:
                steps[near] = steps[node] + 1
                queue.append(near)
    return [steps.get(i, max(steps.values()) + 1) for i in range(count)]


def _rings(level: Sequence[int], angle: Sequence[float], centre: int, first: float) -> Points:
    """Positions on circles of radius `first`, `first` + 1, ...: a level with many nodes takes several, its nodes in turn."""
    found = np.zeros((len(level), 2))
    inner = 0
    for step in sorted({one for i, one in enumerate(level) if i != centre}):
        members = sorted((i for i, one in enumerate(level) if one == step and i != centre), key=lambda i: (angle[i], i))
        rings = -(-len(members) // FULL)
        share = tau / len(members)
        turn = _turn([angle[i] - at * share for at, i in enumerate(members)])
        for at, i in enumerate(members):
            radius, towards = first + inner + at % rings, turn + at * share
            found[i] = radius * cos(towards), radius * sin(towards)
        inner += rings
    return found


def _turn(differences: Sequence[float]) -> float:
    """The mean of angles on the circle."""
    return atan2(sum(map(sin, differences)), sum(map(cos, differences))) if differences else pi / 2


def _placed(rings: Points, sizes: Sequence[Size], aspect: float) -> Points:
    """The rings as ellipses, AIRY high or as wide as the boxes need: for each pair one axis must keep them apart."""
    ellipses = rings * (aspect, 1.0)
    boxes = np.array(sizes)
    a, b = np.triu_indices(len(rings), 1)
    with np.errstate(divide="ignore"):
        needed = (boxes[a] + boxes[b]) / 2 / np.abs(ellipses[a] - ellipses[b])
    airy = AIRY / float(np.max(np.hypot(rings[:, 0], rings[:, 1])))
    return np.asarray(ellipses * max(float(np.max(np.min(needed, axis=1))) * 1.001, airy))
