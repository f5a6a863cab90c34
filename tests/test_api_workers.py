"""Several processes behind one address: they answer alike, follow a load without a pause, stop in time and are replaced."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api import keys
from api.keys import Role
from api.knowledge import KnowledgeGraph
from benchmarks.graphs import claims_of, rmat_pairs
from benchmarks.serving import soak
from graph.claims import Claim, Line, Record, Source
from graph.store import open_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "tests" / "fixtures" / "record.jsonl"
COMMAND = [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())"]
NEWS = Source(id="source:news", title="News", layer="public")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """A server with two workers, its store, and a key that opens it as an administrator's."""

    def __init__(self, url: str) -> None:
        self.port, self.store = free_port(), url
        with KnowledgeGraph(url) as graph:
            self.token, _ = keys.create(graph.store, "tests", Role.ADMIN)
        told = {"PYTHONPATH": str(ROOT), "TRILATERAL_NEED_KEYS": "true", "TRILATERAL_PER_MINUTE": "0"}
        arguments = [*COMMAND, "--store", url, "serve", "--workers", "2", "--port", str(self.port)]
        self.process = subprocess.Popen(arguments, env=os.environ | told, stderr=subprocess.PIPE, text=True)
        self.address = f"http://127.0.0.1:{self.port}"

    def get(self, path: str, token: str = "", *, timeout: float = 30) -> httpx2.Response:
        """An answer over a connection of its own, so that any worker may give it."""
        return httpx2.get(self.address + path, headers={"Authorization": f"Bearer {token or self.token}"}, timeout=timeout)

    def wait(self) -> None:
        for _ in range(600):
            try:
                if self.get("/readyz").status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
        raise AssertionError("the server does not begin")

    def workers(self) -> set[int]:
        """The processes that answer, among the children of the server."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(child) for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()}

    def stop(self) -> float:
        """Seconds from SIGTERM to the end."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    url = str(tmp_path_factory.mktemp("workers") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        assert graph.load(str(RECORD)).exit_code == 0
        graph.snapshot()
    made = Serving(url)
    made.wait()
    yield made
    if made.process.poll() is None:
        made.stop()


def met(number: int) -> list[Line]:
    """A meeting that nobody has heard of before."""
    named = Claim(subject=f"org:new{number}", predicate="name", value=f"New Body {number}", source=NEWS.id)
    kind = Claim(subject=f"org:new{number}", predicate="kind", value="agency", source=NEWS.id)
    meeting = Claim(subject="org:amiti", predicate="met_with", object=f"org:new{number}", when="2025-05-01", source=NEWS.id)
    return [NEWS, Record(claim=kind), Record(claim=named), Record(claim=meeting)]


def load(serving: Serving, number: int) -> None:
    """File a meeting by a process of its own."""
    file = Path(serving.store).with_name(f"{number}.jsonl")
    file.write_text("\n".join(line.model_dump_json() for line in met(number)) + "\n", encoding="utf-8")
    arguments = [*COMMAND, "--store", serving.store, "load", str(file)]
    done = subprocess.run(arguments, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class Asking(threading.Thread):
    """Asks one question again and again, and notes how many new bodies the answers of each revision tell of."""

    def __init__(self, serving: Serving, path: str) -> None:
        super().__init__()
        self.serving, self.path, self.over = serving, path, threading.Event()
        self.told: dict[str, set[int]] = {}
        self.faults: list[str] = []
        self.slowest = 0.0

    def run(self) -> None:
        while not self.over.is_set():
            began = time.monotonic()
            try:
                answer = self.serving.get(self.path)
                assert answer.status_code == 200, answer.text
                found = set(re.findall(r'"id":"org:new(\d+)"', answer.text))
                self.told.setdefault(answer.json()["revision"], set()).add(len(found))
            except Exception as error:
                self.faults.append(repr(error))
            self.slowest = max(self.slowest, time.monotonic() - began)


def test_a_load_by_another_process_is_seen_by_all_without_an_error_a_pause_or_a_mixed_answer(serving: Serving) -> None:
    paths = ["/api/v1/entities?q=New%20Body", "/api/v1/entities/org:amiti?as_of=2025-10-28", "/api/v1/sources"]
    asking = [Asking(serving, path) for path in paths]
    for one in asking:
        one.start()
    for number in range(3):
        load(serving, number)
    deadline = time.monotonic() + 30
    while not all("org:new2" in serving.get(path).text for path in paths[:2] for _ in range(8)):
        assert time.monotonic() < deadline, "not every worker tells what was loaded"
    for one in asking:
        one.over.set()
        one.join()
    assert [one.faults for one in asking] == [[], [], []]
    assert all(len(counts) == 1 for one in asking for counts in one.told.values()), "what a revision holds is the same in every answer"
    assert all(len(one.told) >= 3 for one in asking)
    assert max(one.slowest for one in asking) < 5, "PATIENCE bounds the wait; the rest is for a busy machine"


def test_a_key_opens_nothing_from_its_revocation_on_in_any_worker(serving: Serving) -> None:
    with KnowledgeGraph(serving.store) as graph:
        token, key = keys.create(graph.store, "gone", Role.READER)
        assert {serving.get("/api/v1/sources", token).status_code for _ in range(8)} == {200}
        keys.revoke(graph.store, key.id)
        assert {serving.get("/api/v1/sources", token).status_code for _ in range(12)} == {401}


def test_the_metrics_of_the_workers_add_up(serving: Serving) -> None:
    before = counted(serving)
    for _ in range(10):
        serving.get("/api/v1/coalitions?draws=0")
    assert counted(serving) == before + 10


def counted(serving: Serving) -> float:
    families = text_string_to_metric_families(serving.get("/metrics").text)
    samples = [sample for family in families if family.name == "trilateral_requests" for sample in family.samples]
    return sum(sample.value for sample in samples if sample.labels["route"] == "/api/v1/coalitions")


def test_a_worker_that_is_killed_is_replaced(serving: Serving) -> None:
    before = serving.workers()
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while len(after := serving.workers()) < 2 or killed in after:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(before & after) == 1
    assert {serving.get("/api/v1/sources").status_code for _ in range(8)} == {200}


def test_what_runs_is_finished_when_the_server_is_told_to_stop(serving: Serving) -> None:
    body = b'{"target": "USTR", "move": {"AMITI": 80}, "as_of": "2025-10-28"}'
    head = f"POST /api/v1/scenarios HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {serving.token}\r\nContent-Type: application/json\r\n"
    address = ("127.0.0.1", serving.port)
    with socket.create_connection(address) as idle, socket.create_connection(address, timeout=20) as busy:
        busy.sendall(f"{head}Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n".encode())
        assert busy.recv(1000).startswith(b"HTTP/1.1 100")  # the body is waited for: the request is under way
        stopping = threading.Thread(target=serving.stop)
        began = time.monotonic()
        stopping.start()
        time.sleep(1)
        busy.sendall(body)
        assert busy.recv(1000).startswith(b"HTTP/1.1 200")
        stopping.join()
        assert time.monotonic() - began < 10
        assert idle.recv(1) == b""
    assert serving.process.returncode == 0
    assert "Traceback" not in (serving.process.stderr.read() if serving.process.stderr else "")


def test_memory_does_not_grow_while_it_is_asked_and_loaded(tmp_path: Path) -> None:
    url = str(tmp_path / "graph.db")
    store = open_store(url, create=True)
    store.write(claims_of(rmat_pairs(12, 10_000, 1), 1))
    store.close()
    lines = soak(0.7, url)  # `make soak` asks for an hour
    assert len(lines) >= 4
