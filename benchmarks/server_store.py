"""The record on a Neo4j server: loading beside a bare script of the same rows, a snapshot over Bolt, look-ups without one, and paths on it.

The bare script creates the same claims, joined to the same entities and sources, under the same constraints; it checks, knows and logs nothing.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

import neo4j

from api.knowledge import KnowledgeGraph
from benchmarks.graphs import AS_OF, claims_of, rmat_pairs
from benchmarks.neo4j_server import PASSWORD, Unavailable, running
from benchmarks.times import Times, duration, table, timed, times
from graph.claims import Line, Record, Source
from graph.snapshot.build import open_snapshot
from graph.store import Credentials, open_store
from graph.store.server import cypher
from graph.store.server import rows as properties

SIGNED_IN = Credentials("neo4j", PASSWORD)
BATCH = 10_000
ASKED = 40
CLEAR = "MATCH (n) WHERE NOT n:Trilateral AND NOT n:Layer CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


def section(*, quick: bool) -> list[str]:
    """A table of the figures, or why there are none."""
    lines = list(claims_of(rmat_pairs(11 if quick else 14, 8_000 if quick else 80_000, 1), 1))
    try:
        with running(auth=True, heap="768m") as server, tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = folder
            return _measured(server.url, lines, folder)
    except Unavailable as error:
        return [f"Not measured: {error}."]


def _measured(url: str, lines: Sequence[Line], folder: str) -> list[str]:
    claims = [line for line in lines if isinstance(line, Record)]
    open_store(url, credentials=SIGNED_IN).close()  # the constraints
    bare = min(_bare(url, lines, claims) for _ in range(2))  # the first also warms the server up
    store = open_store(url, credentials=SIGNED_IN)
    loading = timed(partial(store.write, lines))
    streaming = timed(partial(open_snapshot, store))
    store.close()
    file = open_store(f"{folder}/record.db")
    file.write(lines)
    file.close()
    names = [claim.claim.subject for claim in claims[:: max(1, len(claims) // ASKED)]]
    with KnowledgeGraph(url, credentials=SIGNED_IN) as graph, KnowledgeGraph(f"{folder}/record.db") as local:
        look_ups = {
            "search": _each(graph.search, names),
            "show": _each(graph.show, names),
            "claims about an entity": _each(graph.claims, names),
            "flows": _each(lambda _: graph.trade(), names[:10]),
        }
        theirs, ours = (_paths(one, names) for one in (graph, local))
    rate = len(claims)
    rows = [
        ["load, a second", f"{rate / loading:,.0f} claims", f"{bare / loading:.2f} of the bare script's {rate / bare:,.0f}"],
        ["snapshot over Bolt, a second", f"{rate / streaming:,.0f} reports of ties", duration(streaming)],
        *([f"{name}, no snapshot", str(found), "p50 / p99"] for name, found in look_ups.items()),
        ["path on the snapshot", str(theirs), f"{ours} on that of a file"],
    ]
    return [*table([f"{rate:,} claims", "measured", "beside"], rows), "", f"Load average of the machine meanwhile {os.getloadavg()[0]:.1f}."]


def _each(ask: Callable[[str], object], names: Sequence[str]) -> Times:
    for name in names[:10]:
        ask(name)
    return times(partial(ask, name) for name in names)


def _paths(graph: KnowledgeGraph, names: Sequence[str]) -> Times:
    pairs = [pair for pair in zip(names, names[7:], strict=False) if pair[0] != pair[1]]
    ask = partial(graph.path, as_of=AS_OF.isoformat())
    ask(*pairs[0])
    return times(partial(ask, *pair) for pair in pairs[:30])


def _bare(url: str, lines: Sequence[Line], claims: Sequence[Record]) -> float:
    """Seconds of the bare script; what it made is gone again."""
    entities = sorted({end for record in claims for end in (record.claim.subject, record.claim.object)})
    sources = [line.id for line in lines if isinstance(line, Source)]
    make = cypher.make_claims(("subject", "object"), naming=False, name=False)
    with neo4j.GraphDatabase.driver(url, auth=(SIGNED_IN.user, SIGNED_IN.password)) as driver:
        start = perf_counter()
        for label, ids in (("Entity", entities), ("Source", sources)):
            for first in range(0, len(ids), BATCH):
                driver.execute_query(f"UNWIND $rows AS id CREATE (:{label} {{id: id}})", rows=ids[first : first + BATCH])
        for first in range(0, len(claims), BATCH):
            rows = [properties.claim_row(number, record, None, name=False) for number, record in enumerate(claims[first : first + BATCH], first + 1)]
            driver.execute_query(make, rows=rows, now="2025-01-01")
        seconds = perf_counter() - start
        with driver.session() as session:
            session.run(CLEAR).consume()
    return seconds
