"""Introduction paths on random graphs: the search alone and whole answers, beside networkx, igraph, NetworKit and rustworkx.

Pairs are drawn in three ways: both uniform in the largest component, both by degree, and from one of
the ten best connected to anybody. Before anything is timed, answers are compared with networkx.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from math import log

import igraph
import networkit
import networkx as nx
import numpy as np
import rustworkx

from benchmarks.graphs import AS_OF, costs_of, hub_pairs, networkx_of, rmat_pairs, snapshot_of
from benchmarks.times import Times, duration, peak_megabytes, table, timed, times
from graph.paths.introduce import PathQuery, introduce
from graph.paths.roads import Ranked, Roads
from graph.paths.route import steps_to
from graph.paths.walk import carrying_ties, lay_roads, search, terminals
from graph.snapshot.arrays import Longs, Snapshot
from graph.snapshot.build import build
from graph.strength import Ties
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

K = 5
MAX_TIES = 4
DRAWS = ("uniform", "by degree", "hub to random")
SEED = 1
RMAT = {10_000: 11, 100_000: 14, 1_000_000: 17, 10_000_000: 20}
HUBS = {1_000_000: 131_072, 10_000_000: 1_000_000}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one graph; search and answer by how pairs are drawn."""

    title: str
    actors: int
    ties: int
    checked: int
    new_day: float
    bytes_per_tie: float
    search: dict[str, Times]
    answer: dict[str, Times]
    bounded: int


@dataclass(frozen=True, slots=True)
class Laid:
    """One graph as our search and the peers see it."""

    snapshot: Snapshot
    ties: Ties
    giant: Longs
    degree: Longs


def section(*, quick: bool) -> list[str]:
    """A table of our times by graph, one of the peers, and how time grows with the graph."""
    sizes = [10_000] if quick else list(RMAT)
    found: list[Measured] = []
    peers: list[str] = []
    for ties in sizes:
        graph = rmat(ties)
        found.append(measure(f"R-MAT, {ties:,} ties", graph, pairs=_pairs_for(ties, quick=quick), checks=20 if ties < 100_000 else 2))
        if ties == (10_000 if quick else 1_000_000):
            peers = _beside_peers(graph, few=2 if not quick else 5)
    for ties in [] if quick else list(HUBS):
        pairs = hub_pairs(HUBS[ties], ties, SEED)
        graph = _laid(snapshot_of(pairs, HUBS[ties], SEED, discrete=True))
        found.append(measure(f"ten hubs, {ties:,} ties", graph, pairs=_pairs_for(ties, quick=quick), checks=0))
    lines = [f"{K} best diverse paths of up to {MAX_TIES} ties, warm, p50 / p99 in each cell; `bounded` counts answers in which a limit was hit.", ""]
    return [*lines, *_ours(found), "", *peers, "", _growth(found), _five_articles(), f"Peak memory of all this: {peak_megabytes():,.0f} MB."]


def _five_articles() -> str:
    """Whole answers on the bundled example."""
    snapshot = build([*registry_lines(load_registry()), *example.lines()])
    ends = [("org:amiti", "org:ustr"), ("org:technation", "org:cisa"), ("org:iti", "org:nist"), ("org:technation", "org:ustr")]
    queries = [PathQuery(start=start, end=end, as_of=AS_OF) for start, end in ends]
    for query in queries:
        introduce(snapshot, query)
    return f"A whole answer with its evidence on the five articles: {times(partial(introduce, snapshot, query) for query in queries * 50)} (p50 / p99)."


def _ours(found: list[Measured]) -> list[str]:
    rows = [
        [
            each.title,
            f"{each.actors:,}",
            *(str(each.search[draw]) for draw in DRAWS),
            *(str(each.answer[draw]) for draw in DRAWS),
            duration(each.new_day),
            f"{each.bytes_per_tie:.0f}",
            str(each.bounded),
            str(each.checked),
        ]
        for each in found
    ]
    head = ["graph", "actors", *(f"search, {draw}" for draw in DRAWS), *(f"answer, {draw}" for draw in DRAWS)]
    return table([*head, "a new day", "bytes a tie", "bounded", "paths checked"], rows)


