"""Claims and sources as the properties of nodes, and the log as packed pieces."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from graph.claims import Claim, Record, Source
from graph.spelling import fold
from graph.store import rows
from graph.store.base import Change
from graph.store.server.cypher import FIELDS
from graph.store.tables import LogLine, NewSource

Row = Sequence[Any]
READ = {name: place for place, name in enumerate(name for name in (*FIELDS, "decided") if name != "number")}
SAID = tuple((name, READ[name]) for name in ("source", "subject", "predicate", "object", "value", "ask", "speaker", "when", "confidence"))


def claim_row(number: int, record: Record, decided: str | None, *, name: bool) -> list[object]:
    """The properties of a claim in the order of `FIELDS`, then its decision, and of a name what search needs."""
    said = record.claim
    row = [said.id, record.layer, number, said.source, said.subject, said.predicate, said.object, said.value, said.ask, said.speaker]
    row += [said.when, said.confidence, rows.body(said), record.status.value, record.extractor, decided]
    if name:
        folded = fold(said.value)
        row += [folded, len(folded), grams(folded)]
    return row


def grams(folded: str) -> str:
    """The trigrams of a spelling as words of letters and digits only."""
    return " ".join(sorted({folded[i : i + 3].encode().hex() for i in range(len(folded) - 2)}))


def claim(row: Row) -> Claim:
    """The claim of a row of `cypher.CLAIM`."""
    fields = orjson.loads(row[READ["body"]])
    for name, place in SAID:
        fields[name] = row[place]
    return Claim.model_validate(fields)


def record(row: Row, *, decided: bool) -> Record:
    """The record of such a row; `decided`: with a person's decision applied to its status."""
    applied = row[READ["decided"]] if decided else None
    status, extractor, layer = (row[READ[name]] for name in ("status", "extractor", "layer"))
    return Record.model_validate({"claim": claim(row), "status": applied or status, "extractor": extractor, "layer": layer, "decided": applied is not None})


def source_properties(new: NewSource, now: str) -> dict[str, object]:
    """The properties of a source: its JSON, and what people and questions look for."""
    said = orjson.loads(new.body)
    shown = {name: said[name] or None for name in ("title", "publisher", "author", "published", "language", "licence")}
    return shown | {
        "id": new.id,
        "source_group": new.group,
        "body": new.body,
        "layer": new.layer,
        "recorded_at": now,
        "kind": said["kind"],
        "url": said["url"],
        "reliability": said["reliability"],
    }


def source(row: Row, layers: Sequence[str]) -> Source:
    """The source of a row of `cypher.SOURCES`; one that is not filed where these layers' claims would put it says so."""
    body, layer, shown = row
    claimed = min((name for name in shown if name in layers), key=lambda name: (name != "public", name), default=None)
    return rows.source(body, layer if layer in layers and layer != claimed else "")


def packed(log: Sequence[LogLine]) -> dict[str, object]:
    """Lines of one time as properties of a piece of the log: the sorts of lines, and sort and digest of each."""
    sorts = {sort: place for place, sort in enumerate(dict.fromkeys((action, layer) for _, action, _, layer in log))}
    which = array("H", [sorts[action, layer] for _, action, _, layer in log])
    return {
        "at": log[0][0],
        "sorts": [f"{action} {layer}" for action, layer in sorts],
        "which": which.tobytes(),
        "digests": bytes.fromhex("".join(digest for _, _, digest, _ in log)),
    }


def changes(row: Row) -> Iterator[Change]:
    """The lines of a piece of the log, from `cypher.CHANGES`."""
    first, at, sorts, which, digests = row
    told = [sort.partition(" ") for sort in sorts]
    places = array("H")
    places.frombytes(which)
    for place, sort in enumerate(places):
        action, _, layer = told[sort]
        yield Change(first + place, at, action, digests[16 * place : 16 * place + 16].hex(), layer)


def layer_digests(found: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and digests of layers that hold something, as a revision is made of them."""
    return [(name, digest) for name, digest in sorted(found.items()) if digest.strip("0")]
