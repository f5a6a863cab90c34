"""The digest of a layer: the sum modulo 2^128 of the digests of what it holds."""

import sqlite3
from collections import Counter

from graph.claims import Judgement
from graph.store import rows


def weigh(connection: sqlite3.Connection) -> dict[str, int]:
    """The digest of every layer, summed anew from what it holds."""
    total: Counter[str] = Counter()
    filed = """
        SELECT l.name, c.id, c.status, c.extractor, d.status, d.by, d.at FROM claim c JOIN layer l ON l.number = c.layer
        LEFT JOIN decision d ON d.claim = c.id AND d.superseded_at IS NULL WHERE c.superseded_at IS NULL"""
    for layer, claim, status, extractor, *decision in connection.execute(filed):
        total[layer] += rows.filed_digest(claim, status, extractor, (decision[0], decision[1], decision[2]) if decision[0] else None)
    for layer, source, text in connection.execute(f"{rows.SOURCE_WEIGHTS} ORDER BY s.number"):
        total[layer] += rows.source_digest(source, text)
    for judgement in current_judgements(connection):
        total[judgement.layer] += rows.judgement_digest(judgement)
    return {layer: total[layer] % rows.WHOLE for (layer,) in connection.execute("SELECT name FROM layer ORDER BY name")}


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
