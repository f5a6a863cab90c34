"""Introduction paths beside a Neo4j server: its k shortest paths by hops against our k best by score, on the same pairs.

The server is started from `deploy/neo4j-test` with a JDK and Maven, on loopback and in a folder that is thrown away.
"""

from functools import partial

import neo4j
import numpy as np

from benchmarks.neo4j_server import Unavailable, connected
from benchmarks.paths import MAX_TIES, K, Laid, questions, rmat
from benchmarks.times import table, timed, times
from graph.paths.route import steps_to
from graph.paths.walk import lay_roads, search, terminals

BATCH = 10_000
PAIRS = 100
NODES = "UNWIND $rows AS id CREATE (:Actor {id: id})"
TIES = "UNWIND $rows AS row MATCH (a:Actor {id: row[0]}) MATCH (b:Actor {id: row[1]}) CREATE (a)-[:TIE {strength: row[2]}]->(b)"
SHORTEST = f"MATCH p = SHORTEST {K} (:Actor {{id: $a}})-[:TIE]-{{1,{MAX_TIES}}}(:Actor {{id: $b}}) RETURN length(p) AS hops"


def section(*, quick: bool) -> list[str]:
    """A table of both on one graph, or why there is none."""
    graph = rmat(10_000 if quick else 1_000_000)
    try:
        with connected() as driver:
            loading = timed(partial(_load, driver, graph))
            return _beside(driver, graph, loading, PAIRS // (5 if quick else 1))
    except Unavailable as error:
        return [f"Not measured: {error}."]


def _beside(driver: neo4j.Driver, graph: Laid, loading: float, pairs: int) -> list[str]:
    asked = list(questions(graph, "uniform", pairs))
    ends = [(graph.snapshot.index(query.start), graph.snapshot.index(query.end)) for query in asked]
    for a, b in ends:
        steps = int(steps_to(graph.ties.indptr, graph.ties.neighbour, (b,))[a])
        found = min(_hops(driver, a, b), default=0)
        assert found == (steps if steps <= MAX_TIES else 0), f"{a} to {b}: {found} ties for the server, {steps} for us"
    laid = [(lay_roads(graph.snapshot, graph.ties, query, *terminals(graph.snapshot, query)), query) for query in asked]
    ours = times(partial(search, graph.snapshot, roads, query) for roads, query in laid * 5)
    theirs = times(partial(_hops, driver, a, b) for a, b in ends)
    rows = [
        [f"ours, {K} best diverse paths by score", str(ours), "1"],
        [f"Neo4j, {K} shortest paths by hops (`SHORTEST {K}`), over Bolt", str(theirs), f"{theirs.p50 / ours.p50:,.0f}"],
    ]
    version = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0]").records[0].value()
    ties = len(graph.ties.low)
    return [
        *table([f"{ties:,} ties, pairs uniform", "p50 / p99", "ratio of p50"], rows),
        "",
        f"Neo4j {version} Community, 1 GB of heap; {ties / loading:,.0f} ties a second loaded in batches of {BATCH:,}. "
        f"The fewest ties of {pairs} pairs agree with ours. Hops know no strength and no hub penalty, so its paths answer less.",
    ]


def _hops(driver: neo4j.Driver, a: int, b: int) -> list[int]:
    return [record["hops"] for record in driver.execute_query(SHORTEST, a=a, b=b).records]


def _load(driver: neo4j.Driver, graph: Laid) -> None:
    driver.execute_query("CREATE CONSTRAINT actor FOR (a:Actor) REQUIRE a.id IS UNIQUE")
    for first in range(0, len(graph.degree), BATCH):
        driver.execute_query(NODES, rows=list(range(first, min(first + BATCH, len(graph.degree)))))
    ties = graph.ties
    for batch in np.array_split(np.arange(len(ties.low)), max(1, len(ties.low) // BATCH)):
        rows = [list(row) for row in zip(ties.low[batch].tolist(), ties.high[batch].tolist(), ties.strength[batch].tolist(), strict=True)]
        driver.execute_query(TIES, rows=rows)
