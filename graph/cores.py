"""Work shared out over the processor's cores."""

import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Found = TypeVar("Found")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_out(work: Callable[[Task], Found], tasks: Sequence[Task], lanes: int = 0) -> Generator[Found, None, None]:
    """The answers to some tasks, in their order, a few being done ahead on `lanes` other threads (0: one for each core)."""
    lanes = lanes or cores()
    if lanes == 1 or len(tasks) == 1:
        yield from map(work, tasks)
        return
    pool = ThreadPoolExecutor(lanes)
    ahead: deque[Future[Found]] = deque()
    try:
        for task in tasks:
            ahead.append(pool.submit(work, task))
            if len(ahead) > lanes:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
