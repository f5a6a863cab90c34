"""The loaders by name: one card each, beside its module; which of them reads a file is told by signs in its beginning."""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, cast

import yaml
from pydantic import Field

from graph.claims import Frozen, Line
from loaders.inputs import Input
from loaders.intake import Intake

FIRST = ("documents", "jsonl", "registry")
TABLES = frozenset({".tsv", ".xlsx", ".xlsm"})  # read by whatever reads .csv
GROUPS = ("registers", "statistics", "reference", "lists", "graphs")


class Fetch(Frozen):
    """Where a loader's files can be fetched: `paths` below `base`, with a `query`.

    A {name} in a path is filled from the question, once for each of its values (parted by ;). `needs` are parts of the question
    that must be given, with an example of each. `filtered`: an address that answers only who asks for less than all, with an example of a filter.
    `following` is the field of an answer that has the address of the next page; where pages have numbers, `numbered` is the
    parameter of the number, and `following` says that there is another page, or how many there are. A dot leads into a field.
    `each` is the address of a single record of a list, where a list says too little: {id} is that of each entry of `data`.
    `holds` are fields that every answer has; of an answer in rows, those of its first.
    `since` is the parameter that takes a day, written as `day` says; `key` a header with {key} in it, such as
    "Authorization: Token {key}", or a parameter, such as "?key={key}"; `pause` the seconds between two requests.
    Files are numbered, or called as in the address (`named`).
    """

    base: str
    paths: tuple[str, ...] = ("",)
    query: Mapping[str, str] = Field(default_factory=dict)
    needs: Mapping[str, str] = Field(default_factory=dict)
    filtered: str = ""
    following: str = ""
    numbered: str = ""
    each: str = ""
    holds: tuple[str, ...] = ()
    since: str = ""
    day: str = "{:%Y-%m-%d}"
    key: str = ""
    pause: float = Field(default=0.0, ge=0)
    suffix: str = ".json"
    named: bool = False


class Card(Frozen):
    """What a loader reads, where that comes from, under which licence, and the fewest lines it must give.

    `signs` are patterns of which each must be found in the beginning of a file of one of the `suffixes`
    (any, where none is given; .csv stands for all tables); `bundle` are patterns of the names of files that are read together when
    one folder or archive holds a file for each, with those that `parts` match. `prose`: it uses rules or words of the documents' reader, so that
    other ones read its files again. `group` is the package that the loader is a module of.
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
    parts: tuple[str, ...] = ()
    prose: bool = False
    group: str = ""
    fetch: Fetch | None = None


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
    """The name of the loader of registers, lists or graph files whose signs a file shows, or "" when it is none of theirs.

    A name without a suffix, as that of standard input, fits every loader.
    """
    head = head.removeprefix(codecs.BOM_UTF8)
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    suffix = ".csv" if suffix in TABLES else suffix
    fitting = (card for card in cards() if card.signs and (not suffix or suffix in (card.suffixes or (suffix,))))
    return next((card.name for card in fitting if _shows(card, text)), "")


def together(names: Sequence[str]) -> tuple[str, frozenset[str]]:
    """The loader that reads some of the files of one folder together, and the names of those; "" where there is none."""
    for card in cards():
        found = [[name for name in names if re.search(pattern, name)] for pattern in card.bundle]
        if card.bundle and all(found):
            return card.name, frozenset(name for some in found for name in some) | {name for name in names for part in card.parts if re.search(part, name)}
    return "", frozenset()


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
