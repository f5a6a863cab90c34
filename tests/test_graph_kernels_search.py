"""The compiled search gives the answers of its plain twin: thousands of random graphs, hubs, sets of ends, ties taken away."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.graphs import AS_OF, hub_pairs, snapshot_of
from graph.kernels.rows import placed, ranked
from graph.kernels.search import best_paths
from graph.kernels.steps import fewest
from graph.paths import route
from graph.paths.introduce import PathQuery, introduce
from graph.paths.roads import Roads, Route, score
from graph.paths.walk import best_way, carrying_ties, lay_roads, terminals
from graph.strength import PLAIN, adjacency

Ties = dict[tuple[int, int], float]


def roads_of(n: int, ties: Ties, worth: list[float], **fields: object) -> Roads:
    pairs = sorted(ties)
    low, high = (np.array([pair[end] for pair in pairs], dtype=np.int32) for end in (0, 1))
    indptr, neighbour, tie = adjacency(low, high, n)
    strength, factor = np.array([ties[pair] for pair in pairs], dtype=np.float64), np.array(worth)
    rows = ranked(indptr, neighbour, tie, strength, factor)
    roads = Roads(indptr, neighbour, tie, strength, factor, after_start={}, before_end={}, starts=(0,), ends=(n - 1,), ranked=rows)
    return replace(roads, **fields)


def compiled(roads: Roads, ids: list[str], k: int, max_ties: int, *, diverse: bool, hint: float = 0.0) -> tuple[Route, ...]:
    rank = np.argsort(np.argsort(ids)).astype(np.int32)
    paths, bounded = best_paths(roads, rank, k=k, max_ties=max_ties, diverse=diverse, labels=100_000, hint=hint)
    assert not bounded
    return paths


def plain(roads: Roads, ids: list[str], k: int, max_ties: int, *, diverse: bool) -> tuple[Route, ...]:
    found = route.best_paths(roads, ids, k=k, max_ties=max_ties, diverse=diverse, labels=10**6)
    assert not found.bounded
    return found.paths


@st.composite
def questions(draw: st.DrawFn) -> tuple[Roads, list[str]]:
    """Isolated nodes, ties of strength 0 and of equal strength, officials beside an end, sets of ends, a closed tie."""
    n = draw(st.integers(4, 9))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    strength = st.one_of(st.sampled_from([0.0, 0.3, 0.5, 0.95]), st.floats(1e-60, 0.95))
    ties = {pair: draw(strength) for pair in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs)))}
    worth = draw(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=n, max_size=n))
    barred = [v for v in range(n) if not worth[v]]
    beside = [{v: 0.5 for v in barred if draw(st.integers(0, 2)) == 0} for _ in range(2)]
    ends = draw(st.sampled_from([((0,), (n - 1,)), ((0, 1), (n - 1,)), ((0, 1), (n - 1, n - 2))]))
    closed = draw(st.sampled_from([(-1, -1), *ties]))
    lift = {v: 1.25 for v in closed if v >= 0}
    roads = roads_of(n, ties, worth, after_start=beside[0], before_end=beside[1], starts=ends[0], ends=ends[1], closed=closed, lift=lift)
    return roads, [f"n{v}" for v in draw(st.permutations(range(n)))]


@settings(max_examples=1500, deadline=None)
@given(questions(), st.integers(1, 8), st.integers(1, 8), st.booleans())
def test_compiled_search_is_the_plain_one(question, k, max_ties, diverse):
    roads, ids = question
    assert compiled(roads, ids, k, max_ties, diverse=diverse) == plain(roads, ids, k, max_ties, diverse=diverse)


@settings(max_examples=300, deadline=None)
@given(questions(), st.integers(1, 5), st.floats(0.1, 1))
def test_a_hint_changes_no_answer(question, k, share):
    roads, ids = question
    expected = plain(roads, ids, k, 4, diverse=True)
    hint = score(roads, expected[-1]) * share if len(expected) == k else 0.0
    assert compiled(roads, ids, k, 4, diverse=True, hint=hint) == expected


@pytest.mark.parametrize("seed", range(12))
def test_hubs_and_many_equal_scores_are_searched_exactly(seed):
    """60 nodes, three of them tied to nearly all, four strengths: buffers overflow and pairs are looked up."""
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(60, 0.08, seed=seed)
    graph.add_edges_from((hub, v) for hub in (20, 30, 40) for v in range(60) if v != hub and rng.random() < 0.9)
    ties = {(min(e), max(e)): float(rng.choice([0.3, 0.5, 0.7, 0.9])) for e in graph.edges}
    ids = [f"n{v:02}" for v in rng.permutation(60)]
    for gamma in (0.0, 0.4):
        roads = roads_of(60, ties, [max(1, graph.degree(v)) ** -gamma for v in range(60)])
        for ends in ((0, 59), (20, 5), (20, 30)):
            asked = replace(roads, starts=ends[:1], ends=ends[1:])
            for diverse, k in ((True, 5), (False, 12)):
                assert compiled(asked, ids, k, 4, diverse=diverse) == plain(asked, ids, k, 4, diverse=diverse)


def test_more_equal_paths_than_the_buffer_holds():
    ties = {(0, v): 0.5 for v in range(1, 400)} | {(v, 400): 0.5 for v in range(1, 400)}
    ids = [f"n{400 - v:03}" for v in range(401)]
    roads = roads_of(401, ties, [1.0] * 401)
    assert compiled(roads, ids, 50, 2, diverse=False) == tuple((0, v, 400) for v in range(399, 349, -1))


def test_a_limit_that_is_hit_is_said():
    complete = nx.complete_graph(40)
    roads = roads_of(40, dict.fromkeys(complete.edges, 0.5), [0.5] * 40)
    paths, bounded = best_paths(roads, np.zeros(0, dtype=np.int32), k=50, max_ties=8, diverse=False, labels=20)
    assert bounded
    assert paths[0] == (0, 39)


@settings(max_examples=500, deadline=None)
@given(questions(), st.integers(0, 6))
def test_compiled_shortest_way_is_the_plain_one(question, limit):
    roads, ids = question
    rank = np.argsort(np.argsort(ids)).astype(np.int32)
    expected = route.shortest(roads.indptr, roads.neighbour, roads.starts, roads.ends, ids, limit)
    assert fewest(roads.indptr, roads.neighbour, rank, roads.starts, roads.ends, limit) == expected


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 40), st.integers(0, 2**31))
def test_compiled_adjacency_is_the_plain_one(n, seed):
    graph = nx.gnp_random_graph(n, 0.3, seed=seed)
    pairs = np.array(sorted((min(e), max(e)) for e in graph.edges), dtype=np.int32).reshape(-1, 2)
    low, high = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    for ours, twin in zip(placed(low, high, n), adjacency(low, high, n), strict=True):
        np.testing.assert_array_equal(ours, twin)


@pytest.mark.slow
def test_a_large_graph_answers_as_the_plain_search_would():
    snapshot = snapshot_of(hub_pairs(3_000, 30_000, 1), 3_000, 1, discrete=True)
    rng = np.random.default_rng(2)
    for a, b in rng.integers(0, 2_000, (6, 2)).tolist():
        query = PathQuery(start=snapshot.ids[a], end=snapshot.ids[b], as_of=AS_OF)
        ties = carrying_ties(snapshot, query)
        assert len(ties.low) > PLAIN
        roads = lay_roads(snapshot, ties, query, *terminals(snapshot, query))
        result = introduce(snapshot, query)
        expected = plain(replace(roads, ranked=None), snapshot.ids, 5, 4, diverse=True)
        assert [[node.id for node in path.nodes] for path in result.paths] == [[snapshot.ids[v] for v in way] for way in expected]
        assert best_way(snapshot, roads, query) == expected[0]
        assert result.model_dump_json() == introduce(snapshot, query).model_dump_json()
