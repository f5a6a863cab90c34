"""Jobs: asked for, told of, cancelled, taken up again after a restart; of those that write one at a time."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import jobs, keys
from api.app import create_app
from api.jobs import Job, Runner, State
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.errors import RequestError, UnknownName
from graph.progress import Progress
from graph.store import open_store
from graph.store.base import GraphStore

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
ARTICLE = "Cámara Norteña de Software met USTR on 3 June 2025 in Washington.\n"
SECONDS = 30


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    opened = open_store(str(tmp_path / "jobs.db"))
    yield opened
    opened.close()


def until(true: Callable[[], bool]) -> None:
    """Wait for what another thread does, woken by nothing but the clock: the store tells nobody of its changes."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


def ended(store: GraphStore, id: str) -> Job:
    until(lambda: jobs.job(store, id).state in jobs.OVER)
    return jobs.job(store, id)


class Steps:
    """Work of many steps, which tells that it has begun and goes on when it is let."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.running, self.most = 0, 0

    def __call__(self, store: GraphStore, job: Job, progress: Progress) -> dict[str, Any]:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            self.begun.set()
            while not self.go_on.wait(0.01):
                progress(1, 4)
            return {"said": job.request["say"]}
        finally:
            self.running -= 1


def runner(store: GraphStore, work: jobs.Work) -> Runner:
    made = Runner(lambda: store, {"work": work}, frozenset({"work"}), every=0.02)
    made.start()
    return made


def submit(store: GraphStore, say: str = "x", by: str = "me") -> str:
    return jobs.submit(store, "work", {"say": say}, by=by, layers=()).id


def test_a_job_is_done_and_its_result_kept(store: GraphStore) -> None:
    work = Steps()
    work.go_on.set()
    working = runner(store, work)
    found = ended(store, submit(store, "hello"))
    assert (found.state, found.result) == (State.DONE, {"said": "hello"})
    working.stop()


def test_one_that_waits_ends_at_once_and_one_that_runs_at_its_next_step(store: GraphStore) -> None:
    waits = submit(store)
    assert jobs.cancel(store, waits).state is State.CANCELLED
    with pytest.raises(RequestError, match="cancelled already"):
        jobs.cancel(store, waits)
    work, runs = Steps(), submit(store)
    working = runner(store, work)
    assert work.begun.wait(SECONDS)
    assert jobs.cancel(store, runs).state is State.STOPPING
    assert ended(store, runs).state is State.CANCELLED
    working.stop()


def test_what_was_under_way_when_the_server_stopped_is_taken_up_by_the_next(store: GraphStore) -> None:
    work, id = Steps(), submit(store, "again")
    first = runner(store, work)
    assert work.begun.wait(SECONDS)
    first.stop()
    assert jobs.job(store, id).state is State.WAITING
    work.go_on.set()
    second = runner(store, work)
    assert ended(store, id).result == {"said": "again"}
    second.stop()


def test_a_job_whose_runner_was_killed_is_taken_up_when_it_is_not_heard_of(store: GraphStore) -> None:
    id = submit(store)
    body = store.memos("job")[id]
    lost = jobs.job(store, id).model_copy(update={"state": State.RUNNING, "taken": "dead", "heard": datetime.now(UTC) - timedelta(hours=1)})
    assert store.keep("job", id, lost.model_dump_json(), was=body)
    work = Steps()
    work.go_on.set()
    working = runner(store, work)
    assert ended(store, id).state is State.DONE
    working.stop()


def test_of_jobs_that_write_one_runs_at_a_time(store: GraphStore) -> None:
    work = Steps()
    ids = [submit(store, str(number)) for number in range(6)]
    runners = [runner(store, work) for _ in range(3)]
    assert work.begun.wait(SECONDS)
    work.go_on.set()
    assert {ended(store, id).state for id in ids} == {State.DONE}
    assert work.most == 1
    for one in runners:
        one.stop()


def test_a_fault_fails_the_job_and_not_the_runner(store: GraphStore) -> None:
    def work(store: GraphStore, job: Job, progress: Progress) -> dict[str, Any]:
        if job.request["say"] == "wrong":
            raise RequestError("it: is wrong; do that")
        raise ZeroDivisionError("secret 1234")

    working = runner(store, work)
    assert ended(store, submit(store, "wrong")).problem == "it: is wrong; do that"
    found = ended(store, submit(store, "broken"))
    assert (found.state, "1234" in found.problem) == (State.FAILED, False)
    working.stop()


def test_another_callers_job_is_as_one_that_is_none(store: GraphStore) -> None:
    id = submit(store, by="me")
    for asked in (id, "0" * 16):
        with pytest.raises(UnknownName, match="no job of that name"):
            jobs.job(store, asked, by="you")


def test_what_ended_more_than_a_day_ago_is_let_go(store: GraphStore) -> None:
    old = submit(store)
    jobs.cancel(store, old)
    body = store.memos("job")[old]
    past = jobs.job(store, old).model_copy(update={"ended": datetime.now(UTC) - timedelta(days=2)})
    assert store.keep("job", old, past.model_dump_json(), was=body)
    kept = submit(store)
    assert [job.id for job in jobs.jobs(store)] == [kept]


def test_documents_and_loads_are_filed_by_http(tmp_path: Path) -> None:
    url = str(tmp_path / "http.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
    with TestClient(create_app(Settings(store=url))) as client:
        waits = client.post("/api/v1/documents", json={"text": ARTICLE * 3, "title": "A meeting", "published": "2025-06-05", "name": "../../x.txt"})
        assert waits.status_code == 202
        until(lambda: client.get(waits.headers["Location"]).json()["state"] == "done")
        (read,) = client.get(waits.headers["Location"]).json()["result"]["loaded"]
        assert read["name"].endswith("x.txt")
        source = client.get("/api/v1/sources?cursor=").json()["items"]
        assert [one["published"] for one in source if one["title"] == "A meeting"] == ["2025-06-05"]
        files = [("files", ("a.txt", ARTICLE.encode())), ("files", ("ties.csv", b"subject,kind,object\nAMITI,met_with,CISA\n"))]
        waits = client.post("/api/v1/loads", files=files, data={"layer": "ours"})
        until(lambda: client.get(waits.headers["Location"]).json()["state"] == "done")
        assert len(client.get(waits.headers["Location"]).json()["result"]["loaded"]) == 2
        assert client.delete(waits.headers["Location"]).status_code == 400


def test_a_reader_files_nothing_and_sees_only_its_own_jobs(tmp_path: Path) -> None:
    url = str(tmp_path / "keys.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
        made = {name: {"Authorization": f"Bearer {keys.create(graph.store, name, Role(name))[0]}"} for name in ("reader", "editor", "admin")}
    with TestClient(create_app(Settings(store=url, need_keys=True))) as client:
        assert client.post("/api/v1/documents", json={"text": ARTICLE}, headers=made["reader"]).status_code == 403
        place = client.post("/api/v1/influence", json={"draws": 10, "top": 3}, headers=made["reader"]).headers["Location"]
        until(lambda: client.get(place, headers=made["reader"]).json()["state"] == "done")
        assert len(client.get(place, headers=made["admin"]).json()["result"]["items"]) == 3
        assert client.get(place, headers=made["editor"]).status_code == 404
        assert client.get("/api/v1/jobs", headers=made["editor"]).json()["items"] == []


def test_an_upload_that_is_too_large_is_refused(tmp_path: Path) -> None:
    url = str(tmp_path / "large.db")
    KnowledgeGraph(url, create=True).close()
    with TestClient(create_app(Settings(store=url))) as client:
        answer = client.post("/api/v1/scenarios", content=b" " * (2 << 20), headers={"content-type": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
