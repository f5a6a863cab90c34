"""The state of one call of `write`: numbers already known, the log and the layers' digests.

Digests of layers are sums modulo 2^128 of the digests of what a layer holds, so that they are kept
up to date by adding and subtracting and do not depend on the order of filing.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.claims import Record
from graph.errors import ClaimError, shown
from graph.store import rows


@dataclass(slots=True)
class Ledger:
    """What a writer keeps between its batches.

    `now` is the recording time of the present transaction, `mark` the last line of the log, `before` the last claim that was there before;
    `repeated` counts records that this call had before. `fresh` are the sources that this call was the first to file, `read` holds, by other
    source, what it filed under each layer and family of extractors; `waiting` are records that a later part may complete, `reworded` the
    sources of this transaction that another text was filed of.
    """

    connection: sqlite3.Connection
    now: str = ""
    added: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    superseded: int = 0
    repeated: int = 0
    before: int = -1
    mark: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    entities: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    waiting: list[Record] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    read: defaultdict[str, defaultdict[tuple[str, str], set[bytes]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    _difference: Counter[str] = field(default_factory=Counter)
    _log: list[tuple[str, str, str, str]] = field(default_factory=list)

    def begin(self) -> None:
        """Start a batch."""
        self.now = datetime.now(UTC).isoformat(timespec="microseconds")
        if self.before < 0:
            (self.before,) = self.connection.execute("SELECT coalesce(max(number), 0) FROM claim").fetchone()

    def count(self, kind: str, *, new: bool) -> None:
        """Count a line of input as new or as known."""
        (self.added if new else self.known)[kind] += 1

    def note(self, action: str, digest: str, layer: str = "") -> None:
        """Enter a change into the log."""
        self._log.append((self.now, action, digest, layer))

    def weigh(self, layer: str, amount: int) -> None:
        """Add a digest to a layer, or take it away when negative."""
        self._difference[layer] += amount

    def end(self) -> None:
        """Write the log and the layers' digests; the caller commits."""
        self.connection.executemany("INSERT INTO change (at, action, digest, layer) VALUES (?, ?, ?, ?)", self._log)
        for layer, amount in self._difference.items():
            number = self.layer(layer)
            (digest,) = self.connection.execute("SELECT digest FROM layer WHERE number = ?", (number,)).fetchone()
            total = (int.from_bytes(digest, "big") + amount) % rows.WHOLE
            self.connection.execute("UPDATE layer SET digest = ? WHERE number = ?", (total.to_bytes(16, "big"), number))
        (self.mark,) = self.connection.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()
        self._log.clear()
        self._difference.clear()

    def layer(self, name: str) -> int:
        """The number of a layer, which is made when new."""
        if name not in self.layers:
            self.connection.execute("INSERT INTO layer (name, digest) VALUES (?, zeroblob(16)) ON CONFLICT DO NOTHING", (name,))
            (self.layers[name],) = self.connection.execute("SELECT number FROM layer WHERE name = ?", (name,)).fetchone()
        return self.layers[name]

    def find_sources(self, sources: Collection[str]) -> None:
        """Learn the numbers of those sources that are filed."""
        wanted = sorted(source for source in sources if source not in self.sources)
        self.sources.update(self.connection.execute("SELECT id, number FROM source WHERE id IN (SELECT value FROM json_each(?))", (in_json(wanted),)))

    def make_entities(self, ids: Iterable[str]) -> None:
        """Learn the numbers of entities, which are made when new."""
        wanted = list(dict.fromkeys(entity for entity in ids if entity and entity not in self.entities))
        query = "SELECT id, number FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        self.entities.update(self.connection.execute(query, (in_json(wanted),)))
        missing = [entity for entity in wanted if entity not in self.entities]
        (last,) = self.connection.execute("SELECT coalesce(max(number), 0) FROM entity").fetchone()
        fresh = {entity: last + place for place, entity in enumerate(missing, 1)}
        self.connection.executemany("INSERT INTO entity (id, number) VALUES (?, ?)", fresh.items())
        self.entities.update(fresh)

    def weigh_sources(self, sources: Collection[str], sign: int) -> None:
        """Add (1) or take away (-1) the sources' digests, for each layer that shows them."""
        query = f"{rows.SOURCE_WEIGHTS} WHERE s.id IN (SELECT value FROM json_each(?))"
        for layer, source, text in self.connection.execute(query, (in_json(sources),)).fetchall():
            self.weigh(layer, sign * rows.source_digest(source, text))


def missing(source: str) -> ClaimError:
    """The error of what is said of, or from, a source that is not filed."""
    return ClaimError(f"{shown(source)}: no such source; put its source line before its text and claims")


def in_json(values: Iterable[str]) -> str:
    """Values as a JSON list for json_each; halves of characters become escapes that match nothing."""
    return json.dumps(list(values))
