"""The record as a Cypher script for Neo4j: entities merged by id, a relationship merged for each claim between two, so that it may run again.

Every text is a quoted literal. Old versions of Cypher read \\uXXXX anywhere in a script before they read literals: a
backslash never stands before a u in one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from loaders.exports.fields import Value, edge_fields, node_fields
from loaders.exports.neo4j_csv import DAYS, LISTS, entity_label
from loaders.exports.told import Being, Told

AT_ONCE = 500
ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"} | {chr(code): f"\\u{code:04x}" for code in range(32) if chr(code) not in "\n\r\t"}
TABLE = str.maketrans(ESCAPED)


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the script; `layers` stands in its first line."""
    told.counts["entities"] = len(told.beings)
    out.write(f"// Trilateral, layers: {' '.join(layers.split())}\n")
    out.write("CREATE CONSTRAINT trilateral_entity IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;\n")
    nodes = ((entity_label(being.kind), _node(being, told)) for being in told.beings.values())
    for name, some in _batches(nodes):
        out.write(f"UNWIND {_literal(some)} AS row MERGE (e:Entity {{id: row.id}}) SET e:{name}, e += row;\n")
    ties = ((tie.kind.upper(), {"a": tie.start, "b": tie.end, "fields": edge_fields(tie, told)}) for tie in told.ties())
    for name, some in _batches(ties):
        ends = "MATCH (a:Entity {id: row.a}) MATCH (b:Entity {id: row.b})"
        out.write(f"UNWIND {_literal(some)} AS row {ends} MERGE (a)-[t:{name} {{claim: row.fields.claim}}]->(b) SET t += row.fields;\n")


def _node(being: Being, told: Told) -> dict[str, Value]:
    return {"id": being.id, **node_fields(being, told.lost)}


def _batches(named: Iterator[tuple[str, Mapping[str, object]]]) -> Iterator[tuple[str, Sequence[object]]]:
    """Rows of one label or type together, so many at once."""
    held: defaultdict[str, list[object]] = defaultdict(list)
    for name, row in named:
        held[name].append(row)
        if len(held[name]) == AT_ONCE:
            yield name, held.pop(name)
    yield from sorted(held.items())


def _literal(value: object, name: str = "") -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_literal(one, key)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(_literal(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if name in LISTS:
        return "[" + ", ".join(quoted(item) for item in str(value).split(";")) + "]"
    return f"date({quoted(str(value))})" if name in DAYS else quoted(str(value))


def quoted(text: str) -> str:
    """A text as a literal that ends where it should, whatever it holds."""
    return "'" + "\\\\' + 'u".join(part.translate(TABLE) for part in text.split("\\u")) + "'"
