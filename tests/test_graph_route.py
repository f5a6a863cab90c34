"""The search against brute force: every simple path, enumerated by networkx."""

from dataclasses import replace
from itertools import pairwise
from math import prod

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.paths import route
from graph.paths.route import Roads, Route


def roads_of(n: int, ties: dict[tuple[int, int], float], worth: list[float], after: list[float] | None = None, before: list[float] | None = None) -> Roads:
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
        tie_strength=np.array(list(ties.values())),
        worth=np.array(worth),
        after_start={v: x for v, x in enumerate(after or ()) if x},
        before_end={v: x for v, x in enumerate(before or ()) if x},
        starts=(0,),
        ends=(n - 1,),
    )


def brute_force(roads: Roads, ties: dict[tuple[int, int], float], start: int, end: int, ids: list[str], k: int, max_ties: int, diverse: bool) -> list[Route]:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    graph.add_edges_from((a, b, {"s": s}) for (a, b), s in ties.items() if s > 0)
    scored = []
    for path in nx.all_simple_paths(graph, start, end, cutoff=max_ties):
        factors = []
        for place, v in enumerate(path[1:-1], 1):
            allowed = [roads.worth[v], roads.after_start.get(v, 0.0) if place == 1 else 0.0, roads.before_end.get(v, 0.0) if place == len(path) - 2 else 0.0]
            factors.append(max(allowed))
        value = prod(sorted(graph.edges[e]["s"] for e in pairwise(path))) * prod(sorted(factors))
        if value > 0:
            scored.append((-float(f"{value:.12g}"), len(path), tuple(ids[v] for v in path), tuple(path)))
    best: list[Route] = []
    for *_, path in sorted(scored):
        inner = set(path[1:-1])
        if not diverse or all(len(inner & set(b[1:-1])) <= 0.6 * min(len(inner), len(b) - 2) for b in best):
            best.append(path)
    return best[:k]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float], list[float], list[float], list[float]]:
    n = draw(st.integers(2, 8))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    some = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs)))
    strength = st.one_of(st.sampled_from([0.0, 0.5, 0.95]), st.floats(0.01, 0.95))
    factor = st.sampled_from([0.0, 0.25, 0.5, 1.0])
    ties = {pair: draw(strength) for pair in some}
    worth = draw(st.lists(factor, min_size=n, max_size=n))
    rare = st.lists(st.sampled_from([0.0, 0.0, 0.5]), min_size=n, max_size=n)
    after, before = draw(rare), draw(rare)
    return n, ties, worth, [x if w == 0 else 0.0 for x, w in zip(after, worth, strict=True)], [x if w == 0 else 0.0 for x, w in zip(before, worth, strict=True)]


@settings(max_examples=400, deadline=None)
@given(graphs(), st.integers(1, 6), st.integers(1, 8), st.booleans(), st.randoms(use_true_random=False))
def test_search_is_brute_force(graph, k, max_ties, diverse, random):
    n, ties, worth, after, before = graph
    roads = roads_of(n, ties, worth, after, before)
    ids = [f"n{v}" for v in range(n)]
    random.shuffle(ids)
    found = route.best_paths(roads, ids, k=k, max_ties=max_ties, diverse=diverse)
    assert not found.bounded
    assert list(found.paths) == brute_force(roads, ties, 0, n - 1, ids, k, max_ties, diverse)


@pytest.mark.parametrize("seed", range(6))
def test_search_is_brute_force_on_dense_graphs_of_equal_strength(seed):
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(13, 0.5, seed=seed)
    ties = {(min(e), max(e)): float(rng.choice([0.3, 0.6, 0.95])) for e in graph.edges}
    worth = [max(1, graph.degree(v)) ** -0.4 for v in range(13)]
    roads = roads_of(13, ties, worth)
    ids = [f"n{v:02}" for v in range(13)]
    for diverse in (True, False):
        found = route.best_paths(roads, ids, k=20, max_ties=4, diverse=diverse, labels=10**6)
        assert list(found.paths) == brute_force(roads, ties, 0, 12, ids, 20, 4, diverse)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_both_directions_find_the_same(graph):
    n, ties, worth, *_ = graph
    roads = roads_of(n, ties, worth)
    ids = [f"n{v}" for v in range(n)]
    there = route.best_paths(roads, ids, k=50, diverse=False).paths
    back = route.best_paths(replace(roads, starts=roads.ends, ends=roads.starts), ids, k=50, diverse=False).paths
    assert {p[::-1]: route.score(roads, p) for p in back} == {p: route.score(roads, p) for p in there}


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_shortest_has_fewest_ties(graph):
    n, ties, worth, *_ = graph
    roads = roads_of(n, ties, worth)
    plain = nx.Graph(list(ties))
    plain.add_nodes_from(range(n))
    ids = [f"n{v}" for v in range(n)]
    path = route.shortest(roads.indptr, roads.neighbour, (0,), (n - 1,), ids, n)
    if nx.has_path(plain, 0, n - 1):
        assert path == min(tuple(p) for p in nx.all_shortest_paths(plain, 0, n - 1))
    else:
        assert path == ()


def test_hub_of_a_thousand_does_not_stand_in_for_a_real_contact():
    """start - hub - end is strong but the hub knows everybody; start - friend - end is weaker and right."""
    start, hub, friend, end = 0, 1, 2, 1002
    ties = {(min(hub, v), max(hub, v)): 0.9 for v in range(1003) if v not in (hub, friend)} | {(start, friend): 0.5, (friend, end): 0.5}
    degrees = [2, 1001, 2, *([1] * 999), 2]
    roads = roads_of(1003, ties, [d**-0.4 for d in degrees])
    ids = [f"n{v:04}" for v in range(1003)]
    assert route.best_paths(roads, ids).paths[0] == (start, friend, end)
    assert route.best_paths(route.without_penalty(roads), ids).paths[0] == (start, hub, end)


def test_a_bound_that_is_reached_is_said():
    complete = nx.complete_graph(30)
    roads = roads_of(30, dict.fromkeys(complete.edges, 0.5), [0.5] * 30)
    ids = [f"n{v:02}" for v in range(30)]
    found = route.best_paths(roads, ids, k=50, diverse=False, labels=20)
    assert found.bounded
    assert found.paths[0] == (0, 29)
    assert not route.best_paths(roads, ids, k=5).bounded


def test_ends_are_sets_and_nobody_of_them_stands_inside():
    """0 and 1 start, 3 and 4 end; the way from 0 over 1 is one of ours, and 4 is behind 3."""
    roads = roads_of(5, {(0, 1): 0.9, (1, 2): 0.5, (2, 3): 0.5, (3, 4): 0.9, (2, 4): 0.4}, [1.0] * 5)
    found = route.best_paths(replace(roads, starts=(0, 1), ends=(3, 4)), list("abcde"), diverse=False)
    assert found.paths == ((1, 2, 3), (1, 2, 4))
