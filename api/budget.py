"""Work that HTTP answers while the caller waits: how long it may take."""

from collections.abc import Callable
from time import monotonic

from graph.errors import RequestError


def budget(what: str, seconds: float, todo: str) -> Callable[[int, int], None]:
    """What a long answer tells its progress to; raises RequestError, which ends the work, once the time is spent and work is left."""
    end = monotonic() + seconds

    def check(done: int, total: int) -> None:
        if done < total and monotonic() > end:
            raise RequestError(f"{what}: not done within the {seconds:g} s that HTTP waits ({done / total:.0%} done); {todo}")

    return check