def _growth(found: list[Measured]) -> str:
    """The exponent with which the median search grows between the smallest and the largest R-MAT graph."""
    rmat = [each for each in found if each.title.startswith("R-MAT")]
    first, last = rmat[0], rmat[-1]
    if first is last:
        return "How time grows with the graph is measured in full only."
    exponent = log(last.search["uniform"].p50 / first.search["uniform"].p50) / log(last.ties / first.ties)
    return f"From {first.ties:,} to {last.ties:,} ties the median search grows with the {exponent:.2f}th power of the number of ties."


def rmat(ties: int) -> Laid:
    """An R-MAT graph of so many ties, a key of RMAT."""
    scale = RMAT[ties]
    return _laid(snapshot_of(rmat_pairs(scale, ties, SEED), 2**scale, SEED))


def _laid(snapshot: Snapshot) -> Laid:
    ties = carrying_ties(snapshot, _query(snapshot, 0, 1))
    degree = np.diff(ties.indptr)
    giant = np.flatnonzero(steps_to(ties.indptr, ties.neighbour, (int(degree.argmax()),)) >= 0)
    return Laid(snapshot, ties, giant, degree)


def _pairs_for(ties: int, *, quick: bool) -> int:
    return 50 if quick else 1000 if ties <= 1_000_000 else 300


def _query(snapshot: Snapshot, a: int, b: int, **fields: object) -> PathQuery:
    query = PathQuery(start=snapshot.ids[a], end=snapshot.ids[b], as_of=AS_OF, k=K, max_ties=MAX_TIES)
    return query.model_copy(update=fields)


def questions(graph: Laid, draw: str, count: int) -> Iterator[PathQuery]:
    """`count` questions between two different actors, drawn as `draw` says."""
    rng = np.random.default_rng(SEED)
    share = np.cumsum(graph.degree) / graph.degree.sum()
    hubs = np.argsort(-graph.degree, kind="stable")[:10]
    while count:
        if draw == "by degree":
            a, b = np.searchsorted(share, rng.random(2), side="right").tolist()
        else:
            a, b = rng.choice(hubs if draw == "hub to random" else graph.giant), rng.choice(graph.giant)
        if a != b:
            count -= 1
            yield _query(graph.snapshot, int(a), int(b))


