"""What a graph file is made of, whatever its format: nodes and edges with their fields and their place; and the names of the fields we write."""

from collections.abc import Mapping
from typing import NamedTuple


class Node(NamedTuple):
    """A node: its key in the file, its name and kind as the file has them (either may be empty), and its other fields."""

    key: str
    name: str
    kind: str
    fields: Mapping[str, str]
    place: str


class Edge(NamedTuple):
    """An edge between two keys, from the first to the second unless `directed` says that the file knows no direction of it."""

    start: str
    end: str
    kind: str
    fields: Mapping[str, str]
    place: str
    directed: bool = True


SOURCE_FIELDS = {
    "source_title": "title",
    "source_publisher": "publisher",
    "source_author": "author",
    "source_published": "published",
    "source_url": "url",
    "source_language": "language",
    "source_licence": "licence",
    "source_kind": "kind",
    "source_sha256": "sha256",
    "source_group": "group",
    "source_reliability": "reliability",
}
CLAIM_FIELDS = ("speaker", "ask", "modality", "quote", "gloss", "locator", "value")
NODE_FIELDS = ("kind", "name", "aliases", "country", "url", "description", "identifiers", "layer")
EDGE_FIELDS = (
    *("predicate", "kind", "label", "stance", "status", "confirmed", "qualifiers", "when", "start", "end", "confidence", "figure", *CLAIM_FIELDS),
    *("directed", "layer", "claim", "source_id", *SOURCE_FIELDS),
)
NAMES = ("name", "label", "title")
KINDS = ("kind", "type", "element_type", "connection_type", "category", "relationship", "relation")
TRUTHS = frozenset({"confirmed", "directed"})
NUMBERS = frozenset({"confidence", "source_reliability"})


def field(name: str) -> str:
    """The name of a field in one spelling: "Element Type" is element_type."""
    return "_".join(name.split()).lower()


def split(text: str) -> tuple[str, ...]:
    """The items of a list that one field holds."""
    return tuple(item for part in text.split(";") if (item := part.strip())) if text else ()


def taken(fields: dict[str, str], names: tuple[str, ...]) -> str:
    """The first filled field of these names, which is taken out."""
    for name in names:
        if name in fields and fields[name].strip():
            return fields.pop(name)
    return ""
