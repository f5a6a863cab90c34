"""An agreement as both of its forms are read: frozen values, numbers of parts in digits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.spelling import fold
from loaders.documents.parts import NUMBER_WORDS

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
IS_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
PART = re.compile(
    r"^\s*(?:(?:chapters?|cap[ií]tulo|chapitre|articles?|art[ií]culo|section|secci[oó]n|part|parte|title|t[ií]tulo)\b|art\.)[\s.:°º-]*", re.IGNORECASE
)
DIGITS = re.compile(r"(?P<number>(?:[a-z]-)?\d+\w{0,3}(?:[.-]\w{1,4})*)(?: (?P<again>bis|ter|quater)\b)?", re.IGNORECASE | re.ASCII)
ES_ORDINALS = "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo"
ORDINALS = {word: number for number, word in enumerate(ES_ORDINALS.split(" "), 1)}
ENDINGS = {"primer": 1, "tercer": 3, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
WORDS = {fold(word): number for word, number in NUMBER_WORDS.items()} | ORDINALS | ENDINGS


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its number in digits ("19.11", "1901"; "" for none), its title, its text, which is not kept."""

    number: str
    title: str
    text: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its number in digits, "" for a preamble; `mark` is the number that the collection gives it."""

    number: str
    title: str
    articles: tuple[Article, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement: parties by the codes of the file, days by what happened on them ("signed", "in force"), its chapters.

    `number` is that of the collection; `replaces` names earlier agreements; `checked` is False for what was written from general knowledge.
    """

    name: str
    number: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    parties: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    days: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    replaces: tuple[str, ...] = ()
    reviews: tuple[tuple[str, str], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    language: str = "en"
    url: str = ""
    publisher: str = ""
    licence: str = ""
    checked: bool = True


def number_of(written: str) -> str:
    """The number of a part in digits: "CHAPTER NINETEEN" is 19, "Capítulo XIV" 14, "ARTICLE 14.1" 14.1; "" where there is none."""
    plain = PART.sub("", written).strip(" .:")
    if found := DIGITS.match(plain):
        return "-".join(part for part in (found["number"], found["again"]) if part).lower()
    word = fold(plain)
    if word in WORDS:
        return str(WORDS[word])
    if plain and IS_ROMAN.fullmatch(plain):
        values = [ROMAN[letter] for letter in plain.casefold()]
        return str(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))
    return ""
