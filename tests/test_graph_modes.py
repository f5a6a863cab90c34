"""Widest paths, disjoint ways, cut actors and the chance that some path works, against enumeration and networkx."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product
from math import inf, log, prod
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.paths import chance, disjoint, route, widest
from graph.paths.roads import Roads, Route, without_penalty

Ties = dict[tuple[int, int], float]
Drawn = tuple[int, Ties, list[float], tuple[int, ...], tuple[int, ...]]


def roads_of(n: int, ties: Ties, worth: list[float], starts: tuple[int, ...] = (0,), ends: tuple[int, ...] = ()) -> Roads:
    rows: list[list[int]] = [[] for _ in range(n)]
    for a, b in ties:
        rows[a].append(b)
        rows[b].append(a)
    number = {pair: tie for tie, pair in enumerate(ties)}
    flat = [(b, number[min(a, b), max(a, b)]) for a, row in enumerate(rows) for b in sorted(row)]
    return Roads(
        indptr=np.cumsum([0, *map(len, rows)]),
        neighbour=np.array([b for b, _ in flat], dtype=np.int32),
        tie=np.array([t for _, t in flat], dtype=np.int32),
        tie_strength=np.array(list(ties.values()), dtype=np.float64),
        worth=np.array(worth),
        after_start={},
        before_end={},
        starts=starts,
        ends=ends or (n - 1,),
    )


@st.composite
def graphs(draw: st.DrawFn, most: int = 8) -> Drawn:
    n = draw(st.integers(2, most))
    pairs = list(combinations(range(n), 2))
    some = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs)))
    strength = st.one_of(st.sampled_from([0.0, 0.3, 0.5, 0.95]), st.floats(0.01, 0.95))
    ties = {pair: draw(strength) for pair in some}
    worth = draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.0]), min_size=n, max_size=n))
    sides = draw(st.lists(st.sampled_from(["", "", "start", "end"]), min_size=n, max_size=n))
    starts = tuple(v for v, side in enumerate(sides) if v == 0 or (side == "start" and v != n - 1))
    return n, ties, worth, starts, tuple(v for v, side in enumerate(sides) if v == n - 1 or (side == "end" and v != 0))


def every_path(drawn: Drawn, max_ties: int) -> list[Route]:
    n, ties, worth, starts, ends = drawn
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(pair for pair, strength in ties.items() if strength > 0)
    found = [tuple(path) for a, b in product(starts, ends) for path in nx.all_simple_paths(graph, a, b, cutoff=max_ties)]
    return [path for path in found if all(worth[v] > 0 and v not in (*starts, *ends) for v in path[1:-1])]


def strengths(ties: Ties, path: Route) -> list[float]:
    return [ties[min(pair), max(pair)] for pair in pairwise(path)]


# Widest


@settings(max_examples=500, deadline=None)
@given(graphs(), st.integers(1, 6), st.integers(1, 8), st.booleans(), st.randoms(use_true_random=False))
def test_widest_is_brute_force(drawn, k, max_ties, diverse, random):
    n, ties, *_ = drawn
    ids = [f"n{v}" for v in range(n)]
    random.shuffle(ids)
    roads = roads_of(*drawn)
    best: list[Route] = []
    for path in sorted(every_path(drawn, max_ties), key=lambda path: widest.order_key(roads, path, ids)):
        inner = set(path[1:-1])
        if not diverse or all(len(inner & set(b[1:-1])) <= 0.6 * min(len(inner), len(b) - 2) for b in best):
            best.append(path)
    found = widest.widest_paths(roads, ids, k=k, max_ties=max_ties, diverse=diverse)
    assert not found.bounded
    assert list(found.paths) == best[:k]
    assert [widest.width(roads, path) for path in found.paths] == [min(strengths(ties, path)) for path in best[:k]]


def test_widest_takes_the_longer_way_when_its_weakest_tie_is_stronger():
    roads = roads_of(4, {(0, 3): 0.3, (0, 1): 0.9, (1, 2): 0.4, (2, 3): 0.9}, [1.0] * 4)
    assert widest.widest_paths(roads, "abcd", k=1).paths == ((0, 1, 2, 3),)
    assert route.best_paths(roads, "abcd", k=1).paths == ((0, 1, 2, 3),)
    weaker = roads_of(4, {(0, 3): 0.35, (0, 1): 0.9, (1, 2): 0.4, (2, 3): 0.9}, [1.0] * 4)
    assert widest.widest_paths(weaker, "abcd", k=1).paths == ((0, 1, 2, 3),)
    assert route.best_paths(weaker, "abcd", k=1).paths == ((0, 3),)


def test_a_search_that_stops_at_its_limit_says_so():
    n = 30
    roads = roads_of(n, dict.fromkeys(combinations(range(n), 2), 0.5), [1.0] * n)
    assert widest.widest_paths(roads, [f"{v:02}" for v in range(n)], k=50, max_ties=8, diverse=False, labels=100).bounded


# Disjoint


def walked(drawn: Drawn, max_ties: int) -> list[tuple[int, int]]:
    """Ties, as arcs, that lie on some walk of at most max_ties ties over entities that may stand inside."""
    n, ties, worth, starts, ends = drawn
    inner = [v for v in range(n) if worth[v] > 0 and v not in (*starts, *ends)]
    graph = nx.DiGraph()
    graph.add_nodes_from([*range(n), "s", "t"])
    for (a, b), strength in ties.items():
        for x, y in ((a, b), (b, a)):
            if strength > 0 and x in (*starts, *inner) and y in (*ends, *inner):
                graph.add_edge(x, y)
    graph.add_edges_from(("s", v) for v in starts)
    graph.add_edges_from((v, "t") for v in ends)
    ahead = nx.single_source_shortest_path_length(graph, "s")
    behind = nx.single_source_shortest_path_length(graph.reverse(), "t")
    return [(a, b) for a, b in graph.edges if a != "s" and b != "t" and a in ahead and b in behind and ahead[a] + 1 + behind[b] - 2 <= max_ties]


def split_graph(drawn: Drawn, max_ties: int) -> nx.DiGraph:
    n, ties, _, starts, ends = drawn
    graph = nx.DiGraph()
    graph.add_nodes_from(["s", "t"])
    for v in range(n):
        graph.add_edge((v, "in"), (v, "out"), capacity=n * n if v in (*starts, *ends) else 1, weight=0)
    for a, b in walked(drawn, max_ties):
        both = a in starts and b in ends
        graph.add_edge((a, "out"), (b, "in"), capacity=1 if both else n * n, weight=round(-log(ties[min(a, b), max(a, b)]) * 1e9))
    graph.add_edges_from(("s", (v, "in"), {"capacity": n * n, "weight": 0}) for v in starts)
    graph.add_edges_from(((v, "out"), "t", {"capacity": n * n, "weight": 0}) for v in ends)
    return graph


@settings(max_examples=500, deadline=None)
@given(graphs(most=9), st.integers(1, 5), st.integers(1, 6))
def test_disjoint_ways_are_the_cheapest_flow_of_networkx(drawn, k, max_ties):
    n, ties, worth, starts, ends = drawn
    found = disjoint.disjoint_paths(roads_of(*drawn), [f"n{v}" for v in range(n)], k=k, max_ties=max_ties)
    graph = split_graph(drawn, max_ties)
    number = min(k, nx.maximum_flow_value(graph, "s", "t"))
    assert len(found.paths) == number
    inner = [v for path in found.paths for v in path[1:-1]]
    assert len(inner) == len(set(inner))
    assert all(worth[v] > 0 and v not in (*starts, *ends) for v in inner)
    assert all(path[0] in starts and path[-1] in ends for path in found.paths)
    assert len({(path[0], path[-1]) for path in found.paths if len(path) == 2}) == sum(len(path) == 2 for path in found.paths)
    if number:
        graph.nodes["s"]["demand"], graph.nodes["t"]["demand"] = -number, number
        cost, _ = nx.network_simplex(graph)
        assert -sum(log(s) for path in found.paths for s in strengths(ties, path)) == pytest.approx(cost / 1e9, abs=1e-7)


@settings(max_examples=500, deadline=None)
@given(graphs(most=9), st.integers(1, 5), st.integers(1, 6))
def test_cut_actors_are_a_smallest_cut(drawn, k, max_ties):
    n, _, _, starts, ends = drawn
    found = disjoint.disjoint_paths(roads_of(*drawn), [f"n{v}" for v in range(n)], k=k, max_ties=max_ties)
    direct = sum(len(path) == 2 for path in found.paths)
    if len(found.paths) == k:
        assert found.cuts == ()
    for cut in found.cuts:
        assert len(cut) == len(found.paths) - direct
        graph = split_graph(drawn, max_ties)
        graph.remove_nodes_from([(v, "in") for v in cut])
        graph.remove_edges_from([((a, "out"), (b, "in")) for a in starts for b in ends if graph.has_edge((a, "out"), (b, "in"))])
        assert not nx.has_path(graph, "s", "t")
    if len(found.paths) - direct and len(found.paths) < k:
        assert found.cuts


def test_the_second_way_may_reroute_the_first():
    """Suurballe's trap: the cheapest single way blocks both disjoint ones."""
    ties = {(0, 1): 0.9, (1, 2): 0.9, (2, 5): 0.9, (0, 2): 0.5, (1, 5): 0.5}
    roads = roads_of(6, ties, [1.0] * 6)
    assert disjoint.disjoint_paths(roads, "abcdef", k=1).paths == ((0, 1, 2, 5),)
    found = disjoint.disjoint_paths(roads, "abcdef", k=2)
    assert found.paths == ((0, 1, 5), (0, 2, 5))
    assert found.cuts == ()
    assert disjoint.disjoint_paths(roads, "abcdef", k=3).cuts == ((1, 2),)


