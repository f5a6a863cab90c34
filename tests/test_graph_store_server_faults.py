"""The store on a server when things go wrong: lines that break, servers and clients that are killed, first openers at once, servers that cannot be written."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from neo4j import GraphDatabase

from benchmarks import neo4j_server
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text
from graph.errors import StoreError, StoreReadOnly, StoreRefused, StoreUnreachable
from graph.store import Credentials, exists, open_store
from graph.store.base import GraphStore, WriteReport

COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # the message by which a driver commits, in its chunk
PASS, CUT, LOSE = "pass on", "cut the line before it", "cut the line after it, before its answer"
INJECTED = ("'}) DETACH DELETE (n) //", '"}) DETACH DELETE (n) //', "`) DETACH DELETE (n) //", "\\'}) RETURN 1 //", "$id", "*/ MATCH (n) DELETE n /*")


class Proxy:
    """A line to a server on loopback that does with each commit, from when it is `armed`, what `fate` says of its number, from 1."""

    def __init__(self, port: int, fate: Callable[[int], str]) -> None:
        self._port, self._fate, self._commits = port, fate, 0
        self.armed = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._port))
                except OSError:
                    client.close()
                    continue
                lost = Event()
                Thread(target=self._up, args=(client, server, lost), daemon=True).start()
                Thread(target=self._down, args=(server, client, lost), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket, lost: Event) -> None:
        with suppress(OSError):
            while said := client.recv(65_536):
                if self.armed and COMMIT in said:
                    self._commits += 1
                    fate = self._fate(self._commits)
                    if fate == CUT:
                        break
                    if fate == LOSE:
                        lost.set()
                server.sendall(said)
        _end(client, server)

    def _down(self, server: socket.socket, client: socket.socket, lost: Event) -> None:
        with suppress(OSError):
            while (said := server.recv(65_536)) and not lost.is_set():
                client.sendall(said)
        _end(client, server)


def _end(*lines: socket.socket) -> None:
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def lines_of(count: int) -> list[Line]:
    """A load of several transactions."""
    lines: list[Line] = []
    for number in range(count):
        if number % 100 == 0:
            source = Source(id=f"source:s{number // 100}", title=f"Source {number // 100}")
            lines.append(source)
        claim = Claim(subject=f"org:o{number % 997}", predicate="met_with", object=f"org:p{number % 499}", source=source.id, locator=f"page {number}")
        lines.append(Record(claim=claim, extractor="test/1"))
    return lines


def as_a_file(lines: list[Line], folder: Path) -> tuple[list[Line], list[str]]:
    """What a file holds after the same load, and the digests of its claims as its log has them."""
    with closing(open_store(str(folder / "twin.db"))) as twin:
        twin.write(lines)
        return list(twin.dump()), filed(twin)


def filed(store: GraphStore) -> list[str]:
    return sorted(change.digest for change in store.changes() if change.action == "file")


@pytest.mark.parametrize(("fate", "commit"), [(CUT, 1), (LOSE, 1), (CUT, 3), (LOSE, 3)])
def test_a_line_that_breaks_in_a_commit_loses_and_doubles_nothing(
    on_server: GraphStore, signed_in: Credentials, tmp_path: Path, fate: str, commit: int
) -> None:
    lines = lines_of(400)
    proxy = Proxy(port_of(on_server.url), lambda number: fate if number == commit else PASS)
    with closing(proxy), closing(open_store(proxy.url, credentials=signed_in)) as store:
        proxy.armed = True
        report = store.write(lines, batch=100)
    assert (report.added["claim"], report.added["source"]) == (400, 4)
    assert (list(on_server.dump()), filed(on_server)) == as_a_file(lines, tmp_path)
    assert on_server.check().faults == ()


def test_a_line_that_breaks_in_every_commit_is_an_error_that_the_same_load_mends(on_server: GraphStore, signed_in: Credentials, tmp_path: Path) -> None:
    lines = lines_of(300)
    proxy = Proxy(port_of(on_server.url), lambda number: CUT if number > 1 else PASS)
    with closing(proxy), closing(open_store(proxy.url, credentials=signed_in)) as store:
        proxy.armed = True
        with pytest.raises(StoreUnreachable):
            store.write(lines, batch=100)
    assert on_server.check().faults == ()
    assert on_server.write(lines, batch=100).added["claim"] == 300 - 99
    assert (list(on_server.dump()), filed(on_server)) == as_a_file(lines, tmp_path)


def test_openers_of_an_empty_database_do_not_hinder_one_another(on_server: GraphStore, signed_in: Credentials) -> None:
    with GraphDatabase.driver(on_server.url, auth=(signed_in.user, signed_in.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        for kind, statement in (("CONSTRAINT", "SHOW CONSTRAINTS YIELD name"), ("INDEX", "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")):
            for (name,) in driver.execute_query(statement).records:
                driver.execute_query(f"DROP {kind} {name}")

    def fill(number: int) -> WriteReport:
        with closing(open_store(on_server.url, credentials=signed_in)) as store:
            return store.write([Source(id=f"source:s{number}", title="S"), Source(id="source:all", title="All")])

    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(fill, range(3)))
    assert sum(report.added["source"] for report in reports) == 4
    assert [source.id for source in on_server.sources()] == ["source:all", "source:s0", "source:s1", "source:s2"]
    assert on_server.check().faults == ()


def test_a_client_that_is_killed_leaves_what_the_same_load_completes(on_server: GraphStore, signed_in: Credentials, tmp_path: Path) -> None:
    lines, here = lines_of(4_000), Path(__file__)
    script = f"""
