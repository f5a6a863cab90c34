"""Claims as rows: what has a column, what goes into the body, and the digests that make a revision."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from graph import dates
from graph.claims import Claim, Decision, Judgement, Record, Source

IN_COLUMNS = frozenset({"subject", "predicate", "object", "value", "ask", "speaker", "when", "source", "confidence"})
IN_BODY = tuple((name, field.default) for name, field in Claim.model_fields.items() if name not in IN_COLUMNS)
WHOLE = 1 << 128

SELECT = """
SELECT c.id, s.id, subject.id, c.predicate, object.id, c.value, ask.id, speaker.id, c.start, c.last, c.confidence, c.body,
       c.status, c.extractor, l.name, d.status
FROM claim c
JOIN source s ON s.number = c.source
JOIN layer l ON l.number = c.layer
LEFT JOIN entity subject ON subject.number = c.subject
LEFT JOIN entity object ON object.number = c.object
LEFT JOIN entity ask ON ask.number = c.ask
LEFT JOIN entity speaker ON speaker.number = c.speaker
LEFT JOIN decision d ON d.claim = c.id AND d.superseded_at IS NULL
"""


SOURCE_WEIGHTS = """
SELECT v.name, s.body, t.digest FROM source_layer v JOIN source s ON s.number = v.source LEFT JOIN text t ON t.source = s.number"""
OF_LAYERS = "(:layers IS NULL OR {} IN (SELECT value FROM json_each(:layers)))"
HELD = f"EXISTS (SELECT 1 FROM claim c JOIN layer l ON l.number = c.layer WHERE c.id = decision.claim AND {OF_LAYERS.format('l.name')}{{}})"
DECISIONS = f"""
SELECT claim, status, by, at FROM decision WHERE superseded_at IS NULL AND (:layers IS NULL OR {HELD.format("")}) ORDER BY claim"""
SHOWN_DECISIONS = f"""
SELECT claim, status, by, at FROM decision
WHERE superseded_at IS NULL AND (:layers IS NULL OR {HELD.format(" AND c.superseded_at IS NULL")}) ORDER BY claim"""
ALL_DECISIONS = f"SELECT claim, status, by, at FROM decision WHERE :layers IS NULL OR {HELD.format('')} ORDER BY at, number"


def source_body(source: Source) -> str:
    """JSON of a source without its layer, which has a column."""
    return source.model_dump_json(exclude={"layer"})


def source(body: str, layer: str) -> Source:
    """The source of a body, as filed in a layer."""
    return Source.model_validate(orjson.loads(body) | {"layer": layer})


def number_of(claim: str) -> bytes:
    """The 16 bytes of a claim's id; of text that is no such id, bytes that no claim has."""
    try:
        return bytes.fromhex(claim.removeprefix("claim:"))
    except ValueError:
        return b""


def name_of(digest: bytes) -> str:
    """The claim's id of its 16 bytes."""
    return "claim:" + digest.hex()


def body(claim: Claim) -> str:
    """JSON of the fields that have no column and are not at their default."""
    if claim.figure is not None:
        return orjson.dumps(claim.model_dump(mode="json", exclude=set(IN_COLUMNS), exclude_defaults=True)).decode()
    held = claim.__dict__
    return orjson.dumps({name: value for name, default in IN_BODY if (value := held[name]) != default}).decode()


@lru_cache(maxsize=16_384)
def _days(when: str) -> tuple[int | None, int | None]:
    interval = dates.parse(when)
    return interval.start.toordinal() if interval.start else None, interval.last.toordinal() if interval.last else None


def days(claim: Claim) -> tuple[int | None, int | None]:
    """First and last day as proleptic ordinals; None where open."""
    return _days(claim.when) if claim.when else (None, None)


def claim(row: Sequence[Any]) -> Claim:
    """The claim of a row of SELECT."""
    _, source, subject, predicate, object_, value, ask, speaker, start, last, confidence, rest = row[:12]
    fields = orjson.loads(rest)
    fields.update(source=source, subject=subject or "", predicate=predicate, object=object_ or "", value=value)
    fields.update(ask=ask or "", speaker=speaker or "", confidence=confidence)
    if start or last:
        fields["when"] = f"{_iso(start)}..{_iso(last)}"
    return Claim.model_validate(fields)


def record(row: Sequence[Any], *, decided: bool) -> Record:
    """The record of a row of SELECT; `decided`: with a person's decision applied to its status."""
    status, extractor, layer, decision = row[12:16]
    applied = decision if decided else None
    filed = {"claim": claim(row), "status": applied or status, "extractor": extractor, "layer": layer, "decided": applied is not None}
    return Record.model_validate(filed)


def decision(row: Sequence[Any]) -> Decision:
    """The decision of a row of DECISIONS."""
    return Decision.model_validate({"claim": name_of(row[0]), "status": row[1], "by": row[2], "at": row[3]})


def _iso(ordinal: int | None) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal else ""


def filed_digest(claim: bytes, status: str, extractor: str, decision: tuple[str, str, str] | None) -> int:
    """What a filed claim adds to its layer; `decision` is (status, by, at)."""
    return _digest(orjson.dumps([claim.hex(), status, extractor, decision]))


def source_digest(source: str, text: bytes | None) -> int:
    """What a source (its JSON and its text's digest) adds to each layer that has a claim of it."""
    return _digest(source.encode() + b"\0" + (text or b""))


def judgement_digest(judgement: Judgement) -> int:
    """What a judgement adds to its layer."""
    return _digest(judgement.model_dump_json().encode())


def _digest(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=16).digest(), "big")