def test_of_a_chain_both_sides_are_told_who_cuts_it():
    roads = roads_of(4, {(0, 1): 0.5, (1, 2): 0.5, (2, 3): 0.5}, [1.0] * 4)
    assert disjoint.disjoint_paths(roads, "abcd", k=2).cuts == ((1,), (2,))


@settings(max_examples=200, deadline=None)
@given(graphs(most=9), st.integers(1, 3))
def test_large_surroundings_are_cut_to_the_best_walks_and_that_is_said(drawn, most):
    """Enough arcs for the best way are kept, so that an answer is found where there is one."""
    ids = [f"n{v}" for v in range(drawn[0])]
    roads = without_penalty(roads_of(*drawn))
    found = disjoint.disjoint_paths(roads, ids, k=1, arcs=4 * most)
    best = route.best_paths(roads, ids, k=1)
    assert found.bounded == (len(walked(drawn, 4)) > 4 * most)
    if found.paths:
        assert route.score(roads, found.paths[0]) <= route.score(roads, best.paths[0]) + 1e-12
    elif best.paths:
        assert found.bounded


def test_a_cut_surrounding_keeps_the_best_way():
    n = 40
    ties = {(0, v): 0.95 for v in range(1, n - 2)} | {(v, n - 2): 0.1 for v in range(1, n - 2)} | {(n - 2, n - 1): 0.95, (0, n - 2): 0.2}
    found = disjoint.disjoint_paths(roads_of(n, ties, [1.0] * n), [f"{v:02}" for v in range(n)], k=1, arcs=20)
    assert found.bounded
    assert found.paths == ((0, n - 2, n - 1),)


