"""Immutable arrays of what a store's layers say, for one revision; strength is derived from them.

`build` makes a snapshot from lines, `open_snapshot` maps the one kept beside a store.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np

from graph import mapped, ontology
from graph.arrays import OPEN_DAY, STATUSES, UNKNOWN_DAY, Floats, Ints, Longs, Reports, Smalls, Snapshot, Texts
from graph.claims import Line, Record
from graph.filed import Filed, entities, gather, mentioned
from graph.results import Entity
from graph.said import Said, says
from graph.store.base import PUBLIC, GraphStore

__all__ = ["Snapshot", "build", "open_snapshot"]


def build(lines: Iterable[Line], *, revision: str = "", layers: Sequence[str] = PUBLIC) -> Snapshot:
    """The snapshot of what the lines say in the layers; the order of the lines does not matter."""
    filed = gather(lines, layers)
    known = entities(filed)
    numbers = {key: number for number, key in enumerate(known)}
    groups = sorted({source.source_group for source in filed.sources.values()})
    group_number = {group: number for number, group in enumerate(groups)}
    source_number = {key: number for number, key in enumerate(filed.sources)}
    public = [record for record in filed.records if record.layer == "public"]
    named = {filed.entity(key) for record in public for key in mentioned(record.claim)}
    merged = sorted(key for key, target in filed.canonical.items() if key != target and target in numbers)
    about_ptr, about_claim = _about(filed, numbers)
    predicates = {key: number for number, key in enumerate(ontology.load().predicates)}
    return Snapshot(
        revision=revision,
        layers=canonical_layers(layers),
        ids=Texts.of(known),
        names=Texts.of(entity.name for entity in known.values()),
        countries=Texts.of(entity.country for entity in known.values()),
        kind_codes=_kind_codes(known.values()),
        bodies=Texts.of(entity.model_dump_json(exclude_defaults=True) for entity in known.values()),
        public_entities=len(named),
        merged=Texts.of(merged),
        merged_into=np.array([numbers[filed.canonical[key]] for key in merged], dtype=np.int32),
        source_ids=Texts.of(filed.sources),
        source_bodies=Texts.of(source.model_dump_json(exclude_defaults=True) for source in filed.sources.values()),
        source_group=np.array([group_number[source.source_group] for source in filed.sources.values()], dtype=np.int32),
        groups=Texts.of(groups),
        reliability=_reliability(filed, groups),
        claim_ids=Texts.of(record.claim.id for record in filed.records),
        claim_bodies=Texts.of(record.model_dump_json(exclude_defaults=True) for record in filed.records),
        public_claims=len(public),
        claim_source=np.array([source_number[record.claim.source] for record in filed.records], dtype=np.int32),
        claim_predicate=np.array([predicates[record.claim.predicate] for record in filed.records], dtype=np.int8),
        claim_status=np.array([STATUSES.index(record.status) for record in filed.records], dtype=np.int8),
        claim_confidence=np.array([record.claim.confidence for record in filed.records], dtype=np.int32),
        claim_start=np.array([_ordinal(record.claim.interval.start) for record in filed.records], dtype=np.int32),
        claim_day=np.array([_newest_day(record, filed) for record in filed.records], dtype=np.int32),
        about_ptr=about_ptr,
        about_claim=about_claim,
        reports=_reports(filed, numbers, source_number, group_number),
    )


def open_snapshot(store: GraphStore, layers: Sequence[str] = PUBLIC, *, folder: Path | None = None) -> Snapshot:
    """The snapshot of the store's current revision, mapped from files; they are written when absent or damaged.

    The files lie in `folder`, which is `<database>.snapshots` unless given. Without a folder that can be
    written (or for a store that is no local file) the snapshot is made in memory.
    """
    layers = canonical_layers(layers)
    revision = store.revision(layers)
    home = folder or mapped.home(store.url)
    found = mapped.load(home, revision, layers) if home else None
    if found:
        return found
    with store.state(layers) as (revision, lines):
        built = build(lines, revision=revision, layers=layers)
    if home and mapped.save(built, home):
        return mapped.load(home, revision, layers) or built
    return built


def canonical_layers(layers: Iterable[str]) -> tuple[str, ...]:
    """The layers without repetition, the public one first."""
    return tuple(sorted(set(layers), key=lambda layer: (layer != "public", layer)))


def _kind_codes(known: Iterable[Entity]) -> Smalls:
    code = {key: number for number, key in enumerate(ontology.load().entities)}
    return np.array([code[entity.kind] for entity in known], dtype=np.int8)


def _reliability(filed: Filed, groups: Sequence[str]) -> Floats:
    best = dict.fromkeys(groups, 0.0)
    for source in filed.sources.values():
        best[source.source_group] = max(best[source.source_group], source.reliability)
    return np.array(list(best.values()), dtype=np.float64)


def _newest_day(record: Record, filed: Filed) -> int:
    """The last day that the claim speaks of; where it states no end, the day on which its source appeared, if later than its start."""
    when, published = record.claim.interval, filed.sources[record.claim.source].published
    return _ordinal(when.last or max(filter(None, (when.start, published)), default=None))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else UNKNOWN_DAY


def _about(filed: Filed, numbers: dict[str, int]) -> tuple[Longs, Ints]:
    named = [sorted({numbers[filed.entity(key)] for key in mentioned(record.claim)}) for record in filed.records]
    claims = np.repeat(np.arange(len(named), dtype=np.int32), [len(ends) for ends in named])
    ends = np.fromiter(chain.from_iterable(named), dtype=np.int32, count=len(claims))
    ptr = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=len(numbers)), out=ptr[1:])
    return ptr, claims[np.argsort(ends, kind="stable")]


def _reports(filed: Filed, numbers: dict[str, int], source_number: dict[str, int], group_number: dict[str, int]) -> Reports:
    kinds = {key: number for number, key in enumerate(ontology.load().ties)}
    claims = {record.claim.id: number for number, record in enumerate(filed.records)}
    rows = [_row(said, numbers, kinds, claims) for said in says(filed)]
    table = np.array(sorted(rows), dtype=np.int64).reshape(-1, 10)
    low, high, kind, start, claim, last, forward, since, ends, over = (np.ascontiguousarray(column) for column in table.T)
    told = [filed.records[number] for number in claim.tolist()]
    return Reports(
        low=low.astype(np.int32),
        high=high.astype(np.int32),
        kind=kind.astype(np.int8),
        forward=forward.astype(np.int8),
        start=start.astype(np.int32),
        last=last.astype(np.int32),
        since=since.astype(np.bool_),
        ends=ends.astype(np.int8),
        over=over.astype(np.int32),
        confidence=np.array([record.claim.confidence / 1000 for record in told], dtype=np.float64),
        group=np.array([group_number[filed.sources[record.claim.source].source_group] for record in told], dtype=np.int32),
        source=np.array([source_number[record.claim.source] for record in told], dtype=np.int32),
        status=np.array([STATUSES.index(record.status) for record in told], dtype=np.int8),
        claim=claim.astype(np.int32),
    )


def _row(said: Said, numbers: dict[str, int], kinds: dict[str, int], claims: dict[str, int]) -> tuple[int, ...]:
    subject, object_ = numbers[said.a], numbers[said.b]
    return (
        min(subject, object_),
        max(subject, object_),
        kinds[said.kind.key] if said.kind else -1,
        _ordinal(said.when.start),
        claims[said.record.claim.id],
        said.when.last.toordinal() if said.when.last else OPEN_DAY,
        said.forward if subject < object_ else -said.forward,
        int("since" in said.record.claim.qualifiers),
        kinds.get(said.ends, -1),
        _ordinal(said.over),
    )
