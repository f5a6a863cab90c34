"""The table of claims: what is filed, filing more, filing anew, superseding. Every change is weighed and logged."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from graph.claims import Claim, Record
from graph.spelling import fold
from graph.store import rows
from graph.store.base import Told
from graph.store.ledger import Ledger, in_json
from graph.store.vetting import NAMING

AT_ONCE = 500
Key = tuple[bytes, str]
Decided = Mapping[bytes, tuple[str, str, str]]


class Filed(NamedTuple):
    """A claim as it is filed in one layer."""

    number: int
    status: str
    extractor: str
    superseded_at: str | None


def filed(connection: sqlite3.Connection, claims: Sequence[bytes]) -> dict[Key, Filed]:
    """What is filed of the claims, in every layer."""
    query = "SELECT c.id, l.name, c.number, c.status, c.extractor, c.superseded_at FROM claim c JOIN layer l ON l.number = c.layer WHERE c.id IN ({})"
    return {(row[0], row[1]): Filed(*row[2:]) for row in _select(connection, query, claims)}


def decided(connection: sqlite3.Connection, claims: Sequence[bytes]) -> dict[bytes, tuple[str, str, str]]:
    """Status, author and time of the decisions in force on the claims."""
    if not connection.execute("SELECT 1 FROM decision LIMIT 1").fetchone():
        return {}
    query = "SELECT claim, status, by, at FROM decision WHERE superseded_at IS NULL AND claim IN ({})"
    return {row[0]: row[1:] for row in _select(connection, query, claims)}


def told(connection: sqlite3.Connection, predicates: Sequence[str], layers: Sequence[str]) -> list[Told]:
    """What current claims of these predicates say, by predicate in this order, then by recording order."""
    query = """
        SELECT c.predicate, c.subject, c.object, c.value, c.source, n.folded FROM claim c LEFT JOIN name n ON n.claim = c.number
        WHERE c.predicate IN (SELECT value FROM json_each(?)) AND c.superseded_at IS NULL
        AND c.layer IN (SELECT number FROM layer WHERE name IN (SELECT value FROM json_each(?))) ORDER BY c.number"""
    entity, source = dict(connection.execute("SELECT number, id FROM entity")), dict(connection.execute("SELECT number, id FROM source"))
    entity[None] = ""
    found: dict[str, list[Told]] = {predicate: [] for predicate in predicates}
    for predicate, subject, object_, value, said_by, folded in connection.execute(query, (in_json(predicates), in_json(layers))):
        found[predicate].append(Told(entity[subject], predicate, value or entity[object_], source[said_by], folded))
    return [one for some in found.values() for one in some]


def _select(connection: sqlite3.Connection, query: str, values: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(values), AT_ONCE):
        some = values[start : start + AT_ONCE]
        yield from connection.execute(query.format(",".join("?" * len(some))), some)


def insert(ledger: Ledger, records: Mapping[Key, Record], decisions: Decided) -> None:
    """File records that are in no row yet."""
    ledger.make_entities(end for record in records.values() for end in _ends(record.claim))
    (last,) = ledger.connection.execute("SELECT coalesce(max(number), 0) FROM claim").fetchone()
    row, claim_rows, names = _rows(ledger), [], []
    weights: Counter[str] = Counter()
    for number, ((claim, layer), record) in enumerate(records.items(), last + 1):
        claim_rows.append(row(number, claim, record))
        if record.claim.predicate in NAMING:
            names.append((number, fold(record.claim.value)))
        weights[layer] += rows.filed_digest(claim, record.status, record.extractor, decisions.get(claim))
        ledger.note("file", claim.hex(), layer)
    for layer, weight in weights.items():
        ledger.weigh(layer, weight)
    ledger.connection.executemany(f"INSERT INTO claim VALUES ({','.join('?' * 18)})", claim_rows)
    ledger.connection.executemany("INSERT INTO name (claim, folded) VALUES (?, ?)", names)
    ledger.connection.executemany("INSERT INTO name_words (rowid, folded) VALUES (?, ?)", names)
    ledger.connection.executemany("INSERT INTO name_trigrams (rowid, folded) VALUES (?, ?)", names)


def refile(ledger: Ledger, key: Key, record: Record, before: Filed, decisions: Decided) -> None:
    """The newest reading of a filed claim decides its status and extractor; a superseded claim is current again."""
    claim, layer = key
    if before.superseded_at is None:
        ledger.weigh(layer, -rows.filed_digest(claim, before.status, before.extractor, decisions.get(claim)))
    ledger.weigh(layer, rows.filed_digest(claim, record.status, record.extractor, decisions.get(claim)))
    ledger.note("refile", claim.hex(), layer)
    ledger.connection.execute(
        "UPDATE claim SET status = ?, extractor = ?, superseded_at = NULL WHERE number = ?", (record.status, record.extractor, before.number)
    )


def supersede(ledger: Ledger, source: str, goes: Callable[[bytes, str, str], bool]) -> int:
    """Supersede those current claims of a source for which goes(claim, layer, extractor); returns how many."""
    query = """
        SELECT c.id, l.name, c.extractor, c.number, c.status FROM claim c JOIN source s ON s.number = c.source JOIN layer l ON l.number = c.layer
        WHERE s.id = ? AND c.superseded_at IS NULL ORDER BY c.number"""
    gone = [row for row in ledger.connection.execute(query, (source,)) if goes(*row[:3])]
    decisions = decided(ledger.connection, [row[0] for row in gone])
    for claim, layer, extractor, _, status in gone:
        ledger.weigh(layer, -rows.filed_digest(claim, status, extractor, decisions.get(claim)))
        ledger.note("supersede", claim.hex(), layer)
    ledger.connection.executemany("UPDATE claim SET superseded_at = ? WHERE number = ?", [(ledger.now, row[3]) for row in gone])
    return len(gone)


def redecide(ledger: Ledger, claim: bytes, before: tuple[str, str, str] | None, after: tuple[str, str, str], digest: str) -> None:
    """Weigh and log another decision on a claim, in each layer that holds it."""
    held = {layer: row for (_, layer), row in filed(ledger.connection, [claim]).items() if row.superseded_at is None}
    for layer, row in held.items():
        ledger.weigh(layer, -rows.filed_digest(claim, row.status, row.extractor, before))
        ledger.weigh(layer, rows.filed_digest(claim, row.status, row.extractor, after))
    for layer in held or ("",):
        ledger.note("decide", digest, layer)


def _ends(claim: Claim) -> Collection[str]:
    return claim.subject, claim.object, claim.ask, claim.speaker


def _rows(ledger: Ledger) -> Callable[[int, bytes, Record], tuple[object, ...]]:
    """Makes the row of a record whose source and entities have numbers."""
    sources, entity, now, layer = ledger.sources, ledger.entities.get, ledger.now, cache(ledger.layer)

    def row(number: int, claim: bytes, record: Record) -> tuple[object, ...]:
        said = record.claim
        return (
            number,
            claim,
            layer(record.layer),
            sources[said.source],
            entity(said.subject),
            said.predicate,
            entity(said.object),
            said.value,
            entity(said.ask),
            entity(said.speaker),
            *rows.days(said),
            said.confidence,
            rows.body(said),
            record.status,
            record.extractor,
            now,
            None,
        )

    return row
