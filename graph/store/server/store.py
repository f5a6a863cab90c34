"""The store on a Neo4j server: `GraphStore` on the parts beside it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar
from uuid import uuid4

from graph import identity
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Text
from graph.errors import StoreUnreachable
from graph.results import EntityHit
from graph.snapshot.columns import Columns
from graph.store import filing
from graph.store.base import PUBLIC, Chains, Change, Check, Excerpt, Retraction, Told, Unit, WriteReport
from graph.store.ledger import TYPES, Ledger
from graph.store.search import search
from graph.store.server import address, audit, cypher, excerpt, model, reading, schema, units
from graph.store.server import columns as in_columns
from graph.store.server import rows as properties
from graph.store.server.address import Credentials
from graph.store.server.connection import Server, is_unknown
from graph.store.server.cypher import Tx
from graph.store.server.names import ServerNames
from graph.store.server.steady import spooled, steady
from graph.store.server.tables import ServerTables

T = TypeVar("T")
MOST = 10_000  # lines of one transaction, since a server keeps all that one changes in its memory


class ServerStore:
    """A `GraphStore` in a database of a Neo4j server. Every thread may use it; iterators read one unchanging state."""

    engine: Literal["file", "server"] = "server"

    def __init__(self, url: str, credentials: Credentials | None = None, *, create: bool = True, timeout: float = 10.0) -> None:
        where = address.parse(url)
        self.url = where.url
        self._server = Server(where, credentials or Credentials(), timeout=timeout)
        try:
            schema.recognise(self._server, create=create)
        except BaseException:
            self._server.close()
            raise

    def write(self, lines: Iterable[Line | Retraction], *, batch: int = 10_000, supersede: bool = False) -> WriteReport:
        """File the lines; see `GraphStore.write`. Whatever the batch, a transaction holds at most about MOST lines."""
        ledger: Ledger | None = None
        for some, last in _transactions(lines, batch, whole_sources=supersede):
            ledger = self._file(ledger, some, supersede=supersede, complete=last or batch <= MOST, last=last)
        return ledger.report() if ledger else WriteReport(dict.fromkeys(TYPES, 0), dict.fromkeys(TYPES, 0))

    def retract(self, source: str) -> int:
        """Supersede every claim of a source; returns how many. History keeps them."""

        def work(tx: Tx) -> int:
            tables = ServerTables(tx, uuid4().hex)
            gone = filing.retract(Ledger(tables), source)
            tables.leave()
            return gone

        return self._server.write(work)

    def sources(self, layers: Sequence[str] | None = PUBLIC, *, prefix: str = "") -> list[Source]:
        """Sources that are filed or claimed from in the layers, by id."""
        return self._server.read(lambda tx: list(reading.sources(tx, layers, prefix)))

    def text(self, source: str, layers: Sequence[str] = PUBLIC) -> str | None:
        """The canonical text of a source that the layers show, if it may be kept."""
        found = self._rows(cypher.SOURCE_TEXT, source=source, layers=list(layers))
        return str(found[0][0]) if found else None

    def records(
        self, *, layers: Sequence[str] = PUBLIC, about: str = "", source: str = "", predicate: str = "", ids: Sequence[str] = (), past: bool = False
    ) -> Iterator[Record]:
        """Claims by recording order, decisions applied; see `GraphStore.records`."""
        statement = cypher.claims(about=bool(about), source=bool(source), predicate=bool(predicate), ids=bool(ids), past=past)
        given = {"layers": list(dict.fromkeys(layers)), "source": source, "predicate": predicate, "ids": list(dict.fromkeys(ids))}

        def work(tx: Tx) -> Iterator[list[object]]:
            if about:
                given["about"] = sorted(_members(reading.judgements(tx), about, layers))
            return spooled(list(row) for row in tx.run(statement, given))

        few = bool(about or ids)
        rows = self._server.read(work) if few else steady(self._server, work)
        return (properties.record(row, decided=True) for row in rows)

    def claim(self, claim: str, layers: Sequence[str] = PUBLIC) -> Claim | None:
        """One claim by id."""
        return next((record.claim for record in self.records(layers=layers, ids=[claim])), None)

    def told(self, predicates: Sequence[str], layers: Sequence[str] = PUBLIC) -> list[Told]:
        """What current claims of these predicates say; see `GraphStore.told`."""
        found: dict[str, list[Told]] = {predicate: [] for predicate in predicates}
        for _, subject, predicate, value, object_, source, folded in self._rows(cypher.TOLD, predicates=list(predicates), layers=list(layers)):
            found[predicate].append(Told(subject, predicate, value or object_, source, folded))
        return [one for some in found.values() for one in some]

    def remember(self, unit: Unit) -> None:
        """Note what was read as a whole; see `GraphStore.remember`."""
        self._server.write(lambda tx: units.remember(tx, unit))

    def recall(self, digest: str, layers: Sequence[str], telling: Sequence[str]) -> tuple[Unit, bool] | None:
        """The unit of a digest while the record holds what it filed; see `GraphStore.recall`."""
        return self._server.read(lambda tx: units.recall(tx, digest, layers, telling))

    def memos(self, drawer: str) -> dict[str, str]:
        """The memos of a drawer, by key; see `GraphStore.memos`."""
        return self._server.read(lambda tx: units.memos(tx, drawer))

    def memo(self, drawer: str, key: str) -> str | None:
        """The memo of one key; see `GraphStore.memo`."""
        return self._server.read(lambda tx: units.memo(tx, drawer, key))

    def keep(self, drawer: str, key: str, body: str | None, *, was: str | None = None) -> bool:
        """Put a memo in place of `was`, or take it away; see `GraphStore.keep`."""
        return self._server.write(lambda tx: units.keep(tx, drawer, key, body, was))

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Entities by name, alias or id; see `graph.store.search`."""

        def work(tx: Tx) -> list[EntityHit]:
            merged = identity.clusters(one for one in reading.judgements(tx) if one.layer in layers)
            return search(ServerNames(tx, layers), text, kind, limit, merged)

        return self._server.read(work)

    def decisions(self, layers: Sequence[str] | None = None, *, past: bool = False) -> list[Decision]:
        """Decisions in force, by claim; with `past` also those that a later one replaced here, oldest first; see `GraphStore.decisions`."""
        return self._server.read(lambda tx: reading.decisions(tx, cypher.ALL_DECISIONS if past else cypher.DECISIONS, layers))

    def judgements(self, layers: Sequence[str] | None = PUBLIC, *, past: bool = False) -> list[Judgement]:
        """Judgements in force, by pair; see `GraphStore.judgements`."""
        found = self._server.read(lambda tx: reading.judgements(tx, past=past))
        return [judgement for judgement in found if layers is None or judgement.layer in layers]

    def revision(self, layers: Sequence[str] = PUBLIC) -> str:
        """Hash (32 hex digits) of what the layers hold; a load into another layer does not change it."""
        return self._server.read(lambda tx: reading.revision(tx, layers))

    @contextmanager
    def state(self, layers: Sequence[str] = PUBLIC) -> Iterator[tuple[str, Iterator[Line]]]:
        """The revision and what a snapshot of it is made of, from one unchanging state."""
        yield steady(self._server, lambda tx: (reading.revision(tx, layers), spooled(reading.state(tx, layers))))

    @contextmanager
    def columns(self, layers: Sequence[str] = PUBLIC, *, since: str = "", most: int = 0) -> Iterator[Columns]:
        """The same in columns; see `GraphStore.columns`."""
        yield steady(self._server, lambda tx: in_columns.read(tx, tuple(layers), since=since, most=most))

    def excerpt(self, wanted: Excerpt, layers: Sequence[str] = PUBLIC) -> Columns | None:
        """The columns of an excerpt of the record; see `GraphStore.excerpt`."""
        return steady(self._server, lambda tx: excerpt.read(tx, wanted, tuple(layers)))

    def chains(self, wanted: Chains, layers: Sequence[str] = PUBLIC) -> list[tuple[str, ...]] | None:
        """Chains of ids of fewest ties, found by Cypher in the readable model; see `GraphStore.chains`."""
        types = [model.types()[predicate] for predicate in wanted.predicates if predicate in model.types()]
        given = {name: list(getattr(wanted, name)) for name in ("starts", "ends", "kinds", "inside", "statuses", "exclude")}
        found = self._rows(cypher.chains(types, wanted.hops, wanted.most), **given, confidence=wanted.confidence, day=wanted.day, layers=list(layers))
        return [tuple(ids) for (ids,) in found]

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """Everything current, in an order that does not depend on history; None: all layers; see `SqliteStore.dump`."""
        return steady(self._server, lambda tx: spooled(reading.dump(tx, layers)))

    def changes(self, since: int = 0, layers: Sequence[str] | None = None) -> Iterator[Change]:
        """The change log after a number; see `GraphStore.changes`."""
        return self._server.read(lambda tx: spooled(reading.changes(tx, since, layers)))

    def check(self) -> Check:
        """Verify counts, hashes, quotes and how the record hangs together."""
        return steady(self._server, audit.check)

    def close(self) -> None:
        """Release the store; a closed store cannot be used."""
        self._server.close()

    def _file(self, ledger: Ledger | None, lines: Sequence[Line | Retraction], *, supersede: bool, complete: bool, last: bool) -> Ledger:
        """File the lines of one transaction, however often it must be tried; unless they are `complete` what needs later ones waits."""
        saved, writer = ledger.saved() if ledger else None, uuid4().hex
        filed: list[Ledger] = []

        def work(tx: Tx) -> Ledger:
            tables = ServerTables(tx, writer)
            kept = ledger or Ledger(tables)
            if saved:
                kept.again(saved, tables)
            kept.begin()
            filing.file_some(kept, lines, last=complete)
            filing.finish(kept, supersede=supersede, last=last)
            tables.leave()
            filed[:] = [kept]
            return kept

        try:
            return self._server.write(work)
        except StoreUnreachable as error:
            if not is_unknown(error):
                raise
            passed = self._server.read(lambda tx: tx.run(cypher.WRITER).single(strict=True)[0])
            return filed[0] if passed == writer else self._server.write(work)

    def _rows(self, statement: str, **given: Any) -> list[list[Any]]:
        return self._server.read(lambda tx: tx.run(statement, given).values())


def _members(judgements: Iterable[Judgement], entity: str, layers: Sequence[str]) -> set[str]:
    merged = identity.clusters(one for one in judgements if one.layer in layers)
    root = merged.get(entity, entity)
    return {entity, root} | {member for member, canonical in merged.items() if canonical == root}


Lines = list[Line | Retraction]


def _transactions(lines: Iterable[Line | Retraction], size: int, *, whole_sources: bool) -> Iterator[tuple[Lines, bool]]:
    """The lines of each transaction and whether they are the last of all.

    With `whole_sources` one ends only where a source begins, since the claims on a new text go together, or after MOST lines without a text.
    """
    some: Lines = []
    worded = False
    for line in lines:
        begins = isinstance(line, Source)
        if len(some) >= min(size, MOST) and (not whole_sources or begins or (len(some) >= MOST and not worded)):
            yield some, False
            some, worded = [], False
        worded = (worded and not begins) or isinstance(line, Text)
        some.append(line)
    if some:
        yield some, True


def is_there(url: str, credentials: Credentials | None = None) -> bool:
    """Whether a server has a store at the address."""
    server = Server(address.parse(url), credentials or Credentials(), timeout=10)
    try:
        return schema.version(server) is not None
    finally:
        server.close()
