"""The arrays of a snapshot: one row a report, one number an entity or claim."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from graph import ontology
from graph.claims import Claim, Record, Source, Status
from graph.errors import UnknownName
from graph.jurisdictions import not_searched
from graph.results import Entity, Evidence, Node, SourceRef
from graph.results.base import Engine
from graph.snapshot.kept import Kept, once_for_each
from graph.snapshot.texts import Bytes, Longs, Parsed, Texts
from graph.view import Query

__all__ = ["ENDS", "OPEN_DAY", "STATUSES", "UNKNOWN_DAY", "Bytes", "Flags", "Floats", "Ints", "Longs", "Parsed", "Reports", "Smalls", "Snapshot", "Texts"]

Ints = NDArray[np.int32]
Smalls = NDArray[np.int8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNKNOWN_DAY = 0
OPEN_DAY = 2**31 - 1
STATUSES = tuple(Status)
ENDS = ("subject", "object", "ask", "speaker")
KEPT = 16_384  # records, proofs and sources kept once read, over all snapshots


@dataclass(frozen=True, slots=True)
class Reports:
    """One row for each claim that makes or ends a tie, sorted by (low, high, kind, start, claim).

    low < high are entity numbers; kind numbers `graph.ontology` tie kinds in file order (-1: the claim
    only ends one); forward is 1 for low to high, -1 for high to low, 0 for both; start and last are
    proleptic ordinals (UNKNOWN_DAY: unknown start, OPEN_DAY: open end); since marks a state with a stated
    start; ends is the kind of state that the claim says is over (-1: none) and over the last day of that
    state (UNKNOWN_DAY: not known); status numbers `Status` in its order; confidence is in [0, 1].
    """

    low: Ints
    high: Ints
    kind: Smalls
    forward: Smalls
    start: Ints
    last: Ints
    since: Flags
    ends: Smalls
    over: Ints
    confidence: Floats
    group: Ints
    source: Ints
    status: Smalls
    claim: Ints


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """What the layers of a store say at one revision.

    n entities, c claims, s sources, g source groups. Entities, claims and sources are numbered by
    their sorted ids, those of the public layer first, so that a private overlay moves no public number.

    ids, names, countries, kinds: sequences of n; kind_codes numbers `graph.ontology` entity kinds in
    file order; public_entities and public_claims count what the public layer holds. merged and
    merged_into map ids that a judgement joined to another. source_group (s), groups (g) and
    reliability (g, in [0, 1]) say which sources count once. about is CSR: claims that name an entity
    as subject, object, speaker or ask. mark is the place in the store's log up to which it was read.
    engine is "server" where a server gave only the part that a look-up reads.

    Columns of the claims: claim_digests (c, 16), their ids; claim_ends (c, 4), subject, object, ask
    and speaker as they are written: numbers of `ids`, from n on of `merged`, -1 for none;
    claim_source, claim_layer (place in `layers`), claim_predicate, claim_status, claim_decided (a
    decision gave it its status), claim_confidence (thousandths), claim_start and claim_last (days
    stated, else 0), claim_day (last day stated, else the day of publication, else 0), claim_extractor
    (number of `extractors`) and claim_bodies, the JSON of all other fields.
    """

    revision: str
    mark: str
    layers: tuple[str, ...]
    ids: Texts
    names: Texts
    countries: Texts
    kind_codes: Smalls
    bodies: Texts
    public_entities: int
    merged: Texts
    merged_into: Ints
    source_ids: Texts
    source_bodies: Texts
    source_group: Ints
    groups: Texts
    reliability: Floats
    claim_digests: Bytes
    claim_bodies: Texts
    public_claims: int
    claim_ends: Ints
    claim_source: Ints
    claim_layer: Smalls
    claim_predicate: Smalls
    claim_status: Smalls
    claim_decided: Flags
    claim_confidence: Ints
    claim_start: Ints
    claim_last: Ints
    claim_day: Ints
    claim_extractor: Ints
    extractors: Texts
    about_ptr: Longs
    about_claim: Ints
    reports: Reports
    engine: Engine = "snapshot"

    @property
    def kinds(self) -> Sequence[str]:
        """The kind of each entity."""
        return Parsed(self.kind_codes, tuple(ontology.load().entities).__getitem__)

    @property
    def claim_ids(self) -> Sequence[str]:
        """The id of each claim."""
        return Parsed(self.claim_digests, _claim_id)

    @property
    def sources(self) -> Sequence[Source]:
        """The sources by number."""
        return Parsed(self.source_bodies, Source.model_validate_json)

    def index(self, entity: str) -> int:
        """The number of an entity, following merged ids. Raises UnknownName with ids that sort near it."""
        at = _find(self.merged, entity, 0, len(self.merged))
        if at >= 0:
            return int(self.merged_into[at])
        for low, high in ((0, self.public_entities), (self.public_entities, len(self.ids))):
            at = _find(self.ids, entity, low, high)
            if at >= 0:
                return at
        near = bisect_left(self.ids, entity, 0, self.public_entities)
        raise UnknownName(entity, self.ids[max(0, near - 1) : near + 2])

    def source_index(self, source: str) -> int:
        """The number of a source. Raises UnknownName."""
        at = _find(self.source_ids, source, 0, len(self.source_ids))
        if at < 0:
            raise UnknownName(source)
        return at

    def claim_group(self, claim: int) -> int:
        """The number of the source group of a claim."""
        return int(self.source_group[self.claim_source[claim]])

    def group_of(self, proof: Evidence) -> int:
        """The number of the source group of a proof."""
        return int(self.source_group[self.source_index(proof.source.id)])

    def ends_of(self, claims: Ints | Longs) -> Ints:
        """The entities (c, 4) that some claims name as ENDS, merged ids followed; -1 for none."""
        return _leads_to(self)[self.claim_ends[claims]]

    def claim_index(self, claim: str) -> int:
        """The number of a claim by its id. Raises UnknownName."""
        for low, high in ((0, self.public_claims), (self.public_claims, len(self.claim_ids))):
            at = _find(self.claim_ids, claim, low, high)
            if at >= 0:
                return at
        raise UnknownName(claim)

    def entity(self, i: int) -> Entity:
        """An entity as assembled; its claims are those that gave it its attributes."""
        return Entity.model_validate_json(self.bodies[i])

    def node(self, i: int) -> Node:
        """An entity as answers show it."""
        return Node(id=self.ids[i], name=self.names[i], kind=self.kinds[i])

    def country_name(self, code: str) -> str:
        """The name of a country by its code, as the record calls the place and as a sentence takes it; the code in capitals where it does not."""
        at = _find(self.ids, f"place:{code}", 0, self.public_entities)
        if at < 0:
            return code.upper()
        return f"the {self.names[at]}" if self.names[at].startswith("United ") else self.names[at]

    def record(self, claim: int) -> Record:
        """A claim as filed, decisions applied to its status."""
        return _RECORDS.get((self, claim), lambda: self._read_record(claim))

    def _read_record(self, claim: int) -> Record:
        said = orjson.loads(self.claim_bodies.raw(claim))
        for end, number in zip(ENDS, self.claim_ends[claim].tolist(), strict=True):
            if number >= 0:
                said[end] = self.ids[number] if number < len(self.ids) else self.merged[number - len(self.ids)]
        start, last = _iso(int(self.claim_start[claim])), _iso(int(self.claim_last[claim]))
        said["subject"] = said.get("subject", "")
        said["predicate"] = tuple(ontology.load().predicates)[self.claim_predicate[claim]]
        said["when"] = f"{start}..{last}" if start or last else ""
        said["source"] = self.source_ids[int(self.claim_source[claim])]
        said["confidence"] = int(self.claim_confidence[claim])
        return Record.model_validate(
            {
                "claim": said,
                "status": STATUSES[self.claim_status[claim]],
                "layer": self.layers[self.claim_layer[claim]],
                "extractor": self.extractors[int(self.claim_extractor[claim])],
                "decided": bool(self.claim_decided[claim]),
            }
        )

    def evidence(self, claim: int) -> Evidence:
        """A claim as proof; `speaker` is the name of whoever says it, `speaker_id` its id."""
        return _PROOFS.get((self, claim), lambda: self._read_evidence(claim))

    def _read_evidence(self, claim: int) -> Evidence:
        record = self.record(claim)
        said: Claim = record.claim
        return Evidence(
            claim=self.claim_ids[claim],
            quote=said.quote,
            gloss=said.gloss,
            locator=said.locator,
            source=self.source_ref(int(self.claim_source[claim])),
            confidence=said.confidence / 1000,
            speaker=self.names[self.index(said.speaker)] if said.speaker else "",
            speaker_id=self.ids[self.index(said.speaker)] if said.speaker else "",
            when=said.when,
            status=record.status,
            layer=record.layer,
            extractor=record.extractor,
            modality=said.modality,
        )

    def source_ref(self, source: int) -> SourceRef:
        """A source as answers show it."""
        return _SOURCES.get((self, source), lambda: self._read_source_ref(source))

    def _read_source_ref(self, source: int) -> SourceRef:
        said = self.sources[source]
        return SourceRef(id=said.id, title=said.title, publisher=said.publisher, published=said.published, url=said.url, kind=said.kind)

    def about(self, i: int) -> Ints:
        """Numbers of the claims that name an entity as subject, object, speaker or ask, ascending."""
        return self.about_claim[self.about_ptr[i] : self.about_ptr[i + 1]]

    def answer_fields(self, query: Query, evidence: Iterable[Evidence] = (), countries: Collection[str] = ()) -> dict[str, Any]:
        """The fields that every Answer carries; `sources` are those of the evidence, by id.

        `countries` are those of all that is asked about, where they are known: see `not_searched`.
        """
        refs: Mapping[str, SourceRef] = {item.source.id: item.source for item in evidence}
        return {
            "query": query.model_dump(mode="json"),
            "revision": self.revision,
            "as_of": query.day,
            "view": query.view,
            "layers": self.layers,
            "sources": tuple(refs[key] for key in sorted(refs)),
            "not_searched": not_searched(self.sources, self.source_ids, countries),
            "engine": self.engine,
        }


@once_for_each
def _leads_to(snapshot: Snapshot) -> Ints:
    """Where each number in `claim_ends` leads: entities, then merged ids, then none."""
    return np.concatenate([np.arange(len(snapshot.ids)), snapshot.merged_into, [-1]]).astype(np.int32)


def _claim_id(digest: Bytes) -> str:
    return "claim:" + digest.tobytes().hex()


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal else ""


def _find(texts: Sequence[str], key: str, low: int, high: int) -> int:
    at = bisect_left(texts, key, low, high)
    return at if at < high and texts[at] == key else -1


_RECORDS: Kept[Record] = Kept(KEPT, lambda _: 1)
_PROOFS: Kept[Evidence] = Kept(KEPT, lambda _: 1)
_SOURCES: Kept[SourceRef] = Kept(KEPT, lambda _: 1)
