"""Cascades: possible worlds of a network, what seeds reach in them, and which seeds cover most sets.

A coin belongs to (key, world, arc) and to nothing else (a counter run through the finaliser of
splitmix64; Steele, Lea and Flood 2014). So worlds may be walked in any order, from either end and on
any number of threads: the answer is the same. `graph.spread.cascades` tosses the same coins with numpy.

Arcs are numbered by (head, tail): those into v are in_ptr[v]:in_ptr[v + 1], and arc j comes from
tail[j]; those out of v are out_arc[out_ptr[v]:out_ptr[v + 1]] and go to out_head. limit[j] is the
chance of arc j in units of 2 ** -53.
"""

import numpy as np

from graph.kernels import compiled
from graph.snapshot.arrays import Flags, Floats, Ints, Longs
from graph.spread.cascades import Words, network

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
ONE, ELEVEN, TWENTY_SEVEN, THIRTY, THIRTY_ONE = (np.uint64(n) for n in (1, 11, 27, 30, 31))


@compiled
def mixed(x: np.uint64) -> np.uint64:
    """The bits of a counter, well mixed."""
    x = (x ^ (x >> THIRTY)) * FIRST
    x = (x ^ (x >> TWENTY_SEVEN)) * SECOND
    return x ^ (x >> THIRTY_ONE)


@compiled
def spread_counts(
    out_ptr: Longs, out_head: Ints, out_arc: Ints, limit: Words, counted: Flags, seeds: Ints, key: np.uint64, first: int, count: int
) -> tuple[Longs, Longs, int, int]:
    """What each seed adds to those before it in worlds first:first + count (independent cascade, Kempe et al. 2003).

    Returns the sums (k) and the sums of squares (k) of counted actors added, the sum of squares of all
    that the seeds reach, and how many coins were tossed.
    """
    n = len(out_ptr) - 1
    seen = np.full(n, -1, dtype=np.int64)
    queue = np.empty(n, dtype=np.int32)
    sums, squares = np.zeros(len(seeds), dtype=np.int64), np.zeros(len(seeds), dtype=np.int64)
    total_squares, coins = 0, 0
    for number in range(first, first + count):
        world = mixed(key + np.uint64(number) * GOLDEN)
        used, total = 0, 0
        for place in range(len(seeds)):
            at, added = used, 0
            if seen[seeds[place]] != number:
                seen[seeds[place]] = number
                queue[used] = seeds[place]
                used += 1
            while at < used:
                actor = queue[at]
                at += 1
                added += counted[actor]
                coins += out_ptr[actor + 1] - out_ptr[actor]
                for row in range(out_ptr[actor], out_ptr[actor + 1]):
                    arc, head = out_arc[row], out_head[row]
                    if mixed(world + (np.uint64(arc) + ONE) * GOLDEN) >> ELEVEN < limit[arc] and seen[head] != number:
                        seen[head] = number
                        queue[used] = head
                        used += 1
            sums[place] += added
            squares[place] += added * added
            total += added
        total_squares += total * total
    return sums, squares, total_squares, coins


@compiled
def new_counts(
    out_ptr: Longs, out_head: Ints, out_arc: Ints, limit: Words, counted: Flags, covered: Flags, candidates: Ints, key: np.uint64, keep: bool
) -> tuple[Longs, int]:
    """How many counted actors each candidate adds to those `covered` (worlds, n), over all worlds, and coins tossed.

    With `keep` what it adds is covered from then on.
    """
    n = len(out_ptr) - 1
    seen = np.full(n, -1, dtype=np.int64)
    queue = np.empty(n, dtype=np.int32)
    added = np.zeros(len(candidates), dtype=np.int64)
    coins, walk = 0, 0
    for number in range(len(covered)):
        world = mixed(key + np.uint64(number) * GOLDEN)
        for place in range(len(candidates)):
            walk += 1
            at, used = 0, 0
            if not covered[number, candidates[place]]:
                seen[candidates[place]] = walk
                queue[0] = candidates[place]
                used = 1
            while at < used:
                actor = queue[at]
                at += 1
                added[place] += counted[actor]
                coins += out_ptr[actor + 1] - out_ptr[actor]
                for row in range(out_ptr[actor], out_ptr[actor + 1]):
                    arc, head = out_arc[row], out_head[row]
                    if mixed(world + (np.uint64(arc) + ONE) * GOLDEN) >> ELEVEN < limit[arc] and seen[head] != walk and not covered[number, head]:
                        seen[head] = walk
                        queue[used] = head
                        used += 1
            if keep:
                for at in range(used):
                    covered[number, queue[at]] = True
    return added, coins


