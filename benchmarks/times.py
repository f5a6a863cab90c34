"""How times and sizes are taken and written."""

import resource
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each repetition."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return float(np.percentile(self.seconds, 50))

    @property
    def p99(self) -> float:
        """99 of 100 are faster."""
        return float(np.percentile(self.seconds, 99))

    def __str__(self) -> str:
        return f"{duration(self.p50)} / {duration(self.p99)}"


def timed(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    begun = perf_counter()
    call()
    return perf_counter() - begun


def times(calls: Iterable[Callable[[], object]]) -> Times:
    """Seconds of each call."""
    return Times(tuple(timed(call) for call in calls))


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident_megabytes() -> float:
    """The memory that this process holds now, shared pages of mapped files included."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


def duration(seconds: float) -> str:
    """Seconds in a unit that reads well."""
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    return [_row(head), "|---" * len(head) + "|", *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
