"""What is filed: records with their decisions and merges, and the entities that they name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import identity, ontology
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status
from graph.results import Entity

SOURCE_ORDER = ("curated", "reference", "document", "register")
FACING = ("name", "alias", "kind", "country", "url", "describes", "part_of")

Told = tuple[str, bool, str, str, str]
"""What a claim tells of its subject: predicate, whether it is accepted, value, the entity that is its object, the claim's id."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the lines of some layers hold: one record a claim, decisions applied, merges resolved."""

    sources: Mapping[str, Source]
    records: tuple[Record, ...]
    canonical: Mapping[str, str]

    def entity(self, entity: str) -> str:
        """The canonical id of an entity."""
        return self.canonical.get(entity, entity)


def gather(lines: Iterable[Line], layers: Iterable[str] = ("public",)) -> Filed:
    """The lines of the layers: public records first, then by claim id; sources that only other layers show are left out."""
    seen = frozenset(layers)
    sources: dict[str, Source] = {}
    records: dict[str, Record] = {}
    decided: dict[str, Status] = {}
    judgements: list[Judgement] = []
    hidden: set[str] = set()
    for line in lines:
        if isinstance(line, Source):
            sources[line.id] = line
        elif isinstance(line, Record) and line.layer in seen:
            known = records.get(line.claim.id)
            if known is None or _by_layer(line) < _by_layer(known):
                records[line.claim.id] = line
        elif isinstance(line, Record):
            hidden.add(line.claim.source)
        elif isinstance(line, Decision):
            decided[line.claim] = line.status
        elif isinstance(line, Judgement) and line.layer in seen:
            judgements.append(line)
    ordered = sorted(records.items(), key=lambda item: (item[1].layer != "public", item[0]))
    filed = tuple(record.model_copy(update={"status": decided[key], "decided": True}) if key in decided else record for key, record in ordered)
    used = {record.claim.source for record in filed}
    sources = {key: Source(id=key, title=key) for key in used} | sources
    shown = {key: source for key, source in sorted(sources.items()) if key in used or (source.layer in seen if source.layer else key not in hidden)}
    return Filed(sources=shown, records=filed, canonical=identity.clusters(judgements))


def _by_layer(record: Record) -> tuple[bool, str]:
    return (record.layer != "public", record.layer)


def mentioned(claim: Claim) -> Iterator[str]:
    """Ids that a claim names: subject, object, speaker, ask."""
    for end in (claim.subject, claim.object, claim.speaker, claim.ask if claim.ask.startswith("ask:") else ""):
        if end:
            yield end


def entities(filed: Filed) -> dict[str, Entity]:
    """Every entity named by a claim, public ones first, then by id.

    Names come from accepted claims, else from proposed ones, else the id stands in; a kind that no
    claim gives follows from the id's prefix. What no claim says stays empty.
    """
    told: defaultdict[str, list[Record]] = defaultdict(list)
    public: dict[str, bool] = {}
    for record in filed.records:
        for end in mentioned(record.claim):
            key = filed.entity(end)
            public[key] = public.get(key, False) or record.layer == "public"
        if record.claim.subject and record.status is not Status.REJECTED:
            told[filed.entity(record.claim.subject)].append(record)
    merged: defaultdict[str, list[str]] = defaultdict(list)
    for other, key in filed.canonical.items():
        if other != key:
            merged[key].append(other)
    ordered = sorted(public, key=lambda key: (not public[key], key))
    implied = ontology.load().implied_kind
    return {key: Entity.model_validate(face(key, _told(told[key], filed), sorted(merged[key]), implied(key))) for key in ordered}


def _told(records: Iterable[Record], filed: Filed) -> Iterator[Told]:
    for record in sorted(records, key=lambda record: _precedence(record, filed)):
        claim = record.claim
        if claim.predicate in FACING:
            yield claim.predicate, record.status is Status.ACCEPTED, claim.value, filed.entity(claim.object), claim.id


def face(key: str, told: Iterable[Told], merged: Sequence[str], kind: str) -> dict[str, Any]:
    """The fields of an entity that are not at their default; `told` in order of precedence, `kind` where no claim gives a more special one."""
    accepted: dict[str, list[str]] = {}
    proposed: dict[str, list[str]] = {}
    claims: dict[str, list[str]] = {}
    parents: dict[str, None] = {}
    for predicate, sure, value, parent, claim in told:
        claims.setdefault(predicate, []).append(claim)
        if value:
            (accepted if sure else proposed).setdefault(predicate, []).append(value)
        if sure and predicate == "part_of":
            parents[parent] = None
    said = proposed | accepted if proposed else accepted
    names = list(dict.fromkeys((*said.get("name", ()), *said.get("alias", ())))) or [key]
    known = ontology.load().entities
    fields: dict[str, Any] = {"id": key, "name": names[0], "kind": next((given for given in said.get("kind", ()) if given in known and given != kind), kind)}
    if len(names) > 1:
        fields["aliases"] = names[1:]
    for name in ("country", "url"):
        if name in said:
            fields[name] = said[name][0]
    if parents:
        fields["part_of"] = list(parents)
    if merged:
        fields["merged"] = list(merged)
    if "describes" in said:
        fields["description"] = said["describes"][0]
    if claims:
        fields["claims"] = [claim for given in claims.values() for claim in given]
    return fields


def _precedence(record: Record, filed: Filed) -> tuple[int, str]:
    return (SOURCE_ORDER.index(filed.sources[record.claim.source].kind), record.claim.id)
