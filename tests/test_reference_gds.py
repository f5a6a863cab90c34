"""Worked examples of the Neo4j graph data science manual: betweenness, hits, personalised PageRank, k cheapest paths."""

import json
from math import exp, log, prod
from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from graph.influence.matrices import matrix
from graph.influence.measures import betweenness, hits
from graph.influence.pagerank import pagerank
from graph.paths.roads import Roads, strengths
from graph.paths.route import best_paths

Case = dict[str, Any]


@pytest.fixture(scope="module")
def cases(shared) -> Case:
    return json.loads((shared / "reference" / "neo4j-gds-doc-examples" / "expected.json").read_text(encoding="utf-8"))


def arcs_of(edges: list[list[str]]) -> tuple[list[str], csr_array]:
    names = sorted({end for edge in edges for end in edge[:2]})
    source, target = (np.array([names.index(edge[side]) for edge in edges], dtype=np.int64) for side in (0, 1))
    return names, matrix(source, target, np.ones(len(edges)), len(names))


def test_betweenness(cases):
    names, arcs = arcs_of(cases["betweenness"]["directed_edges"])
    assert dict(zip(names, betweenness(arcs).tolist(), strict=True)) == cases["betweenness"]["expected"]


def test_hubs_and_authorities(cases):
    case = cases["hits"]
    names, arcs = arcs_of(case["directed_edges"])
    for key, found in zip(("hub", "auth"), hits(arcs), strict=True):
        assert dict(zip(names, found.tolist(), strict=True)) == pytest.approx(case[key], abs=case["tolerance_vs_converged_L2"])


def recurrence(links: dict[str, list[str]], start: str, rounds: int) -> dict[str, float]:
    """The manual's: not normalised, and begun with what the teleport gives."""
    score = {page: 0.15 * (page == start) for page in links}
    for _ in range(rounds):
        arriving = dict.fromkeys(links, 0.0)
        for page, others in links.items():
            for other in others:
                arriving[other] += score[page] / len(others)
        score = {page: 0.15 * (page == start) + 0.85 * arriving[page] for page in links}
    return score


def test_personalised_pagerank_is_the_limit_of_the_manuals_recurrence(cases):
    case = cases["pagerank"]
    printed = case["gds_personalised_source_SiteA"]
    names, arcs = arcs_of(case["directed_edges_weight"])
    links = {page: [edge[1] for edge in case["directed_edges_weight"] if edge[0] == page] for page in names}
    twenty = recurrence(links, "Site A", 19)
    assert {page: twenty[page] for page in printed} == pytest.approx(printed, rel=1e-8)
    found = arcs.tocoo()
    order = np.lexsort((found.row, found.col))
    teleport = np.array([float(page == "Site A") for page in names])
    scores = pagerank(found.row[order], found.col[order], np.ones((arcs.nnz, 1)), len(names), teleport=teleport)[:, 0]
    assert dict(zip(names, scores.tolist(), strict=True)) == pytest.approx(recurrence(links, "Site A", 500), abs=1e-9)
    total = sum(twenty.values())
    assert scores == pytest.approx([twenty[page] / total for page in names], abs=0.02)


def test_k_cheapest_paths_as_strongest_ones(cases):
    """Costs become strengths exp(-cost / 100), so that products of strengths order paths as sums of costs do."""
    case = cases["yens"]
    graph = nx.Graph()
    graph.add_weighted_edges_from(case["directed_edges_cost"])
    names = sorted(graph)
    ties = sorted(tuple(sorted((names.index(a), names.index(b)))) for a, b in graph.edges)
    flat = [(v, names.index(u), ties.index(tuple(sorted((v, names.index(u)))))) for v, name in enumerate(names) for u in sorted(graph[name])]
    roads = Roads(
        indptr=np.cumsum([0, *(graph.degree(name) for name in names)]),
        neighbour=np.array([u for _, u, _ in flat], dtype=np.int32),
        tie=np.array([tie for *_, tie in flat], dtype=np.int32),
        tie_strength=np.array([exp(-graph.edges[names[a], names[b]]["weight"] / 100) for a, b in ties]),
        worth=np.ones(len(names)),
        after_start={},
        before_end={},
        starts=(names.index(case["source"]),),
        ends=(names.index(case["target"]),),
    )
    found = best_paths(roads, names, k=case["k"], max_ties=5, diverse=False).paths
    costs = [round(-100 * log(prod(strengths(roads, path))), 6) for path in found]
    assert costs == case["expected_costs"]
    assert sorted([names[v] for v in path] for path in found)[:1] == sorted(case["expected_paths"])[:1]
