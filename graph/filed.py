"""What is filed: records with their decisions and merges, and the entities that they name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph import identity, ontology
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status
from graph.results import Entity

SOURCE_ORDER = ("curated", "reference", "document", "register")


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
            if known is None or (line.layer == "public" and known.layer != "public"):
                records[line.claim.id] = line
        elif isinstance(line, Record):
            hidden.add(line.claim.source)
        elif isinstance(line, Decision):
            decided[line.claim] = line.status
        elif isinstance(line, Judgement) and line.layer in seen:
            judgements.append(line)
    ordered = sorted(records.items(), key=lambda item: (item[1].layer != "public", item[0]))
    filed = tuple(record.model_copy(update={"status": decided[key]}) if key in decided else record for key, record in ordered)
    used = {record.claim.source for record in filed}
    sources = {key: Source(id=key, title=key) for key in used} | sources
    shown = {key: source for key, source in sorted(sources.items()) if key in used or (source.layer in seen if source.layer else key not in hidden)}
    return Filed(sources=shown, records=filed, canonical=identity.clusters(judgements))


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
    return {key: _entity(key, told[key], tuple(sorted(merged[key])), filed) for key in ordered}


def _entity(key: str, told: list[Record], merged: tuple[str, ...], filed: Filed) -> Entity:
    values: defaultdict[str, list[Record]] = defaultdict(list)
    for record in sorted(told, key=lambda record: _precedence(record, filed)):
        if record.claim.predicate in ("name", "alias", "kind", "country", "url", "describes", "part_of"):
            values[record.claim.predicate].append(record)
    said = {predicate: _accepted_first([(record.status, record.claim.value) for record in records]) for predicate, records in values.items()}
    names = list(dict.fromkeys([*said.get("name", []), *said.get("alias", [])])) or [key]
    kinds = [kind for kind in said.get("kind", []) if kind in ontology.load().entities]
    parents = dict.fromkeys(filed.entity(record.claim.object) for record in values["part_of"] if record.status is Status.ACCEPTED)
    return Entity(
        id=key,
        name=names[0],
        kind=kinds[0] if kinds else ontology.load().implied_kind(key),
        aliases=tuple(names[1:]),
        country=next(iter(said.get("country", [])), ""),
        url=next(iter(said.get("url", [])), ""),
        part_of=tuple(parents),
        merged=merged,
        description=next(iter(said.get("describes", [])), ""),
        claims=tuple(record.claim.id for predicate in values for record in values[predicate]),
    )


def _precedence(record: Record, filed: Filed) -> tuple[int, str]:
    return (SOURCE_ORDER.index(filed.sources[record.claim.source].kind), record.claim.id)


def _accepted_first(values: list[tuple[Status, str]]) -> list[str]:
    accepted = [value for status, value in values if status is Status.ACCEPTED and value]
    return accepted or [value for _, value in values if value]
