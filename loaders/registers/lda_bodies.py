"""How the U.S. lobbying register writes public bodies: its list of them, and the free text of former posts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.spelling import fold
from loaders.capitals import calm_body
from loaders.known import Known, Party
from loaders.wordlists import wordlist

INVERTED = re.compile(r"(?P<what>.+), (?P<sort>Dept) of(?: \((?P<part>.+)\))?")
ACRONYM = re.compile(r" \((?P<short>[A-Z]{3,6})\)$")
SHORTENED = {"Natl": "National", "Intl": "International", "Dept": "Department", "&": "and", "Corp": "Corporation"}
PIECES = re.compile(r"[;/]|\s-\s|,\s|\(|\)|:\s")
LONGEST = 8


def body(entity: Mapping[str, Any]) -> Party | None:
    """Whom an entry of the register's list of bodies means; None for the entries that stand for nobody."""
    if entity["id"] in _words()["none"]:
        return None
    name = entity["name"]
    acronym = ACRONYM.search(name)
    plain = ACRONYM.sub("", name)
    inverted = INVERTED.fullmatch(plain)
    full = f"Department of {inverted['what']}" if inverted else plain
    known = _words()["bodies"].get(fold(name), "")
    written = " ".join(SHORTENED.get(word, word) for word in calm_body(full).split(" "))
    also = [known, f"U.S. {written}" if not written.startswith("U.S.") else "", acronym["short"] if acronym else "", name]
    aliases = tuple(alias for alias in dict.fromkeys(also) if alias and alias != written)
    return Party("agency", known or written, identifiers=(("lda-entity", str(entity["id"])),), aliases=(written, *aliases), country="us")


def covered(position: str, known: Known) -> list[str]:
    """The public bodies that the words of a covered position name, in their order: known ones by name, chambers by the titles of their members."""
    found: dict[str, None] = {}
    for piece in PIECES.split(position):
        named = _named(piece, known)
        found.update(dict.fromkeys(named or _by_title(piece, known)))
    return list(found)


def _named(piece: str, known: Known) -> list[str]:
    words = [word.strip(".") for word in piece.split()]
    for size in range(min(LONGEST, len(words)), 1, -1):
        for start in range(len(words) - size + 1):
            some = " ".join(SHORTENED.get(word, word) for word in words[start : start + size])
            bodies = [one for one in (*known.bodies(some), *known.bodies(f"U.S. {some}")) if known.is_public(one)]
            if bodies:
                return bodies[:1]
    return []


def _by_title(piece: str, known: Known) -> Iterator[str]:
    for name, pattern in _words()["titles"].items():
        if re.search(pattern, piece):
            yield from known.bodies(name)[:1]


def _words() -> Mapping[str, Any]:
    return wordlist("loaders.registers", "lda_words")
