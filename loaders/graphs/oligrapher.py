"""Oligrapher maps (LittleSis): nodes by id and edges with a label and an arrow.

The format has no fields of its own for kinds, dates or doubts: our exports write them into descriptions and labels, from
which they are read again.
"""

import re
from collections.abc import Iterator

from graph.claims import Line
from loaders.graphs import json_items
from loaders.graphs.elements import Edge, Node, taken
from loaders.graphs.filing import lines
from loaders.graphs.json_items import Json
from loaders.graphs.labels import parted
from loaders.graphs.words import entity_kind
from loaders.inputs import Input
from loaders.intake import Intake

LITTLESIS = re.compile(r"littlesis\.org/(person|org)/(\d+)")
KIND = re.compile(r"\[([\w ]+)\] ?")
BACKWARDS = frozenset({"2->1", "left"})


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities and ties of a map. Raises SourceError when it is no JSON as a whole, or has no nodes."""
    json_items.check(source, "graph.nodes", "nodes")
    return lines(_elements(source, intake), source, intake, "oligrapher")


def _elements(source: Input, intake: Intake) -> Iterator[Node | Edge]:
    within = "graph." if any(True for _ in json_items.pairs(source, "graph.nodes")) else ""
    for key, item in json_items.pairs(source, f"{within}nodes"):
        if isinstance(item, dict):
            yield _node(key, _flat(item))
        else:
            intake.fault(f"node {key}: no object; left out")
    for key, item in json_items.pairs(source, f"{within}edges"):
        if isinstance(item, dict):
            yield _edge(key, _flat(item))
        else:
            intake.fault(f"edge {key}: no object; left out")


def _flat(item: dict[str, Json]) -> dict[str, str]:
    """The fields of a node or edge; the second version of the format has most of them one level deeper."""
    deeper = item.get("display")
    return json_items.texts({name: value for name, value in item.items() if name != "display"} | (deeper if isinstance(deeper, dict) else {}))


def _node(key: str, fields: dict[str, str]) -> Node:
    text = fields.get("description", "")
    marked = KIND.match(text)
    kind = entity_kind(marked[1]) if marked else ""
    told = LITTLESIS.search(fields.get("url", ""))
    said = {name: fields[name] for name in ("url",) if name in fields} | {"description": text[marked.end() :] if marked and kind else text}
    if told:
        kind, said["identifiers"] = kind or entity_kind(told[1]), f"littlesis:{told[2]}"
    return Node(taken(fields, ("id",)) or key, fields.get("name", ""), kind, said, f"node {key}")


def _edge(key: str, fields: dict[str, str]) -> Edge:
    words, said = parted(fields.get("label", ""))
    ends = fields.get("node1_id", ""), fields.get("node2_id", "")
    start, end = ends[::-1] if fields.get("arrow") in BACKWARDS else ends
    directed = bool(fields.get("arrow")) and fields["arrow"] not in ("both", "false")
    return Edge(start, end, words, {"url": fields.get("url", "")} | said, f"edge {key}", directed)
