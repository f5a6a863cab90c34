"""XML graph files: checked as a whole first, then read element by element, so that neither memory nor a cut file is a danger."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar
from xml.parsers import expat

from lxml import etree

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input, unreadable

Element = Any  # an element of lxml, which has no types
Part = TypeVar("Part")


def check(source: Input) -> None:
    """Raise SourceError unless the whole file is well-formed XML that declares nothing of its own, entities above all."""
    parser = expat.ParserCreate()

    def doctype(_name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            raise SourceError(f"{shown(source.name, LONGEST_PATH)}: declares entities or other things of its own, which is not read; save it without them")

    parser.StartDoctypeDeclHandler = doctype
    try:
        with source.path.open("rb") as stream:
            parser.ParseFile(stream)
    except OSError as error:
        raise unreadable(source.name, error) from error
    except expat.ExpatError as error:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no well-formed XML ({shown(str(error), 120)}); nothing of this file was loaded") from error


def elements(source: Input, *tags: str) -> Iterator[Element]:
    """The elements of these names as they end, whatever their namespace."""
    with source.path.open("rb") as stream:
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for _, element in etree.iterparse(stream, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], **options):
            yield element


def parts(source: Input, heading: str, declare: Callable[[Element], None], node: Callable[[Element], Part], edge: Callable[[Element], Part]) -> Iterator[Part]:
    """What `node` and `edge` make of the elements of these names, each freed once it is read; those called `heading` are declared first and kept."""
    for element in elements(source, heading, "node", "edge"):
        name = local(element)
        if name == heading:
            declare(element)
            continue
        yield node(element) if name == "node" else edge(element)
        forget(element)


def forget(element: Element) -> None:
    """Free an element that was read, and all before it on its level."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return _local(element.tag)


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
