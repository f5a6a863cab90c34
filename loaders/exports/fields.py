"""The fields of entities and ties in the formats that take any field: the same names and the same texts everywhere."""

from collections.abc import Iterable

from graph import ontology
from graph.claims import Modality, Source
from graph.words import words
from loaders.exports.told import Being, Lost, Tie, Told
from loaders.graphs.elements import CLAIM_FIELDS, SOURCE_FIELDS
from loaders.graphs.labels import UNCONFIRMED
from loaders.graphs.words import spoken

Value = str | float | bool
SOURCE_DEFAULTS = {of: Source.model_fields[of].default for of in SOURCE_FIELDS.values()}


def joined(items: Iterable[str], lost: Lost) -> str:
    """Items in one field, which semicolons part; an item that holds one is left out."""
    kept = [item for item in items if ";" not in item and item == item.strip()]
    given = list(items)
    if len(kept) < len(given):
        lost["names or identifiers that hold a semicolon"] += len(given) - len(kept)
    return ";".join(kept)


def node_fields(being: Being, lost: Lost) -> dict[str, Value]:
    """What an entity is, empty fields left out."""
    found = {
        "kind": being.kind,
        "name": being.name,
        "aliases": joined(being.aliases, lost),
        "country": being.country,
        "url": being.url,
        "description": being.description,
        "identifiers": joined(being.identifiers, lost),
        "layer": "" if being.layer == "public" else being.layer,
    }
    return {name: value for name, value in found.items() if value}


def label(tie: Tie) -> str:
    """A tie in words: "met", "opposes", "plans to meet", and what is doubtful about it."""
    claim = tie.claim
    said = spoken(claim.predicate)
    phrase = words().predicates.get(claim.predicate)
    if claim.modality is not Modality.ASSERTED and phrase:
        said = " ".join(words().modality[claim.modality].format_map({"a": "", "base": phrase.base.format_map({"a": "", "b": "", "v": ""})}).split())
    return f"{said} ({doubt})" if (doubt := doubts(tie)) else said


def doubts(tie: Tie) -> str:
    """Why a tie is not to be taken for a fact: a proposal, or a stance that no person confirmed."""
    if tie.status != "accepted":
        return str(tie.status)
    return UNCONFIRMED if tie.stance and not tie.confirmed else ""


def edge_fields(tie: Tie, told: Told) -> dict[str, Value]:
    """What a tie says and what it rests on, empty fields left out; `when` is exact, `start` and `end` are its first and last day."""
    claim, source = tie.claim, tie.source
    if claim.span:
        told.lost["places of quotes within the texts of their sources"] += 1
    days = claim.interval
    found: dict[str, Value] = {
        "predicate": claim.predicate,
        "kind": tie.kind,
        "label": label(tie),
        "stance": tie.stance,
        "status": tie.status.value,
        "qualifiers": joined(claim.qualifiers, told.lost),
        "when": claim.when,
        "start": days.start.isoformat() if days.start else "",
        "end": days.last.isoformat() if days.last else "",
        "figure": claim.figure.model_dump_json(exclude_defaults=True) if claim.figure else "",
        "layer": "" if tie.layer == "public" else tie.layer,
        "claim": claim.id,
        "source_id": source.id,
    }
    found |= {name: str(getattr(claim, name)) for name in CLAIM_FIELDS if name != "modality" or claim.modality is not Modality.ASSERTED}
    found["speaker"] = told.entity(claim.speaker)
    for name, of in SOURCE_FIELDS.items():
        value = getattr(source, of)
        if value != SOURCE_DEFAULTS[of]:
            found[name] = value if isinstance(value, float) else str(value)
    found = {name: value for name, value in found.items() if value != ""}
    if tie.stance:
        found["confirmed"] = tie.confirmed
    symmetric = ontology.load().predicates[claim.predicate].symmetric
    return found | {"directed": not symmetric, "confidence": claim.confidence / 1000}
