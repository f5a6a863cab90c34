"""Units of loading that were filed before, and memos; see `graph.store.units` and `graph.store.memos` for what they are."""

from collections.abc import Sequence

from graph.store.base import Unit
from graph.store.server import cypher
from graph.store.server import reading as log
from graph.store.server.cypher import Tx

FILED = ("file", "refile", "supersede")


def remember(tx: Tx, unit: Unit) -> None:
    """Note a unit, in place of what was noted of it before."""
    tx.run(cypher.PUT_UNIT, digest=unit.digest, mark=unit.mark, at=unit.at, sources=list(unit.sources), said=unit.said).consume()


def recall(tx: Tx, digest: str, layers: Sequence[str], telling: Sequence[str]) -> tuple[Unit, bool] | None:
    """The unit of a digest and whether reading it again could tell anew who is who; None where the record no longer holds what it filed."""
    found = tx.run(cypher.UNIT, digest=digest).single()
    if not found:
        return None
    unit = Unit(digest, found[0], found[1], tuple(found[2]), found[3])
    since = list(log.changes(tx, unit.mark, layers))
    given: dict[str, object] = {"sources": list(unit.sources), "at": unit.at, "layers": list(layers), "telling": list(telling)}
    filed = sorted({f"claim:{change.digest}" for change in since if change.action in FILED})
    if _any(tx, cypher.NEWER_SOURCES, given) or (filed and _any(tx, cypher.CLAIMED_FROM, given | {"ids": filed})):
        return None
    given["groups"] = [group for (group,) in tx.run(cypher.GROUPS, given)]
    learned = any(change.action == "judge" for change in since) or _any(tx, cypher.NEWER_DOCUMENTS, given)
    return unit, learned or bool(filed and _any(tx, cypher.TOLD_SINCE, given | {"ids": filed}))


def memos(tx: Tx, drawer: str) -> dict[str, str]:
    """The memos of a drawer, by key."""
    return dict(tx.run(cypher.MEMOS, drawer=drawer).values())


def memo(tx: Tx, drawer: str, key: str) -> str | None:
    """The memo of a key; None where there is none."""
    found = tx.run(cypher.MEMO, drawer=drawer, key=key).single()
    return str(found[0]) if found else None


def keep(tx: Tx, drawer: str, key: str, body: str | None, was: str | None) -> bool:
    """Put a memo in place of `was` (None: where there is none), or take it away where `body` is None; whether it was so."""
    tx.run(cypher.LOCK, writer="memos").consume()
    if memo(tx, drawer, key) != was:
        return False
    if body is None:
        tx.run(cypher.DROP_MEMO, drawer=drawer, key=key).consume()
    else:
        tx.run(cypher.PUT_MEMO, drawer=drawer, key=key, body=body).consume()
    return True


def _any(tx: Tx, statement: str, given: dict[str, object]) -> bool:
    return bool(tx.run(statement, given).single(strict=True)[0])
