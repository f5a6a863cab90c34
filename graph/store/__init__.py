"""Stores: `open_store(url)` gives a `GraphStore` (see `graph.store.base`), `exists(url)` looks whether there is one, `discard(url)` removes it."""

import re
import shutil
from pathlib import Path

from graph.errors import StoreError, shown
from graph.store.base import GraphStore

SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
SERVER = re.compile(r"(neo4j|bolt)(\+s|\+ssc)?", re.IGNORECASE)


def open_store(url: str, *, create: bool = True, timeout: float = 10.0) -> GraphStore:
    """Open the store at `sqlite:///path` (four slashes for an absolute path) or at a bare path.

    `create`: make the file if it is not there; `timeout`: seconds to wait for another writer. Raises
    StoreError or the child of it that says what is wrong.
    """
    from graph.store.sqlite import SqliteStore

    return SqliteStore(_path(url), create=create, timeout=timeout)


def exists(url: str) -> bool:
    """True when there is something at the address; raises StoreError for an address of no store."""
    return _path(url).exists()


def discard(url: str) -> None:
    """Remove the file of a closed store, its log and its snapshots; nothing happens when there is none."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{_path(url)}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(f"{_path(url)}.snapshots", ignore_errors=True)


def _path(url: str) -> Path:
    scheme = SCHEME.match(url)
    if scheme and SERVER.fullmatch(scheme[1]):
        raise StoreError(f"{shown(url)}: this version has no server store yet; use a file, such as sqlite:///trilateral.db")
    path = url.removeprefix("sqlite:///")
    if (scheme and path == url) or not path.strip() or path == ":memory:" or "\0" in path:
        raise StoreError(f"{shown(url) or 'nothing'}: not the address of a store; write sqlite:///path or a path")
    return Path(path)
