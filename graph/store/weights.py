"""The digest of a layer: the sum modulo 2^128 of the digests of what it holds."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from graph.claims import Judgement
from graph.store import rows
from graph.store.tables import Decided


def revision(held: Sequence[tuple[str, str]]) -> str:
    """Hash (32 hex digits) of the layers that hold something, by name, and their digests in capital hex digits."""
    return blake2b(repr(list(held)).encode(), digest_size=16).hexdigest()


Weighed = tuple[str, bytes, str, str, Decided | None]


def total(claims: Iterable[Weighed], sources: Iterable[tuple[str, str, bytes | None]], judgements: Iterable[Judgement]) -> Counter[str]:
    """The digest of every layer that holds something, from current claims (layer, id, status, extractor, decision), sources and judgements."""
    sums: Counter[str] = Counter()
    for layer, claim, status, extractor, decision in claims:
        sums[layer] += rows.filed_digest(claim, status, extractor, decision)
    for layer, source, text in sources:
        sums[layer] += rows.source_digest(source, text)
    for judgement in judgements:
        sums[judgement.layer] += rows.judgement_digest(judgement)
    return Counter({layer: amount % rows.WHOLE for layer, amount in sums.items()})


def weigh(connection: sqlite3.Connection) -> dict[str, int]:
    """The digest of every layer, summed anew from what it holds."""
    query = """
        SELECT l.name, c.id, c.status, c.extractor, d.status, d.by, d.at FROM claim c JOIN layer l ON l.number = c.layer
        LEFT JOIN decision d ON d.claim = c.id AND d.superseded_at IS NULL WHERE c.superseded_at IS NULL"""
    claims = ((*row[:4], row[4:] if row[4] else None) for row in connection.execute(query))
    sums = total(claims, connection.execute(f"{rows.SOURCE_WEIGHTS} ORDER BY s.number"), current_judgements(connection))
    return {layer: sums[layer] for (layer,) in connection.execute("SELECT name FROM layer ORDER BY name")}


def reweigh(connection: sqlite3.Connection) -> None:
    """Put every layer's digest right after a step of the schema changed what it holds."""
    for layer, digest in weigh(connection).items():
        connection.execute("UPDATE layer SET digest = ? WHERE name = ?", (digest.to_bytes(16, "big"), layer))


def current_judgements(connection: sqlite3.Connection) -> list[Judgement]:
    """Judgements in force in all layers, by pair; on one pair the public one comes first."""
    return _judgements(connection, 'WHERE j.superseded_at IS NULL ORDER BY j."left", j."right", l.name <> \'public\', l.name')


def all_judgements(connection: sqlite3.Connection) -> list[Judgement]:
    """Every judgement that was filed here in any layer, oldest first, those that took another back included."""
    return _judgements(connection, "ORDER BY j.at, j.number")


def _judgements(connection: sqlite3.Connection, which: str) -> list[Judgement]:
    query = f'SELECT j."left", j."right", j.verdict, l.name, j.by, j.at FROM judgement j JOIN layer l ON l.number = j.layer {which}'
    fields = ("left", "right", "verdict", "layer", "by", "at")
    return [Judgement.model_validate(dict(zip(fields, row, strict=True))) for row in connection.execute(query)]
