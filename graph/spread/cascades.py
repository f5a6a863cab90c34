"""Cascades: what seeds reach when every arc of a network carries with a chance of its own.

A network's worlds are numbered: in world i of a key, arc j is open when the coin (key, i, j) says so.
Small networks are walked here with numpy, eight worlds to a byte; larger ones by `graph.kernels.cascades`,
which tosses the same coins, so both give the same counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.cores import shared_out
from graph.snapshot.arrays import Bytes, Flags, Floats, Ints, Longs

Words = NDArray[np.uint64]

PLAIN_ACTORS, PLAIN_ARCS = 128, 1024
CHUNK = 512
NORMAL_95 = 1.959964
GOLDEN, FIRST, SECOND, MASK = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 2**64 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """n actors and a arcs along which a word passes, numbered by (head, tail).

    Arcs into v are in_ptr[v]:in_ptr[v + 1], from tail[j] with chance[j]; those out of v are
    out_arc[out_ptr[v]:out_ptr[v + 1]], to out_head. `limit` is the chance in units of 2 ** -53.
    Only `counted` (n) actors count as reached; `cost` (n) is that of a seed, infinite where it may be none.
    """

    in_ptr: Longs
    tail: Ints
    chance: Floats
    limit: Words
    out_ptr: Longs
    out_head: Ints
    out_arc: Ints
    counted: Flags
    cost: Floats

    @property
    def small(self) -> bool:
        """Whether it is walked without compiled code."""
        return len(self.counted) <= PLAIN_ACTORS and len(self.tail) <= PLAIN_ARCS

    @property
    def degree(self) -> Longs:
        """Arcs out of each actor."""
        return np.diff(self.out_ptr)


class Estimate(NamedTuple):
    """What seeds reach over `worlds` worlds: means with the halves of their 95 % intervals; gains (k) in the order of the seeds."""

    spread: float
    half: float
    gains: Floats
    gain_halves: Floats
    worlds: int
    coins: int


def network(tail: Ints, head: Ints, chance: Floats, counted: Flags, cost: Floats) -> Network:
    """A network of arcs in any order; chances lie in [0, 1]."""
    n = len(counted)
    order = np.lexsort((tail, head))
    tail, head, chance = tail[order].astype(np.int32), head[order].astype(np.int32), chance[order].astype(np.float64)
    out = np.argsort(tail, kind="stable")
    return Network(
        in_ptr=_pointers(head, n),
        tail=tail,
        chance=chance,
        limit=np.floor(chance * 2.0**53).astype(np.uint64),
        out_ptr=_pointers(tail, n),
        out_head=head[out],
        out_arc=out.astype(np.int32),
        counted=counted,
        cost=cost,
    )


def world_key(*numbers: int) -> int:
    """A key for worlds that has nothing to do with those of other numbers."""
    key = 0
    for number in numbers:
        key = (key + number * GOLDEN + 1) & MASK
        key = ((key ^ (key >> 30)) * FIRST) & MASK
        key = ((key ^ (key >> 27)) * SECOND) & MASK
        key ^= key >> 31
    return key


def estimate(net: Network, seeds: Ints, key: int, worlds: int, *, coins: int, lanes: int = 0, progress: Callable[[float], None] | None = None) -> Estimate:
    """The spread of seeds by simulation, on fewer worlds when `coins` coins are tossed before.

    `lanes` threads share the work (0: one for each core) and do not change the answer; `progress` hears
    the share done, and what it raises ends the work.
    """
    sums, squares = np.zeros(len(seeds), dtype=np.int64), np.zeros(len(seeds), dtype=np.int64)
    total_squares = tossed = done = 0
    starts = range(0, worlds, CHUNK)
    parts = [(first, min(CHUNK, worlds - first)) for first in starts]
    for (_, count), part in zip(parts, shared_out(lambda part: _counts(net, seeds, key, *part), parts, lanes), strict=False):
        sums, squares, total_squares = sums + part[0], squares + part[1], total_squares + part[2]
        tossed, done = tossed + part[3], done + count
        if progress:
            progress(done / worlds)
        if tossed >= coins:
            break
    means, halves = _interval(sums.astype(np.float64), squares.astype(np.float64), done)
    spread, half = _interval(np.array([float(sums.sum())]), np.array([float(total_squares)]), done)
    return Estimate(float(spread[0]), float(half[0]), means, halves, done, tossed)


def open_arcs(net: Network, key: int, first: int, count: int) -> Bytes:
    """Which arcs (a, count / 8) are open in worlds first:first + count, eight worlds to a byte."""
    worlds = _mixed(np.uint64(key) + np.arange(first, first + count, dtype=np.uint64) * np.uint64(GOLDEN))
    steps = np.arange(1, len(net.tail) + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    coins = _mixed(steps[:, None] + worlds[None, :]) >> np.uint64(11)
    return np.packbits(coins < net.limit[:, None], axis=1)


def reached(net: Network, opened: Bytes, seed: int) -> Bytes:
    """Whom a seed reaches (n, worlds / 8)."""
    found = np.zeros((len(net.counted), opened.shape[1]), dtype=np.uint8)
    found[seed] = 255
    heads = np.flatnonzero(np.diff(net.in_ptr))
    fresh = found.copy()
    while len(heads) and fresh.any():
        carried = np.bitwise_or.reduceat(fresh[net.tail] & opened, net.in_ptr[heads], axis=0)
        fresh = np.zeros_like(found)
        fresh[heads] = carried & ~found[heads]
        found |= fresh
    return found


def tally(net: Network, found: Bytes, count: int) -> Longs:
    """How many counted actors are found in each of `count` worlds."""
    counts: Longs = np.unpackbits(found[net.counted], axis=1, count=count).sum(axis=0, dtype=np.int64)
    return counts


def _counts(net: Network, seeds: Ints, key: int, first: int, count: int) -> tuple[Longs, Longs, int, int]:
    """See `graph.kernels.cascades.spread_counts`; without it no coins are counted, since a small network costs little."""
    if net.small:
        return plain_counts(net, seeds, key, first, count)
    from graph.kernels.cascades import spread_counts

    return spread_counts(net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, seeds, np.uint64(key), first, count)


def plain_counts(net: Network, seeds: Ints, key: int, first: int, count: int) -> tuple[Longs, Longs, int, int]:
    """The plain twin of `spread_counts`; its last number, of coins, is 0."""
    opened = open_arcs(net, key, first, count)
    found = np.zeros((len(net.counted), opened.shape[1]), dtype=np.uint8)
    added = np.zeros((len(seeds), count), dtype=np.int64)
    for place, seed in enumerate(seeds.tolist()):
        fresh = reached(net, opened, seed) & ~found
        added[place] = tally(net, fresh, count)
        found |= fresh
    return added.sum(axis=1), (added**2).sum(axis=1), int((added.sum(axis=0) ** 2).sum()), 0


def _interval(sums: Floats, squares: Floats, worlds: int) -> tuple[Floats, Floats]:
    """Means, and the halves of their 95 % intervals (normal, which these many worlds allow)."""
    means = sums / worlds
    variance = np.maximum(0.0, squares / worlds - means**2) * worlds / max(1, worlds - 1)
    return means, NORMAL_95 * np.sqrt(variance / worlds)


def _mixed(x: Words) -> Words:
    """The finaliser of splitmix64 (Steele, Lea and Flood 2014)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(FIRST)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(SECOND)
    return x ^ (x >> np.uint64(31))


def _pointers(nodes: Ints, n: int) -> Longs:
    pointers = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(nodes, minlength=n), out=pointers[1:])
    return pointers
