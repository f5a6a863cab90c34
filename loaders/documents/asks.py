"""Maps the words of an ask to the asks that the registry knows."""

import re
import unicodedata

from loaders.documents.gates import Gated, Gates
from loaders.registry import Registry
from loaders.registry.model import Ask

Patterns = tuple[tuple[tuple[str, Gated], ...], Gates]
_compiled: list[tuple[Registry, Patterns]] = []


def known_asks(text: str, registry: Registry) -> tuple[str, ...]:
    """The ids of the asks whose names or phrases occur in the text, in the registry's order."""
    plain = _plain(text)
    patterns, gates = _patterns(registry)
    found = {id for id, pattern in (patterns[number] for number in gates.fitting(plain)) if pattern.search(plain)}
    return tuple(id for id in registry.asks if id in found)


def _forms(ask: Ask) -> tuple[str, ...]:
    return (ask.name, *ask.aliases, *(phrase for phrases in ask.phrases.values() for phrase in phrases))


def _patterns(registry: Registry) -> Patterns:
    """The patterns of all asks, each with the id of its ask."""
    known = next((patterns for asks, patterns in _compiled if asks is registry), None)
    if known is None:
        patterns = tuple((ask.id, Gated(_expression(form))) for ask in registry.asks.values() for form in _forms(ask))
        known = patterns, Gates(pattern.pattern for _, pattern in patterns)
        _compiled[:] = [(registry, known)]
    return known


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
