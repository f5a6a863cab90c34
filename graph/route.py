"""The best simple paths between two nodes: a pure search over adjacency arrays.

Best first, with the worth of the best remaining walk as an upper bound of every partial path. The
bounds are one backward pass for each tie left (Bellman 1958), so that a partial path is opened only
when something as good as its bound may follow. Every factor is at most 1, hence the order in which
paths are completed is the order of their scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import pairwise
from math import prod

import numpy as np

from graph.arrays import Flags, Floats, Ints, Longs

OVERLAP = 0.6
LABELS = 20_000
TOLERANCE = 1e-9

Route = tuple[int, ...]
Batch = list[Route]


@dataclass(frozen=True, slots=True)
class Roads:
    """What may be walked for one question, among n nodes.

    indptr (n + 1), neighbour and strength (one entry for each end of a tie, strength in [0, 1], no
    parallel entries) are the adjacency. worth (n) is the factor in (0, 1] of a node that may stand
    inside a path, 0 for the others; after_start and before_end (n) hold the factor of nodes that may
    stand only directly after a start or directly before an end. A path leads from one of `starts` to
    one of `ends`; the two share no node, and none of them stands inside.
    """

    indptr: Longs
    neighbour: Ints
    strength: Floats
    worth: Floats
    after_start: Floats
    before_end: Floats
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Paths, best first, and whether the search gave up before it had proved that there are no others."""

    paths: tuple[Route, ...]
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A partial path and its continuations, best first: nodes, their gains and their bounds."""

    path: Route
    nodes: list[int]
    gains: list[float]
    bounds: list[float]


def best_paths(roads: Roads, ids: Sequence[str], *, k: int = 5, max_ties: int = 4, diverse: bool = True, labels: int = LABELS) -> Found:
    """Up to `k` best simple paths of at most `max_ties` ties: score, fewer ties, ids.

    With `diverse`, a path that shares more than 60 % of the smaller set of inner nodes with a better
    one is left out. `labels` bounds how many partial paths are opened (the same on every machine);
    when it is reached, what was proved so far is returned and `bounded` is set.
    """
    search = _Search(_without_ends(roads), max_ties, diverse, labels)
    while len(search.chosen) < k and (batch := search.next_batch()):
        search.choose(sorted(batch, key=lambda path: order_key(roads, path, ids)), k)
    return Found(tuple(search.chosen[:k]), search.opened >= labels)


def strengths(roads: Roads, path: Route) -> list[float]:
    """The strength of each tie of a path."""
    return [_strength(roads, a, b) for a, b in pairwise(path)]


def reliability(roads: Roads, path: Route) -> float:
    """Product of the strengths, the same in both directions to the last bit."""
    return prod(sorted(strengths(roads, path)))


def hub_penalty(roads: Roads, path: Route) -> float:
    """Product of the factors of the inner nodes."""
    return float(prod(sorted(max(roads.worth[v], roads.after_start[v], roads.before_end[v]) for v in path[1:-1])))


def score(roads: Roads, path: Route) -> float:
    """What `best_paths` maximises: reliability times hub penalty."""
    return reliability(roads, path) * hub_penalty(roads, path)


def order_key(roads: Roads, path: Route, ids: Sequence[str]) -> tuple[float, int, tuple[str, ...]]:
    """Sort key: score to 12 digits (beyond them lies rounding), fewer ties, ids."""
    return -float(f"{score(roads, path):.12g}"), len(path), tuple(ids[v] for v in path)


def near_duplicates(left: Route, right: Route) -> bool:
    """True when the two share more than 60 % of the smaller set of inner nodes."""
    a, b = set(left[1:-1]), set(right[1:-1])
    return len(a & b) > OVERLAP * min(len(a), len(b))


def without_penalty(roads: Roads) -> Roads:
    """The same roads where being a hub costs nothing."""
    worth, after_start, before_end = ((factors > 0).astype(np.float64) for factors in (roads.worth, roads.after_start, roads.before_end))
    return replace(roads, worth=worth, after_start=after_start, before_end=before_end)


def steps_to(indptr: Longs, neighbour: Ints, end: int, start: int = -1) -> Ints:
    """Fewest ties from every node to `end` (-1 where there is no way); stops early once `start` is reached."""
    steps = np.full(len(indptr) - 1, -1, dtype=np.int32)
    steps[end] = 0
    frontier, step = np.array([end]), 0
    while len(frontier) and (start < 0 or steps[start] < 0):
        step += 1
        near = neighbour[entries(indptr, frontier)]
        steps[near[steps[near] < 0]] = step
        frontier = np.flatnonzero(steps == step)
    return steps


def entries(indptr: Longs, nodes: Ints | Longs) -> Longs:
    """Positions of all adjacency entries of `nodes`, one node after the other."""
    counts = indptr[nodes + 1] - indptr[nodes]
    return np.repeat(indptr[nodes] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())


def shortest(indptr: Longs, neighbour: Ints, start: int, end: int, ids: Sequence[str]) -> Route:
    """The path of fewest ties whatever they are, smallest ids first among equals; () when there is none."""
    steps = steps_to(indptr, neighbour, end, start)
    if steps[start] < 0:
        return ()
    path = [start]
    while path[-1] != end:
        row = neighbour[indptr[path[-1]] : indptr[path[-1] + 1]]
        path.append(min(row[steps[row] == steps[path[-1]] - 1].tolist(), key=lambda v: ids[v]))
    return tuple(path)


def reach(roads: Roads, goals: Sequence[int], rounds: int) -> list[Floats]:
    """Upper bounds: item r is the best product of a walk of at most r ties from each node to one of `goals`."""
    direct = np.zeros(len(roads.indptr) - 1)
    for goal in goals:
        row = slice(roads.indptr[goal], roads.indptr[goal + 1])
        direct[roads.neighbour[row]] = np.maximum(direct[roads.neighbour[row]], roads.strength[row])
    filled = np.flatnonzero(roads.indptr[1:] > roads.indptr[:-1])
    bounds = [np.zeros_like(direct), direct]
    for _ in range(rounds - 1):
        enter = np.maximum(roads.before_end * direct, roads.worth * bounds[-1])
        further = direct.copy()
        if len(filled):
            further[filled] = np.maximum(direct[filled], np.maximum.reduceat(roads.strength * enter[roads.neighbour], roads.indptr[filled]))
        bounds.append(further)
    return bounds[: rounds + 1]


class _Search:
    """One search: its heap of partial paths, what it chose, and how much it has opened."""

    def __init__(self, roads: Roads, max_ties: int, diverse: bool, labels: int) -> None:
        self.roads, self.max_ties, self.diverse, self.labels = roads, max_ties, diverse, labels
        self.is_end = np.zeros(len(roads.worth), dtype=np.bool_)
        self.is_end[list(roads.ends)] = True
        self.chosen: list[Route] = []
        self.opened = 0
        self._begin()

    def _begin(self) -> None:
        self.bounds = reach(self.roads, self.roads.ends, self.max_ties)
        self.heap: list[tuple[float, int, int, Label]] = []
        self.pushed = 0
        for start in self.roads.starts:
            self._open((start,), 1.0)

    def next_batch(self) -> Batch:
        """The next complete paths of equal score; empty when none is left or the bound is reached."""
        batch: Batch = []
        lowest = 0.0
        while self.heap and -self.heap[0][0] >= lowest and self.opened < self.labels:
            _, _, place, label = heappop(self.heap)
            self._push(label, place + 1)
            path = (*label.path, label.nodes[place])
            if self._is_known(path):
                continue
            if not self.is_end[path[-1]]:
                self._open(path, label.gains[place])
                continue
            batch.append(path)
            lowest = max(lowest, label.bounds[place] * (1 - TOLERANCE))
        return batch

    def choose(self, batch: Batch, k: int) -> None:
        """Keep of a batch, in order, what is new; start again without nodes that no later path may use."""
        single = False
        for path in batch:
            if len(self.chosen) < k and not (self.diverse and any(near_duplicates(path, better) for better in self.chosen)):
                self.chosen.append(path)
                if self.diverse and len(path) == 3:
                    single = True
                    self.roads.worth[path[1]] = self.roads.after_start[path[1]] = self.roads.before_end[path[1]] = 0.0
        if single and len(self.chosen) < k:
            self._begin()

    def _is_known(self, path: Route) -> bool:
        """True when every completion of `path` was chosen already or is a near-duplicate of a chosen one."""
        if not self.diverse:
            return False
        inner = set(path[1:])
        return any(len(inner & set(better[1:-1])) > OVERLAP * (len(better) - 2) for better in self.chosen if len(better) > 2) or path in self.chosen

    def _open(self, path: Route, gain: float) -> None:
        """Rank the continuations of a partial path and put the best one into the heap."""
        self.opened += 1
        here, left = path[-1], self.max_ties - len(path)
        row = slice(self.roads.indptr[here], self.roads.indptr[here + 1])
        nodes = self.roads.neighbour[row]
        gains = gain * self.roads.strength[row] * self._factor(path, nodes)
        bounds = gains * np.where(self.is_end[nodes], 1.0, self._rest(path, nodes, left) if self._is_free(path) else 0.0)
        bounds[_standing_on(path, nodes)] = 0.0
        ranked = np.argsort(-bounds, kind="stable")[: np.count_nonzero(bounds > 0)]
        self._push(Label(path, nodes[ranked].tolist(), gains[ranked].tolist(), bounds[ranked].tolist()), 0)

    def _is_free(self, path: Route) -> bool:
        """True when the last node may lead anywhere, not only to the end."""
        here = path[-1]
        return len(path) == 1 or self.roads.worth[here] > 0 or (len(path) == 2 and self.roads.after_start[here] > 0)

    def _factor(self, path: Route, nodes: Ints) -> Floats:
        """What entering each node costs."""
        roads = self.roads
        factor = np.maximum(roads.worth[nodes], roads.before_end[nodes])
        if len(path) == 1:
            factor = np.maximum(factor, roads.after_start[nodes])
        return np.where(self.is_end[nodes], 1.0, factor)

    def _rest(self, path: Route, nodes: Ints, left: int) -> Floats:
        """Bound of what follows each node with `left` ties; nodes before the end only lead to the end."""
        free = self.roads.worth[nodes] > 0
        if len(path) == 1:
            free = free | (self.roads.after_start[nodes] > 0)
        return np.where(free, self.bounds[left][nodes], self.bounds[min(left, 1)][nodes])

    def _push(self, label: Label, place: int) -> None:
        if place < len(label.nodes):
            self.pushed += 1
            heappush(self.heap, (-label.bounds[place], self.pushed, place, label))


def _without_ends(roads: Roads) -> Roads:
    """Own copies of the factors, with starts and ends not inside."""
    worth, after_start, before_end = (factors.copy() for factors in (roads.worth, roads.after_start, roads.before_end))
    for factors in (worth, after_start, before_end):
        factors[[*roads.starts, *roads.ends]] = 0.0
    return replace(roads, worth=worth, after_start=after_start, before_end=before_end)


def _standing_on(path: Route, nodes: Ints) -> Flags:
    """Which of `nodes` are on the path already."""
    on: Flags = np.logical_or.reduce([nodes == v for v in path])
    return on


def _strength(roads: Roads, a: int, b: int) -> float:
    row = slice(roads.indptr[a], roads.indptr[a + 1])
    return float(roads.strength[row][roads.neighbour[row] == b][0])
