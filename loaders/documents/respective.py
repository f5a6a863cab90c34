""" "Mexico and Canada exported $5 billion and $4 billion, respectively": which of several names or ways each number belongs to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.documents.economies import Role
from loaders.documents.spots import Spot

RESPECTIVELY = re.compile(r"\b(?:respectively|respectivamente|respectivement|in that order|en ese orden)\b", re.I)
BOTH = re.compile(
    r"\b(?P<a>exports?|imports?|exportaciones|importaciones|ventas|compras)\s(?:and|y|e)\s(?:the\s|las\s|its\s|sus\s)?"
    r"(?P<b>imports?|exports?|importaciones|exportaciones|compras|ventas)\b",
    re.I,
)


def shared_out(spots: Sequence[Spot]) -> list[Spot]:
    """The numbers of one sentence, each with the one name and way that it belongs to where the sentence says "respectively"."""
    if not spots or not RESPECTIVELY.search(spots[0].frame.text):
        return list(spots)
    told: list[Spot] = []
    for group in _groups(spots):
        ways = _ways(group)
        for number, spot in enumerate(group):
            roles = tuple(_one(role, number, len(group)) for role in spot.roles)
            whole = (0, len(spot.frame.text))
            way, word = ways[number] if ways else (spot.way, spot.word)
            told.append(replace(spot, roles=roles, piece=whole, following=whole[1], way=way, word=word))
    return sorted(told, key=lambda spot: spot.first)


def _groups(spots: Sequence[Spot]) -> list[list[Spot]]:
    """The numbers of one kind together."""
    kinds = dict.fromkeys(spot.quantity.kind for spot in spots)
    return [[spot for spot in spots if spot.quantity.kind == kind] for kind in kinds]


def _one(role: Role, number: int, count: int) -> Role:
    return replace(role, places=(role.places[number],)) if len(role.places) == count > 1 else role


def _ways(group: Sequence[Spot]) -> list[tuple[str, str]]:
    """Of "exports and imports" the way of each of two numbers; empty when the sentence tells of one way."""
    both = BOTH.search(group[0].frame.text) if len(group) == 2 else None
    return [("import" if word[0].casefold() in "ic" else "export", word) for word in (both["a"], both["b"])] if both else []
