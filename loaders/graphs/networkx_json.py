"""Node-link JSON as networkx writes it (also d3 and others): nodes and edges, or links, with any fields; what we exported comes back with its evidence."""

from collections.abc import Iterator

from graph.claims import Line
from loaders.graphs import json_items
from loaders.graphs.elements import KINDS, NAMES, Edge, Node, taken
from loaders.graphs.elements import field as named
from loaders.graphs.filing import lines
from loaders.graphs.json_items import Json
from loaders.inputs import Input
from loaders.intake import Intake


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities and ties of a file. Raises SourceError when it is no JSON as a whole, or has no nodes."""
    json_items.check(source, "nodes.item")
    return lines(_elements(source, intake), source, intake, "networkx_json")


def _elements(source: Input, intake: Intake) -> Iterator[Node | Edge]:
    for number, item in enumerate(json_items.items(source, "nodes.item"), 1):
        if isinstance(item, dict):
            yield _node(item, f"node {number}")
        elif isinstance(item, str | int | float):
            yield Node(str(item), "", "", {}, f"node {number}")
        else:
            intake.fault(f"node {number}: no object; left out")
    directed = next(json_items.items(source, "directed"), False) is not False
    section = "edges" if any(True for _ in json_items.items(source, "edges.item")) else "links"
    for number, item in enumerate(json_items.items(source, f"{section}.item"), 1):
        if isinstance(item, dict):
            yield _edge(item, f"{section[:-1]} {number}", directed)
        else:
            intake.fault(f"{section[:-1]} {number}: no object; left out")


def _fields(item: dict[str, Json]) -> dict[str, str]:
    return {named(name): text for name, text in json_items.texts(item).items()}


def _node(item: dict[str, Json], place: str) -> Node:
    fields = _fields(item)
    key = taken(fields, ("id", "key"))
    return Node(key, taken(fields, NAMES), taken(fields, KINDS), fields, place)


def _edge(item: dict[str, Json], place: str, directed: bool) -> Edge:
    fields = _fields(item)
    start, end = taken(fields, ("source", "from")), taken(fields, ("target", "to"))
    return Edge(start, end, taken(fields, KINDS), fields, place, directed)
