"""Units of loading that were filed before: a file's content, known by a digest, and whether reading it again could file anything else."""

import sqlite3
from collections.abc import Sequence

import orjson

from graph.store.base import Unit
from graph.store.ledger import in_json

SEEN = "g.number > :mark AND g.layer IN (SELECT value FROM json_each(:layers))"
# Names and the like that other registers or documents were filed with or lost, addresses of documents, a person's word on two entities.
LEARNED = f"""
SELECT 1 FROM change g WHERE {SEEN} AND g.action = 'judge'
UNION ALL
SELECT 1 FROM source s
WHERE s.recorded_at > :at AND s.source_group NOT IN (SELECT value FROM json_each(:groups))
  AND json_extract(s.body, '$.kind') = 'document' AND json_extract(s.body, '$.url') <> ''
  AND (s.layer IS NULL OR s.layer IN (SELECT number FROM layer WHERE name IN (SELECT value FROM json_each(:layers))))
UNION ALL
SELECT 1 FROM change g JOIN claim c ON c.id = unhexed(g.digest) JOIN source s ON s.number = c.source
WHERE {SEEN} AND g.action IN ('file', 'refile', 'supersede')
  AND c.predicate IN (SELECT value FROM json_each(:telling)) AND s.source_group NOT IN (SELECT value FROM json_each(:groups))
LIMIT 1"""
CHANGED = f"""
SELECT 1 FROM source s WHERE s.id IN (SELECT value FROM json_each(:sources)) AND s.recorded_at > :at
UNION ALL
SELECT 1 FROM change g JOIN claim c ON c.id = unhexed(g.digest) JOIN source s ON s.number = c.source
WHERE {SEEN} AND g.action IN ('file', 'refile', 'supersede') AND s.id IN (SELECT value FROM json_each(:sources))
LIMIT 1"""


def remember(connection: sqlite3.Connection, unit: Unit) -> None:
    """Note a unit, in place of what was noted of it before."""
    row = (unit.digest, unit.mark, unit.at, in_json(unit.sources), unit.said)
    connection.execute("INSERT OR REPLACE INTO unit (digest, mark, at, sources, said) VALUES (?, ?, ?, ?, ?)", row)


def recall(connection: sqlite3.Connection, digest: str) -> Unit | None:
    """The unit of a digest, as it was noted."""
    found = connection.execute("SELECT mark, at, sources, said FROM unit WHERE digest = ?", (digest,)).fetchone()
    return Unit(digest, found[0], found[1], tuple(orjson.loads(found[2])), found[3]) if found else None


def is_current(connection: sqlite3.Connection, unit: Unit, layers: Sequence[str]) -> bool:
    """Whether nothing of the unit's sources was filed, superseded or told anew since in these layers."""
    given = {"mark": unit.mark, "at": unit.at, "sources": in_json(unit.sources), "layers": in_json(layers)}
    return not connection.execute(CHANGED, given).fetchone()


def is_learned(connection: sqlite3.Connection, unit: Unit, layers: Sequence[str], telling: Sequence[str]) -> bool:
    """Whether what tells who is who (the predicates, judgements) changed since, but for what sources of the unit's own groups say."""
    query = "SELECT DISTINCT source_group FROM source WHERE id IN (SELECT value FROM json_each(?))"
    groups = [group for (group,) in connection.execute(query, (in_json(unit.sources),))]
    given = {"mark": unit.mark, "at": unit.at, "layers": in_json(layers), "telling": in_json(telling), "groups": in_json(groups)}
    return bool(connection.execute(LEARNED, given).fetchone())
