"""What the record tells, as the formats of other programs can hold it: entities with their names, and ties with their evidence.

Merged ids are one entity here. What a person rejected is left out. Whatever a format cannot hold is counted in `Lost`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph import identity, ontology
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Status, Text
from graph.snapshot.filed import FACING, SOURCE_ORDER, face, mentioned

Lines = Callable[[], Iterable[Line]]
Lost = Counter[str]
Fact = tuple[int, str, str, bool, str, str]  # rank of its source, claim, predicate, whether accepted, value, object


@dataclass(frozen=True, slots=True)
class Being:
    """An entity as the exports show it. `identifiers` are scheme:value; `layer` is public unless only another layer names it."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    url: str = ""
    description: str = ""
    part_of: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    layer: str = "public"


class Tie(NamedTuple):
    """A claim between two entities: its canonical ends, the record that holds it, its status with the decision on it, and its source."""

    start: str
    end: str
    claim: Claim
    status: Status
    confirmed: bool
    layer: str
    source: Source

    @property
    def kind(self) -> str:
        """The kind of tie that it makes, else its predicate."""
        return ontology.load().tie_kind(self.claim) or self.claim.predicate

    @property
    def stance(self) -> str:
        """The position that it takes, "" where it takes none."""
        return ontology.load().predicates[self.claim.predicate].stance


@dataclass(slots=True)
class Told:
    """The record, read once: entities by id, sources, decisions; `ties` and `records` read it again, claim by claim.

    What a writer leaves out it counts in `lost`, what it wrote in `counts`.
    """

    lines: Lines
    beings: dict[str, Being]
    sources: dict[str, Source]
    decided: dict[str, Status]
    same: dict[str, str]
    lost: Lost = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def records(self) -> Iterator[tuple[Record, Status, bool]]:
        """Every claim that nobody rejected, with its status and whether a person confirmed it."""
        for line in self.lines():
            if isinstance(line, Record):
                status = self.decided.get(line.claim.id, line.status)
                if status is not Status.REJECTED:
                    yield line, status, line.claim.id in self.decided and status is Status.ACCEPTED

    def ties(self) -> Iterator[Tie]:
        """Every claim between two entities that nobody rejected, in the order of the record; other claims are counted as lost."""
        for record, status, confirmed in self.records():
            claim = record.claim
            if claim.subject and claim.object:
                self.counts["ties"] += 1
                ends = (self.same.get(claim.subject, claim.subject), self.same.get(claim.object, claim.object))
                yield Tie(*ends, claim, status, confirmed, record.layer, self.sources.get(claim.source) or Source(id=claim.source, title=claim.source))
            elif claim.predicate in FACING or claim.predicate == "identifier":
                self.lost["sources of names, kinds and other marks of entities"] += 1
            else:
                self.lost["figures of a single entity or of none" if claim.figure else "statements about a single entity"] += 1

    def entity(self, one: str) -> str:
        """The id that an entity goes by after merges."""
        return self.same.get(one, one)


def tell(lines: Lines) -> Told:
    """The record behind the lines, which are read once here and again for each walk over the ties."""
    sources: dict[str, Source] = {}
    facts: defaultdict[str, list[tuple[Fact, str]]] = defaultdict(list)
    layers: defaultdict[str, set[str]] = defaultdict(set)
    decided: dict[str, Status] = {}
    judgements: list[Judgement] = []
    rejected: set[str] = set()
    lost: Lost = Counter()
    for line in lines():
        if isinstance(line, Source):
            sources[line.id] = line
        elif isinstance(line, Record):
            claim = line.claim
            for end in mentioned(claim):
                layers[end].add(line.layer)
            if claim.subject and claim.predicate in (*FACING, "identifier"):
                rank = SOURCE_ORDER.index(sources[claim.source].kind) if claim.source in sources else len(SOURCE_ORDER)
                facts[claim.subject].append(((rank, claim.id, claim.predicate, line.status is Status.ACCEPTED, claim.value, claim.object), line.layer))
            if line.status is Status.REJECTED:
                rejected.add(claim.id)
        elif isinstance(line, Decision):
            decided[line.claim] = line.status
        elif isinstance(line, Judgement):
            judgements.append(line)
        elif isinstance(line, Text):
            lost["texts of sources"] += 1
    same = identity.clusters(judgements)
    rejected = rejected - decided.keys() | {claim for claim, status in decided.items() if status is Status.REJECTED}
    lost["claims that were rejected"] += len(rejected)
    lost["decisions (who confirmed what, and when)"] += len(decided)
    lost["judgements on which ids are one (they were applied)"] += len(judgements)
    return Told(lines, beings(facts, layers, same, rejected, decided), sources, decided, same, +lost)


def beings(
    facts: Mapping[str, list[tuple[Fact, str]]], layers: Mapping[str, set[str]], same: dict[str, str], rejected: set[str], decided: dict[str, Status]
) -> dict[str, Being]:
    """Every entity of `layers` by id, with what is said of it in its own layer or publicly."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    told: defaultdict[str, list[Fact]] = defaultdict(list)
    for one, where in layers.items():
        seen[same.get(one, one)] |= where
    for one, said in facts.items():
        key = same.get(one, one)
        home = "public" if "public" in seen[key] else min(seen[key])
        told[key] += [_decided(fact, decided) for fact, layer in said if layer in ("public", home) and fact[1] not in rejected]
    return {key: _being(key, sorted(told[key]), same, "public" if "public" in seen[key] else min(seen[key])) for key in sorted(seen)}


def _decided(fact: Fact, decided: dict[str, Status]) -> Fact:
    return (*fact[:3], decided[fact[1]] is Status.ACCEPTED, *fact[4:]) if fact[1] in decided else fact


def _being(key: str, facts: list[Fact], same: dict[str, str], layer: str) -> Being:
    told = [(predicate, sure, value, same.get(parent, parent), claim) for _, claim, predicate, sure, value, parent in facts]
    shape = face(key, [one for one in told if one[0] != "identifier"], (), ontology.load().implied_kind(key))
    identifiers = tuple(dict.fromkeys(value for predicate, _, value, _, _ in told if predicate == "identifier"))
    return Being(
        id=key,
        name=shape["name"],
        kind=shape["kind"],
        aliases=tuple(shape.get("aliases", ())),
        country=shape.get("country", ""),
        url=shape.get("url", ""),
        description=shape.get("description", ""),
        part_of=tuple(shape.get("part_of", ())),
        identifiers=identifiers,
        layer=layer,
    )
