"""What a process does before its first answer, so that no caller waits for it: the store opened, the snapshot mapped, the search made ready."""

import ctypes
import logging
from contextlib import suppress

from api.knowledge import KnowledgeGraph
from graph.errors import TrilateralError

WAIT = 3.0  # seconds that a process waits for it before it takes requests; a snapshot that must be built first takes longer
log = logging.getLogger("trilateral")


def warm(graph: KnowledgeGraph) -> None:
    """Ask what most will ask, once, and give back the memory that only its making took."""
    try:
        ends = [hit.id for hit in graph.prominent()[:2]]
        if len(ends) == 2:
            graph.path(*ends, k=1)
    except TrilateralError as error:
        log.warning("not ready: %s", error)
    trim()


def trim() -> None:
    """Give memory that is free back to the system, where the C library can."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
