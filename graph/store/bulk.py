"""Claims of a SQLite store in columns: few values a row, small numbers packed into larger ones by SQL."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from graph import ontology
from graph.claims import Judgement, Source, Status
from graph.snapshot.arrays import Smalls
from graph.snapshot.columns import ASK, ClaimRows, Columns, packed
from graph.store.claim_table import AT_ONCE
from graph.store.ledger import in_json

BATCH = 4_000  # few enough to stay in the processor's cache
STATUSES = {status.value: number for number, status in enumerate(Status)}
STATUS = " ".join(f"WHEN '{status}' THEN {number}" for status, number in STATUSES.items())
ENTITY_BITS, DAY_BITS, CONFIDENCE_BITS, STATUS_BITS, LAYER_BITS = 31, 22, 10, 2, 16
SELECT = f"""
SELECT c.id,
       ifnull(c.subject, 0) << {ENTITY_BITS} | ifnull(c.object, 0),
       ifnull(c.ask, 0) << {ENTITY_BITS} | ifnull(c.speaker, 0),
       c.source << {LAYER_BITS} | c.layer,
       ((ifnull(c.start, 0) << {DAY_BITS} | ifnull(c.last, 0)) << {CONFIDENCE_BITS} | c.confidence) << {STATUS_BITS} | CASE c.status {STATUS} END,
       c.predicate, c.extractor, c.value, CAST(c.body AS BLOB)
FROM claim c WHERE c.superseded_at IS NULL AND c.layer IN (SELECT value FROM json_each(?))"""
ASKS = """
SELECT number, id FROM entity WHERE number IN (SELECT ask FROM claim WHERE ask IS NOT NULL) AND substr(id, 1, length(?1)) <> ?1"""
Row = tuple[bytes, int, int, int, int, str, str, str, bytes]


def read(
    connection: sqlite3.Connection,
    layers: tuple[str, ...],
    revision: str,
    sources: Sequence[Source],
    judgements: Sequence[Judgement],
    *,
    since: str,
    most: int,
) -> Columns:
    """The columns of the layers, or only what changed since a mark; see `GraphStore.columns`."""
    actions = _actions(connection, since, most)
    changed = None if actions is None else _changed(connection, actions)
    extractors: defaultdict[str, int] = defaultdict(count().__next__)
    rows = _claim_rows(connection, layers, changed, extractors)
    if changed is None:
        entities = connection.execute("SELECT number, id FROM entity")
    else:
        some = list(rows)
        rows = iter(some)
        used = {key for batch in some for key in batch.ends.ravel().tolist()}
        entities = connection.execute("SELECT number, id FROM entity WHERE number IN (SELECT value FROM json_each(?))", (str(sorted(used)),))
    return Columns(
        revision=revision,
        mark=_mark(connection),
        layers=layers,
        sources=sources,
        judgements=judgements,
        changed=changed,
        judged=any(action == "judge" for action, _, _ in actions or ()),
        rows=rows,
        entities=dict(entities),
        source_keys=dict(connection.execute("SELECT number, id FROM source")),
        extractors=extractors,
    )


def _mark(connection: sqlite3.Connection) -> str:
    """The last line of the log; its time and digest tell it from the line of another store's log."""
    last = connection.execute("SELECT number, at, digest FROM change ORDER BY number DESC LIMIT 1").fetchone()
    return " ".join(map(str, last)) if last else ""


def _actions(connection: sqlite3.Connection, since: str, most: int) -> list[tuple[str, str, str]] | None:
    """Action, digest and time of the log's lines after a mark, or None when it is not a mark of this log or there are too many."""
    said = since.split(" ")
    if len(said) != 3 or not said[0].isdecimal():
        return None
    number = int(said[0])
    if connection.execute("SELECT at, digest FROM change WHERE number = ?", (number,)).fetchone() != (said[1], said[2]):
        return None
    found = connection.execute("SELECT action, digest, at FROM change WHERE number > ? ORDER BY number LIMIT ?", (number, most + 1)).fetchall()
    return found if len(found) <= most else None


