"""Classic networks: the Florentine families, Krackhardt's kite and Zachary's club."""

import json
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from graph.influence.matrices import matrix
from graph.influence.measures import betweenness_share, closeness, constraint


@pytest.fixture(scope="module")
def classic(shared) -> dict[str, Any]:
    return json.loads((shared / "reference" / "classic-sna" / "expected.json").read_text(encoding="utf-8"))


def ties(edges: list[list[Any]]) -> tuple[list[Any], csr_array]:
    names = sorted({end for edge in edges for end in edge})
    a, b = (np.array([names.index(edge[side]) for edge in edges], dtype=np.int64) for side in (0, 1))
    return names, matrix(np.concatenate([a, b]), np.concatenate([b, a]), np.ones(2 * len(a)), len(names))


def test_florentine_families(classic):
    case = classic["florentine_marriage"]
    names, arcs = ties(case["edges"])
    share = betweenness_share(arcs, 0).values
    assert dict(zip(names, share, strict=True)) == pytest.approx(case["betweenness_norm"], abs=1e-6)
    assert dict(zip(names, share * 14 * 13 / 2, strict=True)) == pytest.approx(case["betweenness_raw"], abs=1e-5)
    assert dict(zip(names, closeness(arcs), strict=True)) == pytest.approx(case["closeness"], abs=1e-6)
    assert dict(zip(names, constraint(arcs), strict=True)) == pytest.approx(case["constraint"], abs=1e-6)


def test_the_kite_has_three_different_leaders(classic):
    case = classic["krackhardt_kite"]
    names, arcs = ties(case["edges"])
    share, near = betweenness_share(arcs, 0).values, closeness(arcs)
    degree = np.diff(arcs.indptr) / (len(names) - 1)
    for key, found in (("betweenness", share), ("closeness", near), ("degree", degree)):
        assert dict(zip(names, found, strict=True)) == pytest.approx(case[key], abs=5e-4)
    leaders = case["published_leaders"]
    assert names[int(np.argmax(share))] == leaders["betweenness"][0]
    assert [names[at] for at in np.flatnonzero(near >= near.max() - 1e-9)] == leaders["closeness"][0]
    assert names[int(np.argmax(degree))] == leaders["degree"][0]


def test_the_karate_club(classic):
    case = classic["zachary"]
    names, arcs = ties(case["edges_0based"])
    assert (len(names), arcs.nnz) == (case["n"], 2 * case["m"])
    found = {str(name + 1): value for name, value in zip(names, betweenness_share(arcs, 0).values.tolist(), strict=True)}
    best = sorted(found, key=lambda name: -found[name])[:3]
    assert {name: found[name] for name in best} == pytest.approx(case["betweenness_norm_top"], abs=1e-6)