def test_who_is_in_office_at_an_end_stands_only_next_to_it():
    ties = {(0, 1): 0.5, (1, 2): 0.5, (2, 4): 0.5, (0, 3): 0.5, (3, 4): 0.5}
    roads = roads_of(5, ties, [1.0, 0.0, 1.0, 0.0, 1.0])
    assert disjoint.disjoint_paths(roads, "abcde", k=2).paths == ()
    after = roads_of(5, ties, [1.0, 0.0, 1.0, 0.0, 1.0])
    after.after_start[1] = after.before_end[3] = 1.0  # type: ignore[index]
    assert disjoint.disjoint_paths(after, "abcde", k=2).paths == ((0, 3, 4), (0, 1, 2, 4))


# Chance


def chance_of(roads: Roads, ids: Sequence[str], *, max_ties: int = 4, paths: int = 2000, seed: int = 0) -> chance.Reliability:
    found = route.best_paths(roads, ids, k=paths, max_ties=max_ties, diverse=False)
    return chance.two_terminal(roads, replace(found, bounded=found.bounded or len(found.paths) == paths), seed=seed)


def enumerated(ties: Ties, paths: list[Route]) -> float:
    used = sorted({(min(pair), max(pair)) for path in paths for pair in pairwise(path)})
    total = 0.0
    for states in product((False, True), repeat=len(used)):
        up = {pair for pair, state in zip(used, states, strict=True) if state}
        if any(all((min(pair), max(pair)) in up for pair in pairwise(path)) for path in paths):
            total += prod(ties[pair] if pair in up else 1 - ties[pair] for pair in used)
    return total