def _changed(connection: sqlite3.Connection, actions: Iterable[tuple[str, str, str]]) -> frozenset[bytes]:
    """Digests of the claims that were filed, superseded or decided on; the log has a decision's own digest, so its time finds the claim."""
    changed, decided = set(), set()
    for action, digest, at in actions:
        if action in ("file", "refile", "supersede"):
            changed.add(bytes.fromhex(digest))
        elif action == "decide":
            decided.add(at)
    query = "SELECT claim FROM decision WHERE recorded_at IN (SELECT value FROM json_each(?))"
    return frozenset(changed | {claim for (claim,) in connection.execute(query, (in_json(decided),))})


@dataclass(frozen=True, slots=True)
class Known:
    """What rows refer to: place of a layer by its number, decisions by claim, asks that are no entities by number, extractors by name."""

    place: Smalls
    decisions: Mapping[bytes, int]
    asks: Mapping[int, str]
    extractors: Mapping[str, int]


def _claim_rows(connection: sqlite3.Connection, layers: Sequence[str], changed: frozenset[bytes] | None, extractors: Mapping[str, int]) -> Iterator[ClaimRows]:
    numbers = dict(connection.execute("SELECT number, name FROM layer WHERE name IN (SELECT value FROM json_each(?))", (in_json(layers),)))
    place = np.zeros(max(numbers, default=0) + 1, dtype=np.int8)
    place[list(numbers)] = [layers.index(name) for name in numbers.values()]
    decisions = {claim: STATUSES[status] for claim, status in connection.execute("SELECT claim, status FROM decision WHERE superseded_at IS NULL")}
    known = Known(place, decisions, dict(connection.execute(ASKS, (ASK,))), extractors)
    seen = str(list(numbers))
    if changed is None:
        cursor = connection.execute(SELECT, (seen,))
        yield _packed(cursor.fetchmany(BATCH), known)
        while some := cursor.fetchmany(BATCH):
            yield _packed(some, known)
    else:
        ids = sorted(changed)
        found: list[Row] = []
        for start in range(0, len(ids), AT_ONCE):
            few = ids[start : start + AT_ONCE]
            found += connection.execute(f"{SELECT} AND c.id IN ({','.join('?' * len(few))})", (seen, *few))
        yield _packed(found, known)


def _packed(rows: Sequence[Row], known: Known) -> ClaimRows:
    size = len(rows)
    ids, about, said_by, filed, stated, predicates, read_by, values, rests = zip(*rows, strict=True) if rows else ((),) * 9
    pairs, others, where, numbers = (np.fromiter(column, dtype=np.int64, count=size) for column in (about, said_by, filed, stated))
    number_of = {key: number for number, key in enumerate(ontology.load().predicates)}
    entity, day = (1 << ENTITY_BITS) - 1, (1 << DAY_BITS) - 1
    ends = np.stack([pairs >> ENTITY_BITS, pairs & entity, others >> ENTITY_BITS, others & entity], axis=1, dtype=np.int32, casting="unsafe")
    asks = {row: known.asks[ask] for row, ask in enumerate(ends[:, 2].tolist()) if ask in known.asks} if known.asks else {}
    ends[list(asks), 2] = 0
    told = {row: value for row, value in enumerate(values) if value}
    status, decided = (numbers & 3).astype(np.int8), np.zeros(size, dtype=np.bool_)
    for row, claim in enumerate(ids if known.decisions else ()):
        if claim in known.decisions:
            status[row], decided[row] = known.decisions[claim], True
    return ClaimRows(
        id=np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, 16),
        ends=ends,
        source=(where >> LAYER_BITS).astype(np.int32),
        layer=known.place[where & (1 << LAYER_BITS) - 1],
        predicate=np.fromiter(map(number_of.__getitem__, predicates), dtype=np.int8, count=size),
        start=(numbers >> (DAY_BITS + CONFIDENCE_BITS + STATUS_BITS)).astype(np.int32),
        last=(numbers >> (CONFIDENCE_BITS + STATUS_BITS) & day).astype(np.int32),
        confidence=(numbers >> STATUS_BITS & (1 << CONFIDENCE_BITS) - 1).astype(np.int32),
        status=status,
        decided=decided,
        extractor=np.fromiter(map(known.extractors.__getitem__, read_by), dtype=np.int32, count=size),
        values=told,
        bodies=packed(rests, told, asks),
    )
