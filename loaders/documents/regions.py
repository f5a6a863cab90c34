"""States and provinces as economies: "California's exports", "las exportaciones de Nuevo León"."""

import re
from functools import cache

from loaders.documents.attribution import strings
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound
from loaders.documents.slot import Slot
from loaders.registry import Registry

SUBNATIONAL = re.compile(r"gov:(?:us|mx|ca)-[a-z]{2,3}")
_compiled: list[tuple[Registry, tuple[Gated, dict[str, NodeFound]]]] = []


def with_regions(frame: Frame, registry: Registry) -> Frame:
    """The frame with a slot for each state or province whose trade it speaks of by name."""
    pattern, nodes = _regions(registry)
    for match in reversed(list(pattern.finditer(frame.text))):
        group = "a" if match["a"] else "b"
        first, last = match.span(group)
        span = (frame.starts[first], frame.ends[last - 1])
        frame = frame.put((first, last), f"⟦G{len(frame.slots)}⟧", (Slot("G", span, (nodes[match[group].casefold()],)),))
    return frame


def _regions(registry: Registry) -> tuple[Gated, dict[str, NodeFound]]:
    found = next((compiled for known, compiled in _compiled if known is registry), None)
    if found is None:
        nodes = {
            entry.name.casefold(): NodeFound(entry.id, entry.name, entry.kind, "actor", (), known=True)
            for entry in registry.entries.values()
            if SUBNATIONAL.fullmatch(entry.id)
        }
        names = "|".join(re.escape(name) for name in sorted(nodes, key=lambda name: (-len(name), name)))
        found = (Gated(_shape(names), re.I), nodes)
        _compiled[:] = [(registry, found)]
    return found


@cache
def _shape(names: str) -> str:
    lists = strings("figures")
    nouns = f"(?:{lists['noun_export']}|{lists['noun_import']})"
    verbs = f"(?:{lists['verb_export']}|{lists['verb_import']})"
    return (
        rf"(?<![\w-])(?<!New )(?P<a>{names})(?=(?:'s?)\s(?:[a-z-]+\s){{0,3}}?{nouns}|(?:\s(?:farmers|growers|producers|companies"
        rf"|firms|exporters|ranchers|manufacturers|factories))?(?:\s(?:alone|also|itself|still|s[óo]lo|tambi[ée]n))?\s{verbs})"
        rf"|(?:{nouns}(?:\s[a-záéíóúñ]+){{0,2}}\s(?:de|of|from)|{lists['noun_trade']}\s(?:between|entre))\s(?P<b>{names})(?![\w-])"
    )
