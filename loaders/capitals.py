"""Names that a register writes in capitals, as people write them."""

import re
from functools import cache

from loaders.wordlists import wordlist

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NUMERAL = re.compile(r"(?=[IVX]{2})X{0,2}(?:IX|IV|V?I{0,3})")
JOINED = re.compile(r"\b(Mc|O['’]|D['’]|L['’])([a-z])")
VOWEL = re.compile("[aeiouy]")
SHORT = 3


def calm_person(name: str) -> str:
    """A person's name with small letters after the first of each part: "AMY R. O'NEILL III" is Amy R. O'Neill III."""
    if not name.isupper():
        return name
    return _joined(WORD.sub(lambda found: found[0] if NUMERAL.fullmatch(found[0]) else found[0].capitalize(), name))


def calm_body(name: str) -> str:
    """An organisation's name with small letters where it is made of words: "CTIA - THE WIRELESS ASSOCIATION" is CTIA - The Wireless Association.

    A word of up to three letters, one that cannot be spoken, and letters beside a full stop or an ampersand are taken for an acronym.
    """
    return _joined(WORD.sub(_word, name)) if name.isupper() else name


def _word(found: re.Match[str]) -> str:
    word, lower, text = found[0], found[0].lower(), found.string
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    if lower in _words("small"):
        starts = found.start() == 0 or text[: found.start()].endswith(("- ", "("))
        return word if len(word) == 1 and not {".", "/"}.isdisjoint(around) else word.capitalize() if starts else lower
    if word in _words("letters") or (lower not in _words("short") and _is_acronym(lower, around)):
        return word
    return word.capitalize()


def _is_acronym(word: str, around: str) -> bool:
    if len(word) <= SHORT:
        return "&" in around or word not in _words("words")
    first = re.match(r"[^aeiouy]*", word)
    return not VOWEL.search(word) or (first is not None and len(first[0]) > 1 and first[0][:2] not in _words("starts") and word[:2] != "mc")


def _joined(name: str) -> str:
    return JOINED.sub(lambda found: found[1] + found[2].upper(), name)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(str(wordlist("loaders", "capitals")[kind]).split())
