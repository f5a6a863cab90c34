"""Inner loops over arrays, compiled by numba. Nothing here knows entities, evidence or Results.

Import a kernel only inside the function that needs it: numba costs most of a second, so look-ups and
small graphs must do without. Each kernel has a plain twin elsewhere in `graph/`, and tests hold the
two to the same answer.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code that lets other threads run; compiled once a machine, and kept on disk."""
    return cast(Kernel, numba.njit(cache=True, nogil=True)(kernel))


def parallel(kernel: Kernel) -> Kernel:
    """The same, its `prange` loops spread over the cores; a lane must not read what another writes."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, parallel=True)(kernel))
