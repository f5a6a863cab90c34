"""The best simple paths between two sets of nodes: a pure search over adjacency arrays.

Best first, with the worth of the best remaining walk as an upper bound of every partial path. The
bounds are one backward pass for each tie left (Bellman 1958), so that a partial path is opened only
when something as good as its bound may follow. Every factor is at most 1, hence the order in which
paths are completed is the order of their scores. `graph.kernels.search` is the same for large graphs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from graph.paths.roads import (
    OVERLAP,
    Ranked,
    Roads,
    Route,
    entries,
    hub_penalty,
    near_duplicates,
    order_key,
    reliability,
    score,
    strengths,
    without_penalty,
)
from graph.snapshot.arrays import Flags, Floats, Ints, Longs

__all__ = [
    "OVERLAP",
    "Found",
    "Ranked",
    "Roads",
    "Route",
    "best_paths",
    "entries",
    "hub_penalty",
    "near_duplicates",
    "order_key",
    "reach",
    "reliability",
    "score",
    "shortest",
    "steps_to",
    "strengths",
    "without_penalty",
]

LABELS = 20_000
TOLERANCE = 1e-9

Batch = list[Route]


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
    search = _Search(roads, max_ties, diverse, labels)
    while len(search.chosen) < k and (batch := search.next_batch()):
        search.choose(sorted(batch, key=lambda path: order_key(roads, path, ids)), k)
    return Found(tuple(search.chosen[:k]), search.opened >= labels)


def steps_to(indptr: Longs, neighbour: Ints, ends: Sequence[int], starts: Sequence[int] = ()) -> Ints:
    """Fewest ties from every node to one of `ends` (-1 where there is no way); stops early once one of `starts` is reached."""
    steps = np.full(len(indptr) - 1, -1, dtype=np.int32)
    steps[list(ends)] = 0
    frontier, step = np.array(ends), 0
    while len(frontier) and not (steps[list(starts)] >= 0).any():
        step += 1
        near = neighbour[entries(indptr, frontier)]
        steps[near[steps[near] < 0]] = step
        frontier = np.flatnonzero(steps == step)
    return steps


def shortest(indptr: Longs, neighbour: Ints, starts: Sequence[int], ends: Sequence[int], ids: Sequence[str], limit: int) -> Route:
    """The path of fewest ties whatever they are, at most `limit`, smallest ids first among equals; () when there is none."""
    steps = steps_to(indptr, neighbour, ends, starts)
    found = [(int(steps[start]), ids[start], start) for start in starts if 0 <= steps[start] <= limit]
    if not found:
        return ()
    path = [min(found)[-1]]
    while steps[path[-1]]:
        row = neighbour[indptr[path[-1]] : indptr[path[-1] + 1]]
        path.append(min(row[steps[row] == steps[path[-1]] - 1].tolist(), key=lambda v: ids[v]))
    return tuple(path)


@dataclass(frozen=True, slots=True)
class Field:
    """Roads laid out for the pure search: strength (2m); worth, after_start and before_end (n), 0 where nobody may stand."""

    indptr: Longs
    neighbour: Ints
    strength: Floats
    worth: Floats
    after_start: Floats
    before_end: Floats


def field(roads: Roads) -> Field:
    """The roads of one question as arrays; starts and ends may not stand inside."""
    worth = roads.worth.copy()
    after_start, before_end = np.zeros_like(worth), np.zeros_like(worth)
    for array, few in ((after_start, roads.after_start), (before_end, roads.before_end)):
        array[list(few)] = list(few.values())
    for array in (worth, after_start, before_end):
        array[list(roads.lift)] *= list(roads.lift.values())
        array[[*roads.starts, *roads.ends]] = 0.0
    return Field(roads.indptr, roads.neighbour, roads.strength, worth, after_start, before_end)


def reach(roads: Field, goals: Sequence[int], rounds: int, along: np.ufunc = np.multiply) -> list[Floats]:
    """Upper bounds: item r is the best walk of at most r ties from each node to one of `goals`.

    `along` says what a tie makes of the walk after it: the product, or with np.minimum the weaker of both.
    """
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
            further[filled] = np.maximum(direct[filled], np.maximum.reduceat(along(roads.strength, enter[roads.neighbour]), roads.indptr[filled]))
        bounds.append(further)
    return bounds[: rounds + 1]


class _Search:
    """One search: its heap of partial paths, what it chose, and how much it has opened."""

    def __init__(self, roads: Roads, max_ties: int, diverse: bool, labels: int) -> None:
        self.ends, self.starts, self.max_ties, self.diverse, self.labels = roads.ends, roads.starts, max_ties, diverse, labels
        self.roads = field(roads)
        self.is_end = np.zeros(len(roads.worth), dtype=np.bool_)
        self.is_end[list(roads.ends)] = True
        self.chosen: list[Route] = []
        self.opened = 0
        self._begin()

    def _begin(self) -> None:
        self.bounds = reach(self.roads, self.ends, self.max_ties)
        self.heap: list[tuple[float, int, int, Label]] = []
        self.pushed = 0
        for start in self.starts:
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


def _standing_on(path: Route, nodes: Ints) -> Flags:
    """Which of `nodes` are on the path already."""
    on: Flags = np.logical_or.reduce([nodes == v for v in path])
    return on
