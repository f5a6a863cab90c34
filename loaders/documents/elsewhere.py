"""Countries that a sentence means without naming them: "its southern neighbour", "ese país", "the country", "sus exportaciones"."""

import re
from collections.abc import Sequence

from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound
from loaders.documents.places import Place, places
from loaders.documents.slot import Slot

US, MX, CA = ("place:us", "United States"), ("place:mx", "Mexico"), ("place:ca", "Canada")
SOUTH, NORTH = {US[0]: MX, CA[0]: US}, {MX[0]: US, US[0]: CA}
NEAR = {MX[0]: US, CA[0]: US}
OWNED = r"(?:its|their|his|the country's|su|el|al|del|the|nuestro|our)"
NEIGHBOUR = Gated(
    rf"\b{OWNED}\s(?:(?P<s>southern (?:neighbou?r|partner)|neighbou?r to the south|(?:vecino|socio)(?: comercial)? (?:del|al) sur|vecino sureño)"
    rf"|(?P<n>northern (?:neighbou?r|partner)|neighbou?r to the north"
    r"|(?:vecino|socio)(?: comercial)? (?:del|al) norte|vecino norteño)|(?P<a>neighbou?r|vecino|principal vecino|nearest neighbou?r))(?=[\s,.;:)]|$)",
    re.I,
)
BORDER = Gated(
    r"\b(?:(?P<s>south of the border|al sur de la frontera)|(?P<n>north of the border|al norte de la frontera|al norte del r[íi]o Bravo)"
    r"|(?P<a>across the border|al otro lado de la frontera))\b",
    re.I,
)
UNION = Gated(r"\b(?:la Uni[óo]n Americana|la uni[óo]n americana|el pa[íi]s norteamericano|territorio estadounidense|suelo estadounidense)\b")
OTHER = Gated(
    r"\b(?:that (?:country|nation|market)|es[ea] (?:pa[íi]s|naci[óo]n|mercado)|dich[oa] (?:pa[íi]s|naci[óo]n|mercado)|aquel(?:la)? (?:pa[íi]s"
    r"|naci[óo]n)|ce pays|ce marché)\b",
    re.I,
)
IT = re.compile(r"(?:^|,\s)(?:it|they)\s[^.;]{3,60}\b(?:to|from|with)\s$", re.I)
SAME = Gated(r"\b(?:(?:the|this) country|(?:d?el|al|este|nuestro) pa[íi]s|(?:la|esta) naci[óo]n|our country|le pays)\b(?! (?:of|de|con|that|que)\b)", re.I)
ITS = Gated(
    r"\b(?:its|their|sus?|ses|our|nuestr[oa]s?)(?= (?:[a-z-]+\s){0,3}?"
    r"(?:exports?|imports?|trade|sales|purchases|shipments|exportaciones|importaciones|comercio|ventas|compras|env[íi]os|intercambio)\b)",
    re.I,
)


def named(frame: Frame, country: Place | None, seen: Sequence[Place]) -> Frame:
    """The frame with a name in place of each word that stands for a country.

    `country` is the one last spoken of, `seen` those mentioned before, the latest last.
    """
    told = frame
    for pattern in (NEIGHBOUR, BORDER, UNION, OTHER, ITS, SAME):
        position = 0
        while match := pattern.search(told.text, position):
            meant = _meant(pattern, match, told, country, seen)
            position = match.end()
            if meant:
                letter = "J" if pattern is ITS else "G"
                joined = (
                    {"del": "de ", "al ": "a "}.get(match[0][:3].casefold(), "")
                    if pattern in (SAME, NEIGHBOUR)
                    else ("a " if frame.language == "es" else "to ")
                    if pattern is BORDER
                    else ""
                )
                words = f"{joined}⟦{letter}{len(told.slots)}⟧"
                span = (told.starts[match.start()], told.ends[match.end() - 1])
                node = NodeFound(meant[0], meant[1], "place", "actor", (), known=True)
                told = told.put(match.span(), words, (Slot(letter, span, (node,), pronoun=True),))
                position = match.start() + len(words)
    return told


def _meant(pattern: Gated, match: re.Match[str], frame: Frame, country: Place | None, seen: Sequence[Place]) -> Place | None:
    before = places(frame.slots_in(0, match.start(), "GJ"))
    if pattern in (NEIGHBOUR, BORDER):
        owner = before[-1] if before else country
        if not owner:
            return None
        return SOUTH.get(owner[0]) if match["s"] else NORTH.get(owner[0]) if match["n"] else NEAR.get(owner[0])
    if pattern is UNION:
        return US
    if pattern is SAME:
        # "It exported $34 billion to the country": not the one that "it" stands for.
        other = [place for place in seen if place != country] if IT.search(frame.text, 0, match.start()) else []
        return other[-1] if other and not before else country
    if pattern is ITS and match[0].casefold().startswith("nuestr"):
        return MX
    if pattern is ITS:
        return _subject(frame, match.start()) or country or (before[0] if len(set(before)) == 1 else None)
    here = places(frame.slots_in(0, len(frame.text), "GJ"))
    others = [place for place in before[1:] if place != before[0]]
    earlier = [place for place in seen if place not in here]
    return others[-1] if others else earlier[-1] if earlier else before[-1] if before and len(set(here)) == 1 and not seen else None


def _subject(frame: Frame, end: int) -> Place | None:
    """The country before a possessive in its own sentence: the first one with no preposition before it."""
    for match in SLOT.finditer(frame.text, 0, end):
        if match[1] in "GJ" and not re.search(
            r"\b(?:to|from|with|of|in|a|al|de|del|con|en|by|por)\s(?:the |el |la |los )?$", frame.text[: match.start()], re.I
        ):
            return next(iter(places((frame.slots[int(match[2])],))), None)
    return None
