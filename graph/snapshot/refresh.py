"""The next snapshot from the last one and what changed since, without reading all claims again.

What does not change keeps its order, so that sorted columns are merged rather than sorted anew. The
outcome equals that of all rows in every array; where a change reaches too far for that, there is none:
another judgement, another date, kind or group of a source, an entity that moves into the public layer
or out of it.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import orjson

from graph import identity
from graph.snapshot.arranged import Arranged, SourceColumns, arrange, by_key, source_columns
from graph.snapshot.arrays import Bytes, Ints, Longs, Reports, Snapshot, Texts
from graph.snapshot.columnar import about, about_keys, claim_fields, others_of, source_fields, stated_by
from graph.snapshot.columns import Columns
from graph.snapshot.faces import Telling, faces, packed, rows_that_tell, telling
from graph.snapshot.merging import Merge, merge, replacing
from graph.snapshot.signatures import reports, signatures


@dataclass(frozen=True, slots=True)
class Renumbered:
    """Entities and merged ids as they are numbered from now on.

    moved gives old entities their new numbers (-1: gone), added the numbers of ids that are new; numbers
    covers every canonical id that the changed claims name. written gives the codes of
    `Snapshot.claim_ends` their new ones; the last entry stands for none.
    """

    ids: Texts
    public: int
    moved: Ints
    added: Mapping[str, int]
    numbers: Mapping[str, int]
    merged: list[str]
    merged_into: Ints
    written: Ints


def refreshed(base: Snapshot, found: Columns) -> Snapshot | None:
    """The snapshot of the columns' revision, from one of the same layers and what changed since its mark; None where all must be read."""
    assert found.changed is not None
    sources = source_columns(found.sources)
    source_moved = _sources_moved(base, found, sources)
    if found.judged or source_moved is None:
        return None
    claims = arrange(found)
    gone = _claim_numbers(base, found.changed)
    canonical = identity.clusters(found.judgements)
    entities = _renumbered(base, found, claims, gone, canonical)
    if entities is None:
        return None
    placed = merge(len(base.claim_digests), gone, _claim_places(base, claims))
    source = by_key(found.source_keys, {one.id: number for number, one in enumerate(found.sources)})[claims.source]
    ends = by_key(found.entities, {key: entities.numbers[canonical.get(key, key)] for key in _named(found, claims.ends)})[claims.ends]
    claim_columns = _claims(base, found, claims, placed, entities, source, source_moved, sources)
    claim_moved = placed.moved(len(base.claim_digests))
    stated = stated_by(claims, placed.at.astype(np.int32), ends, source, sources)
    told = reports(stated, signatures(claims.predicate, claims.bodies))
    about_ptr, about_claim = about(_about(base, entities, claim_moved, about_keys(ends, stated.number)), len(entities.ids))
    fresh: dict[str, Any] = {
        "revision": found.revision,
        "mark": found.mark,
        "layers": found.layers,
        "ids": entities.ids,
        "public_entities": entities.public,
        "merged": Texts.of(entities.merged),
        "merged_into": entities.merged_into,
        **source_fields(sources),
        **claim_columns,
        "claim_bodies": placed.texts(base.claim_bodies, claims.bodies),
        "public_claims": base.public_claims - int(np.searchsorted(gone, base.public_claims)) + int((~claims.private).sum()),
        "about_ptr": about_ptr,
        "about_claim": about_claim,
        "reports": _reports(base, entities, claim_moved, source_moved, sources, told),
    }
    changed = _refaced(base, entities, claims, gone, stated.subject)
    return Snapshot(**fresh, **_faces(base, fresh, entities, changed, sources, canonical))


def _sources_moved(base: Snapshot, found: Columns, sources: SourceColumns) -> Ints | None:
    """The new number of each source (-1: gone), or None when one has changed in what its claims depend on."""
    number = {source.id: place for place, source in enumerate(found.sources)}
    moved = np.array([number.get(key, -1) for key in base.source_ids], dtype=np.int32)
    for old, new in enumerate(moved.tolist()):
        if new >= 0 and base.source_bodies.raw(old) != sources.bodies.raw(new):
            before, after = base.sources[old], found.sources[new]
            if (before.published, before.kind, before.source_group) != (after.published, after.kind, after.source_group):
                return None
    return moved


def _claim_numbers(base: Snapshot, digests: Collection[bytes]) -> Longs:
    """Numbers of the claims that the snapshot holds of these, ascending."""
    wanted = np.array(sorted(digests), dtype="S16")
    found = []
    for low, high in ((0, base.public_claims), (base.public_claims, len(base.claim_digests))):
        known = _keys(base.claim_digests)[low:high]
        at = np.searchsorted(known, wanted)
        inside = at < len(known)
        found.append(low + at[inside][known[at[inside]] == wanted[inside]])
    return np.concatenate(found).astype(np.int64)


