"""The record as two CSV files for `neo4j-admin database import`: entities with typed headers, and a relationship for each claim between two.

Texts are kept as they are, for a database and not for a spreadsheet; quotes may run over several lines, so import with --multiline-fields=true.
"""

import csv
from collections.abc import Mapping
from io import TextIOWrapper
from typing import IO

from graph import ontology
from loaders.exports.fields import Value, edge_fields, node_fields
from loaders.exports.told import Told
from loaders.graphs.elements import EDGE_FIELDS, NODE_FIELDS, NUMBERS, TRUTHS

LISTS = frozenset({"aliases", "identifiers", "qualifiers"})
DAYS = frozenset({"start", "end"})


def write(told: Told, outs: Mapping[str, IO[bytes]], layers: str) -> None:
    """Write both files; each element says its layer where that is not the public one."""
    told.counts["entities"] = len(told.beings)
    entities, ties = (TextIOWrapper(outs[name], encoding="utf-8", newline="") for name in ("entities.csv", "ties.csv"))
    rows = csv.writer(entities, lineterminator="\n")
    rows.writerow(["id:ID", *map(_typed, NODE_FIELDS), ":LABEL"])
    for being in told.beings.values():
        rows.writerow([being.id, *_cells(node_fields(being, told.lost), NODE_FIELDS), f"Entity;{entity_label(being.kind)}"])
    rows = csv.writer(ties, lineterminator="\n")
    rows.writerow([":START_ID", ":END_ID", ":TYPE", *map(_typed, EDGE_FIELDS)])
    for tie in told.ties():
        rows.writerow([tie.start, tie.end, tie.kind.upper(), *_cells(edge_fields(tie, told), EDGE_FIELDS)])
    entities.flush()
    ties.flush()
    entities.detach()
    ties.detach()


def entity_label(kind: str) -> str:
    """The label of a kind of entity: "think tank" is ThinkTank."""
    return "".join(word.capitalize() for word in ontology.load().entities[kind].label.split())


def _typed(name: str) -> str:
    if name in LISTS:
        return f"{name}:string[]"
    return f"{name}:double" if name in NUMBERS else f"{name}:boolean" if name in TRUTHS else f"{name}:date" if name in DAYS else name


def _cells(fields: Mapping[str, Value], names: tuple[str, ...]) -> list[str]:
    values = (fields.get(name, "") for name in names)
    return [("true" if value else "false") if isinstance(value, bool) else str(value) for value in values]
