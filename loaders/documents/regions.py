"""States and provinces as economies: "California's exports", "las exportaciones de Nuevo León"."""

import re
from functools import cache

from loaders.documents.attribution import strings, words
from loaders.documents.frames import Frame
from loaders.documents.gates import Gated, Gates
from loaders.documents.model import NodeFound
from loaders.documents.slot import Slot
from loaders.registry import Registry

SUBNATIONAL = re.compile(r"gov:(?:us|mx|ca)-[a-z]{2,3}")
_compiled: list[tuple[Registry, tuple[Gated, dict[str, NodeFound]]]] = []


def with_regions(frame: Frame, registry: Registry) -> Frame:
    """The frame with a slot for each state or province whose trade it speaks of by name."""
    pattern, nodes = _regions(registry)
    for match in reversed(list(pattern.finditer(frame.text))):
        group = next(name for name in ("a", "b", "c") if match[name])
        frame = _put(frame, match.span(group), "G", nodes[match[group].casefold()])
    by_id = {node.id: node for node in nodes.values()}
    demonyms, gates = _demonyms()
    for id, demonym in (demonyms[number] for number in gates.fitting(frame.text)):
        if id in by_id:
            for match in reversed(list(demonym.finditer(frame.text))):
                frame = _put(frame, match.span("d"), "J", by_id[id])
    return frame


def _put(frame: Frame, at: tuple[int, int], letter: str, node: NodeFound) -> Frame:
    span = (frame.starts[at[0]], frame.ends[at[1] - 1])
    return frame.put(at, f"⟦{letter}{len(frame.slots)}⟧", (Slot(letter, span, (node,)),))


@cache
def _demonyms() -> tuple[tuple[tuple[str, Gated], ...], Gates]:
    """ "Las exportaciones coahuilenses", "Texan exports": each state with the words for what is its own, beside a noun of trade."""
    lists = strings("figures")
    nouns = f"(?:{lists['noun_export']}|{lists['noun_import']}|{lists['noun_trade']})"
    found = []
    for id, listed in words("places_of_trade")["demonyms"].items():
        before, after = ([said for said in listed.split("|") if said[0].isupper() is upper] for upper in (True, False))
        if after:
            found.append((id, Gated(rf"(?:{nouns}(?:\s[a-záéíóúñ]+){{0,2}}|\b(?:y|e|mientras que)\slas)\s(?P<d>{'|'.join(after)})(?![\w-])", re.I)))
        if before:
            found.append((id, Gated(rf"\b(?P<d>{'|'.join(before)})(?=\s(?:[a-z-]+\s){{0,3}}?{nouns})", re.I)))
    return tuple(found), Gates(demonym.pattern for _, demonym in found)


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
        rf"|firms|exporters|ranchers|manufacturers|factories))?(?:,[^,⟦.;]{{2,40}},)?(?:\s(?:alone|also|itself|still|s[óo]lo|tambi[ée]n))?\s{verbs})"
        rf"|(?:{nouns}(?:\s[a-záéíóúñ]+){{0,4}}\s(?:de|of|from)|{lists['noun_trade']}\s(?:between|entre))\s(?P<b>{names})(?![\w-])"
        # "Illinois is second with $69 billion", "; Coahuila, 62 mil millones", "Arizona's to $9 billion", "Michigan ranks first".
        rf"|(?:^|[;.,]\s|\b(?:and|y|e|while|mientras que|by|de|por)\s)(?P<c>{names})(?=(?:'s)?,?\s(?:(?:is|was|came|came in|es|fue|qued[óo])\s)?"
        rf"(?:(?:second|third|fourth|next|segund[oa]|tercer[oa]?|cuart[oa]),?\s)?(?:(?:with|con|at|to|about|nearly|casi|unos)\s){{0,2}}(?:(?:US|C)?[$]\d|\d[\d.,·]*"
        rf"\s(?:mil|millones|million|billion|bn)\b)|\s(?:ranks?|ranked|leads|led|lidera|encabez[óa])\b)"
    )
