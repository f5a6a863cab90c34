"""The check of a store: what it counts, what it hashes, and what is wrong with it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b

from pydantic import ValidationError

from graph.claims import Claim, Line
from graph.spelling import fold
from graph.store import rows, weights
from graph.store.base import Check
from graph.store.vetting import NAMING, quote_fault

COUNTS = {
    "sources": "SELECT count(*) FROM source",
    "texts": "SELECT count(*) FROM text",
    "claims": "SELECT count(*) FROM claim WHERE superseded_at IS NULL",
    "superseded": "SELECT count(*) FROM claim WHERE superseded_at IS NOT NULL",
    "decisions": "SELECT count(*) FROM decision WHERE superseded_at IS NULL",
    "judgements": "SELECT count(*) FROM judgement WHERE superseded_at IS NULL",
    "entities": "SELECT count(*) FROM entity",
    "changes": "SELECT count(*) FROM change",
}
MOST = 20


def check(connection: sqlite3.Connection, dump: Callable[[tuple[str, ...] | None], Iterable[Line]]) -> Check:
    """Counts, content hashes (over what `dump` yields) and at most 20 faults of each sort."""
    layers = [row[0] for row in connection.execute("SELECT name FROM layer ORDER BY name")]
    faults = [
        *_database_faults(connection),
        *_claim_faults(connection),
        *_name_faults(connection),
        *_layer_faults(connection),
    ]
    sound = not faults
    return Check(
        counts={what: connection.execute(query).fetchone()[0] for what, query in COUNTS.items()},
        hashes={layer: content_hash(dump((layer,))) for layer in layers} if sound else {},
        content_hash=content_hash(dump(None)) if sound else "",
        faults=tuple(faults),
    )


def content_hash(lines: Iterable[Line]) -> str:
    """blake2b-128 of the lines' JSON, in hex."""
    state = blake2b(digest_size=16)
    for line in lines:
        state.update(line.model_dump_json().encode() + b"\n")
    return state.hexdigest()


def _database_faults(connection: sqlite3.Connection) -> Iterator[str]:
    for (finding,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if finding != "ok":
            yield f"database: {finding}"
    for table, number, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
        yield f"database: row {number} of {table} points to a row of {parent} that is not there"


def _claim_faults(connection: sqlite3.Connection) -> Iterator[str]:
    def text_of(source: str) -> str | None:
        kept = connection.execute("SELECT t.body FROM text t JOIN source s ON s.number = t.source WHERE s.id = ?", (source,)).fetchone()
        return str(kept[0]) if kept else None

    query = rows.SELECT + "WHERE c.superseded_at IS NULL ORDER BY s.id, c.number"
    return claim_faults(((rows.name_of(row[0]), row[1], partial(rows.claim, row)) for row in connection.execute(query)), text_of)


def claim_faults(claims: Iterable[tuple[str, str, Callable[[], Claim]]], text_of: Callable[[str], str | None]) -> Iterator[str]:
    """At most 20 faults of claims, given by source as id, source and how to read it: unreadable, of other content than the id says, or without its quote."""
    text_source, text = "", None
    found = 0
    for name, source, read in claims:
        try:
            claim = read()
        except (ValidationError, ValueError) as error:
            fault = f"{name}: cannot be read ({type(error).__name__})"
        else:
            if source != text_source:
                text_source, text = source, text_of(source)
            fault = f"{name}: its content hashes to {claim.id}" if name not in (claim.id, claim.numbered_id) else quote_fault(claim, text)
        if fault:
            found += 1
            yield fault
        if found == MOST:
            return


def _name_faults(connection: sqlite3.Connection) -> Iterator[str]:
    query = "SELECT c.number, c.value, n.folded FROM claim c LEFT JOIN name n ON n.claim = c.number WHERE c.predicate IN (?, ?)"
    wrong = [number for number, value, folded in connection.execute(query, sorted(NAMING)) if fold(value) != folded]
    for table in ("name_words", "name_trigrams"):
        query = f"SELECT n.claim FROM name n LEFT JOIN {table}_docsize d ON d.id = n.claim WHERE d.id IS NULL"
        wrong += [row[0] for row in connection.execute(query)]
    yield from (f"search: the name of claim number {number} is not in step" for number in sorted(set(wrong))[:MOST])


def _layer_faults(connection: sqlite3.Connection) -> Iterator[str]:
    kept = ((layer, int.from_bytes(digest, "big")) for layer, digest in connection.execute("SELECT name, digest FROM layer ORDER BY name"))
    yield from layer_faults(weights.weigh(connection), kept)
    yield from text_faults(connection.execute("SELECT s.id, t.body, t.digest FROM text t JOIN source s ON s.number = t.source ORDER BY s.id"))


def layer_faults(weighed: Mapping[str, int], kept: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Layers whose kept digest is not the sum of what they hold."""
    return (f"layer {layer}: its revision does not fit what it holds" for layer, digest in kept if weighed[layer] != digest)


def text_faults(texts: Iterable[tuple[str, str, bytes]]) -> Iterator[str]:
    """Texts, given as source, text and digest, that do not fit theirs."""
    return (f"{source}: its text was altered" for source, body, digest in texts if blake2b(body.encode(), digest_size=16).digest() != digest)
