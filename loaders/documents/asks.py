"""Maps the words of an ask to the asks that the registry knows."""

import re
import unicodedata
from functools import lru_cache

from loaders.documents.gates import Gated
from loaders.registry import Registry
from loaders.registry.model import Ask


def known_asks(text: str, registry: Registry) -> tuple[str, ...]:
    """The ids of the asks whose names or phrases occur in the text, in the registry's order."""
    plain = _plain(text)
    return tuple(ask.id for ask in registry.asks.values() if any(pattern.search(plain) for pattern in _patterns(_forms(ask))))


def _forms(ask: Ask) -> tuple[str, ...]:
    return (ask.name, *ask.aliases, *(phrase for phrases in ask.phrases.values() for phrase in phrases))


@lru_cache(maxsize=512)
def _patterns(forms: tuple[str, ...]) -> tuple[Gated, ...]:
    return tuple(Gated(_expression(form)) for form in forms)


def _expression(form: str) -> str:
    """A phrase of the registry as an expression: `*` any ending, `...` up to three words between."""
    words = [
        r"(?:\S+\s+){0,3}?" if word == "\u2026" else re.escape(word).replace(r"\*", r"\w*") + r"(?!\w)\W*"
        for word in _plain(form.replace("...", " \u2026 ")).split()
    ]
    return r"(?<!\w)" + "".join(words)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("\u2026", "\ue000")).casefold().replace("\ue000", "\u2026")
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).translate(str.maketrans("“”‘’", "\"\"''")).split())
