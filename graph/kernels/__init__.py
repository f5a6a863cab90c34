"""Inner loops over arrays, compiled by numba. Nothing here knows entities, evidence or Results.

Import a kernel only inside the function that needs it: numba costs most of a second, so look-ups and
small graphs must do without. Each kernel has a plain twin elsewhere in `graph/`, and tests hold the
two to the same answer. A module's `warm()` calls its kernels on tiny arrays of the types that they are
used with; `python -m graph.kernels` calls every `warm`, so that nobody waits later.
A kernel that must be compiled in between says so once, as a warning of the logger `graph.kernels`.
"""

import logging
from collections.abc import Callable
from typing import TypeVar, cast

import numba
from numba.core import event

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code that lets other threads run; compiled once a machine, and kept on disk."""
    return cast(Kernel, numba.njit(cache=True, nogil=True)(kernel))


def parallel(kernel: Kernel) -> Kernel:
    """The same, its `prange` loops spread over the cores; a lane must not read what another writes."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, parallel=True)(kernel))


class Announcement(event.Listener):
    """Says, once in a process, that the first kernel which is not on disk yet is being compiled."""

    said = False

    def on_start(self, event: event.Event) -> None:
        """A compilation begins."""
        if not self.said and event.data["dispatcher"].py_func.__module__.startswith(__name__):
            self.said = True
            logging.getLogger(__name__).warning("compiling the inner loops, once on this machine; `python -m graph.kernels` does it ahead ...")

    def on_end(self, event: event.Event) -> None:
        """A compilation ends."""


event.register("numba:compile", Announcement())  # type: ignore[no-untyped-call]
