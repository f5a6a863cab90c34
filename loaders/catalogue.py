"""The loaders by name: one card each, beside its module; which of them reads a file is told by signs in its beginning."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, cast

import yaml

from graph.claims import Frozen, Line
from loaders.inputs import Input
from loaders.intake import Intake

FIRST = ("documents", "jsonl", "registry")
GROUPS = ("registers", "statistics", "reference", "lists", "graphs")


class Card(Frozen):
    """What a loader reads, where that comes from, under which licence, and the fewest lines it must give.

    `signs` are patterns of which each must be found in the beginning of a file of one of the `suffixes`
    (any, where none is given); `bundle` are patterns of the names of files that are read together when
    one folder or archive holds a file for each. `group` is the package that the loader is a module of.
    """

    name: str
    reads: str
    where: str
    licence: str
    publisher: str
    expectations: Mapping[str, int]
    suffixes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    bundle: tuple[str, ...] = ()
    group: str = ""


class Loader(Protocol):
    """A module that reads a register, a list or a graph file."""

    def read(self, source: Input, intake: Intake) -> Iterator[Line]:
        """The lines of a file, in order, its sources before their claims; an iterator, so that no file need fit into memory.

        Raises SourceError when the file as a whole cannot be read; a row that cannot is reported to the intake and left out.
        """
        ...


@cache
def cards() -> tuple[Card, ...]:
    """The card of every loader: those of documents and exports first, then by group and name."""
    home = files("loaders")
    own = [_card(home / f"{name}.yaml") for name in FIRST]
    grouped = [_card(file, group) for group in GROUPS if (home / group).is_dir() for file in _cards(home / group)]
    return (*own, *grouped)


def names() -> tuple[str, ...]:
    """The names of all loaders."""
    return tuple(card.name for card in cards())


def card(name: str) -> Card:
    """The card of a loader."""
    return next(card for card in cards() if card.name == name)


def recognise(name: str, head: bytes) -> str:
    """The name of the loader of registers, lists or graph files whose signs a file shows, or "" when it is none of theirs."""
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    suffix = "." + name.rpartition(".")[2].lower()
    return next((card.name for card in cards() if card.signs and suffix in (card.suffixes or (suffix,)) and _shows(card, text)), "")


def loader(name: str) -> Loader:
    """The module of a loader of a group."""
    return cast("Loader", import_module(f"loaders.{card(name).group}.{name}"))


def _shows(card: Card, text: str) -> bool:
    return all(re.search(sign, text) for sign in card.signs)


def _cards(folder: Traversable) -> list[Traversable]:
    cards = {file.name: file for file in folder.iterdir()}
    return [cards[name] for name in sorted(cards) if name.endswith(".yaml") and name.replace(".yaml", ".py") in cards]


def _card(file: Traversable, group: str = "") -> Card:
    return Card.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) | {"group": group})
