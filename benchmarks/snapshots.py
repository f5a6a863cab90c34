"""Snapshots from a store: filing claims, building, mapping, refreshing after a small load, and what stays in memory."""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import numpy as np

from benchmarks.graphs import AS_OF, claims_of, rmat_pairs
from benchmarks.times import duration, table, times
from graph.claims import Claim, Line, Record
from graph.paths.introduce import PathQuery, introduce
from graph.paths.walk import carrying_ties, lay_roads, search
from graph.snapshot import mapped
from graph.snapshot.build import Snapshot, build, open_snapshot
from graph.snapshot.layout import arrays_of
from graph.store import open_store
from graph.store.base import PUBLIC, GraphStore
from graph.strength import Ties, derive
from graph.view import View

T = TypeVar("T")
SEED = 1
SMALL_LOAD = 100
SIZES = ((12, 10_000), (15, 100_000), (17, 1_000_000))
MOST_BUILD, MOST_MAP, MOST_BYTES = 5.0, 0.05, 100.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one store; bytes a tie: `searched` and `answered` of the mapped file, `derived` of the ties of a day."""

    claims: int
    ties: int
    filed: float
    built: float
    file: int
    mapped: float
    mapped_anew: float
    refreshed: float
    reports: float
    searched: float
    answered: float
    derived: float


def section(*, quick: bool) -> list[str]:
    """A column for each size, after checking that columns and refreshing give what the lines give."""
    with TemporaryDirectory() as folder:
        _check(folder)
        sizes = [measure(folder, scale, ties) for scale, ties in SIZES[: 1 if quick else None]]
    rows = [
        ["claims", *(f"{size.claims:,}" for size in sizes)],
        ["filed in the store, claims a second", *(f"{size.filed:,.0f}" for size in sizes)],
        ["built from the store, written and mapped", *(duration(size.built) for size in sizes)],
        ["microseconds a claim", *(f"{size.built / size.claims * 1e6:.1f}" for size in sizes)],
        ["file, bytes a claim", *(f"{size.file / size.claims:.0f}" for size in sizes)],
        ["mapped, median", *(duration(size.mapped) for size in sizes)],
        ["mapped in a new process, store opened", *(duration(size.mapped_anew) for size in sizes)],
        [f"refreshed after {SMALL_LOAD} new claims, written and mapped", *(duration(size.refreshed) for size in sizes)],
        ["report columns, bytes a tie", *(f"{size.reports:.0f}" for size in sizes)],
        ["of the file resident after a path search, bytes a tie", *(f"{size.searched:.0f}" for size in sizes)],
        ["the same after an answer with evidence (page cache, shared)", *(f"{size.answered:.0f}" for size in sizes)],
        ["ties derived for the day, bytes a tie (private)", *(f"{size.derived:.0f}" for size in sizes)],
    ]
    for size in sizes:
        assert size.mapped <= MOST_MAP, f"mapped in {size.mapped:.3f} s"
    if not quick:
        assert sizes[-1].built <= MOST_BUILD, f"built in {sizes[-1].built:.1f} s"
        assert sizes[-1].searched <= MOST_BYTES, f"{sizes[-1].searched:.0f} bytes a tie"
    return table(["", *(f"{size.ties:,} ties" for size in sizes)], rows)


def measure(folder: str, scale: int, ties: int) -> Measured:
    """File the claims of a graph, names and kinds of its actors among them, and measure what becomes of them."""
    url = str(Path(folder) / f"{ties}.db")
    store = open_store(url)
    lines = list(_lines(scale, ties))
    for line in lines:
        if isinstance(line, Record):
            line.claim.__dict__.pop("id", None)
    begun = perf_counter()
    store.write(lines, batch=50_000)
    filed = len(lines) / (perf_counter() - begun)
    lines.clear()
    gc.collect()
    begun = perf_counter()
    snapshot = open_snapshot(store)
    built = perf_counter() - begun
    home = Path(f"{url}.snapshots")
    again = times([partial(mapped.load, home, snapshot.revision, PUBLIC)] * 9)
    refreshed = float(np.median([_refresh(store, snapshot, number) for number in range(3)]))
    searched, answered = _in_new_process(resident, url)
    found = Measured(
        claims=len(snapshot.claim_digests),
        ties=len(derive(snapshot, View(), AS_OF).low),
        filed=filed,
        built=built,
        file=next(home.glob(f"{snapshot.revision}*")).stat().st_size,
        mapped=again.p50,
        mapped_anew=_in_new_process(map_anew, url),
        refreshed=refreshed,
        reports=sum(getattr(snapshot.reports, column.name).nbytes for column in fields(snapshot.reports)) / ties,
        searched=searched / ties,
        answered=answered / ties,
        derived=_bytes(derive(snapshot, View(), AS_OF)) / ties,
    )
    store.close()
    return found


def map_anew(url: str) -> float:
    """Seconds for opening store and snapshot."""
    begun = perf_counter()
    open_snapshot(open_store(url))
    return perf_counter() - begun


def resident(url: str) -> tuple[float, float]:
    """Bytes of the snapshot's file in this process's memory after a path search, and after an answer with its evidence.

    The kernel maps whole folios of its page cache, of up to two megabytes, for each claim that is read;
    the second figure tells more of these than of what was read.
    """
    snapshot = open_snapshot(open_store(url))
    busy = np.argsort(np.diff(snapshot.about_ptr))[-50:].tolist()
    query = PathQuery(start=snapshot.ids[busy[0]], end=snapshot.ids[busy[7]], as_of=AS_OF, view=View(inside=("organisation",)))
    roads = lay_roads(snapshot, carrying_ties(snapshot, query), query, [busy[0]], [busy[7]])
    assert search(snapshot, roads, query).paths
    searched = _resident_of_file()
    introduce(snapshot, query)
    return searched, _resident_of_file()


def _resident_of_file() -> float:
    ours, total = False, 0
    with open("/proc/self/smaps", encoding="utf-8") as maps:
        for line in maps:
            if "-" in line.split(" ")[0]:
                ours = line.rstrip().endswith(".snapshot")
            elif ours and line.startswith("Rss:"):
                total += int(line.split()[1]) * 1024
    return float(total)


def _refresh(store: GraphStore, last: Snapshot, number: int) -> float:
    """Seconds from a small load, filed, to the snapshot that holds it."""
    rng = np.random.default_rng(number)
    ends = rng.choice(len(last.ids), (SMALL_LOAD, 2), replace=False).tolist()
    store.write(Record(claim=_met(last.ids[a], last.ids[b], f"new {number}")) for a, b in ends)
    begun = perf_counter()
    open_snapshot(store, last=last)
    return perf_counter() - begun


def _met(a: str, b: str, locator: str) -> Claim:
    return Claim(subject=a, predicate="met_with", object=b, when="2025-03-04", source="source:s03", locator=locator)


def _lines(scale: int, ties: int) -> Iterator[Line]:
    pairs = rmat_pairs(scale, ties, SEED)
    yield from claims_of(pairs, SEED)
    for actor in np.unique(pairs).tolist():
        for predicate, value in (("name", f"Actor {actor}"), ("kind", "organisation")):
            yield Record(claim=Claim(subject=f"org:n{actor:08}", predicate=predicate, value=value, source="source:s00"))


def _check(folder: str) -> None:
    """Raise AssertionError unless columns, and a refreshed snapshot, equal in every array what lines give."""
    store = open_store(str(Path(folder) / "check.db"))
    store.write(_lines(10, 3000))
    for _ in range(2):
        found = open_snapshot(store)
        with store.state() as (revision, lines):
            expected = build(lines, revision=revision)
        for (name, column), (_, other) in zip(arrays_of(found), arrays_of(expected), strict=True):
            assert column.dtype == other.dtype, name
            assert np.array_equal(column, other), name
        store.write([Record(claim=_met(found.ids[0], found.ids[9], "more"))])
    store.close()


def _bytes(ties: Ties) -> int:
    columns = (getattr(ties, field.name) for field in fields(ties))
    return sum(column.nbytes for column in columns if isinstance(column, np.ndarray))


def _in_new_process(function: Callable[[str], T], url: str) -> T:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, url).result()
