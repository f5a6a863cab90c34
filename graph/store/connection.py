"""The file itself: opened and recognised, its connections, and its errors in our words."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graph.errors import RequestError, StoreError, StoreForeign, StoreLocked, StoreReadOnly, shown
from graph.spelling import fold
from graph.store import schema, weights

MAGIC = b"SQLite format 3\0"
BUSY, LOCKED, READONLY, FULL = 5, 6, 8, 13
DAMAGED = (11, 26)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite as children of StoreError that name the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(path, error) from error
    except UnicodeEncodeError as error:
        raise RequestError(f"{shown(str(error.object))}: holds half a character and cannot be stored or searched; write it in UTF-8") from error


def _ours(path: Path, error: sqlite3.Error) -> StoreError:
    name = shown(str(path))
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (BUSY, LOCKED):
        return StoreLocked(f"{name}: another process is writing to it; try again when it has finished")
    if code == READONLY:
        return StoreReadOnly(f"{name}: the store cannot be written; change its permissions or name another with --store")
    if code in DAMAGED:
        return StoreForeign(f"{name}: the file is damaged; put a backup in its place, or load the sources into a new store")
    if code == FULL:
        return StoreError(f"{name}: the disk is full; nothing of this batch was written; make room and try again")
    return StoreError(f"{name}: {shown(str(error))}; check the file with `trilateral check`")


class File:
    """A store's file, recognised and of the present schema.

    Each thread has a connection of its own; `fresh` gives another one for an answer that is read
    bit by bit. Without write permission for the file and its folder it is opened for reading.
    """

    def __init__(self, path: Path, *, create: bool, timeout: float) -> None:
        self.path = path
        self.timeout = timeout
        exists = _look(path, create)
        self.writable = _may_write(path.parent) and (not exists or _may_write(path))
        self._connections: dict[int, sqlite3.Connection] = {}
        self._open = True
        self._mode = "rw" if exists else "rwc"
        with translated(path):
            self._recognise(create)
        self._mode = "rw"

    def connection(self) -> sqlite3.Connection:
        """The connection of this thread; those of threads that have ended are closed."""
        key = threading.get_ident()
        if key not in self._connections or not self._open:
            for ended in set(self._connections) - {thread.ident for thread in threading.enumerate()}:
                if left := self._connections.pop(ended, None):
                    left.close()
            self._connections[key] = self.fresh()
        return self._connections[key]

    def fresh(self) -> sqlite3.Connection:
        """A new connection, which the caller closes."""
        if not self._open:
            raise StoreError(f"{shown(str(self.path))}: the store was closed; open it again")
        place = self.path.absolute().as_uri()
        if self.writable:
            place += f"?mode={self._mode}"
        else:
            place += "?mode=ro" if self._unfinished() else "?mode=ro&immutable=1"
        connection = sqlite3.connect(place, uri=True, timeout=self.timeout, isolation_level=None, check_same_thread=False)
        connection.create_function("fold", 1, fold, deterministic=True)
        connection.create_function("unhexed", 1, bytes.fromhex, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -32000")
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging state of the store, however long it is read."""
        with translated(self.path), closing(self.fresh()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Raises StoreLocked and StoreReadOnly."""
        if not self.writable:
            raise StoreReadOnly(f"{shown(str(self.path))}: the store cannot be written; change its permissions or name another with --store")
        with translated(self.path):
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections of all threads."""
        self._open = False
        while self._connections:
            self._connections.popitem()[1].close()

    def _unfinished(self) -> bool:
        log = self.path.with_name(self.path.name + "-wal")
        return log.exists() and log.stat().st_size > 0

    def _recognise(self, create: bool) -> None:
        name = shown(str(self.path))
        connection = self.connection()
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        blank = not owner and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        found = schema.version(connection)
        if blank and not create:
            raise StoreForeign(f"{name}: the file is empty; make a store of it with `trilateral load`")
        if not blank and owner != schema.APPLICATION_ID:
            raise StoreForeign(f"{name}: a database of another program; name another file with --store")
        if found > schema.VERSION:
            raise StoreForeign(f"{name}: written by a newer Trilateral (schema {found}, known here {schema.VERSION}); upgrade Trilateral")
        if found < schema.VERSION:
            with self.writing() as connection:
                schema.migrate(connection)
                weights.reweigh(connection)
        if self.writable and connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")


def _look(path: Path, create: bool) -> bool:
    """Whether the file is there; raises for what is no SQLite file or can never become one."""
    name = shown(str(path))
    try:
        if not path.exists():
            if not create:
                raise StoreError(f"{name}: there is no store; make one with `trilateral load SOURCE...` or name another with --store")
            if not path.parent.is_dir():
                raise StoreError(f"{name}: its folder does not exist; make the folder first")
            if not _may_write(path.parent):
                raise StoreReadOnly(f"{name}: its folder cannot be written; name another file with --store")
            return False
        if not path.is_file():
            raise StoreError(f"{name}: not a file; name a store's file with --store")
        with path.open("rb") as stream:
            head = stream.read(len(MAGIC))
    except (OSError, ValueError) as error:
        raise StoreError(f"{name}: cannot be opened ({shown(getattr(error, 'strerror', None) or str(error))}); name another file with --store") from error
    if head and head != MAGIC:
        raise StoreForeign(f"{name}: not a Trilateral store; name another file with --store, or load this one with `trilateral load`")
    return True


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
