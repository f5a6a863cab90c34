"""Patterns of kinds, such as "association -met- agency" or "person -officer_of|employed_by- * -met- agency"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph import ontology
from graph.errors import RequestError, shown

LONGEST = 6
ANY = "*"
STEP = re.compile(r"\s+-\s*([^\s-][^-]*?)\s*-\s+")
EXAMPLE = "association -met- agency"


@dataclass(frozen=True, slots=True)
class Pattern:
    """kinds[i] of entities and, between them, ties[i] of ties; at least one tie, at most six.

    A star stands for every kind of entity that may stand inside a path (at the ends of a pattern: for
    every kind), or for every kind of tie that carries an introduction by default.
    """

    kinds: tuple[frozenset[str], ...]
    ties: tuple[tuple[str, ...], ...]
    text: str

    @property
    def symmetric(self) -> bool:
        """True when the pattern leads out and back by the same way: the same backwards, without a middle tie."""
        return len(self.ties) % 2 == 0 and self.kinds == self.kinds[::-1] and self.ties == self.ties[::-1]


def parse(text: str) -> Pattern:
    """Read a pattern: kinds of entities, with kinds of ties between dashes; `|` joins alternatives, `*` is any.

    Raises RequestError that lists the kinds.
    """
    known = ontology.load()
    parts = STEP.split(f" {text.strip()} ")
    if len(parts) < 3:
        raise RequestError(f"{shown(text.strip()) or 'nothing'}: not a pattern; write kinds of entities and of ties in turn, such as “{EXAMPLE}”")
    if len(parts) // 2 > LONGEST:
        raise RequestError(f"{shown(text)}: {len(parts) // 2} ties are too many; give at most {LONGEST}")
    last = len(parts) - 1
    inside = {key for key, kind in known.entities.items() if kind.inside}
    entities = {key: key for key in known.entities} | {word: key for key, kind in known.entities.items() for word in (kind.label, kind.plural)}
    kinds = [frozenset(_alternatives(parts[at], entities, "entity", set(known.entities) if at in (0, last) else inside)) for at in range(0, last + 1, 2)]
    walked = {key for key, kind in known.ties.items() if kind.carries and kind.default}
    ties = [tuple(sorted(_alternatives(part, {key: key for key in known.ties}, "tie", walked))) for part in parts[1::2]]
    return Pattern(tuple(kinds), tuple(ties), _written(parts))


def _alternatives(part: str, called: Mapping[str, str], what: str, every: set[str]) -> set[str]:
    """The kinds that a part of a pattern names. Raises RequestError listing those known."""
    found: set[str] = set()
    for word in (word.strip().lower() for word in part.split("|")):
        if word == ANY:
            found |= every
        elif word in called:
            found.add(called[word])
        else:
            keys = dict.fromkeys(called.values())
            raise RequestError(f"{shown(word) or 'nothing'}: no such kind of {what} for a pattern; known are {', '.join(keys)} and {ANY}")
    return found


def _written(parts: list[str]) -> str:
    return " ".join(f"-{part.strip()}-" if at % 2 else part.strip() for at, part in enumerate(parts))
