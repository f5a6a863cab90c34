"""Which seeds to choose in a network: candidates by several methods, the best on worlds that none of them saw.

CELF (Leskovec et al. 2007) below 5 000 actors; else reverse sets (Borgs et al. 2014), as many as IMM asks for
(Tang, Shi and Xiao 2015); beside them top degree and degree discount (Chen, Wang and Yang 2009).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from math import e, lgamma, log, sqrt

import numpy as np

from graph.cores import shared_out
from graph.snapshot.arrays import Ints, Longs
from graph.spread.cascades import Estimate, Network, estimate, open_arcs, reached, tally, world_key

CELF_ACTORS, CELF_WORLDS, LEAST_WORLDS, CELF_FLAGS, CELF_COINS = 5000, 10_000, 1000, 50_000_000, 1_000_000_000
EPSILON = 0.05
CHUNK, SET_COINS, SET_ACTORS = 2**17, 1_000_000_000, 60_000_000
COINS = 400_000_000
TOP_DEGREE, DISCOUNT, CELF, REVERSE, BY_COST = "top degree", "degree discount", "CELF", "reverse sets", ", gain per cost"

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Seeds in order by one method, which saw `samples` worlds or sets and believed in this spread on them (0: it saw none)."""

    method: str
    seeds: Ints
    samples: int = 0
    believed: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """What a method found, and what that reaches on worlds that no method saw."""

    found: Found
    held_out: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The best candidate, re-estimated on fresh worlds; all candidates, best first; and what was cut short."""

    best: Found
    fresh: Estimate
    candidates: tuple[Candidate, ...]
    bounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What is sought: at most k seeds of at most `budget` together, with worlds of `seed`, on `lanes` threads (0: all cores)."""

    net: Network
    k: int
    budget: float
    seed: int = 0
    lanes: int = 0

    @property
    def key(self) -> int:
        """The key of the worlds that seeds are sought in."""
        return world_key(self.seed, 0)


def choose(search: Search, p: float, worlds: int, progress: Progress = lambda share: None) -> Choice:
    """The best seeds that a method found; degree discount assumes the chance `p`. `progress` hears the share done."""
    plain = [Found(TOP_DEGREE, by_degree(search)), Found(DISCOUNT, by_discount(search, p))]
    candidates = [_judged(search, found, 1, worlds) for found in plain]
    progress(0.1)
    least = max(1.0, *(one.held_out.spread - 2 * one.held_out.half for one in candidates))
    found, bounds = _seek(search, least, lambda share: progress(0.1 + 0.6 * share))
    different = {tuple(one.seeds.tolist()): one for one in reversed(found)}
    candidates += [_judged(search, one, 1, worlds) for one in reversed(different.values())]
    progress(0.8)
    candidates.sort(key=lambda one: (-one.held_out.spread, not one.found.samples))
    best = candidates[0].found
    fresh = _judged(search, best, 2, worlds).held_out
    progress(1.0)
    if fresh.worlds < worlds:
        bounds = (*bounds, f"spread is estimated on {fresh.worlds} worlds instead of {worlds}, since cascades are large")
    return Choice(best, fresh, tuple(candidates), bounds)


def _judged(search: Search, found: Found, stream: int, worlds: int) -> Candidate:
    return Candidate(found, estimate(search.net, found.seeds, world_key(search.seed, stream), worlds, coins=COINS, lanes=search.lanes))


def by_degree(search: Search) -> Ints:
    """The actors with most arcs out, as far as the budget goes."""
    cost, left = search.net.cost, search.budget
    order = np.argsort(-search.net.degree, kind="stable")
    chosen: list[int] = []
    for actor in order[np.isfinite(cost[order])].tolist():
        if len(chosen) < search.k and cost[actor] <= left:
            chosen.append(actor)
            left -= float(cost[actor])
    return np.array(chosen, dtype=np.int32)


