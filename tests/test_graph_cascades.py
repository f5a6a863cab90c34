"""Cascades: simulation against enumeration, compiled code against its plain twin, threads that change nothing."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.cascades import cover, new_counts, reverse_sets, spread_counts
from graph.spread.cascades import Network, estimate, network, open_arcs, plain_counts, reached, shared_out, tally, world_key
from graph.spread.seeding import Search, by_degree, by_discount, by_reverse_sets, celf, celf_plain, choose, enough_sets

KEY = world_key(7, 1)
CHANCES = st.sampled_from([0.0, 0.05, 0.3, 0.5, 0.9, 1.0])


def net_of(n: int, arcs: dict[tuple[int, int], float], counted: list[bool] | None = None, cost: list[float] | None = None) -> Network:
    tail, head = (np.array([arc[side] for arc in arcs], dtype=np.int32) for side in (0, 1))
    return network(tail, head, np.array(list(arcs.values())), np.array(counted or [True] * n), np.array(cost or [1.0] * n))


@st.composite
def networks(draw: st.DrawFn, most: int = 6, arcs: int = 9) -> Network:
    n = draw(st.integers(1, most))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    return net_of(n, draw(st.dictionaries(pairs, CHANCES, max_size=arcs)), draw(st.lists(st.booleans(), min_size=n, max_size=n)))


def exact(n: int, arcs: dict[tuple[int, int], float], counted: np.ndarray, seeds: list[int]) -> tuple[float, float]:
    """Mean and standard deviation of the spread over every possible world."""
    mean = square = 0.0
    for world in product([False, True], repeat=len(arcs)):
        chance = np.prod([p if is_open else 1 - p for p, is_open in zip(arcs.values(), world, strict=True)])
        found, stack = set(seeds), list(seeds)
        while stack:
            tail = stack.pop()
            for (a, b), is_open in zip(arcs, world, strict=True):
                if a == tail and is_open and b not in found:
                    found.add(b)
                    stack.append(b)
        spread = sum(bool(counted[v]) for v in found)
        mean, square = mean + chance * spread, square + chance * spread**2
    return mean, max(0.0, square - mean**2) ** 0.5


def arcs_of(net: Network) -> dict[tuple[int, int], float]:
    head = np.repeat(np.arange(len(net.counted)), np.diff(net.in_ptr))
    return {(int(a), int(b)): float(p) for a, b, p in zip(net.tail, head, net.chance, strict=True)}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(networks(), st.data())
def test_simulation_is_enumeration_within_four_standard_errors(net, data):
    n = len(net.counted)
    seeds = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=3, unique=True))
    mean, deviation = exact(n, arcs_of(net), net.counted, seeds)
    found = estimate(net, np.array(seeds, dtype=np.int32), KEY, 4000, coins=10**9)
    assert found.spread == pytest.approx(mean, abs=4 * deviation / 4000**0.5 + 1e-9)
    assert found.gains.sum() == pytest.approx(found.spread)


@settings(max_examples=100, deadline=None)
@given(networks(30, 120), st.data(), st.integers(0, 1000), st.integers(1, 70))
def test_compiled_counts_are_those_of_the_plain_twin(net, data, first, count):
    n = len(net.counted)
    seeds = np.array(data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=5)), dtype=np.int32)
    plain = plain_counts(net, seeds, KEY, first, count)
    sums, squares, total, _ = spread_counts(net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, seeds, np.uint64(KEY), first, count)
    assert sums.tolist() == plain[0].tolist()
    assert squares.tolist() == plain[1].tolist()
    assert total == plain[2]


@settings(max_examples=100, deadline=None)
@given(networks(20, 60), st.data())
def test_reverse_sets_hold_whoever_reaches_the_root_in_the_same_world(net, data):
    n, count = len(net.counted), 64
    roots = np.array(data.draw(st.permutations(range(n))), dtype=np.int32)
    members, ends, coins = reverse_sets(net.in_ptr, net.tail, net.limit, roots, np.uint64(KEY), 0, count)
    opened = open_arcs(net, KEY, 0, count)
    reach = np.array([np.unpackbits(reached(net, opened, actor), axis=1, count=count) for actor in range(n)])
    expected = [sorted(np.flatnonzero(reach[:, roots[i % n], i]).tolist()) for i in range(count)]
    sets = [part.tolist() for part in np.split(members, ends)[:-1]]
    assert [sorted(one) for one in sets] == [one for one in expected if len(one) > 1]
    assert [one[0] for one in sets] == [roots[i % n] for i in range(count) if len(expected[i]) > 1]
    assert coins >= 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=5, unique=True), max_size=20), st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_cover_is_greedy_with_ties_by_number(sets, alone):
    ends = np.cumsum([len(one) for one in sets], dtype=np.int64)
    members = np.array([actor for one in sets for actor in one], dtype=np.int32)
    seeds, gains = cover(members, ends, np.array(alone, dtype=np.int64), np.ones(8), 3, 3.0, False)
    left, taken = [set(one) for one in sets], []
    for place in range(3):
        worth = {v: alone[v] + sum(v in one for one in left) for v in range(8) if v not in taken}
        best = max(worth, key=lambda v: (worth[v], -v))
        assert (seeds[place], gains[place]) == (best, worth[best])
        taken.append(best)
        left = [one for one in left if best not in one]


@settings(max_examples=40, deadline=None)
@given(networks(20, 60), st.integers(1, 4), st.booleans(), st.data())
def test_lazy_seeds_are_the_same_compiled_and_plain(net, k, by_cost, data):
    cost = np.array(data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, np.inf]), min_size=len(net.counted), max_size=len(net.counted))))
    net = net_of(len(cost), arcs_of(net), net.counted.tolist(), cost.tolist())
    search = Search(net, k, 3.0, seed=3, lanes=1)
    plain = celf_plain(search, by_cost)
    compiled = celf(search, plain.samples, (by_cost,))[0]
    assert compiled.seeds.tolist() == plain.seeds.tolist()
    assert compiled.believed == plain.believed
    assert cost[plain.seeds].sum() <= 3


@settings(max_examples=30, deadline=None)
@given(networks(12, 40))
def test_lazy_seeds_are_greedy_seeds(net):
    search = Search(net, 3, np.inf, seed=3)
    opened = open_arcs(net, search.key, 0, 10_000)
    reach = [reached(net, opened, actor) for actor in range(len(net.counted))]
    covered, expected = np.zeros_like(reach[0]), []
    for _ in range(min(3, len(reach))):
        gains = {v: int(tally(net, reach[v] & ~covered, 10_000).sum()) for v in range(len(reach)) if v not in expected}
        best = max(gains, key=lambda v: (gains[v], -v))
        expected.append(best)
        covered |= reach[best]
    assert celf_plain(search, False).seeds.tolist() == expected


@pytest.fixture(scope="module")
def middling() -> Network:
    """300 actors, too many for the plain twin."""
    rng = np.random.default_rng(5)
    pairs = np.unique(rng.integers(0, 300, (1500, 2)) ** 2 // 300, axis=0)
    return network(pairs[:, 0], pairs[:, 1], rng.random(len(pairs)) * 0.2, rng.random(300) < 0.8, np.ones(300))


def test_threads_change_nothing(middling):
    answers = [choose(Search(middling, 5, np.inf, seed=1, lanes=lanes), 0.1, 2000) for lanes in (1, 2, 5)]
    assert len({(tuple(one.best.seeds.tolist()), one.fresh.spread, one.fresh.half) for one in answers}) == 1
    sets = [by_reverse_sets(Search(middling, 5, np.inf, seed=1, lanes=lanes), 20.0, (False,))[0][0] for lanes in (1, 3)]
    assert sets[0].seeds.tolist() == sets[1].seeds.tolist()
    assert sets[0].believed == sets[1].believed


def test_reverse_sets_agree_with_celf(middling):
    search = Search(middling, 5, np.inf, seed=1)
    lazy, sets = celf(search, 10_000, (False,))[0], by_reverse_sets(search, 20.0, (False,))[0][0]
    worlds = [estimate(middling, one.seeds, KEY, 20_000, coins=10**9) for one in (lazy, sets)]
    assert worlds[0].spread == pytest.approx(worlds[1].spread, rel=0.01)
    assert sets.believed == pytest.approx(worlds[1].spread, rel=0.02)


def test_a_bound_on_coins_ends_the_simulation_and_is_reported(middling):
    seeds = np.arange(10, dtype=np.int32)
    whole = estimate(middling, seeds, KEY, 4096, coins=10**9)
    cut = [estimate(middling, seeds, KEY, 4096, coins=whole.coins // 2, lanes=lanes) for lanes in (1, 3)]
    assert whole.worlds == 4096
    assert cut[0].worlds < 4096
    assert (cut[0].spread, cut[0].worlds) == (cut[1].spread, cut[1].worlds)


def test_what_a_progress_raises_ends_the_work(middling):
    heard = []

    def stop(share: float) -> None:
        heard.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        estimate(middling, np.arange(5, dtype=np.int32), KEY, 100_000, coins=10**9, progress=stop)
    assert len(heard) == 1


def test_shares_come_back_in_order():
    assert list(shared_out(lambda part: part[0] * 10 + part[1], [(i, 1) for i in range(20)], 4)) == [i * 10 + 1 for i in range(20)]


def test_baselines_are_what_their_authors_defined():
    star = net_of(5, {(0, 1): 0.1, (0, 2): 0.1, (0, 3): 0.1, (1, 0): 0.1, (1, 2): 0.1, (4, 3): 0.1, (4, 2): 0.1})
    search = Search(star, 2, np.inf)
    assert by_degree(search).tolist() == [0, 1]
    assert by_discount(search, 0.1).tolist() == [0, 4]


def test_more_sets_are_asked_for_where_less_is_reached():
    assert enough_sets(15_233, 15_233, 50, 72.0) > 10 * enough_sets(15_233, 15_233, 50, 960.0)
    assert enough_sets(1, 1, 1, 1.0) > 0


def test_a_walk_in_worlds_avoids_whom_it_covered():
    line = net_of(3, {(0, 1): 1.0, (1, 2): 1.0})
    covered = np.zeros((4, 3), dtype=np.bool_)
    fields = (line.out_ptr, line.out_head, line.out_arc, line.limit, line.counted, covered)
    assert new_counts(*fields, np.array([1], dtype=np.int32), np.uint64(KEY), True)[0].tolist() == [8]
    assert new_counts(*fields, np.array([0, 1], dtype=np.int32), np.uint64(KEY), False)[0].tolist() == [4, 0]