@compiled
def reverse_sets(in_ptr: Longs, tail: Ints, limit: Words, roots: Ints, key: np.uint64, first: int, count: int) -> tuple[Ints, Longs, int]:
    """Who reaches root number i modulo their count in world i, for worlds first:first + count (Borgs et al. 2014).

    Returns the actors of all sets that hold more than the root, each set beginning with its root, the
    end of each set, and how many coins were tossed.
    """
    seen = np.full(len(in_ptr) - 1, -1, dtype=np.int64)
    actors, ends = np.empty(1024, dtype=np.int32), np.empty(1024, dtype=np.int64)
    used, sets, coins = 0, 0, 0
    for number in range(first, first + count):
        world = mixed(key + np.uint64(number) * GOLDEN)
        begun = at = used
        actors[used] = roots[number % len(roots)]
        seen[actors[used]] = number
        used += 1
        while at < used:
            head = actors[at]
            at += 1
            coins += in_ptr[head + 1] - in_ptr[head]
            for arc in range(in_ptr[head], in_ptr[head + 1]):
                if mixed(world + (np.uint64(arc) + ONE) * GOLDEN) >> ELEVEN < limit[arc] and seen[tail[arc]] != number:
                    seen[tail[arc]] = number
                    if used + 1 >= len(actors):
                        larger = np.empty(2 * len(actors), dtype=np.int32)
                        larger[:used] = actors[:used]
                        actors = larger
                    actors[used] = tail[arc]
                    used += 1
        if used == begun + 1:
            used = begun
            continue
        if sets == len(ends):
            longer = np.empty(2 * sets, dtype=np.int64)
            longer[:sets] = ends
            ends = longer
        ends[sets] = used
        sets += 1
    return actors[:used].copy(), ends[:sets].copy(), coins


@compiled
def cover(actors: Ints, ends: Longs, alone: Longs, cost: Floats, k: int, budget: float, by_cost: bool) -> tuple[Ints, Longs]:
    """Greedy: the actors whose sets cover most, best first, and how many more sets each covers.

    `alone` (n) counts the sets that hold only that actor; an actor of infinite cost is never taken. With
    `by_cost` sets per cost decide. Every gain is kept exact as sets are covered, so that nothing is
    evaluated again, lazily or not; equal gains go to the lower number.
    """
    n = len(alone)
    ptr = np.zeros(n + 1, dtype=np.int64)
    for actor in actors:
        ptr[actor + 1] += 1
    gain = alone + ptr[1:]
    ptr = np.cumsum(ptr)
    place = ptr[:-1].copy()
    holders = np.empty(len(actors), dtype=np.int32)
    begun = 0
    for number in range(len(ends)):
        for at in range(begun, ends[number]):
            holders[place[actors[at]]] = number
            place[actors[at]] += 1
        begun = ends[number]
    done, taken = np.zeros(len(ends), dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    chosen, gains = np.empty(k, dtype=np.int32), np.empty(k, dtype=np.int64)
    for step in range(k):
        best, most = -1, -1.0
        for actor in range(n):
            if not taken[actor] and cost[actor] <= budget:
                worth = gain[actor] / cost[actor] if by_cost else float(gain[actor])
                if worth > most:
                    best, most = actor, worth
        if best < 0:
            return chosen[:step], gains[:step]
        chosen[step], gains[step] = best, gain[best]
        taken[best] = True
        budget -= cost[best]
        for row in range(ptr[best], ptr[best + 1]):
            number = holders[row]
            if not done[number]:
                done[number] = True
                for at in range(ends[number - 1] if number else 0, ends[number]):
                    gain[actors[at]] -= 1
    return chosen, gains


def warm() -> None:
    """Compile every kernel, or read it from disk."""
    ends = np.zeros(1, dtype=np.int32)
    net = network(ends, ends, np.ones(1), np.ones(1, dtype=np.bool_), np.ones(1))
    key = np.uint64(0)
    spread_counts(net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, ends, key, 0, 1)
    new_counts(net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, np.zeros((1, 1), dtype=np.bool_), ends, key, False)
    members, last, _ = reverse_sets(net.in_ptr, net.tail, net.limit, ends, key, 0, 1)
    cover(members, last, np.ones(1, dtype=np.int64), net.cost, 1, 1.0, False)
