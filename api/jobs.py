"""Long work: asked for, waited for, taken up by a runner, told of as it goes, kept for a day.

A job is a memo in the store, so that it outlives a restart and every worker sees it. A runner takes a job by changing its memo, which one of
several does; while it works it writes how far it is at least every few seconds, and a job not heard of for longer is taken up again. What may
be filed twice is filed once, since claims are known by what they say. Of jobs that write only one runs at a time.
"""

import logging
import secrets
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from graph.claims import Frozen
from graph.errors import RequestError, StoreError, TrilateralError, UnknownName
from graph.progress import Progress
from graph.store.base import GraphStore

DRAWER, INPUT, FILES = "job", "job-input", "job-file"
KEPT = timedelta(days=1)
LOST = timedelta(seconds=20)
BEAT = 1.0
log = logging.getLogger("trilateral")


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Job(Frozen):
    """A piece of work and what became of it. Times are UTC; `done` of `total` parts are ready; `result` is an answer as JSON.

    `by` is the id of the caller, whose layers it sees (`layers`, None: all); `taken` is who works at it.
    """

    id: str
    kind: str
    state: State = State.WAITING
    by: str
    layers: tuple[str, ...] | None
    name: str = ""
    made: datetime
    heard: datetime
    ended: datetime | None = None
    done: int = 0
    total: int = 0
    request: dict[str, Any]
    result: dict[str, Any] | None = None
    problem: str = ""
    taken: str = ""


Work = Callable[[GraphStore, Job, Progress], dict[str, Any]]


class Stopped(Exception):
    """The caller took the job back, or the server stops; no error, so that no work on the way takes it for one of its own."""


def submit(store: GraphStore, kind: str, request: Mapping[str, Any], *, by: str, layers: tuple[str, ...] | None, name: str = "", given: str = "") -> Job:
    """A new job that waits; `given` is input too large for its memo. Those that ended more than a day ago are let go."""
    now = _now()
    _let_go(store, now)
    job = Job(id=secrets.token_hex(8), kind=kind, by=by, layers=layers, name=name, made=now, heard=now, request=dict(request))
    if given:
        store.keep(INPUT, job.id, given)
    store.keep(DRAWER, job.id, job.model_dump_json())
    return job


def jobs(store: GraphStore) -> list[Job]:
    """Every job that is kept, the oldest first."""
    return [job for _, job in _kept(store)]


def job(store: GraphStore, id: str, by: str = "") -> Job:
    """One job; of another caller's, and of one that is none, UnknownName is raised alike."""
    _, found = _read(store, id)
    if by not in ("", found.by):
        raise UnknownName(id, what="job", todo="a result is kept for a day")
    return found


def given(store: GraphStore, id: str) -> str:
    """The input that came with a job."""
    return store.memo(INPUT, id) or ""


def put_file(store: GraphStore, id: str, name: str, content: bytes) -> None:
    """Keep a file that a job has made, in place of an earlier one of that name; it goes with the job."""
    key = f"{id}/{name}"
    store.keep(FILES, key, b64encode(content).decode(), was=store.memo(FILES, key))


def file(store: GraphStore, id: str, name: str) -> bytes:
    """A file that a job has made. Raises UnknownName."""
    body = store.memo(FILES, f"{id}/{name}")
    if body is None:
        raise UnknownName(name, what="file of this job", todo="the job's result lists its files")
    return b64decode(body)


def cancel(store: GraphStore, id: str, by: str = "") -> Job:
    """Take a job back: one that waits ends at once, one that runs at its next step. Raises RequestError for one that has ended."""
    job(store, id, by)
    while True:
        body, found = _read(store, id)
        if found.state in OVER:
            raise RequestError(f"job {id}: {found.state.value} already; there is nothing to cancel")
        ending = {"state": State.STOPPING} if found.taken else {"state": State.CANCELLED, "ended": _now()}
        after = found.model_copy(update=ending)
        if store.keep(DRAWER, id, after.model_dump_json(), was=body):
            return after


