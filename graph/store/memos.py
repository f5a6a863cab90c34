"""Memos: small notes that a server keeps in its store beside the record, by drawer and key.

Keys of callers, jobs, questions saved by name. They are no part of the record: no hash, copy or export holds them.
"""

import sqlite3


def kept(connection: sqlite3.Connection, drawer: str) -> dict[str, str]:
    """The memos of a drawer, by key."""
    return dict(connection.execute("SELECT key, body FROM memo WHERE drawer = ? ORDER BY key", (drawer,)))


def memo(connection: sqlite3.Connection, drawer: str, key: str) -> str | None:
    """The memo of a key; None where there is none."""
    found = connection.execute("SELECT body FROM memo WHERE drawer = ? AND key = ?", (drawer, key)).fetchone()
    return str(found[0]) if found else None


def keep(connection: sqlite3.Connection, drawer: str, key: str, body: str | None, was: str | None) -> bool:
    """Put a memo in place of `was` (None: where there is none), or take it away where `body` is None; whether it was so."""
    if memo(connection, drawer, key) != was:
        return False
    if body is None:
        connection.execute("DELETE FROM memo WHERE drawer = ? AND key = ?", (drawer, key))
    else:
        connection.execute("INSERT OR REPLACE INTO memo (drawer, key, body) VALUES (?, ?, ?)", (drawer, key, body))
    return True
