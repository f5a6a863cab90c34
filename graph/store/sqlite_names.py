"""The names of a SQLite store, for search."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from graph.store.ledger import in_json
from graph.store.search import CANDIDATES, Named

STANDING = "coalesce((SELECT d.status FROM decision d WHERE d.claim = c.id AND d.superseded_at IS NULL), c.status)"
SEEN = f"c.superseded_at IS NULL AND l.name IN (SELECT value FROM json_each(:layers)) AND {STANDING} <> 'rejected'"
NAMES = f"""
    SELECT e.id, c.value, n.folded FROM name n JOIN claim c ON c.number = n.claim JOIN entity e ON e.number = c.subject
    JOIN layer l ON l.number = c.layer WHERE {SEEN}"""
SHORTEST_FIRST = "ORDER BY length(n.folded), n.folded, e.id, c.value LIMIT :limit"
TOLD = f"""
    SELECT e.id, c.predicate, c.value FROM claim c
    JOIN entity e ON e.number = c.subject JOIN layer l ON l.number = c.layer JOIN source s ON s.number = c.source
    WHERE c.predicate IN ('name', 'alias', 'kind') AND e.id IN (SELECT value FROM json_each(:ids)) AND {SEEN}
    ORDER BY c.predicate, {STANDING} = 'accepted',
        CASE json_extract(s.body, '$.kind') WHEN 'curated' THEN 0 WHEN 'reference' THEN 1 WHEN 'document' THEN 2 ELSE 3 END DESC, c.id DESC"""
NAMED = """
    SELECT 1 FROM entity e WHERE e.id IN (SELECT value FROM json_each(:ids)) AND EXISTS (
        SELECT 1 FROM claim c JOIN layer l ON l.number = c.layer WHERE {} = e.number
        AND c.superseded_at IS NULL AND l.name IN (SELECT value FROM json_each(:layers)))"""


class SqliteNames:
    """See `graph.store.search.Names`."""

    def __init__(self, connection: sqlite3.Connection, layers: Sequence[str]) -> None:
        self._connection = connection
        self._layers = in_json(layers)

    def called(self, folded: str) -> Iterable[Named]:
        """Names that fold to this."""
        return self._found(f"{NAMES} AND n.folded = :text", text=folded)

    def beginning(self, folded: str) -> Iterable[Named]:
        """Names that fold to something longer that begins so."""
        return self._found(f"{NAMES} AND n.folded > :text AND n.folded < :text || char(0x10FFFF) {SHORTEST_FIRST}", text=folded)

    def holding(self, words: Sequence[str]) -> Iterable[Named]:
        """Names that hold all these words, of the last one perhaps only the beginning."""
        query = " ".join(f'"{word}"' for word in words) + "*"
        return self._found(f"{NAMES} AND n.claim IN (SELECT rowid FROM name_words WHERE name_words MATCH :wanted) {SHORTEST_FIRST}", wanted=query)

    def alike(self, trigrams: Sequence[str]) -> Iterable[Named]:
        """Names that share most of these trigrams, in any order."""
        query = " OR ".join('"{}"'.format(trigram.replace('"', '""')) for trigram in trigrams)
        return self._found(
            f"{NAMES} AND n.claim IN (SELECT rowid FROM name_trigrams WHERE name_trigrams MATCH :wanted ORDER BY rank LIMIT :limit)", wanted=query
        )

    def of_length(self, low: int, high: int) -> Iterable[Named]:
        """Names that fold to so many characters, by folded name, entity and name."""
        return self._found(f"{NAMES} AND length(n.folded) BETWEEN :low AND :high ORDER BY n.folded, e.id, c.value LIMIT :limit", low=low, high=high)

    def is_named(self, entities: Collection[str]) -> bool:
        """Whether a current claim names one of the entities."""
        given = {"ids": in_json(entities), "layers": self._layers}
        return any(self._connection.execute(NAMED.format(end), given).fetchone() for end in ("c.subject", "c.object", "c.ask", "c.speaker"))

    def told(self, entities: Collection[str]) -> Iterable[Named]:
        """(entity, predicate, value) of their names, aliases and kinds, those that count most last."""
        return self._connection.execute(TOLD, {"ids": in_json(entities), "layers": self._layers})

    def _found(self, statement: str, **given: object) -> Iterable[Named]:
        return self._connection.execute(statement, given | {"layers": self._layers, "limit": CANDIDATES})
