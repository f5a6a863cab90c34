"""Claims in columns: what a store hands over for a snapshot, so that none of them need be an object."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from graph.claims import Claim, Judgement, Source
from graph.snapshot.arrays import Bytes, Flags, Ints, Smalls, Texts

IN_COLUMNS = frozenset({"subject", "predicate", "object", "value", "ask", "speaker", "when", "source", "confidence"})
ASK = "ask:"


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """b claims in any order, decisions applied; one that several layers hold is there once for each.

    id (b, 16); ends (b, 4): keys in `Columns.entities` of subject, object, ask and speaker, 0 for none
    (an ask that is no entity is none);
    source: keys in `Columns.source_keys`; layer: place among the layers asked for; predicate in the order
    of the ontology; start and last: proleptic ordinals, 0 where open; confidence in thousandths; status
    in the order of `Status`, decided where a decision gave it; extractor: numbers in
    `Columns.extractors`; values by row, where not empty; bodies: what `packed` gives.
    """

    id: Bytes
    ends: Ints
    source: Ints
    layer: Smalls
    predicate: Smalls
    start: Ints
    last: Ints
    confidence: Ints
    status: Smalls
    decided: Flags
    extractor: Ints
    values: Mapping[int, str]
    bodies: Texts


@dataclass(frozen=True, slots=True)
class Columns:
    """What a snapshot of some layers is made of, from one unchanging state.

    `mark` is the end of the store's log. changed is None when `rows` hold every claim that the layers
    show; else it holds the digests of the claims that changed since the mark asked for, in whatever
    layer, and `rows` what is now current of them; judged says that a judgement changed since.
    There is at least one batch of rows, which may be empty.
    entities, source_keys and extractors name what the rows refer to, once all of them have been read.
    """

    revision: str
    mark: str
    layers: tuple[str, ...]
    sources: Sequence[Source]
    judgements: Sequence[Judgement]
    changed: frozenset[bytes] | None
    judged: bool
    rows: Iterator[ClaimRows]
    entities: Mapping[int, str]
    source_keys: Mapping[int, str]
    extractors: Mapping[str, int]


def rest(claim: Claim) -> bytes:
    """JSON of the fields that have no column and are not at their default."""
    return orjson.dumps(claim.model_dump(mode="json", exclude=set(IN_COLUMNS), exclude_defaults=True))


def body(claim: Claim) -> bytes:
    """JSON of what a snapshot keeps in no column: `rest`, the value, and an ask that is no entity."""
    packed = with_field(rest(claim), "value", claim.value)
    return packed if claim.ask.startswith(ASK) else with_field(packed, "ask", claim.ask)


def packed(rests: Sequence[bytes], values: Mapping[int, str], asks: Mapping[int, str]) -> Texts:
    """The bodies of claims as a snapshot keeps them, from what `rest` gives, the values and the asks that are no entities, by row."""
    bodies = list(rests)
    for name, fields in (("value", values), ("ask", asks)):
        for row, text in fields.items():
            bodies[row] = with_field(bodies[row], name, text)
    return Texts.packed(bodies)


def with_field(packed: bytes, name: str, text: str) -> bytes:
    """A JSON object with one more field, unless its text is empty."""
    if not text:
        return packed
    return packed[:-1] + (b"," if len(packed) > 2 else b"") + b'"' + name.encode() + b'":' + orjson.dumps(text) + b"}"


def ends(claim: Claim) -> tuple[str, str, str, str]:
    """Subject, object, ask and speaker where they are entities, else ""."""
    return claim.subject, claim.object, claim.ask if claim.ask.startswith(ASK) else "", claim.speaker
