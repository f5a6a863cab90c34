"""Immutable arrays of what a store's layers say, for one revision; strength is derived from them.

`build` makes a snapshot from lines, `open_snapshot` maps the one kept beside a store.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import numpy as np

from graph import ontology
from graph.claims import Line, Record
from graph.errors import shown
from graph.results import Entity
from graph.snapshot import columns, mapped
from graph.snapshot.arrays import OPEN_DAY, STATUSES, UNKNOWN_DAY, Floats, Ints, Longs, Reports, Smalls, Snapshot, Texts
from graph.snapshot.filed import Filed, entities, gather, mentioned
from graph.snapshot.said import Said, says
from graph.snapshot.shelf import LIMIT
from graph.store.base import PUBLIC, GraphStore

__all__ = ["Snapshot", "build", "open_snapshot"]

FEW, SHARE = 1000, 20  # a snapshot is refreshed while at most FEW and one SHAREth of its claims changed


def build(lines: Iterable[Line], *, revision: str = "", layers: Sequence[str] = PUBLIC) -> Snapshot:
    """The snapshot of what the lines say in the layers; the order of the lines does not matter."""
    shown = canonical_layers(layers)
    filed = gather(lines, shown)
    known = entities(filed)
    numbers = {key: number for number, key in enumerate(known)}
    groups = sorted({source.source_group for source in filed.sources.values()})
    group_number = {group: number for number, group in enumerate(groups)}
    source_number = {key: number for number, key in enumerate(filed.sources)}
    public = [record for record in filed.records if record.layer == "public"]
    named = {filed.entity(key) for record in public for key in mentioned(record.claim)}
    merged = sorted(key for key, target in filed.canonical.items() if key != target and target in numbers)
    written = numbers | {key: number for number, key in enumerate(merged, len(numbers))}
    extractors = sorted({record.extractor for record in filed.records})
    about_ptr, about_claim = _about(filed, numbers)
    predicates = {key: number for number, key in enumerate(ontology.load().predicates)}
    return Snapshot(
        revision=revision,
        mark="",
        layers=shown,
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
        claim_digests=np.frombuffer(b"".join(bytes.fromhex(record.claim.id[6:]) for record in filed.records), dtype=np.uint8).reshape(-1, 16),
        claim_bodies=Texts.packed([columns.body(record.claim) for record in filed.records]),
        public_claims=len(public),
        claim_ends=np.array([[written.get(end, -1) for end in columns.ends(record.claim)] for record in filed.records], dtype=np.int32).reshape(-1, 4),
        claim_source=np.array([source_number[record.claim.source] for record in filed.records], dtype=np.int32),
        claim_layer=np.array([shown.index(record.layer) for record in filed.records], dtype=np.int8),
        claim_predicate=np.array([predicates[record.claim.predicate] for record in filed.records], dtype=np.int8),
        claim_status=np.array([STATUSES.index(record.status) for record in filed.records], dtype=np.int8),
        claim_decided=np.array([record.decided for record in filed.records], dtype=np.bool_),
        claim_confidence=np.array([record.claim.confidence for record in filed.records], dtype=np.int32),
        claim_start=np.array([_ordinal(record.claim.interval.start) for record in filed.records], dtype=np.int32),
        claim_last=np.array([_ordinal(record.claim.interval.last) for record in filed.records], dtype=np.int32),
        claim_day=np.array([_newest_day(record, filed) for record in filed.records], dtype=np.int32),
        claim_extractor=np.array([extractors.index(record.extractor) for record in filed.records], dtype=np.int32),
        extractors=Texts.of(extractors),
        about_ptr=about_ptr,
        about_claim=about_claim,
        reports=_reports(filed, numbers, source_number, group_number),
    )


def open_snapshot(
    store: GraphStore, layers: Sequence[str] = PUBLIC, *, folder: Path | None = None, last: Snapshot | None = None, limit: int = LIMIT
) -> Snapshot:
    """The snapshot of the store's current revision, mapped from its file; that is written when absent or damaged.

    The files lie in `folder`, which is `<database>.snapshots` unless given, and hold at most `limit` bytes
    besides this one. Without a folder that can be written (or for a server, where none is given) the
    snapshot is made in memory. `last` is an earlier one of these layers, if there is one at hand: where
    little has changed since, or since the file that was used last, it is refreshed rather than made anew.
    """
    layers = canonical_layers(layers)
    revision = store.revision(layers)
    home = folder or mapped.home(store.url)
    if home and (found := mapped.load(home, revision, layers)):
        return found
    made = _made(store, layers, last or (mapped.latest(home, layers) if home else None))
    if home is None:
        return made
    if fault := mapped.save(made, home, limit=limit):
        _warn(home, fault)
        return made
    return mapped.load(home, made.revision, layers) or made


def kept_snapshot(store: GraphStore, layers: Sequence[str], revision: str, *, folder: Path | None = None) -> Snapshot | None:
    """The snapshot of a revision that is kept on the disk, or None; nothing is built."""
    home = folder or mapped.home(store.url)
    return mapped.load(home, revision, canonical_layers(layers)) if home else None


def excerpted(found: columns.Columns) -> Snapshot:
    """The snapshot of an excerpt of the record that a server told; see `graph.store.base.Excerpt`."""
    from graph.snapshot import columnar

    return replace(columnar.build(found), engine="server")


def _made(store: GraphStore, layers: tuple[str, ...], last: Snapshot | None) -> Snapshot:
    """A snapshot of the present revision: the last one refreshed, or one of all claims."""
    from graph.snapshot import columnar, refresh

    since, most = (last.mark, FEW + len(last.claim_digests) // SHARE) if last else ("", 0)
    with _collector_off(), store.columns(layers, since=since, most=most) as columns:
        if last is None or columns.changed is None:
            return columnar.build(columns)
        made = refresh.refreshed(last, columns)
    return made or _made(store, layers, None)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Millions of small values, none of them in a cycle: looking for cycles among them takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _warn(home: Path, fault: OSError) -> None:
    import logging

    reason = shown(fault.strerror or str(fault))
    logging.getLogger(__name__).warning("%s: the snapshot cannot be kept there (%s) and is made in memory each time", shown(str(home), 300), reason)


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
