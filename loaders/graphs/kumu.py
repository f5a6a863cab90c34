"""Kumu blueprints and backups: elements and connections with any fields; what we exported comes back with its evidence."""

from collections.abc import Iterator

from graph.claims import Line
from loaders.graphs import json_items
from loaders.graphs.elements import KINDS, NAMES, Edge, Node, taken
from loaders.graphs.elements import field as named
from loaders.graphs.filing import lines
from loaders.graphs.json_items import Json
from loaders.inputs import Input
from loaders.intake import Intake

MEANT = ("id", "_id")


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities and ties of a file. Raises SourceError when it is no JSON as a whole, or has no elements."""
    json_items.check(source, "elements.item")
    return lines(_elements(source, intake), source, intake, "kumu")


def _elements(source: Input, intake: Intake) -> Iterator[Node | Edge]:
    """Elements by their id, or by their label, which connections may name as well."""
    keys: dict[str, str] = {}
    for number, item in enumerate(json_items.items(source, "elements.item"), 1):
        if not isinstance(item, dict):
            intake.fault(f"element {number}: no object; left out")
            continue
        fields = _fields(item)
        label = fields.get("label", "").strip()
        key = taken(fields, MEANT) or label
        keys.setdefault(label, key)
        yield Node(key, taken(fields, NAMES), taken(fields, KINDS), _without(fields, "label", "tags"), f"element {number}")
    for number, item in enumerate(json_items.items(source, "connections.item"), 1):
        if not isinstance(item, dict):
            intake.fault(f"connection {number}: no object; left out")
            continue
        fields = _fields(item)
        taken(fields, MEANT)
        ends = [taken(fields, (end,)).strip() for end in ("from", "to")]
        start, end = (keys.get(one, one) for one in ends)
        directed = taken(fields, ("direction",)) not in ("undirected", "mutual")
        yield Edge(start, end, taken(fields, KINDS), _without(fields, "tags"), f"connection {number}", directed)


def _fields(item: dict[str, Json]) -> dict[str, str]:
    """The fields of an element or connection; a backup has most of them one level deeper."""
    deeper = item.get("attributes")
    flat = {name: value for name, value in item.items() if name != "attributes"} | (deeper if isinstance(deeper, dict) else {})
    return {named(name): text for name, text in json_items.texts(flat).items()}


def _without(fields: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}
