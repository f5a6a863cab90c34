"""Best-first search over simple paths whose order is not a plain product: widest paths, paths in time.

As in `graph.paths.route`, a partial path is opened only when something as good as its bound may follow; here
the bound is a tuple, compared from its first item on, and a question says itself how a path is opened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from graph.paths.roads import DIGITS, OVERLAP, Roads, Route, near_duplicates
from graph.paths.route import Found, field
from graph.snapshot.arrays import Flags, Floats, Ints, Longs

LABELS = 20_000

State = tuple[float, ...]
Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a partial path may go: positions in the adjacency, which of them are ends, which may lead anywhere."""

    places: Longs
    nodes: Ints
    at_end: Flags
    free: Flags


@dataclass(frozen=True, slots=True)
class Opened:
    """Continuations of a partial path: nodes (c), what each carries along (columns of c) and its bound, of an end its worth (columns of c)."""

    nodes: Ints
    states: tuple[Floats, ...]
    keys: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A partial path and its continuations; `ranked` are their places, best first, `keys` their negated bounds."""

    path: Route
    opened: Opened
    ranked: Longs
    keys: tuple[Floats, ...]


Opener = Callable[[Route, State, Onward], Opened]


class Guide:
    """Which continuations the roads allow; arrays of n made once for a search."""

    def __init__(self, roads: Roads) -> None:
        self.roads = field(roads)
        self.is_end: Flags = np.zeros(len(roads.worth), dtype=np.bool_)
        self.is_end[list(roads.ends)] = True
        self.anywhere: Flags = self.roads.worth > 0
        self.first: Flags = self.roads.after_start > 0
        self.final: Flags = self.roads.before_end > 0

    def onward(self, path: Route) -> Onward:
        """The continuations of a path that starts at a start and has not reached an end."""
        here = path[-1]
        row = slice(int(self.roads.indptr[here]), int(self.roads.indptr[here + 1]))
        nodes = self.roads.neighbour[row]
        at_end = self.is_end[nodes]
        free = self.anywhere[nodes] | (self.first[nodes] if len(path) == 1 else False)
        leads = len(path) == 1 or self.anywhere[here] or (len(path) == 2 and self.first[here])
        allowed = (self.roads.strength[row] > 0) & (at_end | ((free | self.final[nodes]) & leads))
        for v in path:
            allowed &= nodes != v
        chosen = np.flatnonzero(allowed)
        return Onward(chosen + row.start, nodes[chosen], at_end[chosen], free[chosen])


def rest(bounds: Sequence[Floats], onward: Onward, left: int, done: float = 1.0) -> Floats:
    """The bound of what follows each continuation with `left` ties; `done` at an end, one tie where only an end may follow."""
    follows = np.where(onward.free, bounds[left][onward.nodes], bounds[min(left, 1)][onward.nodes])
    found: Floats = np.where(onward.at_end, done, follows)
    return found


def best_first(
    roads: Roads,
    ids: Sequence[str],
    opener: Opener,
    begin: State,
    *,
    k: int,
    max_ties: int,
    diverse: bool = True,
    labels: int = LABELS,
    known: Sequence[Route] = (),
) -> Found:
    """Up to `k` paths by their keys (largest first, as `roads.rounded` has them), fewer ties, ids; `diverse` as in `route.best_paths`.

    `known` are better paths found before: they count as chosen, but are not given again. `bounded` is set
    when `labels` partial paths were opened before it was proved that nothing is missing.
    """
    search = _Search(roads, opener, begin, max_ties, diverse, labels, list(known))
    while len(search.chosen) < k + len(known) and (batch := search.next_batch()):
        for path in sorted(batch, key=lambda path: (len(path), tuple(ids[v] for v in path))):
            search.choose(path)
    return Found(tuple(search.chosen[len(known) : k + len(known)]), search.opened >= labels)


class _Search:
    def __init__(self, roads: Roads, opener: Opener, begin: State, max_ties: int, diverse: bool, labels: int, chosen: list[Route]) -> None:
        self.guide, self.opener, self.max_ties, self.diverse, self.labels = Guide(roads), opener, max_ties, diverse, labels
        self.chosen = chosen
        self.opened = self.pushed = 0
        self.heap: list[tuple[Key, int, int, Label]] = []
        for start in roads.starts:
            self._open((start,), begin)

    def next_batch(self) -> list[Route]:
        """The next complete paths of equal keys; empty when none is left or the limit is reached."""
        batch: list[Route] = []
        worst: Key | None = None
        while self.heap and (worst is None or self.heap[0][0] <= worst) and self.opened < self.labels:
            key, _, place, label = heappop(self.heap)
            self._push(label, place + 1)
            at = label.ranked[place]
            path = (*label.path, int(label.opened.nodes[at]))
            if self._is_known(path):
                continue
            if self.guide.is_end[path[-1]]:
                batch.append(path)
                worst = key
            else:
                self._open(path, tuple(float(column[at]) for column in label.opened.states))
        return batch

    def choose(self, path: Route) -> None:
        """Keep a path that is new."""
        if path not in self.chosen and not (self.diverse and any(near_duplicates(path, better) for better in self.chosen)):
            self.chosen.append(path)

    def _is_known(self, path: Route) -> bool:
        """True when a path so far shares too many inner nodes with a chosen one, whatever follows."""
        inner = set(path[1:])
        return self.diverse and any(len(inner & set(better[1:-1])) > OVERLAP * (len(better) - 2) for better in self.chosen if len(better) > 2)

    def _open(self, path: Route, state: State) -> None:
        self.opened += 1
        if len(path) > self.max_ties:
            return
        opened = self.opener(path, state, self.guide.onward(path))
        keys = tuple(-_rounded(column) for column in opened.keys)
        self._push(Label(path, opened, np.lexsort(keys[::-1]), keys), 0)

    def _push(self, label: Label, place: int) -> None:
        if place < len(label.ranked):
            self.pushed += 1
            at = label.ranked[place]
            heappush(self.heap, (tuple(float(column[at]) for column in label.keys), self.pushed, place, label))


def _rounded(values: Floats) -> Floats:
    """`roads.rounded` of many values."""
    mantissa, exponent = np.frexp(values)
    found: Floats = np.ldexp(np.round(np.ldexp(mantissa, DIGITS)), exponent - DIGITS)
    return found


def lasting(onward: Onward, keep: Flags) -> Onward:
    """Only the continuations kept."""
    return Onward(onward.places[keep], onward.nodes[keep], onward.at_end[keep], onward.free[keep])
