"""The way of fewest ties between two sets: breadth first from both sides, the cheaper one next."""

from threading import local
from typing import NamedTuple

import numpy as np

from graph.kernels import compiled
from graph.paths.roads import Route
from graph.snapshot.arrays import Ints, Longs

LOOK_UP = 16
DEPTHS = 1 << 20  # a stamp and a number of steps share one integer


class Wave(NamedTuple):
    """What one side has reached: stamp and steps by node, the nodes in order of steps, and where each step begins."""

    reached: Longs
    queue: Ints
    begins: Longs


def fewest(indptr: Longs, neighbour: Ints, rank: Ints, starts: Route, ends: Route, limit: int) -> Route:
    """The path of fewest ties, at most `limit`, from one of `starts` to one of `ends`; of equals the first by rank."""
    n = len(indptr) - 1
    if getattr(_threads, "n", -1) != n:
        _threads.n, _threads.stamp = n, 0
        _threads.waves = tuple(Wave(np.zeros(n, dtype=np.int64), np.empty(n, dtype=np.int32), np.zeros(n + 2, dtype=np.int64)) for _ in range(2))
        _threads.good = np.zeros(n, dtype=np.int64)
    _threads.stamp += 1
    here, there = _threads.waves
    arguments = np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32)
    way = find(indptr, neighbour, rank, *arguments, min(limit, n), here, there, _threads.good, _threads.stamp)
    return tuple(way.tolist())


@compiled
def find(indptr: Longs, neighbour: Ints, rank: Ints, starts: Ints, ends: Ints, limit: int, here: Wave, there: Wave, good: Longs, stamp: int) -> Ints:
    """The way as nodes; empty where there is none."""
    base = stamp * DEPTHS
    for wave, nodes in ((here, starts), (there, ends)):
        for i in range(len(nodes)):
            wave.reached[nodes[i]], wave.queue[i] = base, nodes[i]
        wave.begins[1] = len(nodes)
    i, j = 0, 0
    while i + j < limit and here.begins[i + 1] > here.begins[i] and there.begins[j + 1] > there.begins[j]:
        if touch(indptr, neighbour, here, there, i, j, good, stamp, base):
            return walk(indptr, neighbour, rank, here, there, i, j, good, stamp, base)
        if effort(indptr, here, i) <= effort(indptr, there, j):
            spread(indptr, neighbour, here, i, base)
            i += 1
        else:
            spread(indptr, neighbour, there, j, base)
            j += 1
    return np.empty(0, dtype=np.int32)


@compiled
def effort(indptr: Longs, wave: Wave, step: int) -> int:
    """Entries of all rows of the last step."""
    total = 0
    for v in wave.queue[wave.begins[step] : wave.begins[step + 1]]:
        total += indptr[v + 1] - indptr[v]
    return total


@compiled
def spread(indptr: Longs, neighbour: Ints, wave: Wave, step: int, base: int) -> None:
    """Reach the neighbours of the last step."""
    at = wave.begins[step + 1]
    for place in range(wave.begins[step], wave.begins[step + 1]):
        v = wave.queue[place]
        for u in neighbour[indptr[v] : indptr[v + 1]]:
            if wave.reached[u] < base:
                wave.reached[u], wave.queue[at] = base + step + 1, u
                at += 1
    wave.begins[step + 2] = at


@compiled
def touch(indptr: Longs, neighbour: Ints, here: Wave, there: Wave, i: int, j: int, good: Longs, stamp: int, base: int) -> bool:
    """Mark the nodes at step i of one side that know a node at step j of the other; True when there are any."""
    found = False
    others = there.queue[there.begins[j] : there.begins[j + 1]]
    for v in here.queue[here.begins[i] : here.begins[i + 1]]:
        row = neighbour[indptr[v] : indptr[v + 1]]
        knows = False
        if len(row) > LOOK_UP * len(others):
            for u in others:
                at = np.searchsorted(row, u)
                knows |= at < len(row) and row[at] == u
        else:
            for u in row:
                if there.reached[u] == base + j:
                    knows = True
                    break
        if knows:
            good[v], found = stamp, True
    return found


@compiled
def walk(indptr: Longs, neighbour: Ints, rank: Ints, here: Wave, there: Wave, i: int, j: int, good: Longs, stamp: int, base: int) -> Ints:
    """The first way by rank, from the nodes marked at step i outwards to both sides."""
    for step in range(i - 1, -1, -1):
        for v in here.queue[here.begins[step] : here.begins[step + 1]]:
            for u in neighbour[indptr[v] : indptr[v + 1]]:
                if here.reached[u] == base + step + 1 and good[u] == stamp:
                    good[v] = stamp
                    break
    way = np.empty(i + j + 2, dtype=np.int32)
    way[0] = -1
    for v in here.queue[: here.begins[1]]:
        if good[v] == stamp and (way[0] < 0 or is_first(rank, v, way[0])):
            way[0] = v
    for place in range(1, len(way)):
        wave, step = (here, place) if place <= i else (there, i + j + 1 - place)
        way[place] = -1
        v = way[place - 1]
        for u in neighbour[indptr[v] : indptr[v + 1]]:
            fits = wave.reached[u] == base + step and (place > i or good[u] == stamp)
            if fits and (way[place] < 0 or is_first(rank, u, way[place])):
                way[place] = u
    return way


@compiled
def is_first(rank: Ints, v: int, u: int) -> bool:
    """True when v comes before u by id."""
    return bool(rank[v] < rank[u]) if len(rank) else v < u


_threads = local()
