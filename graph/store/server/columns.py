"""Claims of a server's store in columns: few large records, each a list of one property of many claims."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np

from graph import dates, ontology
from graph.claims import Status
from graph.snapshot.columns import ASK, ClaimRows, Columns, packed
from graph.store.base import Change
from graph.store.server import cypher, reading
from graph.store.server import rows as properties
from graph.store.server.cypher import COLLECTED, Tx
from graph.store.server.units import FILED

BATCH = 20_000  # claims of one record
STATUSES = {status.value: number for number, status in enumerate(Status)}
Column = Sequence[Any]


@dataclass(slots=True)
class Keys:
    """Numbers of what the rows refer to, given as they come; 0 is nobody."""

    entities: "defaultdict[str, int]" = field(default_factory=lambda: defaultdict(count().__next__, {}))
    sources: "defaultdict[str, int]" = field(default_factory=lambda: defaultdict(count().__next__))
    extractors: "defaultdict[str, int]" = field(default_factory=lambda: defaultdict(count().__next__))

    def __post_init__(self) -> None:
        assert self.entities[""] == 0


def read(tx: Tx, layers: tuple[str, ...], *, since: str, most: int) -> Columns:
    """The columns of the layers, or only what changed since a mark; see `GraphStore.columns`."""
    judgements = [judgement for judgement in reading.judgements(tx) if judgement.layer in layers]
    actions = _actions(tx, since, most)
    changed = None if actions is None else _changed(tx, actions)
    keys = Keys()
    rows = [claim_rows(columns, layers, keys) for columns in (_all(tx, layers) if changed is None else _some(tx, layers, changed))]
    return Columns(
        revision=reading.revision(tx, layers),
        mark=_mark(tx),
        layers=layers,
        sources=list(reading.sources(tx, layers)),
        judgements=judgements,
        changed=changed,
        judged=any(change.action == "judge" for change in actions or ()),
        rows=iter(rows),
        entities={number: id for id, number in keys.entities.items() if number},
        source_keys={number: id for id, number in keys.sources.items()},
        extractors=keys.extractors,
    )


def _all(tx: Tx, layers: Sequence[str]) -> Iterator[Sequence[Column]]:
    """All that is current, some numbers at a time; at least one piece, which may be empty."""
    last, _ = tx.run(cypher.COUNTERS).single(strict=True)
    for after in range(0, max(last, 1), BATCH):
        yield tx.run(cypher.COLUMNS, after=after, upto=after + BATCH, layers=list(layers)).single(strict=True)


def _some(tx: Tx, layers: Sequence[str], changed: Iterable[bytes]) -> Iterator[Sequence[Column]]:
    yield tx.run(cypher.SOME_COLUMNS, ids=sorted("claim:" + claim.hex() for claim in changed), layers=list(layers)).single(strict=True)


def _mark(tx: Tx) -> str:
    """The last line of the log; its time and digest tell it from the line of another store's log."""
    _, number = tx.run(cypher.COUNTERS).single(strict=True)
    last = _line(tx, number)
    return f"{last.number} {last.at} {last.digest}" if last else ""


def _line(tx: Tx, number: int) -> Change | None:
    found = tx.run(cypher.CHANGE, number=number).single()
    return next((change for change in properties.changes(found) if change.number == number), None) if found else None


def _actions(tx: Tx, since: str, most: int) -> list[Change] | None:
    """The log's lines after a mark, or None when it is not a mark of this log or there are too many."""
    said = since.split(" ")
    if len(said) != 3 or not said[0].isdecimal():
        return None
    number, last = int(said[0]), _line(tx, int(said[0]))
    _, logged = tx.run(cypher.COUNTERS).single(strict=True)
    if not last or (last.at, last.digest) != (said[1], said[2]) or logged - number > most:
        return None
    return list(reading.changes(tx, number))


def _changed(tx: Tx, actions: Sequence[Change]) -> frozenset[bytes]:
    """Digests of the claims that were filed, superseded or decided on; the log has a decision's own digest, so its time finds the claim."""
    changed = {change.digest for change in actions if change.action in FILED}
    times = sorted({change.at for change in actions if change.action == "decide"})
    decided = {claim.removeprefix("claim:") for (claim,) in tx.run(cypher.DECIDED_AT, times=times)} if times else set()
    return frozenset(bytes.fromhex(digest) for digest in changed | decided)


def claim_rows(columns: Sequence[Column], layers: Sequence[str], keys: Keys) -> ClaimRows:
    """The claims of a record of `cypher.COLLECT`."""
    said: Mapping[str, Column] = dict(zip(COLLECTED, columns, strict=False))
    size, decided = len(said["id"]), columns[len(COLLECTED)]
    number_of = {key: number for number, key in enumerate(ontology.load().predicates)}
    place = {layer: number for number, layer in enumerate(layers)}
    asks = {row: ask for row, ask in enumerate(said["ask"]) if ask and not ask.startswith(ASK)}
    ask = ["" if row in asks else one for row, one in enumerate(said["ask"])] if asks else said["ask"]
    ends = [_numbers(keys.entities.__getitem__, column, np.int32) for column in (said["subject"], said["object"], ask, said["speaker"])]
    days = [_days(when) for when in said["when"]]
    values = {row: value for row, value in enumerate(said["value"]) if value}
    status = _numbers(STATUSES.__getitem__, said["status"], np.int8)
    over = {row: STATUSES[one] for row, one in enumerate(decided) if one}
    status[list(over)] = list(over.values())
    flags = np.zeros(size, dtype=np.bool_)
    flags[list(over)] = True
    return ClaimRows(
        id=np.frombuffer(bytes.fromhex("".join(said["id"]).replace("claim:", "")), dtype=np.uint8).reshape(-1, 16),
        ends=np.stack(ends, axis=1),
        source=_numbers(keys.sources.__getitem__, said["source"], np.int32),
        layer=_numbers(place.__getitem__, said["layer"], np.int8),
        predicate=_numbers(number_of.__getitem__, said["predicate"], np.int8),
        start=np.array([start for start, _ in days], dtype=np.int32),
        last=np.array([last for _, last in days], dtype=np.int32),
        confidence=np.array(said["confidence"], dtype=np.int32),
        status=status,
        decided=flags,
        extractor=_numbers(keys.extractors.__getitem__, said["extractor"], np.int32),
        values=values,
        bodies=packed([body.encode() for body in said["body"]], values, asks),
    )


def _numbers(number_of: Any, column: Column, kind: Any) -> Any:
    return np.fromiter(map(number_of, column), dtype=kind, count=len(column))


@lru_cache(maxsize=65_536)
def _days(when: str) -> tuple[int, int]:
    """First and last day as proleptic ordinals; 0 where open."""
    if not when:
        return 0, 0
    interval = dates.parse(when)
    return _ordinal(interval.start), _ordinal(interval.last)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
