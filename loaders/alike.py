"""Proposals that two entities are one, made when a file brings an entity that nobody knew: a person decides, nothing is merged.

A proposal is a `same_as` claim of the source that brought the new entity, with a gloss that says why.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.claims import Claim, Line, Record, Status
from graph.errors import shown
from graph.identity import clusters, kept_apart
from graph.store.base import GraphStore
from loaders.intake import Intake
from loaders.known import Known, Party, alike_kinds
from loaders.likeness import Near, body_words, person_words, same_body, same_person
from loaders.written import short_for

EXTRACTOR = "alike/1"
MOST = 3
CONFLICT = 0.9
SAME_COUNTRY = 0.05
SHORT = 0.4
DOUBT = "; nothing else is known that would tell whether they are one person"


class Origin(NamedTuple):
    """Where an entity was met first: the source, the place in it, and the layer."""

    source: str
    locator: str
    layer: str


class Likeness(NamedTuple):
    """Two entities that may be one, why, and how surely."""

    entity: str
    other: str
    why: str
    sure: float


def proposing(lines: Iterable[Line], intake: Intake, store: GraphStore | None) -> Iterator[Line]:
    """The lines of a register's file, then what they propose of the entities that the file brought.

    What an earlier load proposed from the same sources follows too, so that it stays.
    """
    known = intake.known
    known.fresh.clear()
    origins: dict[str, Origin] = {}
    found: dict[frozenset[str], tuple[Likeness, Origin]] = {}
    for line in lines:
        if isinstance(line, Record):
            claim = line.claim
            if claim.predicate == "kind" and claim.subject in known.fresh and claim.subject not in origins:
                origins[claim.subject] = Origin(claim.source, claim.locator, line.layer)
            elif claim.predicate == "identifier" and (other := known.identified(claim.value)) not in ("", claim.subject):
                said = f"the register gives {shown(claim.value)} to both {_quoted(known, claim.subject)} and {_quoted(known, other)}"
                likeness = Likeness(claim.subject, other, said, CONFLICT)
                found.setdefault(frozenset((claim.subject, other)), (likeness, Origin(claim.source, claim.locator, line.layer)))
        yield line
    for entity, party in known.fresh.items():
        if entity in origins:
            for likeness in alike(known, entity, party):
                found.setdefault(frozenset((entity, likeness.other)), (likeness, origins[entity]))
    fresh = [_record(likeness, origin) for pair, (likeness, origin) in found.items() if not known.judged(*pair)]
    yield from fresh
    yield from _kept(store, fresh)


def proposing_document(lines: Sequence[Line], store: GraphStore, layers: Sequence[str], known: Known | None = None) -> list[Record]:
    """What a document's own names propose: those that no other source has named and that look like names in the store.

    The names of the store are those of `known`, where it is there, which is faster for many documents; else they are searched for.
    """
    claims = [line.claim for line in lines if isinstance(line, Record)]
    layer = next((line.layer for line in lines if isinstance(line, Record)), layers[0])
    kinds = {claim.subject: claim.value for claim in claims if claim.predicate == "kind" and _is_sort(claim.subject)}
    called = {claim.subject: claim for claim in claims if claim.predicate == "name" and claim.subject in kinds and " " in claim.value}
    judgements = store.judgements(layers)
    merged = clusters(judgements)
    found: list[Record] = []
    for entity, claim in called.items():
        before = [record.claim for record in store.records(layers=layers, about=entity)]
        if any(one.source != claim.source and one.predicate in ("kind", "same_as") for one in before):
            continue
        told = {one.object for one in (*before, *claims) if one.predicate == "same_as" and one.subject == entity and one.source == claim.source}
        for likeness in _like(entity, claim.value, kinds[entity], known or store, layers):
            other = likeness.other
            apart = kept_apart(judgements, entity, other) or merged.get(entity, entity) == merged.get(other, other)
            if other not in told and not apart:
                found.append(_record(likeness, Origin(claim.source, claim.locator, layer)))
    return [*found, *_kept(store, found)]


def _like(entity: str, name: str, kind: str, names: Known | GraphStore, layers: Sequence[str]) -> list[Likeness]:
    """Whom a name of a document looks like, the likest first."""
    if isinstance(names, Known):
        return alike(names, entity, Party(kind, name))
    hits = [hit for hit in names.search(name, limit=MOST, layers=layers) if alike_kinds(kind, hit.kind)]
    found = [Likeness(entity, hit.id, *why) for hit in hits if (why := resemblance(entity, name, hit.id, hit.matched))]
    return sorted(found, key=lambda one: (-one.sure, one.other))


def resemblance(entity: str, name: str, other: str, called: str) -> tuple[str, float] | None:
    """Why two entities of these names may be one, in words with both names, and how surely; None where a word tells them apart."""
    if entity == other or not (_is_sort(entity) and _is_sort(other)):
        return None
    if entity.startswith("person:") or other.startswith("person:"):
        found = same_person(person_words(name), person_words(called)) if entity.startswith("person:") and other.startswith("person:") else None
    else:
        found = same_body(body_words(name), body_words(called), name, called)
    doubt = DOUBT if entity.startswith("person:") else ""
    return (_said(name, called, found[0]) + doubt, found[1]) if found else None


def _is_sort(entity: str) -> bool:
    return entity.startswith(("org:", "person:", "gov:"))


def alike(known: Known, entity: str, party: Party) -> list[Likeness]:
    """The known entities that a new one looks like, the likest first: at most three."""
    best: dict[str, tuple[str, Near]] = {}
    for name in (party.name, *party.aliases, *party.said):
        for near in known.near(entity, name):
            if near.entity not in best or near.sure > best[near.entity][1].sure:
                best[near.entity] = name, near
    for other in short_for(party.name):
        best.setdefault(
            other, (party.name, Near(other, known.names.get(other, other), "the first, which means much else, is also short for the second", SHORT))
        )
    found = [_weighed(known, entity, party, name, near) for name, near in best.values() if near.entity != entity and known.could_be(near.entity, party)]
    return sorted(found, key=lambda one: (-one.sure, one.other))[:MOST]


def _weighed(known: Known, entity: str, party: Party, name: str, near: Near) -> Likeness:
    """A likeness of a name of the party, with what speaks for it, or is not known."""
    said, sure = _said(name, near.name, near.why), near.sure
    if party.country and party.country == known.country(near.entity):
        said, sure = f"{said}; both of {party.country}", min(sure + SAME_COUNTRY, CONFLICT)
    if party.kind == "person":
        said += DOUBT
    return Likeness(entity, near.entity, said, sure)


def _said(name: str, other: str, why: str) -> str:
    return f"“{shown(name)}” and “{shown(other)}”: {why}"


def _record(likeness: Likeness, origin: Origin) -> Record:
    claim = Claim(
        subject=likeness.entity,
        predicate="same_as",
        object=likeness.other,
        source=origin.source,
        locator=origin.locator,
        gloss=likeness.why,
        confidence=round(likeness.sure * 1000),
    )
    return Record(claim=claim, status=Status.PROPOSED, layer=origin.layer, extractor=EXTRACTOR)


def _kept(store: GraphStore | None, fresh: list[Record]) -> Iterator[Record]:
    """What was proposed before from the sources that propose something anew: a source's proposals are replaced as a whole."""
    if store:
        again = {record.claim.id for record in fresh}
        for source, layer in sorted({(record.claim.source, record.layer) for record in fresh}):
            for record in store.records(layers=(layer,), source=source, predicate="same_as"):
                if record.extractor == EXTRACTOR and record.claim.id not in again:
                    yield record.model_copy(update={"status": Status.PROPOSED, "decided": False})


def _quoted(known: Known, entity: str) -> str:
    return f"“{shown(known.names.get(entity, entity))}”"