def measure(title: str, graph: Laid, *, pairs: int, checks: int) -> Measured:
    """Check, then time, on one graph."""
    snapshot = graph.snapshot
    checked = _checked(graph, checks) if checks else 0
    searches: dict[str, Times] = {}
    answers: dict[str, Times] = {}
    bounded = 0
    for draw in DRAWS:
        asked = list(questions(graph, draw, pairs))
        introduce(snapshot, asked[0])
        laid = [(lay_roads(snapshot, graph.ties, query, *terminals(snapshot, query)), query) for query in asked]
        searches[draw] = times(partial(search, snapshot, roads, query) for roads, query in laid)
        bounded += sum(search(snapshot, roads, query).bounded for roads, query in laid)
        answers[draw] = times(partial(introduce, snapshot, query) for query in asked[: max(50, pairs // 5)])
    query = _query(snapshot, int(graph.giant[0]), int(graph.giant[1]))
    new_day = timed(partial(_new_day, snapshot, query.model_copy(update={"as_of": AS_OF - timedelta(days=7)})))
    size = _bytes(graph, query) / len(graph.ties.low)
    return Measured(title, len(snapshot.ids), len(graph.ties.low), checked, new_day, size, searches, answers, bounded)


def _new_day(snapshot: Snapshot, query: PathQuery) -> Roads:
    return lay_roads(snapshot, carrying_ties(snapshot, query), query, *terminals(snapshot, query))


def _bytes(graph: Laid, query: PathQuery) -> int:
    """What the ties, the roads and the roads without hub penalty hold together, arrays that they share once."""
    both = [_new_day(graph.snapshot, query.model_copy(update={"hub_exponent": exponent})) for exponent in (None, 0.0)]
    holders: list[Ties | Roads | Ranked] = [graph.ties, *both, *(roads.ranked for roads in both if roads.ranked)]
    arrays = [value for each in holders for name in each.__slots__ if isinstance(value := getattr(each, name), np.ndarray)]
    return sum({id(array): array.nbytes for array in arrays}.values())


def _checked(graph: Laid, count: int) -> int:
    """Compare some answers with the cheapest simple paths of networkx, in order, as far as these are short enough; returns the paths compared."""
    other = networkx_of(graph.ties)
    compared = 0
    for query in questions(graph, "uniform", count):
        ours = [[node.id for node in path.nodes] for path in introduce(graph.snapshot, query.model_copy(update={"diverse": False})).paths]
        for place, way in enumerate(_networkx_paths(graph.snapshot, other, query)):
            if len(way) - 1 > MAX_TIES:
                break
            assert ours[place] == [graph.snapshot.ids[v] for v in way], f"{query.start} to {query.end}: path {place + 1} differs from networkx"
            compared += 1
    return compared


def _networkx_paths(snapshot: Snapshot, graph: nx.DiGraph, query: PathQuery) -> list[list[int]]:
    return list(islice(nx.shortest_simple_paths(graph, snapshot.index(query.start), snapshot.index(query.end), weight="cost"), K))


def _beside_peers(graph: Laid, few: int) -> list[str]:
    """Peers on the same pairs: k shortest simple paths of networkx and igraph; one shortest path of NetworKit and rustworkx."""
    snapshot = graph.snapshot
    asked = list(questions(graph, "uniform", 10 * few))
    laid = [(lay_roads(snapshot, graph.ties, query, *terminals(snapshot, query)), query) for query in asked]
    ours = times(partial(search, snapshot, roads, query.model_copy(update={"diverse": False})) for roads, query in laid * 10)
    rows = [[f"ours, {K} paths", str(ours), "1"]]
    for name, make, count in (
        (f"networkx, {K} paths", _networkx_call, few),
        (f"igraph, {K} paths", _igraph_call, few),
        ("NetworKit, one path", _networkit_call, 5 * few),
        ("rustworkx, one path", _rustworkx_call, few),
    ):
        call = make(graph)
        taken = times(partial(call, snapshot.index(query.start), snapshot.index(query.end)) for query in asked[:count])
        rows.append([name, str(taken), f"{taken.p50 / ours.p50:,.0f}"])
    return table([f"{len(graph.ties.low):,} ties, pairs uniform", "p50 / p99", "ratio of p50"], rows)


def _networkx_call(graph: Laid) -> Callable[[int, int], object]:
    other = networkx_of(graph.ties)
    return lambda a, b: list(islice(nx.shortest_simple_paths(other, a, b, weight="cost"), K))


def _igraph_call(graph: Laid) -> Callable[[int, int], object]:
    source, target, cost = costs_of(graph.ties)
    other = igraph.Graph(n=len(graph.degree), edges=np.stack([source, target], axis=1), directed=True)
    return lambda a, b: other.get_k_shortest_paths(a, b, K, weights=cost, output="vpath")


def _networkit_call(graph: Laid) -> Callable[[int, int], object]:
    source, target, cost = costs_of(graph.ties)
    other = networkit.GraphFromCoo((cost, (source, target)), n=len(graph.degree), weighted=True, directed=True)
    return lambda a, b: networkit.distance.BidirectionalDijkstra(other, a, b).run().getDistance()


def _rustworkx_call(graph: Laid) -> Callable[[int, int], object]:
    source, target, cost = costs_of(graph.ties)
    other = rustworkx.PyDiGraph()
    other.add_nodes_from(range(len(graph.degree)))
    other.add_edges_from(list(zip(source.tolist(), target.tolist(), cost.tolist(), strict=True)))
    return lambda a, b: rustworkx.dijkstra_shortest_path_lengths(other, a, float, goal=b)
