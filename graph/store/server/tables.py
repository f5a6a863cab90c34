"""The rows of a server's store inside one transaction: `graph.store.tables.Tables` for one attempt at it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph import ontology
from graph.claims import Claim, Judgement, Record
from graph.store import rows
from graph.store.server import cypher, model
from graph.store.server import rows as properties
from graph.store.server.cypher import Tx
from graph.store.server.reading import judgements
from graph.store.tables import PUBLIC, Current, Decided, Filed, HeldSource, Key, LogLine, NewSource
from graph.store.vetting import NAMING

AT_ONCE = 5_000  # rows of one statement
T = TypeVar("T")
Shape = tuple[tuple[str, ...], bool, bool]


@dataclass(slots=True)
class Held:
    """A source as this transaction sees it: its JSON, its layer, the digest of its text, and how many current claims each layer has of it."""

    body: str
    layer: str
    digest: bytes | None
    counts: dict[str, int] = field(default_factory=dict)

    def shown_in(self) -> set[str]:
        """The layers that show it."""
        return {self.layer or PUBLIC, *(layer for layer, count in self.counts.items() if count)}


class ServerTables:
    """Locks the record when it is made, so that one transaction writes at a time; it sees what the one before it wrote."""

    def __init__(self, tx: Tx, writer: str) -> None:
        self.tx = tx
        self.writer = writer
        tx.run(cypher.LOCK, writer=writer).consume()
        self._last, self._logged = tx.run(cypher.COUNTERS).single(strict=True)
        self._before = self._last, self._logged
        self._digests: dict[str, str] = dict(tx.run(cypher.LAYERS).values())
        self._any_decision, self._any_judgement = (bool(tx.run(one).single(strict=True)[0]) for one in (cypher.ANY_DECISION, cypher.ANY_JUDGEMENT))
        self._sources: dict[str, Held | None] = {}
        self._dirty: set[str] = set()
        self._model = model.Touched()

    def last_claim(self) -> int:
        """The highest number of a claim, 0 where there is none."""
        return int(self._last)

    def sources(self, ids: Collection[str]) -> dict[str, HeldSource]:
        """Those of the sources that are filed."""
        return {id: HeldSource(one.body, one.layer, bool(one.counts.get(PUBLIC))) for id, one in self._held(ids).items()}

    def put_sources(self, sources: Sequence[NewSource], now: str) -> None:
        """File sources, in place of what was filed of them."""
        self._run(cypher.PUT_SOURCES, [properties.source_properties(one, now) for one in sources])
        for one in sources:
            before = self._sources.get(one.id)
            self._sources[one.id] = Held(one.body, one.layer, before.digest, before.counts) if before else Held(one.body, one.layer, None)

    def place_sources(self, layers: Mapping[str, str]) -> None:
        """Set the layers of sources."""
        for source, layer in layers.items():
            self._one(source).layer = layer
        self._dirty.update(layers)

    def source_weights(self, ids: Collection[str]) -> Iterable[tuple[str, str, bytes | None]]:
        """Layer, JSON and digest of the text of the sources, once for each layer that shows them."""
        return [(layer, one.body, one.digest) for one in self._held(ids).values() for layer in one.shown_in()]

    def text_digests(self, sources: Collection[str]) -> dict[str, bytes]:
        """blake2b-128 of the texts that are filed of the sources."""
        return {id: one.digest for id, one in self._held(sources).items() if one.digest}

    def texts(self, sources: Collection[str]) -> dict[str, str]:
        """The texts that are filed of the sources."""
        return dict(self.tx.run(cypher.TEXTS, ids=sorted(sources)).values())

    def put_texts(self, texts: Sequence[tuple[str, str, bytes]]) -> None:
        """File (source, text, digest), in place of what was filed."""
        self._run(cypher.PUT_TEXTS, [list(text) for text in texts])
        for source, _, digest in texts:
            self._one(source).digest = digest

    def kinds(self, entities: Collection[str]) -> Iterator[tuple[str, str]]:
        """Entities with the kinds that claims, superseded ones too, give them."""
        for some in _parts(sorted(entities)):
            for entity, kinds in self.tx.run(cypher.KINDS, ids=some):
                yield from ((entity, kind) for kind in kinds)

    def filed(self, claims: Sequence[bytes]) -> dict[Key, Filed]:
        """What is filed of the claims, in every layer."""
        found: dict[Key, Filed] = {}
        if self._last:
            for some in _parts([rows.name_of(claim) for claim in claims]):
                for id, layer, *row in self.tx.run(cypher.FILED, ids=some, layers=list(self._digests)):
                    found[rows.number_of(id), layer] = Filed(*row)
        return found

    def decided(self, claims: Sequence[bytes]) -> dict[bytes, Decided]:
        """Status, author and time of the decisions in force on the claims."""
        if not self._any_decision:
            return {}
        found = (row for some in _parts([rows.name_of(claim) for claim in claims]) for row in self.tx.run(cypher.DECIDED, ids=some))
        return {rows.number_of(claim): (status, by, at) for claim, status, by, at in found}

    def insert(self, records: Mapping[Key, Record], decisions: Mapping[bytes, Decided], now: str) -> None:
        """File records that are in no node yet, with their entities."""
        entities = {end for record in records.values() for end in _ends(record.claim).values()}
        self._make_entities(entities)
        if self._any_judgement:
            self._model.entities |= entities
        shapes: defaultdict[Shape, list[list[object]]] = defaultdict(list)
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for number, ((claim, layer), record) in enumerate(records.items(), self._last + 1):
            said = record.claim
            naming, name = ontology.load().predicates[said.predicate].naming, said.predicate in NAMING
            decided = decisions[claim][0] if claim in decisions else None
            shapes[tuple(_ends(said)), naming, name].append(properties.claim_row(number, record, decided, name=name))
            self._count(said.source, layer, 1)
            if said.predicate == "kind":
                kinds[said.subject].append(said.value)
            self._model.filed(record, decided)
        for (ends, naming, name), some in shapes.items():
            self._run(cypher.make_claims(ends, naming=naming, name=name), some, now=now)
        if kinds:
            self._run(cypher.ADD_KINDS, [[entity, list(dict.fromkeys(some))] for entity, some in kinds.items()])
        self._last += len(records)
        self._digests.update({layer: "0" * 32 for _, layer in records if layer not in self._digests})

    def refile(self, records: Sequence[tuple[Record, Filed]]) -> None:
        """Set status and extractor of filed claims and make them current."""
        self._run(cypher.REFILE, [[before.number, record.status.value, record.extractor] for record, before in records])
        for record, before in records:
            self._model.numbers.add(before.number)
            if before.superseded_at is not None:
                self._count(record.claim.source, record.layer, 1)

    def move(self, claims: Mapping[int, Claim]) -> list[int]:
        """Set where filed claims, by number, stand in their source; returns the numbers of those that stood elsewhere."""
        moved: list[int] = []
        for some in _parts([[number, rows.body(claim)] for number, claim in claims.items()]):
            moved += [number for (number,) in self.tx.run(cypher.MOVE, rows=some)]
        self._model.numbers.update(moved)
        return moved

    def current(self, source: str) -> list[Current]:
        """The current claims of a source, by number."""
        return [Current(rows.number_of(id), *rest) for id, *rest in self.tx.run(cypher.CURRENT, source=source)]

    def supersede(self, claims: Sequence[Current], now: str) -> None:
        """Supersede current claims."""
        numbers = [one.number for one in claims]
        for some in _parts(numbers):
            gone = self.tx.run(cypher.SUPERSEDE, numbers=some, now=now)
            for source, layer, count in gone:
                self._count(source, layer, -count)
        self._model.numbers.update(numbers)

    def claims_of(self, source: str) -> Iterator[Claim]:
        """The current claims of a source, whole."""
        return (properties.claim(row) for row in self.tx.run(cypher.CLAIMS_OF, source=source))

    def put_decisions(self, decisions: Sequence[tuple[bytes, Decided]], now: str) -> None:
        """File decisions in this order, each in place of the one in force on its claim."""
        names = [rows.name_of(claim) for claim, _ in decisions]
        last = {name: place for place, name in enumerate(names)}
        self.tx.run(cypher.END_DECISIONS, ids=list(last), now=now).consume()
        (number,) = self.tx.run(cypher.LAST_DECISION).single(strict=True)
        put = [
            [number + place, name, *decided, None if last[name] == place - 1 else now]
            for place, (name, (_, decided)) in enumerate(zip(names, decisions, strict=True), 1)
        ]
        self._run(cypher.PUT_DECISIONS, put, now=now)
        applied = [[name, decisions[place][1][0]] for name, place in last.items()]
        for some in _parts(applied):
            self._model.numbers.update(number for (number,) in self.tx.run(cypher.APPLY_DECISIONS, rows=some, layers=list(self._digests)))
        self._any_decision = True

    def judgements(self) -> list[Judgement]:
        """Judgements in force in all layers, by pair; on one pair the public one comes first."""
        return judgements(self.tx)

    def put_judgements(self, judgements: Sequence[Judgement], now: str) -> None:
        """File judgements in this order, each in place of the one in force on its pair and layer."""
        (number,) = self.tx.run(cypher.LAST_JUDGEMENT).single(strict=True)
        for place, one in enumerate(judgements, 1):
            given = one.model_dump(mode="json", exclude={"type"}) | {"number": number + place, "ends": now if one.verdict == "undecided" else None}
            self.tx.run(cypher.PUT_JUDGEMENT, given, now=now).consume()
            self._model.pairs.add((one.left, one.right))

    def end(self, log: Sequence[LogLine], weights: Mapping[str, int]) -> int:
        """Write the log, the layers' digests, what changed of sources, and the readable model; lock the door and return the log's last number."""
        if self._dirty:
            changed = [(id, self._one(id)) for id in sorted(self._dirty)]
            self._run(cypher.PLACE_SOURCES, [[id, one.layer, *_columns(one.counts)] for id, one in changed])
            self._dirty.clear()
        self._model.write(self.tx)
        if weights:
            for layer, amount in weights.items():
                self._digests[layer] = f"{(int(self._digests.get(layer, '0'), 16) + amount) % rows.WHOLE:032X}"
            self._run(cypher.PUT_LAYERS, [[layer, self._digests[layer]] for layer in weights])
        if log:
            self.tx.run(cypher.LOG, properties.packed(log), first=self._logged + 1, last=self._logged + len(log)).consume()
            self._logged += len(log)
        return int(self._logged)

    def leave(self) -> None:
        """Count what was filed and lock the door; the caller commits."""
        if self._before != (self._last, self._logged):
            self.tx.run(cypher.COUNT, claims=self._last, changes=self._logged).consume()
            self.tx.run(cypher.PASS_DOOR, changes=self._logged, writer=self.writer).consume()

    def _held(self, ids: Collection[str]) -> dict[str, Held]:
        """Those of the sources that are filed, looked up where this transaction has not yet."""
        unknown = sorted(id for id in ids if id not in self._sources)
        self._sources.update(dict.fromkeys(unknown))
        for some in _parts(unknown):
            for id, body, layer, shown, counts, digest in self.tx.run(cypher.HELD_SOURCES, ids=some):
                self._sources[id] = Held(body, layer, digest, dict(zip(shown, counts, strict=True)))
        return {id: one for id in ids if (one := self._sources[id])}

    def _one(self, source: str) -> Held:
        return self._held((source,))[source]

    def _count(self, source: str, layer: str, amount: int) -> None:
        one = self._sources.get(source) or self._one(source)
        one.counts[layer] = one.counts.get(layer, 0) + amount
        self._dirty.add(source)

    def _make_entities(self, ids: Collection[str]) -> None:
        kinds = {id: ontology.load().implied_kind(id) for id in sorted(ids)}
        self._run(cypher.MAKE_ENTITIES, [[id, kind, list(model.labels(kind))] for id, kind in kinds.items()])

    def _run(self, statement: str, values: Sequence[object], **given: Any) -> None:
        for some in _parts(values):
            self.tx.run(statement, rows=some, **given).consume()


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _ends(claim: Claim) -> dict[str, str]:
    """The entities that a claim names, by the part that they have in it."""
    return {end: id for end in cypher.ENDS if (id := getattr(claim, end))}


def _columns(counts: Mapping[str, int]) -> tuple[list[str], list[int]]:
    held = {layer: count for layer, count in sorted(counts.items()) if count}
    return list(held), list(held.values())
