"""Influence: PageRank beside igraph, NetworKit, rustworkx, networkx and scipy; a thousand draws beside a loop over scipy.

Every peer gets the largest power of ten as tolerance with which its scores come within 1e-10 (sum of
absolute differences) of the fixed point, and its graph built before the clock starts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Protocol

import igraph
import networkit
import networkx as nx
import numpy as np
import rustworkx
from numpy.typing import NDArray
from scipy.sparse import csr_array

from benchmarks.graphs import AS_OF, rmat_pairs, snapshot_of
from benchmarks.times import Times, duration, peak_megabytes, table, timed, times
from graph.influence.arcs import Arcs, weigh
from graph.influence.draws import report_units
from graph.influence.lanes import Measure, Units, in_lanes, packed
from graph.influence.pagerank import pagerank
from graph.influence.score import InfluenceQuery, score, solve
from graph.kernels.ranks import warm
from graph.snapshot.arrays import Flags, Floats, Snapshot

DAMPING, ASKED, DRAWN = 0.85, 1e-10, 1e-8
PAGERANK_FLOOR, DRAWS_FLOOR, DRAWS_SECONDS = 1.5, 2.5, 8.0
FLOORED = ("igraph", "NetworKit", "rustworkx")
REPEATS = 7

Solve = Callable[[float], Floats]


class Scores(Protocol):
    """Scores by node, as rustworkx and networkx give them."""

    def __getitem__(self, node: int, /) -> float: ...


@dataclass(frozen=True, slots=True)
class Graph:
    """Arcs with their weights among n actors."""

    snapshot: Snapshot
    arcs: Arcs
    weights: Floats
    n: int


def section(*, quick: bool) -> list[str]:
    """PageRank by size, then the draws, then whole answers."""
    compiling = timed(warm)
    sizes = [(14, 100_000)] if quick else [(14, 100_000), (17, 1_000_000)]
    graphs = {ties: _graph(scale, ties) for scale, ties in sizes}
    answers = [_answer(graph, ties, draws) for ties, graph in graphs.items() for draws in (0, 1000)]
    columns = {ties: _pageranks(graph) for ties, graph in graphs.items()}
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    rows = [[name, *(cell for column in columns.values() for cell in column.get(name, ("–", "–", "–")))] for name in names]
    head = ["PageRank to 1e-10", *(text for ties in graphs for text in (f"{ties:,} ties, p50 / max", "off by", "ratio"))]
    few = next(iter(graphs.values()))
    return [
        *table(head, rows),
        "",
        *table(("1 000 source-group draws to 1e-8, 10k actors, 100k ties", "time", "ratio"), _draws(few, 200 if quick else 1000)),
        "",
        *table(("a whole answer", "draws", "time", "memory of the process at most"), answers),
        "",
        f"Kernels compiled or read from disk in {duration(compiling)} before. Peers start from graphs that they hold already.",
    ]


def _graph(scale: int, ties: int) -> Graph:
    snapshot = snapshot_of(rmat_pairs(scale, ties, 1), 2**scale, 1)
    query = InfluenceQuery(as_of=AS_OF)
    found = solve(snapshot, query, query.view)
    return Graph(snapshot, found.arcs, found.weights, len(found.arcs.actors))


def _pageranks(graph: Graph) -> dict[str, tuple[str, str, str]]:
    """Median and maximum, distance from the fixed point, and ratio to ours, of each; all agree before any is timed."""
    arcs = graph.arcs
    exact = pagerank(arcs.source, arcs.target, graph.weights[:, None], graph.n, tolerance=1e-14)[:, 0]
    found: dict[str, tuple[Times, float]] = {}
    for name, call in _solvers(graph):
        tolerance = next(10.0**-power for power in range(6, 19) if np.abs(call(10.0**-power) - exact).sum() <= ASKED)
        off = float(np.abs(call(tolerance) - exact).sum())
        found[name] = (times(partial(call, tolerance) for _ in range(REPEATS if name != "networkx" else 1)), off)
    ours = found["ours"][0].p50
    for name in FLOORED:
        assert found[name][0].p50 >= PAGERANK_FLOOR * ours, f"{name}: {found[name][0]} beside our {found['ours'][0]}"
    return {name: (f"{duration(took.p50)} / {duration(max(took.seconds))}", f"{off:.0e}", f"{took.p50 / ours:.1f}") for name, (took, off) in found.items()}


def _solvers(graph: Graph) -> Iterator[tuple[str, Solve]]:
    """PageRank as a function of the tolerance, the graph built; one at a time, so that no two peers' graphs are held."""
    arcs, weights, n = graph.arcs, graph.weights, graph.n
    yield "ours", lambda tolerance: pagerank(arcs.source, arcs.target, weights[:, None], n, tolerance=tolerance)[:, 0]
    yield "scipy, power iteration", partial(_scipy, _steps(arcs, weights, n), np.full(n, 1 / n))
    held = igraph.Graph(n=n, edges=np.stack([arcs.source, arcs.target], axis=1), directed=True, edge_attrs={"weight": weights})
    yield "igraph", lambda _: np.array(held.pagerank(damping=DAMPING, weights="weight"))
    ends = (arcs.source.astype(np.uint64), arcs.target.astype(np.uint64))
    kit = networkit.GraphFromCoo((weights, ends), n=n, weighted=True, directed=True)
    yield "NetworKit", partial(_networkit, kit)
    triples = list(zip(arcs.source.tolist(), arcs.target.tolist(), weights.tolist(), strict=True))
    rust = rustworkx.PyDiGraph()
    rust.add_nodes_from(range(n))
    rust.add_edges_from(triples)
    yield "rustworkx", lambda tolerance: _column(rustworkx.pagerank(rust, DAMPING, weight_fn=float, tol=tolerance, max_iter=1000), n)
    plain = nx.DiGraph()
    plain.add_nodes_from(range(n))
    plain.add_weighted_edges_from(triples)
    yield "networkx", lambda tolerance: _column(nx.pagerank(plain, DAMPING, tol=tolerance, max_iter=1000), n)


