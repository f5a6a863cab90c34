"""Sources, claims, decisions and judgements as a transaction reads them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.claims import Decision, Judgement, Line, Record, Source, Text
from graph.store import weights
from graph.store.base import Change
from graph.store.server import cypher
from graph.store.server import rows as properties
from graph.store.server.cypher import Tx


def layers(tx: Tx) -> dict[str, str]:
    """The digest of every layer, in hex."""
    return dict(tx.run(cypher.LAYERS).values())


def revision(tx: Tx, seen: Sequence[str]) -> str:
    """Hash of what the layers hold."""
    return _revision(layers(tx), seen)


def _revision(digests: Mapping[str, str], seen: Sequence[str]) -> str:
    return weights.revision([(name, digest) for name, digest in properties.layer_digests(digests) if name in seen])


def sources(tx: Tx, seen: Sequence[str] | None, prefix: str = "") -> Iterator[Source]:
    """Sources that the layers (None: all) show, by id."""
    seen = list(layers(tx)) if seen is None else list(seen)
    return (properties.source(row, seen) for row in tx.run(cypher.SOURCES, layers=seen, prefix=prefix))


def judgements(tx: Tx, *, past: bool = False) -> list[Judgement]:
    """Judgements in force in all layers, by pair, the public one first; with `past` every one that was filed, oldest first."""
    return [_judgement(row) for row in tx.run(cypher.ALL_JUDGEMENTS if past else cypher.JUDGEMENTS)]


def stand(tx: Tx, seen: Sequence[str]) -> tuple[str, list[Judgement]]:
    """The revision of the layers and their judgements in force, in one answer."""
    digests, judged = tx.run(cypher.STATE, layers=list(seen)).single(strict=True)
    return _revision(dict(digests), seen), [_judgement(row) for row in judged]


def _judgement(row: Iterable[object]) -> Judgement:
    return Judgement.model_validate(dict(zip(("left", "right", "verdict", "layer", "by", "at"), row, strict=True)))


def decisions(tx: Tx, statement: str, seen: Sequence[str] | None) -> list[Decision]:
    """The decisions that a statement finds."""
    fields = ("claim", "status", "by", "at")
    found = tx.run(statement, layers=None if seen is None else list(seen))
    return [Decision.model_validate(dict(zip(fields, row, strict=True))) for row in found]


def dump(tx: Tx, seen: Sequence[str] | None) -> Iterator[Line]:
    """Everything current, in an order that does not depend on history; None: all layers."""
    shown = list(layers(tx)) if seen is None else list(seen)
    yield from sources(tx, seen)
    for source, text in tx.run(cypher.ALL_TEXTS, layers=shown):
        yield Text(source=source, text=text)
    for statement in (cypher.DUMPED_KINDS, cypher.DUMPED):
        for row in tx.run(statement, layers=shown):
            yield properties.record(row, decided=False)
    yield from decisions(tx, cypher.SHOWN_DECISIONS, seen)
    yield from (judgement for judgement in judgements(tx) if judgement.layer in shown)


def changes(tx: Tx, since: int, seen: Sequence[str] | None = None) -> Iterator[Change]:
    """The log after a number."""
    for row in tx.run(cypher.CHANGES, since=since):
        yield from (change for change in properties.changes(row) if change.number > since and (seen is None or change.layer in seen))


def state(tx: Tx, seen: Sequence[str]) -> Iterator[Source | Record | Judgement]:
    """What a snapshot of the layers is made of, decisions applied."""
    yield from sources(tx, seen)
    for row in tx.run(cypher.claims(), layers=list(seen)):
        yield properties.record(row, decided=True)
    yield from (judgement for judgement in judgements(tx) if judgement.layer in seen)