import importlib.util, sys
spec = importlib.util.spec_from_file_location("faults", {str(here)!r})
faults = importlib.util.module_from_spec(spec)
spec.loader.exec_module(faults)
store = faults.open_store(sys.argv[1], credentials=faults.Credentials("neo4j", faults.neo4j_server.PASSWORD))
store.write(faults.lines_of(4_000), batch=200)
"""
    killed = Event()

    def kill(number: int) -> str:
        if number == 5:
            os.kill(client.pid, signal.SIGKILL)
            killed.set()
        return PASS if number < 5 else CUT

    proxy = Proxy(port_of(on_server.url), kill)
    with closing(proxy):
        before = exists(proxy.url, credentials=signed_in)
        proxy.armed = True
        client = subprocess.Popen([sys.executable, "-c", script, proxy.url], cwd=here.parent.parent)
        assert before
        assert client.wait(120) == -signal.SIGKILL
        assert killed.is_set()
    stood = on_server.check()
    assert stood.faults == ()
    assert 0 < stood.counts["claims"] < 4_000
    assert on_server.write(lines, batch=200).added["claim"] == 4_000 - stood.counts["claims"]
    assert (list(on_server.dump()), filed(on_server)) == as_a_file(lines, tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def started(stack: ExitStack, home: Path, port: int = 0, **more: Any) -> neo4j_server.Server:
    """A server of the test's own on its data."""
    try:
        return stack.enter_context(neo4j_server.running(home=home, port=port, auth=True, heap="768m", **more))
    except neo4j_server.Unavailable as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"left out: it needs a Neo4j server ({error})")


@pytest.mark.slow
def test_a_server_that_is_killed_and_started_again_loses_and_doubles_nothing(home: Path, signed_in: Credentials, tmp_path: Path) -> None:
    lines = lines_of(3_000)
    with ExitStack() as stack:
        server = started(stack, home)
        port = port_of(server.url)
        servers = [server]

        def kill(number: int) -> str:
            if number in (3, 8):
                servers[-1].process.kill()
                servers[-1].process.wait()
            if number == 8:
                proxy.armed = False
                again.start()
            return PASS

        again = Thread(target=lambda: servers.append(started(stack, home, port)))
        proxy = Proxy(port, kill)
        stack.enter_context(closing(proxy))
        store = stack.enter_context(closing(open_store(proxy.url, credentials=signed_in)))
        proxy.armed = True
        began = time.monotonic()
        with pytest.raises(StoreUnreachable, match=r"^bolt://127\.0\.0\.1:\d+: the server "):
            store.write(lines, batch=200)
        assert time.monotonic() - began < 90
        servers.append(started(stack, home, port))
        resumed = store.write(lines, batch=200)
        again.join()
        assert len(servers) == 3
        assert 0 < resumed.known["claim"] < 3_000
        assert (list(store.dump()), filed(store)) == as_a_file(lines, tmp_path)
        assert store.check().faults == ()
        assert store.write(lines).added == {"source": 0, "text": 0, "claim": 0, "decision": 0, "judgement": 0}


