"""The check of a server's store: what it counts, what it hashes, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from graph.spelling import fold
from graph.store import rows, weights
from graph.store.audit import MOST, claim_faults, content_hash, layer_faults, text_faults
from graph.store.base import Check
from graph.store.server import cypher, reading
from graph.store.server import rows as properties
from graph.store.server.cypher import Tx
from graph.store.server.rows import READ


def check(tx: Tx) -> Check:
    """Counts, content hashes and at most 20 faults of each sort."""
    layers = reading.layers(tx)
    faults = [*_claim_faults(tx), *_loose(tx), *_name_faults(tx), *_source_faults(tx), *_layer_faults(tx, layers)]
    return Check(
        counts={what: int(tx.run(statement).single(strict=True)[0]) for what, statement in cypher.COUNTS.items()},
        hashes={} if faults else {layer: content_hash(reading.dump(tx, (layer,))) for layer in layers},
        content_hash="" if faults else content_hash(reading.dump(tx, None)),
        faults=tuple(faults),
    )


def _claim_faults(tx: Tx) -> Iterator[str]:
    def text_of(source: str) -> str | None:
        return dict(tx.run(cypher.TEXTS, ids=[source]).values()).get(source)

    found = (list(row) for row in tx.run(cypher.ALL_CLAIMS))
    return claim_faults(((row[READ["id"]], row[READ["source"]], partial(properties.claim, row)) for row in found), text_of)


def _loose(tx: Tx) -> Iterator[str]:
    """Claims that do not hang together with their source and entities."""
    return (f"{claim}: is not joined to its source and entities" for (claim,) in tx.run(cypher.LOOSE_CLAIMS, limit=MOST))


def _name_faults(tx: Tx) -> Iterator[str]:
    wrong = []
    for number, value, folded, length, grams in tx.run(cypher.NAMES):
        right = fold(value)
        if (folded, length, grams) != (right, len(right), properties.grams(right)):
            wrong.append(number)
    yield from (f"search: the name of claim number {number} is not in step" for number in sorted(wrong)[:MOST])


def _source_faults(tx: Tx) -> Iterator[str]:
    """Sources whose counts of current claims are not those that are there."""
    counted: dict[str, dict[str, int]] = {}
    for source, layer, count in tx.run(cypher.COUNTED_CLAIMS):
        counted.setdefault(source, {})[layer] = count
    kept = {row[0]: dict(zip(row[3], row[4], strict=True)) for row in tx.run(cypher.WEIGHED_SOURCES)}
    wrong = sorted(source for source in counted.keys() | kept.keys() if counted.get(source, {}) != kept.get(source))
    yield from (f"{source}: its number of claims is not in step" for source in wrong[:MOST])


def _layer_faults(tx: Tx, layers: dict[str, str]) -> Iterator[str]:
    sources = [tuple(row) for row in tx.run(cypher.WEIGHED_SOURCES)]
    found = tx.run(cypher.WEIGHED_CLAIMS)
    claims = (
        (layer, rows.number_of(claim), status, extractor, tuple(decision) if decision[0] else None) for layer, claim, status, extractor, *decision in found
    )
    sums = weights.total(claims, _source_weights(sources), reading.judgements(tx))
    yield from layer_faults(Counter(sums), ((layer, int(digest, 16)) for layer, digest in sorted(layers.items())))
    yield from text_faults((row[0], row[6], row[5]) for row in sources if row[6] is not None)


def _source_weights(sources: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, str, bytes | None]]:
    for _, body, layer, shown, _, digest, _ in sources:
        for seen in {layer or "public", *shown}:
            yield seen, body, digest
