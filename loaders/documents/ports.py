"""Ports and crossings, which stand for the trade of their country with the one across the border: "Laredo handled $27 billion"."""

from functools import cache

from loaders.documents.attribution import words
from loaders.documents.gates import Gated
from loaders.documents.places import Place

NAMES = {"us": "United States", "mx": "Mexico", "ca": "Canada"}


@cache
def _ports() -> tuple[tuple[tuple[Place, Place], Gated], ...]:
    return tuple(((_place(key[:2]), _place(key[3:])), Gated(rf"(?<![\w-])(?:{names})(?![\w-])")) for key, names in words("places_of_trade")["ports"].items())


def _place(code: str) -> Place:
    return f"place:{code}", NAMES[code]


def port_before(text: str, first: int) -> tuple[Place, Place] | None:
    """The economies of the border that the port named last before a number stands at; the first is the one that it is in."""
    found = [(match.start(), pair) for pair, pattern in _ports() for match in pattern.finditer(text, 0, first)]
    return max(found)[1] if found else None
