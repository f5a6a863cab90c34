"""The terms in which figures of trade are read: `ontology/trade.yaml`, typed."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from graph import ontology
from graph.claims import Frozen
from graph.spelling import fold


class Bounds(Frozen):
    """How far "about" and "nearly" may reach, as shares of a value."""

    about: float
    nearly: float


class Growth(Frozen):
    """Words of a measure that say "on average a year", and "on the same months a year before"."""

    average: tuple[str, ...]
    yearly: tuple[str, ...]


class TradeRegister(Frozen):
    """A register of trade flows; ids of its sources start with `prefix`."""

    name: str
    prefix: str


class Reading(Frozen):
    """The file `ontology/trade.yaml`."""

    bounds: Bounds
    cif_margin: float
    basis: Mapping[str, tuple[str, ...]]
    schemes: Mapping[str, str]
    topics: Mapping[str, tuple[str, ...]]
    within: Mapping[str, tuple[str, ...]]
    growth: Growth
    trade: tuple[str, ...]
    totals: frozenset[str]
    registers: tuple[TradeRegister, ...]


@cache
def reading() -> Reading:
    """Read the file once."""
    return Reading.model_validate(ontology.read("trade"))


@lru_cache(maxsize=65_536)
def contains_words(text: str, words: tuple[str, ...]) -> bool:
    """True when one of the words or phrases stands in the text as a whole; case and accents do not count."""
    padded = f" {_bare(text)} "
    return any(f" {_bare(word)} " in padded for word in words)


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