def _claim_places(base: Snapshot, claims: Arranged) -> Longs:
    """The old claim before which each new one comes to lie."""
    keys, public = _keys(claims.id), int((~claims.private).sum())
    known, end = _keys(base.claim_digests), base.public_claims
    return np.concatenate([np.searchsorted(known[:end], keys[:public]), end + np.searchsorted(known[end:], keys[public:])])


def _keys(digests: Bytes) -> np.ndarray[Any, np.dtype[np.bytes_]]:
    return np.ascontiguousarray(digests).view("S16").reshape(-1)


def _named(found: Columns, ends: Ints) -> list[str]:
    """Ids of the ends of claims, as they are written."""
    return [found.entities[key] for key in np.unique(ends).tolist() if key]


def _renumbered(base: Snapshot, found: Columns, claims: Arranged, gone: Longs, canonical: Mapping[str, str]) -> Renumbered | None:
    """Entities that come and go; None when one moves from one layer's part to the other's."""
    public, named = ({canonical.get(key, key) for key in _named(found, ends)} for ends in (claims.ends[~claims.private], claims.ends))
    known = {key: number for key in named if (number := _number(base, key)) >= 0}
    codes = np.unique(base.claim_ends[gone])
    touched = set(np.concatenate([np.arange(len(base.ids), dtype=np.int32), base.merged_into])[codes[codes >= 0]].tolist()) | set(known.values())
    going = np.zeros(len(base.claim_digests), dtype=np.bool_)
    going[gone] = True
    out = []
    for entity in sorted(touched):
        key, about_it = base.ids[entity], base.about(entity)
        staying = about_it[~going[about_it]]
        if not len(staying) and key not in named:
            out.append(entity)
        elif (entity < base.public_entities) != (key in public or bool((staying < base.public_claims).any())):
            return None
    added = [*sorted(public - set(known)), *sorted(named - public - set(known))]
    ends = (0, base.public_entities, len(base.ids))
    before = [bisect_left(base.ids, key, ends[key not in public], ends[1 + (key not in public)]) for key in added]
    merged = merge(len(base.ids), np.array(out, dtype=np.int64), np.array(before, dtype=np.int64))
    moved = merged.moved(len(base.ids))
    places = dict(zip(added, merged.at.tolist(), strict=True))
    numbers = places | {key: int(moved[number]) for key, number in known.items()}
    there = base.public_entities - bisect_left(out, base.public_entities) + len(public - set(known))
    ids = merged.texts(base.ids, Texts.of(added))
    return Renumbered(ids, there, moved, places, numbers, *_merges(base, canonical, len(ids), moved, places))


def _number(base: Snapshot, key: str) -> int:
    for low, high in ((0, base.public_entities), (base.public_entities, len(base.ids))):
        at = bisect_left(base.ids, key, low, high)
        if at < high and base.ids[at] == key:
            return at
    return -1


def _merges(base: Snapshot, canonical: Mapping[str, str], n: int, moved: Ints, added: Mapping[str, int]) -> tuple[list[str], Ints, Ints]:
    """The ids that judgements joined to one of the n entities, these entities, and the new codes of written ends."""
    old = list(base.merged)
    into = dict(zip(old, moved[base.merged_into].tolist(), strict=True))
    into |= {key: added[target] for key, target in canonical.items() if key != target and target in added}
    merged = sorted(key for key, number in into.items() if number >= 0)
    code = {key: number for number, key in enumerate(merged, n)}
    written = np.concatenate([moved, np.array([*(code.get(key, -1) for key in old), -1], dtype=np.int32)])
    return merged, np.array([into[key] for key in merged], dtype=np.int32), written


def _claims(
    base: Snapshot, found: Columns, claims: Arranged, placed: Merge, entities: Renumbered, source: Ints, source_moved: Ints, sources: SourceColumns
) -> dict[str, Any]:
    """The columns of claims, merged."""
    code = {key: number for number, key in enumerate(entities.merged, len(entities.ids))}
    written = by_key(found.entities, {key: code.get(key, entities.numbers.get(key, -1)) for key in found.entities.values()})[claims.ends]
    fresh = claim_fields(claims, written, source, sources)
    moved = {"claim_ends": entities.written[base.claim_ends], "claim_source": source_moved[base.claim_source]}
    columns: dict[str, Any] = {name: placed.column(moved.get(name, getattr(base, name)), new) for name, new in fresh.items()}
    return columns | _extractors(base, found, claims, placed)


def _extractors(base: Snapshot, found: Columns, claims: Arranged, placed: Merge) -> dict[str, Any]:
    """The extractors in use, sorted, and their numbers by claim."""
    new = {code: name for name, code in found.extractors.items()}
    before = list(base.extractors)
    stay = np.bincount(base.claim_extractor[placed.kept], minlength=len(before)).tolist()
    names = sorted({name for name, count in zip(before, stay, strict=True) if count} | {new[code] for code in np.unique(claims.extractor).tolist()})
    number = {name: place for place, name in enumerate(names)}
    old = np.array([number.get(name, -1) for name in before], dtype=np.int32)
    return {"claim_extractor": placed.column(old[base.claim_extractor], by_key(new, number)[claims.extractor]), "extractors": Texts.of(names)}