@settings(max_examples=400, deadline=None)
@given(graphs(most=5), st.integers(1, 4))
def test_the_exact_chance_is_enumeration(drawn, max_ties):
    n, ties, *_ = drawn
    found = chance_of(without_penalty(roads_of(*drawn)), [f"n{v}" for v in range(n)], max_ties=max_ties)
    assert found.exact
    assert not found.bounded
    assert found.value == pytest.approx(enumerated(ties, every_path(drawn, max_ties)), abs=1e-12)
    assert found.lo90 == found.value == found.hi90


def test_wheatstone_bridge(shared: Path):
    known = json.loads((shared / "reference/analytic/expected.json").read_text(encoding="utf-8"))["wheatstone_bridge"]
    number = {name: at for at, name in enumerate("sabt")}
    ties = {(number[a], number[b]): known["p"] for a, b in known["edges"]}
    found = chance_of(roads_of(4, ties, [1.0] * 4), "sabt")
    assert found.exact
    assert found.value == pytest.approx(known["two_terminal_reliability"], abs=1e-12)


def test_longer_paths_count_only_within_the_limit():
    roads = roads_of(4, {(0, 3): 0.5, (0, 1): 0.5, (1, 2): 0.5, (2, 3): 0.5}, [1.0] * 4)
    assert chance_of(roads, "abcd", max_ties=2).value == pytest.approx(0.5)
    assert chance_of(roads, "abcd", max_ties=3).value == pytest.approx(1 - 0.5 * (1 - 0.125))


def test_beyond_twenty_ties_the_chance_is_drawn_with_a_seed_and_an_interval():
    n = 14
    ties = {(0, v): 0.4 for v in range(1, n - 1)} | {(v, n - 1): 0.4 for v in range(1, n - 1)}
    roads, ids = roads_of(n, ties, [1.0] * n), [f"{v:02}" for v in range(n)]
    found = chance_of(roads, ids, seed=3)
    truth = 1 - (1 - 0.16) ** (n - 2)
    assert (found.exact, found.ties, found.paths, found.draws) == (False, 2 * (n - 2), n - 2, chance.DRAWS)
    drawn = [chance_of(roads, ids, seed=seed) for seed in range(20)]
    assert sum(each.lo90 < truth < each.hi90 for each in drawn) >= 15
    assert found.value == chance_of(roads, ids, seed=3).value
    assert found.value != chance_of(roads, ids, seed=4).value


def test_intervals_of_drawn_chances_hold_nine_times_in_ten():
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(500):
        low, high = chance.wilson(rng.binomial(400, 0.3) / 400, 400)
        hits += low <= 0.3 <= high
    assert 430 <= hits <= 470


def test_a_chance_over_too_many_paths_is_a_lower_bound_and_says_so():
    n = 8
    roads = roads_of(n, dict.fromkeys(combinations(range(n), 2), 0.5), [1.0] * n)
    ids = [str(v) for v in range(n)]
    few, all_ = (chance_of(roads, ids, paths=paths) for paths in (3, 2000))
    assert few.bounded
    assert not all_.bounded
    assert few.value < all_.lo90


@pytest.mark.parametrize("drawn", [(2, {}, [1.0] * 2, (0,), (1,)), (4, {(0, 1): 0.5, (2, 3): 0.5}, [1.0] * 4, (0,), (3,))])
def test_unjoined_ends_are_no_error(drawn: Drawn):
    roads = roads_of(*drawn)
    ids = [str(v) for v in range(drawn[0])]
    assert widest.widest_paths(roads, ids).paths == ()
    assert disjoint.disjoint_paths(roads, ids) == disjoint.Alternatives(())
    assert chance_of(roads, ids).value == 0.0
    assert inf not in (chance_of(roads, ids).hi90,)
