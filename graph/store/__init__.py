"""Stores: `open_store(url)` gives a `GraphStore` (see `graph.store.base`), `exists(url)` looks whether there is one, `discard(url)` removes it."""

import re
import shutil
from pathlib import Path

from graph.errors import StoreError, shown
from graph.store.base import GraphStore
from graph.store.server.address import Credentials, is_server

__all__ = ["Credentials", "discard", "exists", "is_server", "open_store"]

SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


def open_store(url: str, *, create: bool = True, timeout: float = 10.0, credentials: Credentials | None = None) -> GraphStore:
    """Open the store at `sqlite:///path` (four slashes for an absolute path), at a bare path, or at `neo4j://host:7687/database`.

    `create`: make it if it is not there; `timeout`: seconds to wait for another writer of a file, or for a server to answer;
    `credentials`: who signs in at a server. Raises StoreError or the child of it that says what is wrong.
    """
    if is_server(url):
        from graph.store.server.store import ServerStore

        return ServerStore(url, credentials, create=create, timeout=timeout)
    from graph.store.sqlite import SqliteStore

    return SqliteStore(_path(url), create=create, timeout=timeout)


def exists(url: str, *, credentials: Credentials | None = None) -> bool:
    """True when there is something at the address; raises StoreError for an address of no store."""
    if is_server(url):
        from graph.store.server.store import is_there

        return is_there(url, credentials)
    return _path(url).exists()


def discard(url: str) -> None:
    """Remove the file of a closed store, its log and its snapshots; nothing happens when there is none. What is on a server stays."""
    if is_server(url):
        return
    for suffix in ("", "-wal", "-shm"):
        Path(f"{_path(url)}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(f"{_path(url)}.snapshots", ignore_errors=True)


def _path(url: str) -> Path:
    scheme = SCHEME.match(url)
    path = url.removeprefix("sqlite:///")
    if (scheme and path == url) or not path.strip() or path == ":memory:" or "\0" in path:
        raise StoreError(f"{shown(url) or 'nothing'}: not the address of a store; write sqlite:///path or a path, or neo4j://host:7687/database")
    return Path(path)
