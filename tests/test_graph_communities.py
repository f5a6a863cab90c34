"""Signed communities against brute force and known answers; Leiden on the manual's example."""

import csv
import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.coalitions.communities import EXACT, canonical, frustration, leiden, signed_communities


def tribes(shared):
    folder = shared / "reference" / "signed-tribes"
    with (folder / "tribes_edges.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = sorted({row[end] for row in rows for end in ("source", "target")})
    weights = np.zeros((len(names), len(names)))
    for row in rows:
        a, b = names.index(row["source"]), names.index(row["target"])
        weights[a, b] = weights[b, a] = int(row["sign"])
    return names, weights, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def groups(names, labels):
    return sorted(sorted(name for name, each in zip(names, labels.tolist(), strict=True) if each == label) for label in set(labels.tolist()))


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_tribes_have_frustration_7_in_two_groups_and_2_in_three(shared, seed):
    names, weights, expected = tribes(shared)
    exact = expected["exact_here"]
    two = signed_communities(weights, seed, 2)
    assert frustration(weights, two.labels).contradicting == exact["frustration_index_2_groups"] == 7
    assert exact["minority_group"] in groups(names, two.labels)
    share = frustration(weights, two.labels).share
    assert 1 - 2 * share == pytest.approx(expected["published_signnet"]["frustration"], abs=1e-6)
    free = signed_communities(weights, seed)
    assert frustration(weights, free.labels).contradicting == exact["best_3_groups_inconsistencies"] == 2
    assert groups(names, free.labels) == sorted(exact["groups3"])
    assert not free.exact


def test_leiden_parts_the_example_of_the_manual_in_two(shared):
    path = shared / "reference" / "neo4j-gds-doc-examples" / "expected.json"
    case = json.loads(path.read_text(encoding="utf-8"))["leiden"]
    names = sorted({end for edge in case["undirected_edges"] for end in edge})
    weight: dict[tuple[int, int], float] = {}
    for edge in case["undirected_edges"]:
        low, high = sorted(map(names.index, edge))
        weight[low, high] = weight.get((low, high), 0) + 1
    low, high = (np.array([pair[side] for pair in weight]) for side in (0, 1))
    assert groups(names, leiden(low, high, np.array(list(weight.values())), len(names), 0)) == case["expected_partition"]


@st.composite
def signed(draw, most=6):
    n = draw(st.integers(1, most))
    low, high = np.triu_indices(n, 1)
    weights = np.zeros((n, n))
    weights[low, high] = draw(st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0]), min_size=len(low), max_size=len(low)))
    return weights + weights.T


def weight_against(weights, labels):
    return frustration(weights, np.array(labels)).share or 0.0


@settings(max_examples=60, deadline=None)
@given(signed(5), st.integers(0, 3), st.sampled_from([0, 2]))
def test_no_grouping_is_contradicted_less(weights, seed, most):
    found = signed_communities(weights, seed, most)
    best = min(weight_against(weights, labels) for labels in product(range(most or len(weights)), repeat=len(weights)))
    assert weight_against(weights, found.labels) == pytest.approx(best)
    assert found.exact
    assert found.labels.tolist() == signed_communities(weights, seed, most).labels.tolist()


@settings(max_examples=60, deadline=None)
@given(signed(), st.randoms(use_true_random=False))
def test_groups_are_joined_by_positive_ties_whatever_the_order(weights, random):
    labels = signed_communities(weights, 0).labels
    for group in set(labels.tolist()):
        members = np.flatnonzero(labels == group).tolist()
        reached, todo = {members[0]}, [members[0]]
        while todo:
            near = {other for other in members if weights[todo[-1], other] > 0} - reached
            todo.pop()
            reached |= near
            todo += near
        assert reached == set(members)
    order = list(range(len(weights)))
    random.shuffle(order)
    turned = signed_communities(weights[np.ix_(order, order)], 0).labels
    assert weight_against(weights[np.ix_(order, order)], turned) == pytest.approx(weight_against(weights, labels))


@pytest.mark.parametrize("n", [1, 5, 40])
def test_all_friends_are_one_group_and_all_foes_are_each_alone(n):
    friends = np.ones((n, n)) - np.eye(n)
    assert signed_communities(friends, 0).labels.tolist() == [0] * n
    assert signed_communities(-friends, 0).labels.tolist() == list(range(n))
    assert signed_communities(friends, 0).exact
    assert signed_communities(-friends, 0).exact


def test_planted_camps_are_found_above_the_exact_size():
    camp = np.arange(60) % 3
    rng = np.random.default_rng(5)
    weights = np.where(camp[:, None] == camp[None, :], 1.0, -1.0) * (rng.random((60, 60)) < 0.4)
    weights = np.triu(weights, 1) + np.triu(weights, 1).T
    found = signed_communities(weights, 0)
    assert found.labels.tolist() == camp.tolist()
    assert len(weights) > EXACT
    assert frustration(weights, found.labels).contradicting == 0


def test_nobody_and_nobody_tied():
    empty = signed_communities(np.zeros((0, 0)), 0)
    assert (len(empty.labels), empty.exact) == (0, True)
    assert frustration(np.zeros((0, 0)), empty.labels) == (0, 0, None)
    assert signed_communities(np.zeros((3, 3)), 0).labels.tolist() == [0, 1, 2]
    assert leiden(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), 3, 0).tolist() == [0, 1, 2]


def test_leiden_is_repeatable_and_keeps_parts_that_nothing_joins_apart():
    low, high = np.array([0, 0, 1, 3, 3, 4]), np.array([1, 2, 2, 4, 5, 5])
    found = [leiden(low, high, np.ones(6), 8, seed).tolist() for seed in (0, 0, 9)]
    assert found == [[0, 0, 0, 1, 1, 1, 2, 3]] * 3


def test_labels_are_numbered_by_first_members():
    assert canonical(np.array([7, 2, 7, 0])).tolist() == [0, 1, 0, 2]