def _about(base: Snapshot, entities: Renumbered, claim_moved: Ints, new: Longs) -> Longs:
    """The keys of `about`, merged."""
    entity = np.repeat(entities.moved, np.diff(base.about_ptr))
    claim = claim_moved[base.about_claim]
    keys = entity.astype(np.int64) << 32 | claim
    keys = keys if (claim_moved >= 0).all() else keys[claim >= 0]
    return np.insert(keys, np.searchsorted(keys, new), new)


def _reports(base: Snapshot, entities: Renumbered, claim_moved: Ints, source_moved: Ints, sources: SourceColumns, new: Reports) -> Reports:
    """The reports, merged."""
    old = base.reports
    claim = claim_moved[old.claim]
    stays = np.flatnonzero(claim >= 0)
    moved = {"low": entities.moved[old.low], "high": entities.moved[old.high], "source": source_moved[old.source], "claim": claim}
    if len(stays) < len(claim):
        moved = {name: column[stays] for name, column in moved.items()}
    moved["group"] = sources.group[moved["source"]]
    key, wanted = (low.astype(np.int64) << 32 | high for low, high in ((moved["low"], moved["high"]), (new.low, new.high)))
    first, last = np.searchsorted(key, wanted), np.searchsorted(key, wanted, side="right")
    places = first.copy()
    for row in np.flatnonzero(first < last).tolist():
        pair = range(int(first[row]), int(last[row]))
        this = (new.kind[row], new.start[row], new.claim[row])
        places[row] += bisect_left(pair, this, key=lambda at: (old.kind[stays[at]], old.start[stays[at]], moved["claim"][at]))
    placed = Merge(stays, places + np.arange(len(places)), len(stays) == len(claim))
    whole = Merge(np.arange(len(stays)), placed.at, all_kept=True)
    return Reports(
        **{
            column.name: whole.column(moved[column.name], getattr(new, column.name))
            if column.name in moved
            else placed.column(getattr(old, column.name), getattr(new, column.name))
            for column in fields(Reports)
        }
    )


def _refaced(base: Snapshot, entities: Renumbered, claims: Arranged, gone: Longs, subject: Ints) -> Longs:
    """New numbers of the entities of which other things are told than before, ascending."""
    codes = base.claim_ends[gone, 0]
    old = np.concatenate([np.arange(len(base.ids), dtype=np.int32), base.merged_into, np.array([-1], dtype=np.int32)])[codes]
    before = entities.moved[old[rows_that_tell(base.claim_predicate[gone], base.claim_status[gone], old)]]
    after = subject[rows_that_tell(claims.predicate, claims.status, subject)]
    changed = np.unique(np.concatenate([before, after, np.array(list(entities.added.values()), dtype=np.int32)]))
    return changed[changed >= 0].astype(np.int64)


def _faces(
    base: Snapshot, fresh: Mapping[str, Any], entities: Renumbered, changed: Longs, sources: SourceColumns, canonical: Mapping[str, str]
) -> dict[str, Any]:
    """The columns of entities with the faces of those that changed made anew."""
    ptr, about_claim = fresh["about_ptr"], fresh["about_claim"]
    rows = np.unique(np.concatenate([about_claim[ptr[entity] : ptr[entity + 1]] for entity in changed.tolist()] or [about_claim[:0]]))
    into = np.concatenate([np.arange(len(entities.ids), dtype=np.int32), entities.merged_into, np.array([-1], dtype=np.int32)])
    ends = into[fresh["claim_ends"][rows]]
    bodies: Texts = fresh["claim_bodies"]
    columns = Telling(
        subject=ends[:, 0],
        object=ends[:, 1],
        predicate=fresh["claim_predicate"][rows],
        status=fresh["claim_status"][rows],
        order=sources.order[fresh["claim_source"][rows]],
        id=fresh["claim_digests"][rows],
        value=lambda row: orjson.loads(bodies.raw(int(rows[row]))).get("value", ""),
    )
    told = dict(telling(columns, rows_that_tell(columns.predicate, columns.status, columns.subject), entities.ids))
    new = packed(faces(entities.ids, changed.tolist(), told, others_of(canonical)))
    numbers = entities.moved.copy()
    out = np.flatnonzero((numbers < 0) | np.isin(numbers, changed))
    placed = replacing(len(numbers), out, changed)
    return {
        "names": placed.texts(base.names, new["names"]),
        "countries": placed.texts(base.countries, new["countries"]),
        "kind_codes": placed.column(base.kind_codes, new["kind_codes"]),
        "bodies": placed.texts(base.bodies, new["bodies"]),
    }