class Runner:
    """A thread that works at the jobs of a store, one at a time, until it is stopped; `opened` gives the store, `every` are seconds between looks."""

    def __init__(self, opened: Callable[[], GraphStore], kinds: Mapping[str, Work], writing: frozenset[str], *, every: float = 1.0) -> None:
        self.opened, self.kinds, self.writing, self.every = opened, kinds, writing, every
        self.name = secrets.token_hex(6)
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look for jobs, also after an earlier stop."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look at once."""
        self._wake.set()

    def stop(self, timeout: float = 8.0) -> None:
        """Stop at the next step; what was under way waits for another runner."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                while not self._stop.is_set() and (taken := self._take()):
                    self._work(taken)
            except TrilateralError:
                pass  # the store is away or another writes; look again
            self._wake.wait(self.every)
            self._wake.clear()

    @property
    def store(self) -> GraphStore:
        """The store whose jobs these are. Raises StoreError where it cannot be opened."""
        return self.opened()

    def _take(self) -> Job | None:
        """A job that waits, or whose runner is not heard of; None where there is none that may run now."""
        for body, found in _kept(self.store):
            free = found.state is State.WAITING or (found.state not in OVER and _now() - found.heard > LOST)
            if not free or self._must_wait(found):
                continue
            state = State.STOPPING if found.state is State.STOPPING else State.RUNNING
            after = found.model_copy(update={"state": state, "taken": self.name, "heard": _now()})
            if self.store.keep(DRAWER, found.id, after.model_dump_json(), was=body):
                if not self._must_wait(after):
                    return after
                self._change(after.id, state=found.state, taken="")  # another runner took an earlier one at the same moment
        return None

    def _must_wait(self, wanted: Job) -> bool:
        """Whether the job writes and an earlier one that writes is under way, or any where this one is not."""
        if wanted.kind not in self.writing:
            return False
        busy = [job for job in jobs(self.store) if job.kind in self.writing and job.taken and job.state not in OVER and _now() - job.heard <= LOST]
        return any(job.id != wanted.id and (not wanted.taken or (job.made, job.id) < (wanted.made, wanted.id)) for job in busy)

    def _work(self, taken: Job) -> None:
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(taken.id, over), daemon=True)
        beat.start()
        try:
            ending = self._ending(taken)
        finally:
            over.set()
            beat.join()
        if ending["state"] in OVER:
            ending["ended"] = _now()
            self.store.keep(INPUT, taken.id, None, was=given(self.store, taken.id) or None)
        self._change(taken.id, heard=_now(), **ending)

    def _ending(self, taken: Job) -> dict[str, Any]:
        """What becomes of a job by working at it."""
        progress = self._progress(taken.id)
        try:
            progress(taken.done, taken.total)
            return {"state": State.DONE, "result": self.kinds[taken.kind](self.store, taken, progress)}
        except Stopped:
            return {"state": State.WAITING, "taken": ""} if self._stop.is_set() else {"state": State.CANCELLED}
        except TrilateralError as error:
            return {"state": State.FAILED, "problem": str(error)}
        except Exception:
            log.exception("job %s", taken.id)
            return {"state": State.FAILED, "problem": "a fault of ours; the server's log has the details"}

    def _progress(self, id: str) -> Progress:
        """Tells how far the job is, and ends it where it was taken back."""
        last = -BEAT

        def told(done: int, total: int) -> None:
            nonlocal last
            if self._stop.is_set():
                raise Stopped
            if time.monotonic() - last >= BEAT:
                last = time.monotonic()
                if self._change(id, done=done, total=total, heard=_now()).state is State.STOPPING:
                    raise Stopped

        return told

    def _beat(self, id: str, over: threading.Event) -> None:
        """Tell that the job is alive while one of its steps takes long."""
        while not over.wait(LOST.total_seconds() / 4):
            with suppress(StoreError):  # a long batch is being filed; the next beat tells it
                self._change(id, heard=_now())

    def _change(self, id: str, **fields: Any) -> Job:
        while True:
            body, found = _read(self.store, id)
            after = found.model_copy(update=fields)
            if self.store.keep(DRAWER, id, after.model_dump_json(), was=body):
                return after


def _kept(store: GraphStore) -> list[tuple[str, Job]]:
    """The memo and what it says, of every job, the oldest first."""
    found = [(body, Job.model_validate_json(body)) for body in store.memos(DRAWER).values()]
    return sorted(found, key=lambda one: (one[1].made, one[1].id))


def _read(store: GraphStore, id: str) -> tuple[str, Job]:
    body = store.memo(DRAWER, id)
    if body is None:
        raise UnknownName(id, what="job", todo="a result is kept for a day")
    return body, Job.model_validate_json(body)


def _let_go(store: GraphStore, now: datetime) -> None:
    for body, old in _kept(store):
        if old.ended and now - old.ended > KEPT:
            store.keep(DRAWER, old.id, None, was=body)
            for name in (old.result or {}).get("files", ()):
                store.keep(FILES, f"{old.id}/{name}", None, was=store.memo(FILES, f"{old.id}/{name}"))


def _now() -> datetime:
    return datetime.now(UTC)
