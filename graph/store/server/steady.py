"""One unchanging state of a server's store, however long it is read.

A server shows a reader what others commit meanwhile. Therefore all is read first, and read again when a write came between: every writer
locks the *door* as its last step, so that the number on it, read under that lock, changes only while no write is half seen.
"""

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, TypeVar, cast

from graph.errors import StoreReadOnly
from graph.store.server import cypher
from graph.store.server.connection import STREAMING, Server
from graph.store.server.cypher import Tx

if TYPE_CHECKING:
    from graph.store.server.connection import Work

T = TypeVar("T")
ATTEMPTS = 3
IN_MEMORY = 64_000_000  # bytes that wait in memory; more go to a file
AT_ONCE = 1_000


def steady(server: Server, work: "Work[T]") -> T:
    """What `work` returns of one state; where writers leave no time between their writes, one of them waits."""
    for _ in range(ATTEMPTS):
        before = _door(server)
        found = server.read(work, timeout=STREAMING)
        if _door(server) == before:
            return found

    def alone(tx: Tx) -> T:
        tx.run(cypher.LOCK, writer="a reader").consume()
        return work(tx)

    return server.write(alone, timeout=STREAMING)


def spooled(items: Iterable[T]) -> Iterator[T]:
    """The items, all of them taken now and kept until they are asked for."""
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when its last item has been read, or with the iterator
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        pickle.dump(some, kept, protocol=5)
    size = kept.tell()
    kept.seek(0)
    return _unspooled(kept, size)


def _unspooled(kept: "SpooledTemporaryFile[bytes]", size: int) -> Iterator[T]:
    with kept:
        while kept.tell() < size:
            yield from cast(list[T], pickle.load(kept))


def _door(server: Server) -> int:
    """The number on the door; who may not write reads it without the lock."""
    try:
        return server.write(_held)
    except StoreReadOnly:
        return server.read(_number)


def _held(tx: Tx) -> int:
    return int(tx.run(cypher.HOLD_DOOR).single(strict=True)[0])


def _number(tx: Tx) -> int:
    return int(tx.run(cypher.DOOR).single(strict=True)[0])
