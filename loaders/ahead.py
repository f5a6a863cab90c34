"""Work on many things at once, on several processes, in order and only a little ahead of whoever takes the results."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from graph.cores import cores

AHEAD = 4  # things begun, for each process, before the first result is taken
COLLECT_EVERY = 50_000  # objects: a process that reads keeps most of what it makes to the end of a document, or of all
MANY = 24  # below so many things, processes take longer to start than to work

Thing = TypeVar("Thing")
Done = TypeVar("Done")


def ahead(things: Iterable[Thing], work: Callable[[Thing], Done], lost: Callable[[Thing], Done], jobs: int) -> Generator[tuple[Thing, Done]]:
    """Each thing with what `work` makes of it, in order; `lost` stands for the work of a process that was killed.

    `jobs` 0: as many processes as there are cores, if there are many things; 1: none but this one.
    `work` must be a function that other processes can import, and raises nothing that counts.
    """
    waiting = iter(things)
    first = list(islice(waiting, MANY)) if jobs == 0 else []
    processes = jobs or (cores() if len(first) == MANY else 1)
    rest = chain(first, waiting)
    if processes == 1:
        return ((thing, work(thing)) for thing in rest)
    return _on_processes(rest, work, lost, processes)


def _on_processes(things: Iterator[Thing], work: Callable[[Thing], Done], lost: Callable[[Thing], Done], processes: int) -> Generator[tuple[Thing, Done]]:
    begun: deque[tuple[Thing, Future[Done]]] = deque()
    pool = _pool(processes)
    try:
        while True:
            try:
                begun.extend((thing, _begun(pool, work, thing)) for thing in islice(things, AHEAD * processes - len(begun)))
                if not begun:
                    return
                done = begun[0][1].result()
            except BrokenProcessPool:
                for thing, _ in begun:
                    yield thing, _alone(thing, work, lost)
                begun.clear()
                pool = _pool(processes)
            else:
                yield begun.popleft()[0], done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begun(pool: ProcessPoolExecutor, work: Callable[[Thing], Done], thing: Thing) -> Future[Done]:
    try:
        return pool.submit(work, thing)
    except BrokenProcessPool as error:
        broken: Future[Done] = Future()
        broken.set_exception(error)
        return broken


def _alone(thing: Thing, work: Callable[[Thing], Done], lost: Callable[[Thing], Done]) -> Done:
    """The work on one thing in a process of its own, so that whatever kills it is known."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, thing).result()
        except BrokenProcessPool:
            return lost(thing)


def _pool(processes: int) -> ProcessPoolExecutor:
    # Fresh processes: a copy of this one would share its open store and its threads' locks.
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_settle)


def _settle() -> None:
    """In a new process: leave Ctrl-C to the first process, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(COLLECT_EVERY)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
