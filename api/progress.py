"""A progress line on standard error, on a terminal only."""

import sys
from collections.abc import Callable

from api.text import safe
from graph.progress import Progress

BAR = 20


def line(*, quiet: bool = False, total: int = 0) -> Callable[[int, str], None] | None:
    """What `load` tells its progress to, a bar where the total is known; None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        return None

    def show(number: int, name: str) -> None:
        full = min(BAR, BAR * number // total) if total > 1 else 0
        count = f"[{'#' * full}{'.' * (BAR - full)}] {number}/{max(number, total)}" if total > 1 else str(number)
        sys.stderr.write(f"\r\x1b[K{count}: {safe(name)[-40:]}")
        sys.stderr.flush()

    return show


def bar(what: str, *, quiet: bool = False) -> Progress | None:
    """What a long answer tells its progress to, as (done, total); None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r\x1b[K{what}: {done / total:.0%}")
        sys.stderr.flush()

    return show


def clear() -> None:
    """Wipe the line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
