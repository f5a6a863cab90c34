"""Which names of the register are persons': those whose shape leaves no doubt. The register itself does not tell."""

import re
from functools import cache, lru_cache

from graph.spelling import fold
from loaders.wordlists import wordlist

GENERATION = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
INITIALS = re.compile(r"(?:[^\W\d_]\.)+(?:-[^\W\d_]\.)?|[^\W\d_]")
TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)\.? (?P<rest>[^,]+?)(?:, (?P<generation>(?:Jr|Sr)\.?|I{2,3}))?", re.IGNORECASE)
MOST_FAMILY, MOST_GIVEN = 2, 3


@lru_cache(maxsize=16_384)
def person(name: str) -> str:
    """The name of a person as people write it ("Mark A. Permar" of "Permar, Mark A."), "" for any name that may be a body's."""
    titled = TITLED.fullmatch(name)
    if titled:
        words = titled["rest"].split()
        certain = 1 < len(words) <= MOST_GIVEN and all(map(_is_part, words)) and bool(WORD.fullmatch(words[-1]))
        return _joined(words, titled["generation"]) if certain else ""
    parts = [part.split() for part in name.strip(" ,").split(",")]
    generation = ""
    if len(parts) == 3 and len(parts[2]) == 1 and GENERATION.fullmatch(parts[2][0]):
        generation = parts.pop()[0]
    if len(parts) != 2 or not all(parts):
        return ""
    family, given = parts
    for words in (family, given):
        if len(words) > 1 and not generation and GENERATION.fullmatch(words[-1]):
            generation = words.pop()
    return _joined([*given, *family], generation) if _is_family(family) and _is_given(given) else ""


def may_be_person(name: str) -> bool:
    """Whether a name has the shape of a person's: two parts of words, without a word that only a body's name has."""
    parts = [part.split() for part in name.strip(" ,").split(",")]
    return len(parts) == 2 and all(words and len(words) <= MOST_GIVEN and all(map(_is_part, words)) and any(map(_is_spelt, words)) for words in parts)


def _is_family(words: list[str]) -> bool:
    """Family names; what begins with a given name is a whole name, beside which another stands."""
    named = len(words) > 1 and fold(words[0]) in _given()
    return not named and len(words) <= MOST_FAMILY and all(WORD.fullmatch(word) and _is_part(word) for word in words)


def _is_given(words: list[str]) -> bool:
    """Known given names, or a name beside an initial; initials alone may be a legal form ("A.G.")."""
    if len(words) > MOST_GIVEN or not all(map(_is_part, words)):
        return False
    spelt = list(filter(_is_spelt, words))
    return bool(spelt) and (fold(spelt[0]) in _given() or len(spelt) < len(words))


def _is_spelt(word: str) -> bool:
    return len(word) > 1 and bool(WORD.fullmatch(word))


def _is_part(word: str) -> bool:
    """Whether a word can stand in a person's name: capitalised, and of no body's."""
    return bool(word[0].isupper() and (WORD.fullmatch(word) or INITIALS.fullmatch(word)) and fold(word) not in _of_bodies())


def _joined(words: list[str], generation: str | None) -> str:
    return " ".join([*words, *([generation] if generation else [])])


@cache
def _given() -> frozenset[str]:
    return frozenset(str(wordlist("loaders.documents.rules", "names")["given"]).split())


@cache
def _of_bodies() -> frozenset[str]:
    words = wordlist("loaders", "likeness")
    return frozenset(f"{words['legal']} {words['bodies']} {' '.join(words['short'].values())}".split())