def by_discount(search: Search, p: float) -> Ints:
    """The same, an actor's degree d discounted by 2t + (d - t)tp where t chosen actors have an arc to it (Chen, Wang and Yang 2009)."""
    net, left = search.net, search.budget
    degree = net.degree.astype(np.float64)
    chosen_before = np.zeros(len(degree))
    worth = np.where(np.isfinite(net.cost), degree, -np.inf)
    chosen: list[int] = []
    while len(chosen) < search.k:
        open_to = np.where(net.cost <= left, worth, -np.inf)
        best = int(np.argmax(open_to))
        if open_to[best] == -np.inf:
            break
        chosen.append(best)
        left -= float(net.cost[best])
        heads = net.out_head[net.out_ptr[best] : net.out_ptr[best + 1]]
        chosen_before[heads] += 1
        t = chosen_before[heads]
        discounted = degree[heads] - 2 * t - (degree[heads] - t) * t * p
        worth[heads] = np.where(np.isfinite(worth[heads]), discounted, -np.inf)
        worth[best] = -np.inf
    return np.array(chosen, dtype=np.int32)


def enough_sets(roots: int, actors: int, k: int, least: float) -> int:
    """How many reverse sets make greedy seeds at least 1 - 1/e - EPSILON of the best with chance 1 - 1 / roots, if that is above `least`.

    lambda* / least of Tang, Shi and Xiao (2015, equation 6), with `least` from seeds found otherwise.
    """
    sure = log(max(2, roots)) + log(2)
    choices = lgamma(actors + 1) - lgamma(k + 1) - lgamma(actors - k + 1)
    share = 1 - 1 / e
    return int(2 * roots * (share * sqrt(sure) + sqrt(share * (choices + sure))) ** 2 / EPSILON**2 / least) + 1


def _seek(search: Search, least: float, progress: Progress) -> tuple[list[Found], tuple[str, ...]]:
    """The seeds of CELF or of reverse sets: by spread and, where costs differ, also by spread per cost."""
    net = search.net
    costs = net.cost[np.isfinite(net.cost)]
    ways = (False, True) if len(costs) and costs.min() < costs.max() else (False,)
    if net.small:
        return [celf_plain(search, by_cost) for by_cost in ways], ()
    worlds = _celf_worlds(search) if len(net.counted) < CELF_ACTORS else 0
    if worlds >= LEAST_WORLDS:
        return celf(search, worlds, ways, progress), ()
    return by_reverse_sets(search, least, ways, progress)


def celf_plain(search: Search, by_cost: bool) -> Found:
    """CELF with numpy: whom each actor reaches is kept for every world."""
    net = search.net
    opened = open_arcs(net, search.key, 0, CELF_WORLDS)
    reach = [reached(net, opened, actor) for actor in range(len(net.counted))]
    covered = np.zeros_like(reach[0])

    def added(actor: int) -> int:
        return int(tally(net, reach[actor] & ~covered, CELF_WORLDS).sum())

    def keep(actor: int) -> None:
        covered[:] |= reach[actor]

    gains = np.array([added(actor) for actor in range(len(reach))])
    return lazily(search, gains, added, keep, by_cost, CELF_WORLDS)


def celf(search: Search, worlds: int, ways: tuple[bool, ...], progress: Progress = lambda share: None) -> list[Found]:
    """CELF with compiled code: worlds are walked again whenever an actor is looked at."""
    from graph.kernels.cascades import new_counts

    net = search.net
    covered = np.zeros((worlds, len(net.counted)), dtype=np.bool_)

    def counts(actors: Iterable[int], keep: bool = False) -> Longs:
        wanted = np.array(list(actors), dtype=np.int32)
        return new_counts(net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, covered, wanted, np.uint64(search.key), keep)[0]

    parts = [(first, min(64, len(net.counted) - first)) for first in range(0, len(net.counted), 64)]
    gains = np.zeros(len(net.counted), dtype=np.int64)
    for (first, count), part in zip(parts, shared_out(lambda part: counts(range(part[0], sum(part))), parts, search.lanes), strict=True):
        gains[first : first + count] = part
        progress((first + count) / len(net.counted))
    found = []
    for by_cost in ways:
        covered[:] = False
        found.append(lazily(search, gains, lambda actor: int(counts([actor])[0]), lambda actor: counts([actor], keep=True), by_cost, worlds))
    return found