def _networkit(graph: networkit.Graph, tolerance: float) -> Floats:
    run = networkit.centrality.PageRank(graph, DAMPING, tolerance, False, networkit.centrality.SinkHandling.DistributeSinks)
    run.norm = networkit.centrality.Norm.L1_NORM
    run.run()
    scores = np.array(run.scores())
    shares: Floats = scores / scores.sum()
    return shares


def _column(scores: Scores, n: int) -> Floats:
    return np.array([scores[v] for v in range(n)])


def _steps(arcs: Arcs, weights: Floats, n: int) -> csr_array:
    """The matrix of one step, from source to target."""
    leaving = np.bincount(arcs.source, weights=weights, minlength=n)
    return csr_array((weights / np.where(leaving > 0, leaving, 1)[arcs.source], arcs.source, arcs.begins), shape=(n, n))


def _scipy(step: csr_array, first: Floats, tolerance: float) -> Floats:
    """Power iteration with the same stopping rule as `graph.influence.pagerank`."""
    scores: Floats = first
    dangling = np.asarray(step.sum(axis=0)) == 0
    while True:
        following = DAMPING * (step @ scores) + (1 - DAMPING + DAMPING * scores[dangling].sum()) / len(scores)
        change = np.abs(following - scores).sum()
        scores = following
        if change <= tolerance * (1 - DAMPING):
            return scores


def _draws(graph: Graph, draws: int) -> Iterator[tuple[str, str, str]]:
    """Ours on all cores beside a loop over scipy that starts each draw where the base solution ends; both give the same scores."""
    arcs, groups = graph.arcs, len(graph.snapshot.groups)
    base = pagerank(arcs.source, arcs.target, graph.weights[:, None], graph.n)[:, 0]
    alive = np.random.default_rng(0).random((draws, groups)) < graph.snapshot.reliability
    units = report_units(graph.snapshot, arcs)
    begun = perf_counter()
    parts = in_lanes(arcs, units, packed(alive), Measure(DAMPING, DRAWN, base), lambda _, found: found)
    took = perf_counter() - begun
    ours: NDArray[np.float64] = np.concatenate(parts, axis=1)[:, :draws]
    begun = perf_counter()
    for column, outcome in enumerate(alive):
        assert np.abs(_plain_draw(graph, units, outcome, base) - ours[:, column]).sum() < 10 * DRAWN, f"draw {column} differs from scipy's"
    peer = perf_counter() - begun
    assert peer >= DRAWS_FLOOR * took, f"{peer:.1f} s of scipy beside our {took:.1f} s"
    assert took <= DRAWS_SECONDS, f"{took:.1f} s for {draws} draws"
    yield f"ours ({draws} draws)", duration(took), "1.0"
    yield "scipy, one draw after the other, warm start", duration(peer), f"{peer / took:.1f}"


def _plain_draw(graph: Graph, units: Units, outcome: Flags, base: Floats) -> Floats:
    weights = weigh(graph.arcs, units.survivors(outcome[:, None]))[:, 0]
    return _scipy(_steps(graph.arcs, weights, graph.n), base, DRAWN)


def _answer(graph: Graph, ties: int, draws: int) -> tuple[str, str, str, str]:
    """A ranking with its bill, its doubt and what is left out, the ties of the day known."""
    query = InfluenceQuery(as_of=AS_OF, draws=draws)
    told: list[str] = []
    took = timed(lambda: told.extend(score(graph.snapshot, query).warnings))
    made = next((text.split("come from ")[1].split()[0] for text in told if "draws instead of" in text), str(draws))
    return (f"{ties:,} ties, {graph.n:,} actors", made, duration(took), f"{peak_megabytes():,.0f} MB")
