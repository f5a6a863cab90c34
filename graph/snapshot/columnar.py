"""A snapshot from columns: what `graph.snapshot.build.build` makes of lines, without an object for each claim."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from graph import identity
from graph.snapshot.arranged import Arranged, SourceColumns, arrange, by_key, source_columns
from graph.snapshot.arrays import Ints, Longs, Snapshot, Texts
from graph.snapshot.columns import Columns
from graph.snapshot.faces import Telling, faces, packed, rows_that_tell, telling
from graph.snapshot.signatures import Stated, reports, signatures


def build(found: Columns) -> Snapshot:
    """The snapshot of all rows."""
    claims = arrange(found)
    sources = source_columns(found.sources)
    canonical = identity.clusters(found.judgements)
    ids, public = _entities(found, claims, canonical)
    numbers = {key: number for number, key in enumerate(ids)}
    merged = sorted(key for key, target in canonical.items() if key != target and target in numbers)
    named = numbers | {key: numbers[canonical[key]] for key in merged}
    ends = by_key(found.entities, named)[claims.ends]
    source = by_key(found.source_keys, {source.id: number for number, source in enumerate(found.sources)})[claims.source]
    written = by_key(found.entities, numbers | {key: number for number, key in enumerate(merged, len(ids))})[claims.ends] if merged else ends
    extractors = sorted(name for name, code in found.extractors.items() if code in set(np.unique(claims.extractor).tolist()))
    stated = stated_by(claims, np.arange(len(source), dtype=np.int32), ends, source, sources)
    columns = Telling(stated.subject, stated.object, claims.predicate, claims.status, sources.order[source], claims.id, lambda row: claims.values.get(row, ""))
    told = dict(telling(columns, rows_that_tell(claims.predicate, claims.status, stated.subject), ids))
    about_ptr, about_claim = about(about_keys(ends, stated.number), len(ids))
    return Snapshot(
        revision=found.revision,
        mark=found.mark,
        layers=found.layers,
        ids=Texts.of(ids),
        **packed(faces(ids, range(len(ids)), told, others_of(canonical))),
        public_entities=public,
        merged=Texts.of(merged),
        merged_into=np.array([numbers[canonical[key]] for key in merged], dtype=np.int32),
        **source_fields(sources),
        claim_bodies=claims.bodies,
        public_claims=int(len(claims.private) - claims.private.sum()),
        **claim_fields(claims, written, source, sources),
        claim_extractor=by_key({code: name for name, code in found.extractors.items()}, {name: n for n, name in enumerate(extractors)})[claims.extractor],
        extractors=Texts.of(extractors),
        about_ptr=about_ptr,
        about_claim=about_claim,
        reports=reports(stated, signatures(claims.predicate, claims.bodies)),
    )


def _entities(found: Columns, claims: Arranged, canonical: Mapping[str, str]) -> tuple[list[str], int]:
    """Ids of the entities named, merges applied, those of the public layer first; and how many these are."""
    public, private = (_named(found, claims.ends[rows], canonical) for rows in (~claims.private, claims.private))
    return sorted(public) + sorted(private - public), len(public)


def _named(found: Columns, ends: Ints, canonical: Mapping[str, str]) -> set[str]:
    seen = np.zeros(max(found.entities, default=0) + 1, dtype=np.bool_)
    seen[ends] = True
    seen[0] = False
    ids = (found.entities[key] for key in np.flatnonzero(seen).tolist())
    return {canonical.get(key, key) for key in ids}


def others_of(canonical: Mapping[str, str]) -> dict[str, list[str]]:
    """The other ids of each canonical one, sorted."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for other, key in canonical.items():
        if other != key:
            others[key].append(other)
    return {key: sorted(some) for key, some in others.items()}


def stated_by(claims: Arranged, number: Ints, ends: Ints, source: Ints, sources: SourceColumns) -> Stated:
    """What the claims of these numbers say of ties; ends (c, 4) are entity numbers, merges applied."""
    return Stated(
        number=number,
        subject=ends[:, 0],
        object=ends[:, 1],
        start=claims.start,
        last=claims.last,
        published=sources.published[source],
        confidence=claims.confidence,
        source=source,
        group=sources.group[source],
        status=claims.status,
    )


def source_fields(sources: SourceColumns) -> dict[str, Any]:
    """The fields of a snapshot that hold its sources."""
    return {
        "source_ids": sources.ids,
        "source_bodies": sources.bodies,
        "source_group": sources.group,
        "groups": sources.groups,
        "reliability": sources.reliability,
    }


def claim_fields(claims: Arranged, written: Ints, source: Ints, sources: SourceColumns) -> dict[str, Any]:
    """The fields of a snapshot with one entry a claim, but bodies and extractors."""
    return {
        "claim_digests": claims.id,
        "claim_ends": written,
        "claim_source": source,
        "claim_layer": claims.layer,
        "claim_predicate": claims.predicate,
        "claim_status": claims.status,
        "claim_decided": claims.decided,
        "claim_confidence": claims.confidence,
        "claim_start": claims.start,
        "claim_last": claims.last,
        "claim_day": np.where(claims.last > 0, claims.last, np.maximum(claims.start, sources.published[source])),
    }


def about_keys(ends: Ints, number: Ints) -> Longs:
    """Entity << 32 | claim for each entity that a claim names, sorted, each once."""
    named = np.sort(ends, axis=1)
    fresh = named >= 0
    fresh[:, 1:] &= named[:, 1:] != named[:, :-1]
    row, end = np.nonzero(fresh)
    keys: Longs = named[row, end].astype(np.int64) << 32 | number[row]
    keys.sort()
    return keys


def about(keys: Longs, n: int) -> tuple[Longs, Ints]:
    """The pointers and claims of `about` from such keys."""
    ptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys >> 32, minlength=n), out=ptr[1:])
    return ptr, (keys & 0xFFFFFFFF).astype(np.int32)