@pytest.mark.slow
def test_a_database_that_may_only_be_read_answers_and_says_so(home: Path, signed_in: Credentials) -> None:
    lines = lines_of(200)
    with ExitStack() as stack:
        server = started(stack, home)
        with closing(open_store(server.url, credentials=signed_in)) as store:
            store.write(lines)
            held = list(store.dump())
    with ExitStack() as stack:
        server = started(stack, home, read_only=True)
        with closing(open_store(server.url, credentials=signed_in)) as store:
            assert list(store.dump()) == held
            assert store.check().faults == ()
            assert [hit.id for hit in store.search("org:o1")] == ["org:o1"]
            began = time.monotonic()
            with pytest.raises(StoreReadOnly, match="cannot be written"):
                store.write(lines_of(300))
            with pytest.raises(StoreReadOnly):
                store.retract("source:s0")
            assert time.monotonic() - began < 25
        with pytest.raises(StoreRefused):
            open_store(server.url, credentials=Credentials("neo4j", "wrong"))


def test_a_server_that_is_mute_is_an_error_in_bounded_time() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        began = time.monotonic()
        with pytest.raises(StoreUnreachable, match="start it"):
            open_store(f"bolt://127.0.0.1:{listener.getsockname()[1]}", credentials=Credentials("neo4j", "x"), timeout=2)
        assert time.monotonic() - began < 30


@pytest.fixture
def hostile() -> list[Line]:
    """A record with Cypher wherever a text from outside may stand."""
    lines: list[Line] = []
    for number, text in enumerate(INJECTED):
        source = Source(id=f"source:i{number}", title=text, publisher=text, author=text, url=text, licence=text, group=text)
        body = f"{text} met {text}"
        told = {"source": source.id, "quote": text, "span": (0, len(text)), "locator": text, "qualifiers": (text,), "ask": text}
        tie = Claim.model_validate({"subject": "org:a", "predicate": "met_with", "object": "org:b", **told})
        claims = [tie, *(Claim(subject="org:a", predicate=what, value=text, source=source.id) for what in ("name", "alias", "url"))]
        lines += [source, Text(source=source.id, text=body), *(Record(claim=claim, extractor=text) for claim in claims)]
        lines += [Decision(claim=tie.id, status=Status.ACCEPTED, by=text, at=text)]
    return [*lines, Judgement(left="org:a", right="org:b", verdict="different", by=INJECTED[0], at=INJECTED[1])]


def test_text_with_cypher_in_it_is_stored_as_text(on_server: GraphStore, hostile: list[Line], tmp_path: Path) -> None:
    on_server.write(hostile)
    assert (list(on_server.dump()), filed(on_server)) == as_a_file(hostile, tmp_path)
    for text in INJECTED:
        assert "org:a" in {hit.id for hit in on_server.search(text)}
        assert [record.claim.ask for record in on_server.records(about=text)] == [text]
        assert list(on_server.records(source=text)) == list(on_server.records(predicate=text)) == list(on_server.records(layers=(text,))) == []
        assert on_server.text(text) is None
        assert on_server.sources((text,)) == []
        assert on_server.keep(text, text, text)
        assert on_server.memo(text, text) == text
        assert on_server.retract(text) == 0
    assert on_server.check().faults == ()


def test_what_is_no_answer_of_a_server_is_an_error(on_server: GraphStore) -> None:
    with pytest.raises(StoreError):
        open_store(f"{on_server.url}/{INJECTED[2].replace('/', '')}", credentials=Credentials("neo4j", neo4j_server.PASSWORD))
