"""PageRank: networkx as the oracle, published and reference values, and the compiled twin."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from graph.claims import Claim, Record, Source
from graph.influence.arcs import arc_kinds, find_arcs, weigh
from graph.influence.draws import Shown
from graph.influence.lanes import Measure, Units, in_lanes, packed
from graph.influence.missing import without_ties
from graph.influence.pagerank import iterate, pagerank, solve
from graph.influence.score import InfluenceQuery, score
from graph.snapshot.arrays import Floats, Longs
from graph.snapshot.build import Snapshot, build
from graph.strength import derive
from graph.view import View

AS_OF = "2025-10-28"


def sought(a: str, b: str, source: str = "source:one", when: str = "2025-09-01") -> Record:
    claim = Claim(subject=a, predicate="met_with", object=b, when=when, source=source, locator="row", qualifiers=("sought-by-subject",))
    return Record(claim=claim)


def record(*claims: Record) -> Snapshot:
    return build([*(Source(id=key, title=key) for key in sorted({one.claim.source for one in claims})), *claims])


def values(snapshot: Snapshot, **fields: Any) -> dict[str, float]:
    return {item.entity.id: item.value for item in score(snapshot, InfluenceQuery(as_of=AS_OF, top=1000, draws=0, **fields)).items}


Graph = tuple[int, Longs, Longs, Floats]


@st.composite
def graphs(draw: st.DrawFn, columns: int = 1) -> Graph:
    """n, sources, targets (sorted by target), weights of some columns; self-loops, dangling and cut-off actors among them."""
    n = draw(st.integers(1, 12))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    arcs = sorted(draw(st.sets(pairs, max_size=30)), key=lambda arc: (arc[1], arc[0]))
    weights = [draw(st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.95]), min_size=columns, max_size=columns)) for _ in arcs]
    source, target = (np.array([arc[side] for arc in arcs], dtype=np.int64) for side in (0, 1))
    return n, source, target, np.array(weights).reshape(-1, columns)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(graphs(), st.sampled_from([0.5, 0.85, 0.95]))
def test_pagerank_is_that_of_networkx(case, damping):
    n, source, target, weights = case
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, w) for a, b, w in zip(source.tolist(), target.tolist(), weights[:, 0].tolist(), strict=True) if w > 0)
    told = nx.pagerank(graph, alpha=damping, tol=1e-13, max_iter=100_000)
    expected = np.array([told[v] for v in range(n)])
    begin = np.full(n, 1 / n)
    for found in (pagerank(source, target, weights, n, damping=damping), solve(source, target, weights, begin, damping, 1e-10)):
        assert np.abs(found[:, 0] - expected).sum() < 1e-9
        assert found.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(graphs(columns=3), st.sampled_from([0.1, 0.85, 0.99]), st.integers(0, 5))
def test_the_compiled_sweeps_give_what_power_iteration_gives_from_wherever_they_begin(case, damping, seed):
    n, source, target, weights = case
    first = np.random.default_rng(seed).random(n) + 0.01
    first /= first.sum()
    teleport = first[::-1].copy()
    for restart in (None, teleport):
        plain = iterate(source, target, weights, np.full(n, 1 / n), damping, 1e-13, restart)
        eight, one = (solve(source, target, columns, first, damping, 1e-10, restart) for columns in (weights, weights[:, :1]))
        assert np.abs(eight - plain).sum(axis=0).max() < 1.1e-10
        assert np.abs(one - plain[:, :1]).sum() < 1.1e-10


@pytest.mark.parametrize("ring", [2, 3, 50, 501])
def test_closed_rings_and_chains_are_solved_within_the_tolerance_too(ring):
    """Groups that nothing leaves hold plain iteration to a factor of .85 a round."""
    arcs = [(a, (a + 1) % ring) for a in range(ring)] + [(ring + a, ring + a + 1) for a in range(60)] + [(ring + 60, 0)]
    ordered = sorted(arcs, key=lambda arc: (arc[1], arc[0]))
    source, target = np.array(ordered).T
    n = ring + 61
    weights = np.random.default_rng(0).random((len(ordered), 8)) + 0.1
    begin = np.full(n, 1 / n)
    exact = np.column_stack([_direct(source, target, weights[:, column], n) for column in range(8)])
    assert np.abs(solve(source, target, weights, begin, 0.85, 1e-10) - exact).sum(axis=0).max() < 1e-10
    assert np.abs(solve(source, target, weights[:, :1], begin, 0.85, 1e-10)[:, 0] - exact[:, 0]).sum() < 1e-10


def _direct(source: Longs, target: Longs, weights: Floats, n: int) -> Floats:
    """By solving the linear system."""
    step = np.zeros((n, n))
    step[target, source] = weights
    sent = step.sum(axis=0)
    step[:, sent > 0] /= sent[sent > 0]
    step[:, sent == 0] = 1 / n
    found = np.linalg.solve(np.eye(n) - 0.85 * step, np.full(n, 0.15 / n))
    return found / found.sum()


@pytest.mark.parametrize("arcs", [0, 200, 20_000])
def test_several_weightings_are_solved_as_if_alone(arcs):
    rng = np.random.default_rng(4)
    source, target = rng.integers(0, 300, arcs), np.sort(rng.integers(0, 300, arcs))
    weights = rng.random((arcs, 60)) * (rng.random((arcs, 60)) < 0.6)
    together = pagerank(source, target, weights, 300)
    alone = np.column_stack([pagerank(source, target, weights[:, [i]], 300)[:, 0] for i in range(60)])
    assert np.abs(together - alone).max() < 1e-9


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000))
def test_lanes_recompute_strengths_and_scores_as_the_plain_twin_does(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 15))
    claims = [
        sought(f"org:{a}", f"org:{b}", f"source:{rng.integers(0, 5)}", f"2025-0{rng.integers(1, 9)}-01")
        for a, b in rng.integers(0, n, (int(rng.integers(1, 40)), 2)).tolist()
        if a != b
    ]
    snapshot = record(*claims, sought("org:0", "org:1"))
    query = InfluenceQuery(as_of=AS_OF)
    arcs = find_arcs(snapshot, derive(snapshot, View(), query.day, arc_kinds(View())))
    ties = arcs.ties
    units = Units(ties.p / ties.c, ties.report_ptr.astype(np.int64), snapshot.reports.group[ties.reports])
    alive = rng.random((11, len(snapshot.groups))) < 0.6
    for damping in (0.85, 0.0):
        measure = Measure(damping, 1e-10, np.full(len(arcs.actors), 1 / len(arcs.actors)))
        plain = measure.of(arcs, weigh(arcs, units.survivors(alive.T)))
        lanes = np.concatenate(in_lanes(arcs, units, packed(alive), measure, lambda _, found: found), axis=1)[:, :11]
        assert np.abs(lanes - plain).max() < 1e-9


# Known answers


@pytest.fixture(scope="module")
def chemnet(shared: Path) -> tuple[Snapshot, dict[str, float], dict[str, float]]:
    """The political exchange among 30 bodies, the reputation each has among the others, and the expected score."""
    folder = shared / "reference" / "chemnet"

    def matrix(name: str) -> dict[tuple[str, str], bool]:
        rows = list(csv.reader((folder / name).open(encoding="utf-8")))
        return {(row[0], column): cell == "1" for row in rows[1:] for column, cell in zip(rows[0][1:], row[1:], strict=True) if row[0] != column}

    sent, deemed = matrix("pol.csv"), matrix("infrep.csv")
    claims = [sought(f"org:{a.lower()}", f"org:{b.lower()}") for (a, b), tie in sent.items() if tie]
    reputation = {f"org:{b.lower()}": 0.0 for _, b in deemed}
    for (_, b), tie in deemed.items():
        reputation[f"org:{b.lower()}"] += tie
    expected = {f"org:{row['actor'].lower()}": float(row["pol_pagerank"]) for row in csv.DictReader((folder / "expected_nodes.csv").open(encoding="utf-8"))}
    return record(*claims), reputation, expected


def test_chemnet_scores_to_the_printed_digits(chemnet):
    snapshot, _, expected = chemnet
    assert values(snapshot) == pytest.approx(expected, abs=1e-8)


def test_chemnet_influence_follows_reputation_better_than_ties_in_and_activity_hardly(chemnet):
    snapshot, reputation, _ = chemnet
    items = score(snapshot, InfluenceQuery(as_of=AS_OF, top=100, draws=0)).items
    found = {"pagerank": values(snapshot), "in-degree": {item.entity.id: item.in_strength for item in items}, "out-degree": values(snapshot, by="activity")}
    agreement = {name: spearmanr([np.round(column[actor], 9) for actor in reputation], list(reputation.values())).statistic for name, column in found.items()}
    assert agreement == pytest.approx({"pagerank": 0.89, "in-degree": 0.851, "out-degree": 0.432}, abs=0.005)


@pytest.mark.parametrize(("share", "agreement"), [(0.1, 0.88), (0.3, 0.84)])
def test_chemnet_scores_bear_missing_ties(chemnet, share, agreement):
    snapshot, reputation, _ = chemnet
    arcs = find_arcs(snapshot, derive(snapshot, View(), InfluenceQuery(as_of=AS_OF).day, arc_kinds(View())))
    everyone = np.arange(len(arcs.actors))
    shown = Shown(everyone, everyone, np.zeros(len(everyone)))
    measure = Measure(0.85, 1e-8, np.full(len(everyone), 1 / len(everyone)))
    drawn, _ = without_ties(arcs, measure, shown, share, seed=0, draws=200)
    told = [reputation[snapshot.ids[int(entity)]] for entity in arcs.actors]
    assert np.mean([spearmanr(column, told).statistic for column in drawn.T]) == pytest.approx(agreement, abs=0.02)


def test_florentine_families_and_the_karate_club(shared):
    expected = json.loads((shared / "reference" / "classic-sna" / "expected.json").read_text(encoding="utf-8"))
    families = expected["florentine_marriage"]
    found = _undirected([(a.lower(), b.lower()) for a, b in families["edges"]])
    assert found == pytest.approx({f"org:{name.lower()}": value for name, value in families["pagerank_.85"].items()}, abs=1e-6)
    club = expected["zachary"]
    members = _undirected([(f"{a:02}", f"{b:02}") for a, b in club["edges_0based"]])
    for member, value in club["pagerank_top"].items():
        assert members[f"org:{int(member) - 1:02}"] == pytest.approx(value, abs=5e-6)


def _undirected(pairs: list[tuple[str, str]]) -> dict[str, float]:
    told = [
        Claim(subject=f"org:{a}", predicate="joint_statement_with", object=f"org:{b}", when="2025-09-01", source="source:one", locator="row") for a, b in pairs
    ]
    return values(record(*(Record(claim=claim) for claim in told)))


@pytest.mark.parametrize("weighted", [False, True])
def test_pages_of_the_neo4j_manual(shared, weighted):
    """Converged they are the normalised values; the manual's own stop short, after 20 rounds of a sum that is not normalised."""
    case = json.loads((shared / "reference" / "neo4j-gds-doc-examples" / "expected.json").read_text(encoding="utf-8"))["pagerank"]
    names = sorted({end for a, b, _ in case["directed_edges_weight"] for end in (a, b)})
    arcs = sorted(((names.index(a), names.index(b), w if weighted else 1) for a, b, w in case["directed_edges_weight"]), key=lambda arc: (arc[1], arc[0]))
    source, target = (np.array([arc[side] for arc in arcs]) for side in (0, 1))
    weights, n = np.array([[arc[2]] for arc in arcs], dtype=float), len(names)
    found = pagerank(source, target, weights, n)[:, 0] * n
    kind = "weighted" if weighted else "unweighted"
    assert {name: found[names.index(name)] for name in case[f"converged_times_n_{kind}_here"]} == pytest.approx(
        case[f"converged_times_n_{kind}_here"], abs=1e-6
    )
    damping = case["damping"]
    summed = np.full(n, (1 - damping) / n)
    for rounds in range(1, case["max_iterations"]):
        summed = (1 - damping) * pagerank(source, target, weights, n, damping=damping, rounds=rounds)[:, 0] + damping * summed
    printed = case[f"gds_{kind}"]
    assert {name: summed[names.index(name)] * n for name in printed} == pytest.approx(printed, abs=1e-9)


def test_so_many_rounds_are_those_of_power_iteration_with_dangling_mass_spread_evenly():
    source, target, weights = np.array([0, 0]), np.array([1, 2]), np.ones((2, 1))
    one, two = (pagerank(source, target, weights, 3, rounds=rounds)[:, 0].tolist() for rounds in (1, 2))
    again = 0.05 + 0.85 * 2 / 9
    assert one == pytest.approx([again, again + 0.85 / 6, again + 0.85 / 6])
    loose = 0.05 + 0.85 * (one[1] + one[2]) / 3
    assert two == pytest.approx([loose, loose + 0.85 * one[0] / 2, loose + 0.85 * one[0] / 2])


def test_a_chain_passes_its_score_on():
    found = values(record(*(sought(f"org:{a}", f"org:{b}") for a, b in pairwise("abcd"))))
    weights = np.cumsum(0.85 ** np.arange(4))
    assert list(dict(sorted(found.items())).values()) == pytest.approx(weights / weights.sum())