def _celf_worlds(search: Search) -> int:
    """How many worlds CELF can afford, judged from a few actors in a few worlds."""
    from graph.kernels.cascades import new_counts

    net = search.net
    n = len(net.counted)
    some = np.unique(np.linspace(0, n - 1, 64).astype(np.int32))
    covered = np.zeros((8, n), dtype=np.bool_)
    _, coins = new_counts(net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, covered, some, np.uint64(search.key), False)
    per_world = max(1.0, coins / covered.shape[0] / len(some) * n)
    return int(min(CELF_WORLDS, CELF_FLAGS // n, CELF_COINS / per_world))


def lazily(search: Search, gains: Longs, added: Callable[[int], int], keep: Callable[[int], object], by_cost: bool, worlds: int) -> Found:
    """Greedy seeds over worlds: a gain that was true earlier is an upper bound, and only the largest is looked at again (CELF)."""
    cost, left = search.net.cost, search.budget

    def entry(actor: int, gain: int, step: int) -> tuple[float, int, int, int]:
        return (-gain / float(cost[actor]) if by_cost else -gain, actor, gain, step)

    heap = [entry(actor, int(gains[actor]), 0) for actor in np.flatnonzero(np.isfinite(cost)).tolist()]
    heapify(heap)
    chosen: list[int] = []
    total = 0
    while heap and len(chosen) < search.k:
        _, actor, gain, step = heap[0]
        if cost[actor] > left:
            heappop(heap)
        elif step < len(chosen):
            heapreplace(heap, entry(actor, added(actor), len(chosen)))
        else:
            heappop(heap)
            keep(actor)
            chosen.append(actor)
            left -= float(cost[actor])
            total += gain
    return Found(CELF + BY_COST * by_cost, np.array(chosen, dtype=np.int32), worlds, total / worlds)


def by_reverse_sets(search: Search, least: float, ways: tuple[bool, ...], progress: Progress = lambda share: None) -> tuple[list[Found], tuple[str, ...]]:
    """Greedy cover of reverse sets; every counted actor is a root equally often, which takes the luck of the roots away."""
    from graph.kernels.cascades import cover, reverse_sets

    net, key = search.net, np.uint64(search.key)
    n = len(net.counted)
    roots = np.random.default_rng(search.seed).permutation(np.flatnonzero(net.counted)).astype(np.int32)
    wanted = enough_sets(len(roots), n, min(search.k, n), least)
    parts = [(first, min(CHUNK, wanted - first)) for first in range(0, wanted, CHUNK)]
    actors: list[Ints] = []
    ends: list[Longs] = []
    done = coins = held = 0
    for (_, count), part in zip(
        parts, shared_out(lambda part: reverse_sets(net.in_ptr, net.tail, net.limit, roots, key, *part), parts, search.lanes), strict=False
    ):
        actors.append(part[0])
        ends.append(part[1] + held)
        done, held, coins = done + count, held + len(part[0]), coins + part[2]
        progress(0.8 * done / wanted)
        if coins >= SET_COINS or held >= SET_ACTORS:
            break
    members, last = np.concatenate(actors), np.concatenate(ends)
    alone = np.zeros(n, dtype=np.int64)
    alone[roots] = done // len(roots) + (np.arange(len(roots)) < done % len(roots))
    alone -= np.bincount(members[np.r_[0, last[:-1]]] if len(last) else members, minlength=n)
    found = []
    for by_cost in ways:
        seeds, gains = cover(members, last, alone, net.cost, search.k, search.budget, by_cost)
        found.append(Found(REVERSE + BY_COST * by_cost, seeds, done, float(gains.sum()) * len(roots) / done))
    cut = (f"seeds were sought in {done} reverse sets instead of {wanted}, since sets are large",) if done < wanted else ()
    return found, cut
