"""The driver: managed transactions with retries and timeouts, and its errors in our words."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

from graph.errors import RequestError, StoreError, StoreForeign, StoreLocked, StoreReadOnly, StoreRefused, StoreUnreachable, shown
from graph.store.server.address import Address, Credentials

if TYPE_CHECKING:
    import neo4j
    from neo4j import ManagedTransaction, Session

    Work = Callable[[ManagedTransaction], "T"]

T = TypeVar("T")

RETRYING = 30.0  # seconds for which a transaction is tried again while the server is away, full of work or changes its leader
READING, STREAMING, WRITING = 60.0, 3600.0, 600.0  # seconds that one transaction may take
DEFINING, BETWEEN = 12, 0.05  # attempts at one statement of the schema, and seconds by which the wait between them grows
FETCHED = 10_000  # rows of an answer that are on the way at once
LOCKS = ("LockAcquisitionTimeout", "LockClientStopped", "DeadlockDetected")
LATE = ("TransactionTimedOut", "Terminated")
READ_ONLY = ("ReadOnly", "WriteOnReadOnly", "Forbidden", "NotALeader", "AccessMode")
MEMORY = ("OutOfMemory", "MemoryPool", "StackOverFlow", "MemoryLimit")
FULL = ("No space left", "disk is full", "TransactionLogError", "DatabaseLogError")


class Server:
    """A database of a server. Threads may share it; what one call wrote the next one reads, on whatever member of a cluster."""

    def __init__(self, address: Address, credentials: Credentials, *, timeout: float) -> None:
        _needed()
        from neo4j import GraphDatabase

        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its errors are raised; who wants its log sets a handler
        self.address = address
        self.timeout = timeout
        self._open = True
        with self.translated():
            self._driver: neo4j.Driver = GraphDatabase.driver(
                address.server,
                auth=(credentials.user, credentials.password) if credentials.user else None,
                connection_timeout=timeout,
                connection_acquisition_timeout=2 * timeout,
                max_transaction_retry_time=RETRYING,
                notifications_min_severity="OFF",
                warn_notification_severity=None,
                user_agent="trilateral",
            )
            self._bookmarks = GraphDatabase.bookmark_manager()
        try:
            with self.translated():
                self._driver.verify_connectivity()
        except BaseException:
            self.close()
            raise

    def read(self, work: "Work[T]", *, timeout: float = READING) -> T:
        """What `work` returns, in a transaction that only reads; it is called again where the first attempt failed for reasons that pass."""
        from neo4j import unit_of_work

        with self.translated(), self._session("READ") as session:
            return session.execute_read(unit_of_work(timeout=timeout)(work))

    def write(self, work: "Work[T]", *, timeout: float = WRITING) -> T:
        """The same in a transaction that writes: all of it or nothing."""
        from neo4j import unit_of_work

        with self.translated(), self._session("WRITE") as session:
            return session.execute_write(unit_of_work(timeout=timeout)(work))

    def define(self, statements: tuple[str, ...]) -> None:
        """Statements of the schema, each in a transaction of its own, again where another opener of the same database is at it too."""
        from neo4j import Query
        from neo4j.exceptions import Neo4jError

        with self.translated(), self._session("WRITE") as session:
            for statement in statements:
                for attempt in range(1, DEFINING + 1):
                    try:
                        session.run(Query(statement, timeout=WRITING)).consume()
                        break
                    except Neo4jError as error:
                        if attempt == DEFINING or not (error.is_retryable() or "AlreadyExists" in (error.code or "")):
                            raise
                        time.sleep(attempt * BETWEEN)

    def close(self) -> None:
        """End all connections."""
        self._open = False
        self._driver.close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Errors of the driver and of the server as children of StoreError that name the address and what to do."""
        from neo4j.exceptions import DriverError, Neo4jError

        if not self._open:
            raise StoreError(f"{shown(self.address.url)}: the store was closed; open it again")
        try:
            yield
        except (DriverError, Neo4jError, OSError) as error:
            raise _ours(self.address.url, error) from error
        except UnicodeEncodeError as error:
            raise RequestError(f"{shown(str(error.object))}: holds half a character and cannot be stored or searched; write it in UTF-8") from error

    def _session(self, mode: str) -> "Session":
        return self._driver.session(
            database=self.address.database, default_access_mode=mode, bookmark_manager=self._bookmarks, fetch_size=FETCHED, initial_retry_delay=0.2
        )


def is_unknown(error: StoreError) -> bool:
    """Whether the connection was lost while a transaction was committed, so that it may have been or not."""
    from neo4j.exceptions import IncompleteCommit

    return isinstance(error.__cause__, IncompleteCommit)


def _ours(url: str, error: Exception) -> StoreError:
    from neo4j import exceptions as theirs

    words = (getattr(error, "message", None) or str(error)).partition("\n")[0].rstrip(": ")
    name, code, said = shown(url), getattr(error, "code", None) or "", shown(words, 200)

    def tells(marks: tuple[str, ...]) -> bool:
        return any(mark in code or mark in said for mark in marks)

    if isinstance(error, theirs.IncompleteCommit):
        return StoreUnreachable(f"{name}: the server was lost while it wrote the last batch; write the same again, what is there already is left alone")
    if isinstance(error, theirs.AuthError) or "Security.Unauthorized" in code or "AuthenticationRateLimit" in code:
        return StoreRefused(f"{name}: the server does not let us in; check TRILATERAL_NEO4J_USER and TRILATERAL_NEO4J_PASSWORD (or _PASSWORD_FILE)")
    if "CredentialsExpired" in code:
        return StoreRefused(f"{name}: the user's first password must be changed before anything else; change it there")
    if tells(MEMORY):
        return StoreError(f"{name}: the server has too little memory for this; give it more, or write in smaller batches")
    if tells(FULL):
        return StoreError(f"{name}: the server's disk is full; nothing of this batch was written; make room and try again")
    if "DatabaseNotFound" in code:
        return StoreError(f"{name}: the server has no such database; make it there, or leave its name out")
    if tells(LOCKS):
        return StoreLocked(f"{name}: another process is writing to it; try again when it has finished")
    if tells(LATE):
        return StoreError(f"{name}: the server took too long to answer and was stopped; try again when it has less to do")
    if isinstance(error, theirs.Forbidden) or tells(READ_ONLY):
        return StoreReadOnly(f"{name}: the store cannot be written; let the user write to it, or name another store with --store")
    if isinstance(error, (theirs.ServiceUnavailable, theirs.SessionExpired, theirs.ConnectionPoolError, OSError)) or "DatabaseUnavailable" in code:
        return StoreUnreachable(f"{name}: the server cannot be reached ({said}); start it, or name another store with --store")
    if isinstance(error, theirs.UnsupportedServerProduct):
        return StoreForeign(f"{name}: the server is of a kind or version that this program does not know; use Neo4j 5.26 or newer")
    return StoreError(f"{name}: {said or type(error).__name__}; check the store with `trilateral check`")


def _needed() -> None:
    if find_spec("neo4j") is None:
        raise StoreError("a store on a server needs the optional extra `neo4j`; pip install 'trilateral[neo4j]'")
