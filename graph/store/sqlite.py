"""The embedded store: one SQLite file, one writer, many readers (see `schema` and `filing`)."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from graph import identity
from graph.claims import Claim, Decision, Judgement, Line, Record, Source, Text
from graph.results import EntityHit
from graph.store import audit, claim_table, filing, rows
from graph.store import search as names
from graph.store.base import PUBLIC, Change, Check, WriteReport
from graph.store.connection import File, translated
from graph.store.ledger import Ledger, in_json

TYPES = ("source", "text", "claim", "decision", "judgement")
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
        ledger: Ledger | None = None
        for some in _batches(lines, batch, whole_sources=supersede):
            with self._file.writing() as connection:
                ledger = ledger or Ledger(connection)
                filing.file_batch(ledger, some, supersede=supersede)
        if ledger is None:
            return WriteReport(dict.fromkeys(TYPES, 0), dict.fromkeys(TYPES, 0))
        return WriteReport({t: ledger.added[t] for t in TYPES}, {t: ledger.known[t] for t in TYPES}, ledger.superseded)

    def retract(self, source: str) -> int:
        """Supersede every claim of a source; returns how many. History keeps them."""
        with self._file.writing() as connection:
            return filing.retract(Ledger(connection), source)

    def sources(self, layers: Sequence[str] = PUBLIC) -> list[Source]:
        """Sources that have a claim in the layers, or never had any, by id."""
        query = """
            SELECT s.body FROM source s
            WHERE EXISTS (SELECT 1 FROM claim c JOIN layer l ON l.number = c.layer WHERE c.source = s.number AND c.superseded_at IS NULL
                          AND l.name IN (SELECT value FROM json_each(?)))
               OR NOT EXISTS (SELECT 1 FROM claim c WHERE c.source = s.number)
            ORDER BY s.id"""
        with translated(self.path):
            return [Source.model_validate_json(row[0]) for row in self._file.connection().execute(query, (in_json(layers),))]

    def text(self, source: str) -> str | None:
        """The canonical text of a source, if it may be kept."""
        query = "SELECT t.body FROM text t JOIN source s ON s.number = t.source WHERE s.id = ?"
        with translated(self.path):
            found = self._file.connection().execute(query, (source,)).fetchone()
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

    def search(self, text: str, *, kind: str = "", limit: int = 20, layers: Sequence[str] = PUBLIC) -> list[EntityHit]:
        """Entities by name, alias or id; see `graph.store.search`."""
        merged = identity.clusters(self.judgements(layers))
        with translated(self.path):
            return names.search(self._file.connection(), text, kind, limit, layers, merged)

    def decisions(self) -> list[Decision]:
        """Decisions in force, by claim."""
        with translated(self.path):
            return [rows.decision(row) for row in self._file.connection().execute(f"{rows.DECISIONS} ORDER BY claim")]

    def judgements(self, layers: Sequence[str] = PUBLIC) -> list[Judgement]:
        """Judgements in force, by pair; on one pair the public one comes first, so that another layer's replaces it."""
        with translated(self.path):
            return [judgement for judgement in filing.current_judgements(self._file.connection()) if judgement.layer in layers]

    def revision(self, layers: Sequence[str] = PUBLIC) -> str:
        """Hash (32 hex digits) of what the layers hold; a load into another layer does not change it."""
        query = "SELECT name, hex(digest) FROM layer WHERE name IN (SELECT value FROM json_each(?)) AND digest <> zeroblob(16) ORDER BY name"
        with translated(self.path):
            held = self._file.connection().execute(query, (in_json(layers),)).fetchall()
        return blake2b(repr(held).encode(), digest_size=16).hexdigest()

    def dump(self, layers: Sequence[str] | None = None) -> Iterator[Line]:
        """Everything current, in an order that does not depend on history; None: all layers.

        Sources by id, texts, claims (kinds first, since other claims are checked by them; then by id
        and layer), decisions, judgements. Of chosen layers only what their claims need.
        """
        seen = "l.name IN (SELECT value FROM json_each(:layers))" if layers is not None else ":layers IS NULL"
        given = {"layers": None if layers is None else in_json(layers)}
        current = f"SELECT {{}} FROM claim c JOIN layer l ON l.number = c.layer WHERE c.superseded_at IS NULL AND {seen}"
        cited = f"s.number IN ({current.format('c.source')})" if layers is not None else "true"
        with self._file.reading() as connection:
            for (body,) in connection.execute(f"SELECT s.body FROM source s WHERE {cited} ORDER BY s.id", given):
                yield Source.model_validate_json(body)
            for source, text in connection.execute(f"SELECT s.id, t.body FROM text t JOIN source s ON s.number = t.source WHERE {cited} ORDER BY s.id", given):
                yield Text(source=source, text=text)
            order = "ORDER BY c.predicate <> 'kind', c.id, l.name"
            for row in connection.execute(f"{rows.SELECT} WHERE c.superseded_at IS NULL AND {seen} {order}", given):
                yield rows.record(row, decided=False)
            on_them = f"AND claim IN ({current.format('c.id')})" if layers is not None else ""
            for row in connection.execute(f"{rows.DECISIONS} {on_them} ORDER BY claim", given):
                yield rows.decision(row)
            yield from (judgement for judgement in filing.current_judgements(connection) if layers is None or judgement.layer in layers)

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The change log after a number."""
        with self._file.reading() as connection:
            for row in connection.execute("SELECT number, at, action, digest, layer FROM change WHERE number > ? ORDER BY number", (since,)):
                yield Change(*row)

    def check(self) -> Check:
        """Verify counts, hashes, quotes and the database itself."""
        with self._file.reading() as connection:
            return audit.check(connection, self.dump)

    def close(self) -> None:
        """Release the store; a closed store cannot be used."""
        self._file.close()

    def _members(self, entity: str, layers: Sequence[str]) -> set[str]:
        merged = identity.clusters(self.judgements(layers))
        root = merged.get(entity, entity)
        return {entity, root} | {member for member, canonical in merged.items() if canonical == root}


def _batches(lines: Iterable[Line], size: int, *, whole_sources: bool) -> Iterator[list[Line]]:
    """Lists of `size` lines; with `whole_sources` longer ones, parted only where a source begins."""
    if not whole_sources:
        rest = iter(lines)
        while some := list(islice(rest, size)):
            yield some
        return
    some = []
    for line in lines:
        if isinstance(line, Source) and len(some) >= size:
            yield some
            some = []
        some.append(line)
    if some:
        yield some
