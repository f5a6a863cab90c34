"""The rows of a SQLite store inside one transaction: `graph.store.tables.Tables` on a connection, for one call of `write`."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from graph.claims import Claim, Judgement, Record
from graph.store import claim_table, rows
from graph.store.claim_table import select
from graph.store.ledger import in_json
from graph.store.tables import Current, Decided, Filed, HeldSource, Key, LogLine, NewSource
from graph.store.weights import current_judgements


class SqliteTables:
    """The numbers that ids have are kept from one transaction of a call to the next."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._layers: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._entities: dict[str, int] = {}

    def last_claim(self) -> int:
        """The highest number of a claim, 0 where there is none."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM claim").fetchone()[0])

    def sources(self, ids: Collection[str]) -> dict[str, HeldSource]:
        """Those of the sources that are filed."""
        public = "EXISTS (SELECT 1 FROM claim c WHERE c.source = s.number AND c.layer = ? AND c.superseded_at IS NULL)"
        query = f"""
            SELECT s.id, s.number, s.body, coalesce(l.name, ''), {public} FROM source s LEFT JOIN layer l ON l.number = s.layer
            WHERE s.id IN (SELECT value FROM json_each(?))"""
        found = {}
        for id, number, body, layer, claimed in self.connection.execute(query, (self.layer("public"), in_json(ids))):
            self._sources[id] = number
            found[id] = HeldSource(body, layer, bool(claimed))
        return found

    def put_sources(self, sources: Sequence[NewSource], now: str) -> None:
        """File sources, in place of what was filed of them."""
        self.connection.executemany(
            "INSERT INTO source (id, source_group, body, recorded_at, layer) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " source_group = excluded.source_group, body = excluded.body, recorded_at = excluded.recorded_at, layer = excluded.layer",
            [(one.id, one.group, one.body, now, self.layer(one.layer) if one.layer else None) for one in sources],
        )
        fresh = [one.id for one in sources if one.id not in self._sources]
        self._sources.update(self.connection.execute("SELECT id, number FROM source WHERE id IN (SELECT value FROM json_each(?))", (in_json(fresh),)))

    def place_sources(self, layers: Mapping[str, str]) -> None:
        """Set the layers of sources."""
        placed = [(self.layer(layer), self._sources[source]) for source, layer in layers.items()]
        self.connection.executemany("UPDATE source SET layer = ? WHERE number = ?", placed)

    def source_weights(self, ids: Collection[str]) -> Iterable[tuple[str, str, bytes | None]]:
        """Layer, JSON and digest of the text of the sources, once for each layer that shows them."""
        query = f"{rows.SOURCE_WEIGHTS} WHERE s.id IN (SELECT value FROM json_each(?))"
        return self.connection.execute(query, (in_json(ids),)).fetchall()

    def text_digests(self, sources: Collection[str]) -> dict[str, bytes]:
        """blake2b-128 of the texts that are filed of the sources."""
        return dict(self._of_texts("digest", sources))

    def texts(self, sources: Collection[str]) -> dict[str, str]:
        """The texts that are filed of the sources."""
        return dict(self._of_texts("body", sources))

    def put_texts(self, texts: Sequence[tuple[str, str, bytes]]) -> None:
        """File (source, text, digest), in place of what was filed."""
        self.connection.executemany(
            "INSERT INTO text (source, body, digest) VALUES (?, ?, ?) ON CONFLICT (source) DO UPDATE SET body = excluded.body, digest = excluded.digest",
            [(self._sources[source], body, digest) for source, body, digest in texts],
        )

    def kinds(self, entities: Collection[str]) -> Iterable[tuple[str, str]]:
        """Entities with the kinds that claims, superseded ones too, give them."""
        query = """
            SELECT e.id, c.value FROM entity e JOIN claim c ON c.subject = e.number AND c.predicate = 'kind'
            WHERE e.id IN (SELECT value FROM json_each(?))"""
        return self.connection.execute(query, (in_json(entities),))

    def filed(self, claims: Sequence[bytes]) -> dict[Key, Filed]:
        """What is filed of the claims, in every layer."""
        return claim_table.filed(self.connection, claims)

    def decided(self, claims: Sequence[bytes]) -> dict[bytes, Decided]:
        """Status, author and time of the decisions in force on the claims."""
        if not self.connection.execute("SELECT 1 FROM decision LIMIT 1").fetchone():
            return {}
        query = "SELECT claim, status, by, at FROM decision WHERE superseded_at IS NULL AND claim IN ({})"
        return {row[0]: row[1:] for row in select(self.connection, query, claims)}

    def insert(self, records: Mapping[Key, Record], decisions: Mapping[bytes, Decided], now: str) -> None:
        """File records that are in no row yet; decisions have rows of their own."""
        ends = (end for record in records.values() for end in claim_table.ends(record.claim))
        self._make_entities(ends)
        claim_table.insert(self.connection, records, claim_table.Numbers(self._sources, self._entities, self.layer), now)

    def refile(self, records: Sequence[tuple[Record, Filed]]) -> None:
        """Set status and extractor of filed claims and make them current."""
        again = [(record.status, record.extractor, before.number) for record, before in records]
        self.connection.executemany("UPDATE claim SET status = ?, extractor = ?, superseded_at = NULL WHERE number = ?", again)

    def move(self, claims: Mapping[int, Claim]) -> list[int]:
        """Set where filed claims, by number, stand in their source; returns the numbers of those that stood elsewhere."""
        query = "SELECT number, body FROM claim WHERE number IN (SELECT value FROM json_each(?))"
        moved = [(body, number) for number, before in self.connection.execute(query, (str(list(claims)),)) if (body := rows.body(claims[number])) != before]
        self.connection.executemany("UPDATE claim SET body = ? WHERE number = ?", moved)
        return [number for _, number in moved]

    def current(self, source: str) -> list[Current]:
        """The current claims of a source, by number."""
        query = """
            SELECT c.id, l.name, c.extractor, c.number, c.status FROM claim c JOIN source s ON s.number = c.source JOIN layer l ON l.number = c.layer
            WHERE s.id = ? AND c.superseded_at IS NULL ORDER BY c.number"""
        return [Current(*row) for row in self.connection.execute(query, (source,))]

    def supersede(self, claims: Sequence[Current], now: str) -> None:
        """Supersede current claims."""
        self.connection.executemany("UPDATE claim SET superseded_at = ? WHERE number = ?", [(now, one.number) for one in claims])

    def claims_of(self, source: str) -> Iterator[Claim]:
        """The current claims of a source, whole."""
        query = rows.SELECT + "WHERE s.id = ? AND c.superseded_at IS NULL"
        return (rows.claim(row) for row in self.connection.execute(query, (source,)))

    def put_decisions(self, decisions: Sequence[tuple[bytes, Decided]], now: str) -> None:
        """File decisions in this order, each in place of the one in force on its claim."""
        for claim, decided in decisions:
            self.connection.execute("UPDATE decision SET superseded_at = ? WHERE claim = ? AND superseded_at IS NULL", (now, claim))
            self.connection.execute("INSERT INTO decision (claim, status, by, at, recorded_at) VALUES (?, ?, ?, ?, ?)", (claim, *decided, now))

    def judgements(self) -> list[Judgement]:
        """Judgements in force in all layers, by pair; on one pair the public one comes first."""
        return current_judgements(self.connection)

    def put_judgements(self, judgements: Sequence[Judgement], now: str) -> None:
        """File judgements in this order, each in place of the one in force on its pair and layer."""
        for one in judgements:
            pair = (one.left, one.right, self.layer(one.layer))
            self.connection.execute(
                'UPDATE judgement SET superseded_at = ? WHERE "left" = ? AND "right" = ? AND layer = ? AND superseded_at IS NULL', (now, *pair)
            )
            self.connection.execute(
                'INSERT INTO judgement ("left", "right", layer, verdict, by, at, recorded_at, superseded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
                (*pair, one.verdict, one.by, one.at, now, now if one.verdict == "undecided" else None),
            )

    def end(self, log: Sequence[LogLine], weights: Mapping[str, int]) -> int:
        """Write the log, add to the layers' digests, and return the number of the log's last line."""
        self.connection.executemany("INSERT INTO change (at, action, digest, layer) VALUES (?, ?, ?, ?)", log)
        for layer, amount in weights.items():
            number = self.layer(layer)
            (digest,) = self.connection.execute("SELECT digest FROM layer WHERE number = ?", (number,)).fetchone()
            total = (int.from_bytes(digest, "big") + amount) % rows.WHOLE
            self.connection.execute("UPDATE layer SET digest = ? WHERE number = ?", (total.to_bytes(16, "big"), number))
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()[0])

    def layer(self, name: str) -> int:
        """The number of a layer, which is made when new."""
        if name not in self._layers:
            self.connection.execute("INSERT INTO layer (name, digest) VALUES (?, zeroblob(16)) ON CONFLICT DO NOTHING", (name,))
            (self._layers[name],) = self.connection.execute("SELECT number FROM layer WHERE name = ?", (name,)).fetchone()
        return self._layers[name]

    def _of_texts(self, column: str, sources: Collection[str]) -> sqlite3.Cursor:
        query = f"SELECT s.id, t.{column} FROM text t JOIN source s ON s.number = t.source WHERE s.id IN (SELECT value FROM json_each(?))"
        return self.connection.execute(query, (in_json(sources),))

    def _make_entities(self, ids: Iterable[str]) -> None:
        """Learn the numbers of entities, which are made when new."""
        wanted = list(dict.fromkeys(entity for entity in ids if entity and entity not in self._entities))
        query = "SELECT id, number FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        self._entities.update(self.connection.execute(query, (in_json(wanted),)))
        missing = [entity for entity in wanted if entity not in self._entities]
        (last,) = self.connection.execute("SELECT coalesce(max(number), 0) FROM entity").fetchone()
        fresh = {entity: last + place for place, entity in enumerate(missing, 1)}
        self.connection.executemany("INSERT INTO entity (id, number) VALUES (?, ?)", fresh.items())
        self._entities.update(fresh)
