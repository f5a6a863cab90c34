"""GraphML: nodes and edges with the attributes that the file declares; what we exported comes back with its evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from graph.claims import Line
from loaders.graphs import xml
from loaders.graphs.elements import KINDS, NAMES, Edge, Node, taken
from loaders.graphs.elements import field as named
from loaders.graphs.filing import lines
from loaders.inputs import Input
from loaders.intake import Intake


@dataclass(slots=True)
class Heading:
    """What stands before the elements: attributes by the id of their key, and defaults by element and attribute."""

    names: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, dict[str, str]] = field(default_factory=lambda: {"node": {}, "edge": {}})


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities and ties of a file. Raises SourceError when it is no XML as a whole."""
    xml.check(source)
    return lines(_elements(source), source, intake, "graphml")


def _elements(source: Input) -> Iterator[Node | Edge]:
    heading = Heading()
    return xml.parts(source, "key", partial(_declare, heading), partial(_node, heading), partial(_edge, heading))


def _declare(heading: Heading, element: xml.Element) -> None:
    name = named(element.get("attr.name") or element.get("id") or "")
    heading.names[element.get("id") or name] = name
    for default in element.iterchildren("{*}default"):
        for of in (element.get("for"),) if element.get("for") in heading.defaults else heading.defaults:
            heading.defaults[of][name] = default.text or ""


def _data(heading: Heading, element: xml.Element, of: str) -> dict[str, str]:
    found = dict(heading.defaults[of])
    for data in element.iterchildren("{*}data"):
        found[heading.names.get(data.get("key"), named(data.get("key") or ""))] = "".join(data.itertext())
    return found


def _node(heading: Heading, element: xml.Element) -> Node:
    fields = _data(heading, element, "node")
    name, kind = taken(fields, NAMES), taken(fields, KINDS)
    return Node(element.get("id") or "", name, kind, fields, f"line {element.sourceline}")


def _edge(heading: Heading, element: xml.Element) -> Edge:
    fields = _data(heading, element, "edge")
    said = element.get("directed")
    directed = element.getparent().get("edgedefault") != "undirected" if said is None else said == "true"
    return Edge(element.get("source") or "", element.get("target") or "", taken(fields, KINDS), fields, f"line {element.sourceline}", directed)
