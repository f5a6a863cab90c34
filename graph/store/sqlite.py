"""The embedded store: one SQLite file, one writer, many readers (see `schema` and `filing`)."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from graph import identity
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Text
from graph.results import EntityHit
from graph.snapshot.columns import Columns
from graph.store import audit, claim_table, filing, rows, units, weights
from graph.store import search as names
from graph.store.base import PUBLIC, Change, Check, Told, Unit, WriteReport
from graph.store.connection import File, translated
from graph.store.ledger import Ledger, in_json

AT_ONCE = 20_000
WIDE = "PRAGMA cache_size = -96000"  # for what does not come in order: ids, entities, names
TYPES = ("source", "text", "claim", "decision", "judgement")
SHOWN = "s.number IN (SELECT v.source FROM source_layer v WHERE v.name IN (SELECT value FROM json_each(:layers)))"
VISIBLE = "c.superseded_at IS NULL AND l.name IN (SELECT value FROM json_each(:layers))"


class SqliteStore:
    """A `GraphStore` in one file. Every thread may use it; iterators read one unchanging state."""

    def __init__(self, path: Path, *, create: bool = True, timeout: float = 10.0) -> None:
        self.url = f"sqlite:///{path}"
        self._file = File(path, create=create, timeout=timeout)

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    def write(self, lines: Iterable[Line], *, batch: int = 10_000, supersede: bool = False) -> WriteReport:
        """File the lines, each batch in one transaction; see `GraphStore.write`."""
        parts = _parts(lines, batch, whole_sources=supersede)
        ledger: Ledger | None = None
        for part in parts:
            with self._file.writing() as connection:
                ledger = ledger or Ledger(connection)
                ledger.begin()
                filing.file_some(ledger, part.lines, last=part.ends)
                if not part.ends:
                    connection.execute(WIDE)
                while not part.ends:
                    part = next(parts)
                    filing.file_some(ledger, part.lines, last=part.ends)
                filing.finish(ledger, supersede=supersede, last=part.last)
        if ledger is None:
            return WriteReport(dict.fromkeys(TYPES, 0), dict.fromkeys(TYPES, 0))
        return WriteReport(
            {t: ledger.added[t] for t in TYPES}, {t: ledger.known[t] for t in TYPES}, ledger.superseded, ledger.repeated, ledger.mark, ledger.now
        )

    def retract(self, source: str) -> int:
        """Supersede every claim of a source; returns how many. History keeps them."""
        with self._file.writing() as connection:
            return filing.retract(Ledger(connection), source)

    def sources(self, layers: Sequence[str] = PUBLIC, *, prefix: str = "") -> list[Source]:
        """Sources that are filed or claimed from in the layers, by id."""
        with translated(self.path):
            return list(_sources(self._file.connection(), layers, prefix))

    def text(self, source: str, layers: Sequence[str] = PUBLIC) -> str | None:
        """The canonical text of a source that the layers show, if it may be kept."""
        query = f"SELECT t.body FROM text t JOIN source s ON s.number = t.source WHERE s.id = :source AND {SHOWN}"
        with translated(self.path):
            found = self._file.connection().execute(query, {"source": source, "layers": in_json(layers)}).fetchone()
        return str(found[0]) if found else None

    def records(self, *, layers: Sequence[str] = PUBLIC, about: str = "", source: str = "", predicate: str = "", ids: Sequence[str] = ()) -> Iterator[Record]:
        """Current claims by recording order, decisions applied; see `GraphStore.records`."""
        wanted, given = [VISIBLE], {"layers": in_json(layers)}
        if about:
            ends = " UNION ".join(f"SELECT f.number FROM claim f JOIN e ON f.{end} = e.number" for end in ("subject", "object", "ask", "speaker"))
            wanted.append(f"c.number IN (WITH e AS (SELECT number FROM entity WHERE id IN (SELECT value FROM json_each(:about))) {ends})")
            given["about"] = in_json(self._members(about, layers))
        if source:
            wanted.append("s.id = :source")
            given["source"] = source
        if predicate:
            wanted.append("c.predicate = :predicate")
            given["predicate"] = predicate
        with self._file.reading() as connection:
            if ids:
                found = claim_table.filed(connection, [rows.number_of(claim) for claim in ids])
                wanted.append("c.number IN (SELECT value FROM json_each(:numbers))")
                given["numbers"] = str([row.number for row in found.values()])
            for row in connection.execute(f"{rows.SELECT} WHERE {' AND '.join(wanted)} ORDER BY c.number", given):
                yield rows.record(row, decided=True)

    def claim(self, claim: str, layers: Sequence[str] = PUBLIC) -> Claim | None:
        """One claim by id."""
        return next((record.claim for record in self.records(layers=layers, ids=[claim])), None)

    def told(self, predicates: Sequence[str], layers: Sequence[str] = PUBLIC) -> list[Told]:
        """What current claims of these predicates say; see `GraphStore.told`."""
        with self._file.reading() as connection:
            return claim_table.told(connection, predicates, layers)

    def remember(self, unit: Unit) -> None:
        """Note what was read as a whole; see `GraphStore.remember`."""
        with self._file.writing() as connection:
            units.remember(connection, unit)

    def recall(self, digest: str, layers: Sequence[str], telling: Sequence[str]) -> tuple[Unit, bool] | None:
        """The unit of a digest while the record holds what it filed; see `GraphStore.recall`."""
        with self._file.reading() as connection:
            unit = units.recall(connection, digest)
            return (unit, units.is_learned(connection, unit, layers, telling)) if unit and units.is_current(connection, unit, layers) else None

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Entities by name, alias or id; see `graph.store.search`."""
        merged = identity.clusters(self.judgements(layers))
        with translated(self.path):
            return names.search(self._file.connection(), text, kind, limit, layers, merged)

    def decisions(self, *, past: bool = False) -> list[Decision]:
        """Decisions in force, by claim; with `past` also those that a later one replaced here, oldest first."""
        query = rows.ALL_DECISIONS if past else f"{rows.DECISIONS} ORDER BY claim"
        with translated(self.path):
            return [rows.decision(row) for row in self._file.connection().execute(query)]

    def judgements(self, layers: Sequence[str] | None = PUBLIC, *, past: bool = False) -> list[Judgement]:
        """Judgements in force, by pair; on one pair the public one comes first, so that another layer's replaces it. See `GraphStore.judgements`."""
        found = weights.all_judgements if past else weights.current_judgements
        with translated(self.path):
            return [judgement for judgement in found(self._file.connection()) if layers is None or judgement.layer in layers]

    def revision(self, layers: Sequence[str] = PUBLIC) -> str:
        """Hash (32 hex digits) of what the layers hold; a load into another layer does not change it."""
        with translated(self.path):
            return _revision(self._file.connection(), layers)

    @contextmanager
    def state(self, layers: Sequence[str] = PUBLIC) -> Iterator[tuple[str, Iterator[Line]]]:
        """The revision and what a snapshot of it is made of, from one unchanging state."""
        given = {"layers": in_json(layers)}
        with self._file.reading() as connection:
            records = (rows.record(row, decided=True) for row in connection.execute(f"{rows.SELECT} WHERE {VISIBLE} ORDER BY c.number", given))
            judgements = (judgement for judgement in weights.current_judgements(connection) if judgement.layer in layers)
            yield _revision(connection, layers), chain(_sources(connection, layers), records, judgements)

    @contextmanager
    def columns(self, layers: Sequence[str] = PUBLIC, *, since: str = "", most: int = 0) -> Iterator[Columns]:
        """The same in columns; see `GraphStore.columns`."""
        from graph.store import bulk

        with self._file.reading() as connection:
            judgements = [judgement for judgement in weights.current_judgements(connection) if judgement.layer in layers]
            sources = list(_sources(connection, layers))
            yield bulk.read(connection, tuple(layers), _revision(connection, layers), sources, judgements, since=since, most=most)

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """Everything current, in an order that does not depend on history; None: all layers.

        Sources by id, texts, claims (kinds first, since other claims are checked by them; then by id
        and layer), decisions, judgements. Of chosen layers only what they show.
        """
        seen = "l.name IN (SELECT value FROM json_each(:layers))" if layers is not None else ":layers IS NULL"
        given = {"layers": None if layers is None else in_json(layers)}
        current = f"SELECT {{}} FROM claim c JOIN layer l ON l.number = c.layer WHERE c.superseded_at IS NULL AND {seen}"
        with self._file.reading() as connection:
            yield from _sources(connection, layers)
            held = f"SELECT s.id, t.body FROM text t JOIN source s ON s.number = t.source WHERE {SHOWN if layers is not None else 'true'} ORDER BY s.id"
            for source, text in connection.execute(held, given):
                yield Text(source=source, text=text)
            order = "ORDER BY c.predicate <> 'kind', c.id, l.name"
            for row in connection.execute(f"{rows.SELECT} WHERE c.superseded_at IS NULL AND {seen} {order}", given):
                yield rows.record(row, decided=False)
            on_them = f"AND claim IN ({current.format('c.id')})" if layers is not None else ""
            for row in connection.execute(f"{rows.DECISIONS} {on_them} ORDER BY claim", given):
                yield rows.decision(row)
            yield from (judgement for judgement in weights.current_judgements(connection) if layers is None or judgement.layer in layers)

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The change log after a number."""
        with self._file.reading() as connection:
            for row in connection.execute("SELECT number, at, action, digest, layer FROM change WHERE number > ? ORDER BY number", (since,)):
                yield Change(*row)

    def check(self) -> Check:
        """Verify counts, hashes, quotes, the database itself and the snapshots beside it."""
        from graph.snapshot import mapped

        home = mapped.home(self.url)
        with self._file.reading() as connection:
            return replace(audit.check(connection, self.dump), snapshots=tuple(mapped.verify(home)) if home else ())

    def close(self) -> None:
        """Release the store; a closed store cannot be used."""
        self._file.close()

    def _members(self, entity: str, layers: Sequence[str]) -> set[str]:
        merged = identity.clusters(self.judgements(layers))
        root = merged.get(entity, entity)
        return {entity, root} | {member for member, canonical in merged.items() if canonical == root}


def _revision(connection: sqlite3.Connection, layers: Sequence[str]) -> str:
    query = "SELECT name, hex(digest) FROM layer WHERE name IN (SELECT value FROM json_each(?)) AND digest <> zeroblob(16) ORDER BY name"
    held = connection.execute(query, (in_json(layers),)).fetchall()
    return blake2b(repr(held).encode(), digest_size=16).hexdigest()


def _sources(connection: sqlite3.Connection, layers: Sequence[str] | None, prefix: str = "") -> Iterator[Source]:
    """Sources that the layers (None: all) show, by id. One that is not filed where these layers' claims would put it says so."""
    if layers is None:
        layers = [name for (name,) in connection.execute("SELECT name FROM layer")]
    query = f"""
        SELECT s.body, filed.name, (
            SELECT l.name FROM layer l WHERE l.name IN (SELECT value FROM json_each(:layers))
            AND EXISTS (SELECT 1 FROM claim c WHERE c.source = s.number AND c.layer = l.number AND c.superseded_at IS NULL)
            ORDER BY l.name <> 'public', l.name LIMIT 1)
        FROM source s LEFT JOIN layer filed ON filed.number = s.layer WHERE {SHOWN} AND substr(s.id, 1, length(:prefix)) = :prefix ORDER BY s.id"""
    for body, layer, claimed in connection.execute(query, {"layers": in_json(layers), "prefix": prefix}):
        yield rows.source(body, layer if layer in layers and layer != claimed else "")


class Part(NamedTuple):
    """Some of the lines of a transaction: whether it `ends` with them, and whether they are the `last` of all."""

    lines: list[Line]
    ends: bool
    last: bool


def _parts(lines: Iterable[Line], size: int, *, whole_sources: bool) -> Iterator[Part]:
    """Transactions of `size` lines, in parts; with `whole_sources` longer ones, which end only where a source begins."""
    some: list[Line] = []
    count = 0
    for line in lines:
        full = count >= size and (not whole_sources or isinstance(line, Source))
        if full or len(some) >= AT_ONCE:
            yield Part(some, ends=full, last=False)
            some, count = [], 0 if full else count
        some.append(line)
        count += 1
    if some:
        yield Part(some, ends=True, last=True)
