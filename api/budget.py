"""Work that HTTP answers while the caller waits: how long it may take."""

from time import monotonic

from graph.errors import RequestError
from graph.progress import Progress

SECONDS = 20.0


def budget(what: str, todo: str) -> Progress:
    """What a long answer tells its progress to; raises RequestError, which ends the work, once SECONDS are spent and work is left."""
    end = monotonic() + SECONDS

    def check(done: int, total: int) -> None:
        if done < total and monotonic() > end:
            raise RequestError(f"{what}: not done within the {SECONDS:g} s that HTTP waits ({done / total:.0%} done); {todo}")

    return check
