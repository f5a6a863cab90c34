"""Inner loops over arrays, compiled by numba. Nothing here knows entities, evidence or Results.

Import a kernel only inside the function that needs it: numba costs most of a second, so look-ups and
small graphs must do without. Each kernel has a plain twin elsewhere in `graph/`, and tests hold the
two to the same answer. A module's `warm()` calls its kernels on tiny arrays of the types that they are
used with; `python -m graph.kernels` calls every `warm`, so that nobody waits later.
A kernel that must be compiled in between says so once, as a warning of the logger `graph.kernels`.

What was compiled is kept beside the modules; where that folder cannot be written in the cache folder of
the user, and NUMBA_CACHE_DIR comes before both. Where none can be written, the kernels still work and are
compiled anew in every process, which is said once.
"""

import logging
from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

import numba
from numba.core import event

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code that lets other threads run; compiled once a machine, and kept on disk."""
    return _made(kernel, parallel=False)


def parallel(kernel: Kernel) -> Kernel:
    """The same, its `prange` loops spread over the cores; a lane must not read what another writes."""
    return _made(kernel, parallel=True)


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


def _made(kernel: Kernel, *, parallel: bool) -> Kernel:
    try:
        return cast(Kernel, numba.njit(cache=True, nogil=True, parallel=parallel)(kernel))
    except RuntimeError:  # numba found no folder that it could keep the result in
        _say_unkept()
        return cast(Kernel, numba.njit(nogil=True, parallel=parallel)(kernel))


@cache
def _say_unkept() -> None:
    """Say, once in a process, that nothing is kept; there is no need to announce compiling too."""
    Announcement.said = True
    logging.getLogger(__name__).warning(
        "no folder can be written to keep the compiled inner loops: each process compiles them anew; set NUMBA_CACHE_DIR to a folder that can be written"
    )


event.register("numba:compile", Announcement())  # type: ignore[no-untyped-call]
