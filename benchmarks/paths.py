"""Introduction paths and PageRank on random graphs, ours beside networkx."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from time import perf_counter

import networkx as nx
import numpy as np

from benchmarks.graphs import AS_OF, claims_of, networkx_of, rmat_pairs
from benchmarks.times import Times, duration, table, timed, times
from graph.influence import InfluenceQuery, score, solve
from graph.paths import PathQuery, introduce
from graph.snapshot import Snapshot, build
from graph.strength import derive
from graph.view import View
from graph.walk import carrying_ties, lay_roads, search

K = 5
MAX_TIES = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one graph."""

    nodes: int
    ties: int
    checked: int
    build: float
    derive: Times
    search: Times
    answer: Times
    peer: Times
    pagerank: float
    peer_pagerank: float
    influence: float
    draws: int


def section(*, quick: bool) -> list[str]:
    """A column for each size."""
    sizes = [measure(12, 10_000, pairs=200, peer_pairs=20)] + ([] if quick else [measure(15, 100_000, pairs=100, peer_pairs=5)])
    rows = [
        ["entities", *(f"{size.nodes:,}" for size in sizes)],
        ["paths that agree with networkx", *(f"{size.checked}" for size in sizes)],
        ["ties derived for a new day", *(duration(size.derive.p50) for size in sizes)],
        ["path search, p50 / p99", *(str(size.search) for size in sizes)],
        ["networkx, p50 / p99", *(str(size.peer) for size in sizes)],
        ["ratio, p50", *(f"{size.peer.p50 / size.search.p50:,.0f} times" for size in sizes)],
        ["path answer, p50 / p99", *(str(size.answer) for size in sizes)],
    ]
    return table(["", *(f"{size.ties:,} ties" for size in sizes)], rows)


def measure(scale: int, ties: int, *, pairs: int, peer_pairs: int, seed: int = 1) -> Measured:
    """Build a graph, check that both give the same answers, then time them."""
    lines = list(claims_of(rmat_pairs(scale, ties, seed), seed))
    begun = perf_counter()
    snapshot = build(lines)
    built = perf_counter() - begun
    graph = networkx_of(derive(snapshot, View(), AS_OF))
    questions = _questions(snapshot, graph, pairs, seed)
    checked = sum(_check(snapshot, graph, query) for query in questions[:peer_pairs])
    query = InfluenceQuery(as_of=AS_OF, top=20)
    arcs = _arcs(snapshot, query)
    _check_ranks(snapshot, query, arcs)
    ranking = score(snapshot, query)
    return Measured(
        nodes=len(snapshot.ids),
        ties=graph.number_of_edges() // 2,
        checked=checked,
        build=built,
        derive=times(partial(derive, snapshot, View(), AS_OF - timedelta(days=day)) for day in range(1, 8)),
        search=times(_search_call(snapshot, query) for query in questions),
        answer=times(partial(introduce, snapshot, query) for query in questions),
        peer=times(partial(_peer_paths, snapshot, graph, query) for query in questions[:peer_pairs]),
        pagerank=timed(lambda: solve(snapshot, query, query.view)),
        peer_pagerank=timed(lambda: nx.pagerank(arcs, tol=1e-13, max_iter=1000)),
        influence=timed(lambda: score(snapshot, query)),
        draws=_draws_made(ranking.warnings, query.draws),
    )


def _questions(snapshot: Snapshot, graph: nx.DiGraph, count: int, seed: int) -> list[PathQuery]:
    """Random pairs of the largest component."""
    rng = np.random.default_rng(seed)
    parts: list[list[int]] = [sorted(part) for part in nx.weakly_connected_components(graph)]
    members = max(parts, key=len)
    found: list[PathQuery] = []
    while len(found) < count:
        a, b = rng.choice(members, 2, replace=False).tolist()
        found.append(PathQuery(start=snapshot.ids[a], end=snapshot.ids[b], as_of=AS_OF, k=K, max_ties=MAX_TIES, diverse=False))
    return found


def _search_call(snapshot: Snapshot, query: PathQuery) -> Callable[[], object]:
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    roads = lay_roads(snapshot, carrying_ties(snapshot, query), query, start, end)
    return partial(search, snapshot, roads, query)


def _peer_paths(snapshot: Snapshot, graph: nx.DiGraph, query: PathQuery) -> list[list[int]]:
    """The K cheapest simple paths of networkx (Yen), of any number of ties."""
    return list(islice(nx.shortest_simple_paths(graph, snapshot.index(query.start), snapshot.index(query.end), weight="cost"), K))


def _check(snapshot: Snapshot, graph: nx.DiGraph, query: PathQuery) -> int:
    """Compare with networkx; where its cheapest paths are short enough they must be ours. Returns paths compared."""
    ours = [[node.id for node in path.nodes] for path in introduce(snapshot, query).paths]
    compared = 0
    for place, way in enumerate(_peer_paths(snapshot, graph, query)):
        if len(way) - 1 > MAX_TIES:
            break
        assert ours[place] == [snapshot.ids[v] for v in way], f"{query.start} to {query.end}: path {place + 1} differs from networkx"
        compared += 1
    return compared


def _arcs(snapshot: Snapshot, query: InfluenceQuery) -> nx.DiGraph:
    """The arcs that influence is computed on, for networkx."""
    scores = solve(snapshot, query, query.view)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(scores.values)))
    graph.add_weighted_edges_from(zip(scores.arcs.source.tolist(), scores.arcs.target.tolist(), scores.weights.tolist(), strict=True))
    return graph


def _check_ranks(snapshot: Snapshot, query: InfluenceQuery, arcs: nx.DiGraph) -> None:
    expected = nx.pagerank(arcs, tol=1e-13, max_iter=1000)
    worst = max(abs(expected[v] - value) for v, value in enumerate(solve(snapshot, query, query.view).values.tolist()))
    assert worst < 1e-8, f"PageRank differs from networkx by {worst}"


def _draws_made(warnings: tuple[str, ...], asked: int) -> int:
    for warning in warnings:
        if "draws instead of" in warning:
            return int(warning.split("intervals come from ")[1].split()[0])
    return asked
