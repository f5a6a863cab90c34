"""The arrays of a snapshot: texts in one blob, one row a report, one number an entity or claim."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from graph import ontology
from graph.claims import Claim, Record, Source, Status
from graph.errors import UnknownName
from graph.jurisdictions import not_searched
from graph.results import Entity, Evidence, Node, SourceRef
from graph.view import Query

T = TypeVar("T")
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Smalls = NDArray[np.int8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

UNKNOWN_DAY = 0
OPEN_DAY = 2**31 - 1
STATUSES = tuple(Status)


class Texts(Sequence[str]):
    """Many texts in one blob of UTF-8; item i lies between offsets[i] and offsets[i + 1]."""

    __slots__ = ("blob", "offsets")

    def __init__(self, blob: Bytes, offsets: Longs) -> None:
        self.blob = blob
        self.offsets = offsets

    @classmethod
    def of(cls, items: Iterable[str]) -> "Texts":
        """Pack texts in the order given."""
        encoded = [item.encode() for item in items]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(item) for item in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> list[str]: ...
    def __getitem__(self, i: int | slice) -> str | list[str]:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        j = range(len(self))[i]
        return self.blob[self.offsets[j] : self.offsets[j + 1]].tobytes().decode()


class Parsed(Sequence[T]):
    """Values read from the items of another sequence, each when it is asked for."""

    __slots__ = ("items", "read")

    def __init__(self, items: Texts | Smalls, read: Callable[[Any], T]) -> None:
        self.items = items
        self.read = read

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, i: int) -> T: ...
    @overload
    def __getitem__(self, i: slice) -> list[T]: ...
    def __getitem__(self, i: int | slice) -> T | list[T]:
        return [self.read(item) for item in self.items[i]] if isinstance(i, slice) else self.read(self.items[i])


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


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What the layers of a store say at one revision.

    n entities, c claims, s sources, g source groups. Entities, claims and sources are numbered by
    their sorted ids, those of the public layer first, so that a private overlay moves no public number.

    ids, names, countries, kinds: sequences of n; kind_codes numbers `graph.ontology` entity kinds in
    file order; public_entities and public_claims count what the public layer holds. merged and
    merged_into map ids that a judgement joined to another. source_group (s), groups (g) and
    reliability (g, in [0, 1]) say which sources count once. claim_source, claim_predicate,
    claim_status, claim_confidence (thousandths), claim_start (first day stated, else 0) and claim_day
    (last day stated, else the day of publication, else 0) are columns of the claims. about is CSR:
    claims that name an entity as subject, object, speaker or ask.
    """

    revision: str
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
    claim_ids: Texts
    claim_bodies: Texts
    public_claims: int
    claim_source: Ints
    claim_predicate: Smalls
    claim_status: Smalls
    claim_confidence: Ints
    claim_start: Ints
    claim_day: Ints
    about_ptr: Longs
    about_claim: Ints
    reports: Reports

    @property
    def kinds(self) -> Sequence[str]:
        """The kind of each entity."""
        return Parsed(self.kind_codes, tuple(ontology.load().entities).__getitem__)

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

    def record(self, claim: int) -> Record:
        """A claim as filed, decisions applied to its status."""
        return Record.model_validate_json(self.claim_bodies[claim])

    def evidence(self, claim: int) -> Evidence:
        """A claim as proof; `speaker` is the name of whoever says it, `speaker_id` its id."""
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
        }


def _find(texts: Texts, key: str, low: int, high: int) -> int:
    at = bisect_left(texts, key, low, high)
    return at if at < high and texts[at] == key else -1
