"""Which language a text is in: one of the three that are read, by the words that only one of them uses, or another one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from loaders.documents.vocabulary import FUNCTION_WORDS, read_rules

WORD = re.compile(r"[^\W\d_]+")
FEWEST = 2
FEWEST_FOREIGN = 4
SAMPLE = 100_000  # letters of a text by which its language is told
_FOREIGN = read_rules("languages")["foreign"]
FOREIGN_WORDS: Mapping[str, frozenset[str]] = {language: frozenset(entry["words"].split()) for language, entry in _FOREIGN.items()}
NAMES: Mapping[str, str] = {"en": "English", "es": "Spanish", "fr": "French", "und": "another script"} | {key: entry["name"] for key, entry in _FOREIGN.items()}
OTHER_SCRIPT = "und"


def detect(text: str, default: str = "") -> str:
    """The language with most function words, or `default` when too few speak for one or two are level.

    "en", "es" or "fr", which are read; "de", "pt", "it", "nl" or "und" (not in Latin letters), which are not.
    """
    words = Counter(WORD.findall(text[:SAMPLE].casefold()))
    counts = sorted(((_hits(words, known), language) for language, known in FUNCTION_WORDS.items()), reverse=True)
    (most, language), (second, _) = counts[0], counts[1]
    if _is_other_script(text[:SAMPLE]):
        return OTHER_SCRIPT
    foreign, name = max((_hits(words, known), language) for language, known in FOREIGN_WORDS.items())
    if foreign >= FEWEST_FOREIGN and foreign > 1.2 * most:
        return name
    return language if most >= FEWEST and most > second else default


def is_read(language: str) -> bool:
    """Whether text in a language is read; text of unknown language is."""
    return not language or language in FUNCTION_WORDS


def _hits(words: Counter[str], known: frozenset[str]) -> int:
    return sum(words[word] for word in words.keys() & known)


def _is_other_script(text: str) -> bool:
    """Whether most letters are not Latin ones."""
    if text.isascii():
        return False
    letters = Counter(char for char in text if char.isalpha())
    other = sum(count for char, count in letters.items() if char > "\u024f" and not unicodedata.name(char, "").startswith("LATIN"))
    return other > 0.5 * letters.total()
