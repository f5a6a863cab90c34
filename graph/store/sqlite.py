"""The embedded store: one SQLite file, one writer, many readers (see `schema` and `filing`)."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from graph import identity
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Text
from graph.results import EntityHit
from graph.snapshot.columns import Columns
from graph.store import audit, claim_table, filing, memos, rows, units, weights
from graph.store.base import PUBLIC, Chains, Change, Check, Excerpt, Retraction, Told, Unit, WriteReport
from graph.store.connection import File, translated
from graph.store.ledger import TYPES, Ledger, in_json
from graph.store.search import search
from graph.store.sqlite_names import SqliteNames
from graph.store.sqlite_tables import SqliteTables

AT_ONCE = 20_000
WIDE = "PRAGMA cache_size = -96000"  # for what does not come in order: ids, entities, names
SHOWN = "s.number IN (SELECT v.source FROM source_layer v WHERE v.name IN (SELECT value FROM json_each(:layers)))"
OF_LAYERS = "l.name IN (SELECT value FROM json_each(:layers))"
VISIBLE = f"c.superseded_at IS NULL AND {OF_LAYERS}"


class SqliteStore:
    """A `GraphStore` in one file. Every thread may use it; iterators read one unchanging state."""

    engine: Literal["file", "server"] = "file"

    def __init__(self, path: Path, *, create: bool = True, timeout: float = 10.0) -> None:
        self.url = f"sqlite:///{path}"
        self._file = File(path, create=create, timeout=timeout)

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    def write(self, lines: Iterable[Line | Retraction], *, batch: int = 10_000, supersede: bool = False) -> WriteReport:
        """File the lines, each batch in one transaction; see `GraphStore.write`."""
        parts = _parts(lines, batch, whole_sources=supersede)
        ledger: Ledger | None = None
        for part in parts:
            with self._file.writing() as connection:
                ledger = ledger or Ledger(SqliteTables(connection))
                ledger.begin()
                filing.file_some(ledger, part.lines, last=part.ends)
                if not part.ends:
                    connection.execute(WIDE)
                while not part.ends:
                    part = next(parts)
                    filing.file_some(ledger, part.lines, last=part.ends)
                filing.finish(ledger, supersede=supersede, last=part.last)
        return ledger.report() if ledger else WriteReport(dict.fromkeys(TYPES, 0), dict.fromkeys(TYPES, 0))

    def retract(self, source: str) -> int:
        """Supersede every claim of a source; returns how many. History keeps them."""
        with self._file.writing() as connection:
            return filing.retract(Ledger(SqliteTables(connection)), source)

    def sources(self, layers: Sequence[str] | None = PUBLIC, *, prefix: str = "") -> list[Source]:
        """Sources that are filed or claimed from in the layers, by id."""
        with translated(self.path):
            return list(_sources(self._file.connection(), layers, prefix))

    def text(self, source: str, layers: Sequence[str] = PUBLIC) -> str | None:
        """The canonical text of a source that the layers show, if it may be kept."""
        query = f"SELECT t.body FROM text t JOIN source s ON s.number = t.source WHERE s.id = :source AND {SHOWN}"
        with translated(self.path):
            found = self._file.connection().execute(query, {"source": source, "layers": in_json(layers)}).fetchone()
        return str(found[0]) if found else None

    def records(
        self, *, layers: Sequence[str] = PUBLIC, about: str = "", source: str = "", predicate: str = "", ids: Sequence[str] = (), past: bool = False
    ) -> Iterator[Record]:
        """Claims by recording order, decisions applied; see `GraphStore.records`."""
        wanted, given = [OF_LAYERS if past else VISIBLE], {"layers": in_json(layers)}
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

    def memos(self, drawer: str) -> dict[str, str]:
        """The memos of a drawer, by key; see `GraphStore.memos`."""
        with translated(self.path):
            return memos.kept(self._file.connection(), drawer)

    def memo(self, drawer: str, key: str) -> str | None:
        """The memo of one key; see `GraphStore.memo`."""
        with translated(self.path):
            return memos.memo(self._file.connection(), drawer, key)

    def keep(self, drawer: str, key: str, body: str | None, *, was: str | None = None) -> bool:
        """Put a memo in place of `was`, or take it away; see `GraphStore.keep`."""
        with self._file.writing() as connection:
            return memos.keep(connection, drawer, key, body, was)

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Entities by name, alias or id; see `graph.store.search`."""
        merged = identity.clusters(self.judgements(layers))
        with translated(self.path):
            return search(SqliteNames(self._file.connection(), layers), text, kind, limit, merged)

    def decisions(self, layers: Sequence[str] | None = None, *, past: bool = False) -> list[Decision]:
        """Decisions in force, by claim; with `past` also those that a later one replaced here, oldest first; see `GraphStore.decisions`."""
        query = rows.ALL_DECISIONS if past else rows.DECISIONS
        given = {"layers": None if layers is None else in_json(layers)}
        with translated(self.path):
            return [rows.decision(row) for row in self._file.connection().execute(query, given)]

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

    def excerpt(self, wanted: Excerpt, layers: Sequence[str] = PUBLIC) -> None:
        """None: a snapshot lies beside the file; see `GraphStore.excerpt`."""

    def chains(self, wanted: Chains, layers: Sequence[str] = PUBLIC) -> None:
        """None: a file does not search; see `GraphStore.chains`."""

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """Everything current, in an order that does not depend on history; None: all layers.

        Sources by id, texts, claims (kinds first, since other claims are checked by them; then by id
        and layer), decisions, judgements. Of chosen layers only what they show.
        """
        seen = "l.name IN (SELECT value FROM json_each(:layers))" if layers is not None else ":layers IS NULL"
        given = {"layers": None if layers is None else in_json(layers)}
        with self._file.reading() as connection:
            yield from _sources(connection, layers)
            held = f"SELECT s.id, t.body FROM text t JOIN source s ON s.number = t.source WHERE {SHOWN if layers is not None else 'true'} ORDER BY s.id"
            for source, text in connection.execute(held, given):
                yield Text(source=source, text=text)
            order = "ORDER BY c.predicate <> 'kind', c.id, l.name"
            for row in connection.execute(f"{rows.SELECT} WHERE c.superseded_at IS NULL AND {seen} {order}", given):
                yield rows.record(row, decided=False)
            for row in connection.execute(rows.SHOWN_DECISIONS, given):
                yield rows.decision(row)
            yield from (judgement for judgement in weights.current_judgements(connection) if layers is None or judgement.layer in layers)

    def changes(self, since: int = 0, layers: Sequence[str] | None = None) -> Iterator[Change]:
        """The change log after a number; see `GraphStore.changes`."""
        query = f"SELECT number, at, action, digest, layer FROM change WHERE number > :since AND {rows.OF_LAYERS.format('layer')} ORDER BY number"
        given = {"since": since, "layers": None if layers is None else in_json(layers)}
        with self._file.reading() as connection:
            for row in connection.execute(query, given):
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
    return weights.revision(connection.execute(query, (in_json(layers),)).fetchall())


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

    lines: list[Line | Retraction]
    ends: bool
    last: bool


def _parts(lines: Iterable[Line | Retraction], size: int, *, whole_sources: bool) -> Iterator[Part]:
    """Transactions of `size` lines, in parts; with `whole_sources` longer ones, which end only where a source begins."""
    some: list[Line | Retraction] = []
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
