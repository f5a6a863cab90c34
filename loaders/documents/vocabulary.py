"""Words by which names show what they name, folded (no case, no accents), in three languages: `rules/names.yaml`."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from loaders.wordlists import parsed


def read_rules(name: str) -> dict[str, Any]:
    """The content of `rules/<name>.yaml`."""
    text = (files("loaders.documents") / "rules" / f"{name}.yaml").read_text(encoding="utf-8")
    data = parsed(text)
    assert isinstance(data, dict)
    return data


def _by_word(groups: Mapping[str, str]) -> Mapping[str, str]:
    return {word: kind for kind, words in groups.items() for word in words.split()}


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase for phrase in (part.strip() for part in text.split(";")) if phrase)


_DATA = read_rules("names")
CLOSING = _by_word(_DATA["closing"])
OPENING = _by_word(_DATA["opening"])
BODY_NOUNS = _by_word(_DATA["body_nouns"])
OPENS_WITH = frozenset(_DATA["opens_with"].split())
SUFFIXES = frozenset(_DATA["suffixes"].split())
CONNECTORS = frozenset(_DATA["connectors"].split())
WEAK_HEADS = frozenset(_DATA["weak_heads"].split())
PEOPLE_HEADS = frozenset(_DATA["people_heads"].split())
STARTERS = frozenset(_DATA["starters"].split())
MONTHS_AND_DAYS = frozenset(_DATA["months_and_days"].split())
HONORIFICS = frozenset(_DATA["honorifics"].split())
ROLES = frozenset(_DATA["roles"].split())
SAYING = frozenset(_DATA["saying"].split())
PARTICLES = frozenset(_DATA["particles"].split())
_PERSONS = read_rules("persons")
GIVEN = frozenset(_DATA["given"].split()) | frozenset(_PERSONS["given"].split())
SURNAMES = frozenset(_PERSONS["surnames"].split())
INDUSTRIES = frozenset(_DATA["industries"].split())
COMMON_FIRST = frozenset(_DATA["common_first"].split())
COMMON_LAST = frozenset(_DATA["common_last"].split())
SUBNATIONAL = _phrases(_DATA["subnational"])
MASKED = _phrases(_DATA["masked"])
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _DATA["function_words"].items()}
ABBREVIATIONS = frozenset(_DATA["abbreviations"].split())
LISTS: Mapping[str, str] = _DATA["lists"]
GENERIC_BODIES = frozenset(_DATA["generic_bodies"].split("; "))
COMMON = frozenset(read_rules("common")["words"].split())
NICKNAMES: Mapping[str, str] = dict(pair.split(":") for pair in _DATA["nicknames"].split())
