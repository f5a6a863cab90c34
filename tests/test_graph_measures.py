"""Whole-graph measures: networkx as the oracle, the sampling error, the bounds."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from graph.influence import measures, triads
from graph.influence.matrices import both_ways, matrix
from graph.influence.measures import (
    Estimate,
    betweenness,
    betweenness_share,
    cheapest,
    closeness,
    clustering,
    components,
    constraint,
    core_numbers,
    estimated_betweenness,
    hits,
    label_propagation,
    sample,
    steps,
)
from graph.influence.triads import census, countable


@st.composite
def graphs(draw: st.DrawFn) -> tuple[csr_array, nx.DiGraph]:
    """The same arcs as a matrix and for networkx; parts that hang apart and arcs of both directions among them."""
    n = draw(st.integers(1, 12))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
    arcs = draw(st.dictionaries(pairs, st.sampled_from([0.2, 0.5, 0.95]), max_size=40)) if n > 1 else {}
    source, target = (np.array([arc[side] for arc in arcs], dtype=np.int64) for side in (0, 1))
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in arcs.items())
    return matrix(source, target, np.array(list(arcs.values()), dtype=np.float64), n), graph


def row(values: dict[int, float]) -> list[float]:
    return [values[v] for v in range(len(values))]


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_betweenness_closeness_and_constraint_are_those_of_networkx(drawn):
    arcs, graph = drawn
    assert betweenness(arcs) == pytest.approx(row(nx.betweenness_centrality(graph, normalized=False)))
    assert closeness(arcs) == pytest.approx(row(nx.closeness_centrality(graph)))
    assert constraint(arcs) == pytest.approx(row(nx.constraint(graph, weight="weight")), nan_ok=True)


@settings(max_examples=300, deadline=None)
@given(graphs(), st.data())
def test_ways_parts_and_cores_are_those_of_networkx(drawn, data):
    arcs, graph = drawn
    start = data.draw(st.integers(0, len(graph) - 1))
    reached = nx.single_source_shortest_path_length(graph, start)
    assert steps(arcs, start).tolist() == [reached.get(v, -1) for v in graph]
    costs = nx.single_source_dijkstra_path_length(graph, start)
    assert cheapest(arcs, start) == pytest.approx([costs.get(v, float("inf")) for v in graph])
    assert core_numbers(arcs).tolist() == row(nx.core_number(graph.to_undirected()))
    parts = components(arcs)
    for part in nx.weakly_connected_components(graph):
        assert {int(parts[v]) for v in part} == {min(part)}


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_clustering_of_ties_both_ways_is_that_of_networkx(drawn):
    arcs, graph = drawn
    assert clustering(both_ways(arcs)) == pytest.approx(row(nx.clustering(graph.to_undirected())))


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_hubs_and_authorities_are_singular_vectors(drawn):
    arcs, _ = drawn
    hub, authority = hits(arcs)
    assert np.isfinite([hub, authority]).all()
    if not arcs.nnz:
        assert not hub.any()
        assert not authority.any()
        return
    largest = np.linalg.svd(arcs.toarray(), compute_uv=False)[0]
    assert hub @ arcs.toarray() @ authority == pytest.approx(largest, rel=1e-3)
    assert (hub @ hub, authority @ authority) == pytest.approx((1, 1))


@settings(max_examples=100, deadline=None)
@given(graphs(), st.integers(0, 5))
def test_labels_are_taken_from_neighbours_all_at_once(drawn, rounds):
    arcs, graph = drawn
    labels = {v: v for v in graph}
    for _ in range(rounds):
        heard = {v: [labels[u] for u in (*graph.predecessors(v), *graph.successors(v))] for v in graph}
        labels = {v: min(votes, key=lambda label: (-votes.count(label), label)) if (votes := heard[v]) else labels[v] for v in graph}
    assert label_propagation(arcs, rounds).tolist() == row(labels)


def random_arcs(n: int, m: int, seed: int = 1) -> csr_array:
    rng = np.random.default_rng(seed)
    return matrix((n * rng.random(m) ** 2).astype(np.int64), (n * rng.random(m) ** 2).astype(np.int64), np.full(m, 0.5), n)


def test_estimated_betweenness_holds_the_exact_value_nine_times_in_ten_for_the_first_and_far_down():
    arcs = random_arcs(600, 4000)
    exact = betweenness(arcs)
    held = []
    for seed in range(30):
        found = estimated_betweenness(arcs, np.sort(np.random.default_rng(seed).choice(600, 120, replace=False)))
        held.append(np.abs(found.values - exact) <= found.error)
    assert np.mean(held, axis=0).min() >= 0.9


def test_where_no_search_passed_the_interval_is_not_nil():
    arcs = random_arcs(600, 4000)
    assert estimated_betweenness(arcs, np.arange(0, 600, 10)).error.min() > 0


def test_long_searches_tell_how_far_they_are_and_can_be_ended(monkeypatch):
    arcs, heard = random_arcs(200, 900), []
    monkeypatch.setattr(measures, "CELLS", 10_000)
    betweenness(arcs, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (200, 200)
    assert len(heard) == 4

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        betweenness(arcs, stop)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_estimated_from_all_nodes_betweenness_is_exact(drawn):
    arcs, graph = drawn
    found = estimated_betweenness(arcs, np.arange(len(graph)))
    assert found.values == pytest.approx(betweenness(arcs))
    assert not found.error.any()


def test_all_are_searched_from_up_to_a_size_then_a_seeded_sample():
    small, large = random_arcs(measures.EXACT, 3000), random_arcs(measures.EXACT + 1, 3000)
    assert sample(small, 0) is None
    drawn = sample(large, 7)
    assert drawn is not None
    assert measures.FEWEST <= len(set(drawn.tolist())) == len(drawn) <= measures.MOST
    first, again = betweenness_share(large, 7), betweenness_share(large, 7)
    assert isinstance(first, Estimate)
    assert (first.values == again.values).all()
    assert first.error.any()
    assert 0 <= first.values.min() <= first.values.max() <= 1


def test_in_pieces_or_at_once_the_answer_is_the_same(monkeypatch):
    arcs = random_arcs(200, 900)
    whole, near = betweenness(arcs), closeness(arcs)
    monkeypatch.setattr(measures, "CELLS", 1000)
    assert betweenness(arcs) == pytest.approx(whole)
    assert closeness(arcs) == pytest.approx(near)


def test_a_graph_without_arcs_or_nodes_is_no_error():
    for n in (0, 1, 3):
        none = np.zeros(0, dtype=np.int64)
        arcs = matrix(none, none, np.zeros(0), n)
        assert betweenness_share(arcs, 0).values.tolist() == [0] * n
        assert closeness(arcs).tolist() == clustering(arcs).tolist() == core_numbers(arcs).tolist() == [0] * n
        assert components(arcs).tolist() == label_propagation(arcs, 3).tolist() == list(range(n))
        assert np.isfinite(hits(arcs)).all()
        assert np.isnan(constraint(arcs)).all()


@settings(max_examples=150, deadline=None)
@given(graphs(), st.data())
def test_the_compiled_triangles_give_what_matrices_give(drawn, data):
    arcs, graph = drawn
    n = len(graph)
    group = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)), dtype=np.int64)
    plain = clustering(arcs), constraint(arcs), census(arcs, group)
    with pytest.MonkeyPatch.context() as patch:
        for module in (measures, triads):
            patch.setattr(module, "PLAIN", -1)
        compiled = clustering(arcs), constraint(arcs), census(arcs, group)
    for one, other in zip(plain, compiled, strict=True):
        assert other == pytest.approx(one, nan_ok=True)


def test_a_graph_too_dense_for_triads_is_known_beforehand(monkeypatch):
    arcs = random_arcs(50, 400)
    assert countable(arcs)
    monkeypatch.setattr(triads, "PLAIN", 10)
    assert countable(arcs)
    monkeypatch.setattr(triads, "WEDGES", 10)
    assert not countable(arcs)


def test_strength_zero_and_self_loops_are_no_arcs_and_parallel_ones_add_up():
    arcs = matrix(np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0]), np.array([0.2, 0.3, 0.9, 0.0]), 2)
    assert arcs.nnz == 1
    assert arcs[0, 1] == pytest.approx(0.5)
