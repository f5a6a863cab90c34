"""The readable model beside the record, for people with Neo4j's own tools; written in the same transactions, from current claims alone.

Entities carry the labels of their kind (`Person`, `Organisation`, `Chamber`) and their name, other names, country and address. What current,
not rejected claims say of two entities is a relationship named as the predicate (`MET_WITH`, `WORKS_FOR`), one for each layer and kind of
tie, which tells how many claims say so, from which sources, since when and until when, how surely, and the quote of the surest.
Judgements are `SAME_AS` and `DIFFERENT_FROM` with `judged: true`. Labels and types come from the ontology, never from outside.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from graph import dates, ontology
from graph.claims import Modality, Record, Status
from graph.store.server import cypher
from graph.store.server import rows as properties
from graph.store.server.cypher import Tx

FACE = frozenset({"name", "alias", "kind", "country", "url"})
T = TypeVar("T")
AT_ONCE = 5_000
Properties = dict[str, object]


class Tie(NamedTuple):
    """What makes a relationship one: its type, its ends, the layer and the kind of tie."""

    type: str
    subject: str
    object: str
    layer: str
    kind: str


@cache
def labels(kind: str) -> tuple[str, ...]:
    """The label of a kind of entity, beside `Entity`; none for what is no kind."""
    return ("".join(word.capitalize() for word in kind.split("_")),) if kind in ontology.load().entities else ()


@cache
def types() -> Mapping[str, str]:
    """The type of relationship of each predicate with an object."""
    return {key: key.upper() for key, predicate in ontology.load().predicates.items() if not predicate.attribute}


def tie(record: Record) -> Tie | None:
    """The relationship that a claim speaks of; none where it has no object, or only plans, urges or denies what the ontology gives no tie for."""
    claim = record.claim
    kind = ontology.load().tie_kind(claim)
    if not (claim.subject and claim.object) or claim.predicate not in types() or not (kind or claim.modality is Modality.ASSERTED):
        return None
    return Tie(types()[claim.predicate], claim.subject, claim.object, record.layer, kind)


@dataclass(slots=True)
class Touched:
    """What a transaction changed of the record, by which the model is brought up to date.

    numbers: filed claims that changed; pairs: judged anew; entities: named by new claims; faces: entities said something new of;
    ties: what new claims add.
    """

    numbers: set[int] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    faces: set[str] = field(default_factory=set)
    ties: "defaultdict[Tie, list[Record]]" = field(default_factory=lambda: defaultdict(list))

    def filed(self, record: Record, decided: str | None) -> None:
        """A new claim, and the decision on it."""
        if record.claim.predicate in FACE:
            self.faces.add(record.claim.subject)
        elif (decided or record.status) != "rejected" and (key := tie(record)):
            self.ties[key].append(record if decided is None else record.model_copy(update={"status": Status(decided)}))

    def write(self, tx: Tx) -> None:
        """Bring the model up to date."""
        if self.numbers:
            self._make_anew(tx)
        _add_ties(tx, self.ties)
        if self.faces:
            _put_faces(tx, sorted(self.faces))
        if self.pairs or self.entities:
            _put_judgements(tx, sorted(self.pairs), sorted(self.entities))
        for touched in (self.numbers, self.pairs, self.entities, self.faces, self.ties):
            touched.clear()

    def _make_anew(self, tx: Tx) -> None:
        """Relationships of claims that changed are made anew from all claims that speak of them now."""
        changed: set[Tie] = set()
        for some in _parts(sorted(self.numbers)):
            for row in tx.run(cypher.NUMBERED, numbers=some):
                record = properties.record(list(row), decided=True)
                if record.claim.predicate in FACE:
                    self.faces.add(record.claim.subject)
                elif key := tie(record):
                    changed.add(key)
        for key in changed:
            self.ties.pop(key, None)
        for type, keys in _by_type(changed):
            tx.run(cypher.drop_ties(type), rows=[[key.subject, key.object, key.layer, key.kind] for key in keys]).consume()
        for record in _speaking(tx, {(key.subject, key.object) for key in changed}):
            if record.status != "rejected" and (key := tie(record)) in changed:
                self.ties[key].append(record)


def _speaking(tx: Tx, pairs: Iterable[tuple[str, str]]) -> Iterator[Record]:
    """The current claims on pairs of entities, found from the end of which less is said."""
    given = [list(pair) for pair in sorted(pairs)]
    for some in _parts(given):
        degrees = tx.run(cypher.DEGREES, rows=some).values()
        by = [pair[:2] for pair in degrees if pair[2] <= pair[3]]
        of = [pair[:2] for pair in degrees if pair[2] > pair[3]]
        for statement, chosen in ((cypher.SAID_BY, by), (cypher.SAID_OF, of)):
            yield from (properties.record(list(row), decided=True) for row in tx.run(statement, rows=chosen))


def _add_ties(tx: Tx, ties: Mapping[Tie, Sequence[Record]]) -> None:
    for type, some in _by_type(ties):
        rows = [[key.subject, key.object, key.layer, key.kind, _told(ties[key])] for key in some]
        for part in _parts(rows):
            tx.run(cypher.add_ties(type), rows=part).consume()


def _by_type(ties: Iterable[Tie]) -> Iterator[tuple[str, list[Tie]]]:
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for key in sorted(ties):
        found[key.type].append(key)
    yield from found.items()


def _told(records: Sequence[Record]) -> Properties:
    """What claims say of a relationship, in words that people look for."""
    surest = min(records, key=lambda record: (-record.claim.confidence, record.claim.id)).claim
    days = [_days(record.claim.when) for record in records]
    return {
        "claims": len(records),
        "sources": sorted({record.claim.source for record in records}),
        "since": min((since for since, _ in days if since), default=None),
        "until": max((until for _, until in days if until), default=None),
        "status": min(str(record.status) for record in records),
        "confidence": surest.confidence / 1000,
        "claim": surest.id,
        "quote": surest.quote or surest.gloss,
    }


@lru_cache(maxsize=16_384)
def _days(when: str) -> tuple[str, str]:
    """First and last day as people write them; "" where open."""
    interval = dates.parse(when) if when else None
    return (str(interval.start or ""), str(interval.last or "")) if interval else ("", "")


def _put_faces(tx: Tx, entities: Sequence[str]) -> None:
    for some in _parts(entities):
        said: dict[str, dict[str, list[str]]] = {entity: defaultdict(list) for entity in some}
        for entity, predicate, value in tx.run(cypher.LOOKS, ids=some):
            said[entity][predicate].append(value)
        tx.run(cypher.PUT_FACES, rows=[[entity, _face(entity, told), _labels(entity, told)] for entity, told in said.items()]).consume()


def _face(entity: str, told: Mapping[str, Sequence[str]]) -> Properties:
    """Name, kind, country and address as the most careful source gives them, which comes last."""
    names = [*told.get("alias", ()), *told.get("name", ())]
    name = names[-1] if names else entity
    return {
        "name": name,
        "aliases": sorted({one for one in names if one != name}) or None,
        "kind": _kind(entity, told),
        "country": next(reversed(told.get("country", ())), None),
        "url": next(reversed(told.get("url", ())), None),
    }


def _kind(entity: str, told: Mapping[str, Sequence[str]]) -> str:
    implied = ontology.load().implied_kind(entity)
    return next((kind for kind in reversed(told.get("kind", ())) if kind != implied), implied)


def _labels(entity: str, told: Mapping[str, Sequence[str]]) -> list[str]:
    return list(dict.fromkeys((*labels(ontology.load().implied_kind(entity)), *labels(_kind(entity, told)))))


def _put_judgements(tx: Tx, pairs: Sequence[tuple[str, str]], entities: Sequence[str]) -> None:
    """Judgements in force on these pairs, or on an entity of which there may not have been a node before."""
    judged = [list(pair) for pair in pairs]
    if entities:
        judged += tx.run(cypher.JUDGED, ids=entities).values()
    if judged:
        tx.run(cypher.DROP_JUDGED, rows=judged).consume()
        for verdict, type in (("same", "SAME_AS"), ("different", "DIFFERENT_FROM")):
            tx.run(cypher.put_judged(type), rows=judged, verdict=verdict).consume()


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
