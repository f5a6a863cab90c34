"""The table of claims: what is filed, and filing more."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from graph.claims import Claim, Record
from graph.spelling import fold
from graph.store import rows
from graph.store.base import Told
from graph.store.ledger import in_json
from graph.store.tables import Filed, Key
from graph.store.vetting import NAMING

AT_ONCE = 500


class Numbers(NamedTuple):
    """The numbers of sources, entities and layers."""

    sources: Mapping[str, int]
    entities: Mapping[str, int]
    layer: Callable[[str], int]


def filed(connection: sqlite3.Connection, claims: Sequence[bytes]) -> dict[Key, Filed]:
    """What is filed of the claims, in every layer."""
    query = "SELECT c.id, l.name, c.number, c.status, c.extractor, c.superseded_at FROM claim c JOIN layer l ON l.number = c.layer WHERE c.id IN ({})"
    return {(row[0], row[1]): Filed(*row[2:]) for row in select(connection, query, claims)}


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


def select(connection: sqlite3.Connection, query: str, values: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query whose {} stands for a list of the values, a part of them at a time."""
    for start in range(0, len(values), AT_ONCE):
        some = values[start : start + AT_ONCE]
        yield from connection.execute(query.format(",".join("?" * len(some))), some)


def insert(connection: sqlite3.Connection, records: Mapping[Key, Record], numbers: Numbers, now: str) -> None:
    """File records that are in no row yet."""
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM claim").fetchone()
    row, claim_rows, names = _rows(numbers, now), [], []
    for number, ((claim, _), record) in enumerate(records.items(), last + 1):
        claim_rows.append(row(number, claim, record))
        if record.claim.predicate in NAMING:
            names.append((number, fold(record.claim.value)))
    connection.executemany(f"INSERT INTO claim VALUES ({','.join('?' * 18)})", claim_rows)
    connection.executemany("INSERT INTO name (claim, folded) VALUES (?, ?)", names)
    connection.executemany("INSERT INTO name_words (rowid, folded) VALUES (?, ?)", names)
    connection.executemany("INSERT INTO name_trigrams (rowid, folded) VALUES (?, ?)", names)


def ends(claim: Claim) -> Collection[str]:
    """The ids that a claim gives a number."""
    return claim.subject, claim.object, claim.ask, claim.speaker


def _rows(numbers: Numbers, now: str) -> Callable[[int, bytes, Record], tuple[object, ...]]:
    """Makes the row of a record whose source and entities have numbers."""
    sources, entity, layer = numbers.sources, numbers.entities.get, cache(numbers.layer)

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
