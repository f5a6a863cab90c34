"""The server under load: two workers on the graph of a million ties, asked by another process over loopback.

An open loop sends each request at its time, whether or not those before have been answered, and counts from that time.
`python -m benchmarks.serving --soak MINUTES` asks steadily, files something every ten seconds, and fails where memory grows.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from api.knowledge import KnowledgeGraph
from benchmarks.graphs import claims_of, rmat_pairs
from benchmarks.times import duration, table, times
from graph.claims import Claim, Record
from graph.store import open_store
from graph.store.base import GraphStore

WORKERS = 2
RATE = 300  # requests a second
SECONDS = 20
FRESH = 2.0  # seconds for which a connection is used again; the server lets go of idle ones
SERVE = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is, the process that began it, and the seconds until it was ready."""

    port: int
    process: "subprocess.Popen[str]"
    ready: float

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]

    def private_megabytes(self) -> list[float]:
        """What each worker holds for itself, mapped snapshots apart."""
        return [_private(worker) for worker in self.workers()]

    def cpu_seconds(self) -> float:
        """What the workers have worked."""
        fields = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in self.workers()]
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def section(*, quick: bool) -> list[str]:
    """A table of what the server does, and what is in its memory."""
    scale, ties, seconds = (12, 10_000, 3) if quick else (17, 1_000_000, SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        url = f"{folder}/graph.db"
        store = open_store(url, create=True)
        store.write(claims_of(rmat_pairs(scale, ties, 1), 1), batch=250_000)
        with KnowledgeGraph(url) as graph:
            ids = _actors(graph)
            ours = times(_asked(graph, ids, 200))
        with running(url) as server:
            began = os.getloadavg()[0]
            asked: list[tuple[str, float, Callable[[str, str], str]]] = [
                ("paths, one after another", 0, _path),
                ("search, one after another", 0, _search),
                *((f"paths, {rate} a second, open loop", float(rate), _path) for rate in (RATE // 3, RATE)),
            ]
            rows = [_row(server, name, rate, question, ids, seconds) for name, rate, question in asked]
            memory = server.private_megabytes()
            return [
                *table(
                    [f"{ties:,} ties, {WORKERS} workers", "p50 / p99", "processor a request", "refused"], [["paths in this process", str(ours), "", ""], *rows]
                ),
                "",
                f"Ready {duration(server.ready)} after the start, with a snapshot there; each worker holds {max(memory):.0f} MB beside it. "
                f"{os.cpu_count()} cores, which the asking process shares; load {began:.1f} before.",
            ]


@contextmanager
def running(url: str) -> Iterator[Server]:
    """A server of a store, ended afterwards."""
    began = time.monotonic()
    process = subprocess.Popen([*SERVE, "--store", url, "serve", "--workers", str(WORKERS), "--port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    port = int(process.stderr.readline().partition("127.0.0.1:")[2].partition("/")[0])
    asyncio.run(_ready(port))
    try:
        yield Server(port, process, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def soak(minutes: float, url: str) -> list[str]:
    """Ask and file for so long; one line a part of it: seconds, requests, refused, memory. Raises AssertionError where memory grows or one is refused."""
    lines, held = [], []
    with running(url) as server, KnowledgeGraph(url) as graph:
        ids, end, number = _actors(graph), time.monotonic() + minutes * 60, 0
        while time.monotonic() < end:
            found = asyncio.run(_open_loop(server.port, _mixed(ids, 20 * 10, number), 20))
            graph.store.write([_news(graph.store, ids, number)])
            number += 1
            held.append(max(server.private_megabytes()))
            refused = sum(status != 200 for status, _ in found)
            lines.append(f"{number * 10} s: {len(found)} requests, {refused} refused, {held[-1]:.0f} MB")
            assert not refused, lines[-1]
    third = max(1, len(held) // 3)
    grown = float(np.median(held[-third:]) - np.median(held[third : 2 * third] or held[:third]))
    assert grown < 20, f"memory grew by {grown:.0f} MB in the last third"
    return lines


def _row(server: Server, name: str, rate: float, question: Callable[[str, str], str], ids: Sequence[str], seconds: int) -> list[str]:
    rng = random.Random(7)
    paths = [question(*rng.sample(ids, 2)) for _ in range(int((rate or 20) * seconds))]
    before = server.cpu_seconds()
    found = asyncio.run(_open_loop(server.port, paths, rate) if rate else _in_turn(server.port, paths))
    worked = (server.cpu_seconds() - before) / len(paths)
    seconds_each = [each for _, each in found]
    told = f"{duration(float(np.percentile(seconds_each, 50)))} / {duration(float(np.percentile(seconds_each, 99)))}"
    return [name, told, duration(worked), str(sum(status != 200 for status, _ in found))]


async def _open_loop(port: int, paths: Sequence[str], rate: float) -> list[tuple[int, float]]:
    """Status and seconds of each answer, from the time at which its request was due."""
    idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
    began = time.perf_counter()

    async def one(number: int, path: str) -> tuple[int, float]:
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        fresh = idle and time.perf_counter() - idle[-1][0] < FRESH
        line = idle.pop()[1:] if fresh else await asyncio.open_connection("127.0.0.1", port)
        status = await _get(line, path)
        idle.append((time.perf_counter(), *line))
        return status, time.perf_counter() - due

    found = await asyncio.gather(*(one(number, path) for number, path in enumerate(paths)))
    for _, _, writer in idle:
        writer.close()
    return found


async def _in_turn(port: int, paths: Sequence[str]) -> list[tuple[int, float]]:
    line = await asyncio.open_connection("127.0.0.1", port)
    found = []
    for path in paths:
        began = time.perf_counter()
        found.append((await _get(line, path), time.perf_counter() - began))
    line[1].close()
    return found


async def _get(line: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> int:
    reader, writer = line
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = next(int(one.partition(":")[2]) for one in head.split("\r\n") if one.casefold().startswith("content-length:"))
    await reader.readexactly(length)
    return int(head.split()[1])


async def _ready(port: int) -> None:
    while True:
        try:
            line = await asyncio.open_connection("127.0.0.1", port)
            status = await _get(line, "/readyz")
            line[1].close()
            if status == 200:
                return
        except OSError:
            await asyncio.sleep(0.02)


def _asked(graph: KnowledgeGraph, ids: Sequence[str], count: int) -> Iterator[Callable[[], object]]:
    rng = random.Random(7)
    graph.path(*rng.sample(ids, 2))
    for _ in range(count):
        a, b = rng.sample(ids, 2)
        yield lambda a=a, b=b: graph.path(a, b).model_dump_json()  # type: ignore[misc]


def _actors(graph: KnowledgeGraph) -> list[str]:
    return graph.snapshot().ids[:20_000]


def _mixed(ids: Sequence[str], count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice((_path, _search, _show))(*rng.sample(ids, 2)) for _ in range(count)]


def _path(a: str, b: str) -> str:
    return f"/api/v1/paths?from={a}&to={b}"


def _search(a: str, _: str) -> str:
    return f"/api/v1/entities?q={a.rpartition(':')[2]}"


def _show(a: str, _: str) -> str:
    return f"/api/v1/claims?about={a}"


def _news(store: GraphStore, ids: Sequence[str], number: int) -> Record:
    a, b = random.Random(number).sample(ids, 2)
    return Record(claim=Claim(subject=a, predicate="met_with", object=b, when="2025-06-01", source=store.sources()[0].id, locator=f"row {10**8 + number}"))


def _private(process: int) -> float:
    rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024


def main(arguments: Sequence[str]) -> None:
    """`--soak MINUTES`: on a graph of ten thousand ties."""
    with tempfile.TemporaryDirectory() as folder:
        open_store(f"{folder}/graph.db", create=True).write(claims_of(rmat_pairs(12, 10_000, 1), 1), batch=250_000)
        print("\n".join(soak(float(arguments[1]), f"{folder}/graph.db")))


if __name__ == "__main__":
    main(sys.argv[1:])
