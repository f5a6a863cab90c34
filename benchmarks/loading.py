"""Loading: a register into SQLite by one process and by two, again, beside a Neo4j server's UNWIND, all samples, and who is known.

A claim here is read from the file, recognised, validated, and filed with its gloss, indexes, names for search, log and digests.
Rates of one process are by its processor time, so that others on the machine count less; of two, by that of the busier one.
"""

import gc
import resource
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import neo4j

from benchmarks.neo4j_server import connected
from benchmarks.times import duration, table, timed
from graph.claims import Claim, Line, Record, Source
from graph.store import open_store
from graph.store.base import GraphStore
from loaders import catalogue
from loaders.inputs import Input
from loaders.intake import Intake
from loaders.known import TELLING, Known
from loaders.registry import lines, load_registry
from loaders.run import file_registry, load

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
REGISTER = DATA / "fara"
PRINCIPALS = REGISTER / "FARA_All_ForeignPrincipals.csv"
BATCH = 10_000
CONSTRAINTS = (
    "CREATE CONSTRAINT entity FOR (e:Entity) REQUIRE e.id IS UNIQUE",
    "CREATE CONSTRAINT claim FOR (c:Claim) REQUIRE c.id IS UNIQUE",
    "CREATE CONSTRAINT source FOR (s:Source) REQUIRE s.id IS UNIQUE",
    "CREATE INDEX predicate FOR (c:Claim) ON (c.predicate)",
    "CREATE FULLTEXT INDEX name FOR (c:Claim) ON EACH [c.name]",
)
UNWIND = """
UNWIND $rows AS row
MERGE (s:Source {id: row.source}) MERGE (a:Entity {id: row.subject})
MERGE (c:Claim {id: row.id}) SET c += row.told
MERGE (c)-[:FROM]->(s) MERGE (c)-[:SUBJECT]->(a)
FOREACH (id IN CASE WHEN row.object = '' THEN [] ELSE [row.object] END | MERGE (b:Entity {id: id}) MERGE (c)-[:OBJECT]->(b))"""


def section(*, quick: bool) -> list[str]:
    """A table of rates, one beside Neo4j, and how soon it is known who is who."""
    if not REGISTER.exists():
        return ["Not measured: the samples in ../shared are not here."]
    repeat = 1 if quick else 3
    read = _read()
    return [
        *_rates(repeat),
        "",
        *_beside(read[: 5_000 if quick else 50_000]),
        "",
        *_samples(),
        "",
        *_known(10_000 if quick else 250_000),
    ]


def _rates(repeat: int) -> list[str]:
    one, two, again = [], [], []
    for _ in range(repeat):
        with _store() as store:
            begun = process_time()
            claims = _claims(store, jobs=1)
            one.append(claims / (process_time() - begun))
            begun = process_time()
            assert _claims(store, jobs=1) == claims
            again.append(claims / (process_time() - begun))
        with _store() as store:
            begun, children, clock = process_time(), _children(), perf_counter()
            assert _claims(store, jobs=2) == claims
            wall = perf_counter() - clock
            two.append(claims / max(process_time() - begun, _children() - children))
    rows = [
        ["one process", f"{max(one):,.0f}", "1"],
        ["a second process writes", f"{max(two):,.0f}", f"{max(two) / max(one):.1f}"],
        ["the same files again", f"{max(again):,.0f}", f"{max(again) / max(one):.1f}"],
    ]
    return [
        *table([f"the register of foreign agents, {claims:,} claims", "claims a second", "ratio"], rows),
        "",
        f"The best of {repeat}; the last run of two processes took {duration(wall)} by the clock.",
    ]


def _beside(told: Sequence[Line]) -> list[str]:
    """The same claims written by `write` and by UNWIND, both by the clock."""
    if missing := [name for name in ("java", "mvn") if not shutil.which(name)]:
        return [f"Not measured beside Neo4j: {' and '.join(missing)} not found on this machine."]
    with _store() as store:
        gc.disable()
        ours = timed(partial(store.write, told, batch=len(told), supersede=True))
        gc.enable()
    rows = [_row(line.claim) for line in told if isinstance(line, Record)]
    with connected() as driver:
        for constraint in CONSTRAINTS:
            driver.execute_query(neo4j.Query(constraint))
        driver.execute_query("CALL db.awaitIndexes()")
        theirs = timed(partial(_unwind, driver, rows))
    found = [["`GraphStore.write`", f"{len(rows) / ours:,.0f}", f"{theirs / ours:.1f}"], ["Neo4j, UNWIND with MERGE", f"{len(rows) / theirs:,.0f}", "1"]]
    return table([f"{len(rows):,} claims that are read already", "claims a second by the clock", "ratio"], found)


def _unwind(driver: neo4j.Driver, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), BATCH):
        driver.execute_query(UNWIND, rows=rows[start : start + BATCH])


def _row(claim: Claim) -> dict[str, object]:
    told = claim.model_dump(mode="json", exclude_defaults=True, exclude={"subject", "object", "source"})
    if claim.predicate in ("name", "alias"):
        told["name"] = claim.value
    return {"id": claim.id, "subject": claim.subject, "object": claim.object, "source": claim.source, "told": told}


def _samples() -> list[str]:
    with _store() as store:
        begun, clock = process_time(), perf_counter()
        report = load(store, [str(DATA)], jobs=1)
        spent, wall = process_time() - begun, perf_counter() - clock
        begun = process_time()
        again = load(store, [str(DATA)], jobs=1)
        later = process_time() - begun
        assert sum(one.new for one in again.loaded) == 0
    claims = sum(one.new for one in report.loaded)
    return [
        f"All samples, {len(report.loaded)} files and {claims:,} claims: {duration(spent)} of one process, {duration(wall)} by the clock; "
        f"the same again {duration(later)}, since files that others followed are read again once."
    ]


def _known(entities: int) -> list[str]:
    with _store() as store:
        store.write(_register(entities), batch=1_000_000)
        begun = process_time()
        gc.disable()
        known = Known()
        known.tell(store.told(TELLING))
        gc.enable()
        spent = process_time() - begun
        assert known.identified(f"number:{entities - 1}")
    return [f"Who is known, from a record of {4 * entities:,} claims: {duration(spent)}."]


def _register(entities: int) -> Iterator[Line]:
    source = Source(id="source:many", title="Many", kind="register")
    yield source
    for number in range(entities):
        told = (("kind", "organisation"), ("name", f"Company {number}"), ("identifier", f"number:{number}"), ("country", "us"))
        for predicate, value in told:
            yield Record(claim=Claim(subject=f"org:company-{number}", predicate=predicate, value=value, source=source.id), extractor="many/1")


def _read() -> list[Line]:
    intake = Intake(Known(line for line in lines(load_registry()) if isinstance(line, Record)))
    return list(catalogue.loader("fara").read(Input(str(PRINCIPALS), PRINCIPALS), intake))


def _claims(store: GraphStore, jobs: int) -> int:
    return sum(one.new + one.known for one in load(store, [str(REGISTER)], jobs=jobs).loaded)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _store() -> Iterator[GraphStore]:
    """A new store with the registry in it."""
    with tempfile.TemporaryDirectory(prefix="trilateral-") as folder:
        store = open_store(f"{folder}/record.db")
        file_registry(store)
        yield store
        store.close()
