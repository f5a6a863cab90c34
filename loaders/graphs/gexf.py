"""GEXF 1.1draft to 1.3: nodes and edges with the attributes that the file declares; what we exported comes back with its evidence."""

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
    """What stands before the elements: titles of attributes by class and id, and defaults."""

    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    defaults: dict[str, dict[str, str]] = field(default_factory=dict)


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities and ties of a file. Raises SourceError when it is no XML as a whole."""
    xml.check(source)
    return lines(_elements(source), source, intake, "gexf")


def _elements(source: Input) -> Iterator[Node | Edge]:
    heading = Heading()
    return xml.parts(source, "attributes", partial(_declare, heading), partial(_node, heading), partial(_edge, heading))


def _declare(heading: Heading, element: xml.Element) -> None:
    of = element.get("class") or ""
    for attribute in element.iterchildren("{*}attribute"):
        key = attribute.get("id") or ""
        title = named(attribute.get("title") or key)
        heading.titles[of, key] = title
        for default in attribute.iterchildren("{*}default"):
            heading.defaults.setdefault(of, {})[title] = default.text or ""


def _values(heading: Heading, element: xml.Element, of: str, own: tuple[str, ...]) -> dict[str, str]:
    """The attributes of an element, those of its own over those that the file declares."""
    found = dict(heading.defaults.get(of, {}))
    for value in element.iterfind("{*}attvalues/{*}attvalue"):
        key = value.get("for") or value.get("id") or ""
        found[heading.titles.get((of, key), named(key))] = value.get("value") or ""
    return found | {name: element.get(name) for name in own if element.get(name)}


def _node(heading: Heading, element: xml.Element) -> Node:
    fields = _values(heading, element, "node", ("label",))
    if fields.get("label") == element.get("id"):
        del fields["label"]
    name, kind = taken(fields, NAMES), taken(fields, KINDS)
    return Node(element.get("id") or "", name, kind, fields, f"line {element.sourceline}")


def _edge(heading: Heading, element: xml.Element) -> Edge:
    fields = _values(heading, element, "edge", ("label", "start", "end", "kind"))
    way = element.get("type")
    if way not in ("directed", "undirected", "mutual"):
        way = element.getparent().getparent().get("defaultedgetype", "undirected")
    directed = way == "directed"
    return Edge(element.get("source") or "", element.get("target") or "", taken(fields, KINDS), fields, f"line {element.sourceline}", directed)
