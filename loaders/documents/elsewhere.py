"""Countries that a sentence means without naming them: "its southern neighbour", "ese país", "the country", "sus exportaciones"."""

import re
from collections.abc import Sequence
from dataclasses import replace

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
    r"|(?:vecino|socio)(?: comercial)? (?:del|al) norte|vecino norteño)|(?P<a>neighbou?r|vecino|principal vecino"
    r"|vecino pa[íi]s|pa[íi]s vecino|neighbou?ring country|nearest neighbou?r))(?=[\s,.;:)]|$)",
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
# "The two neighbors supplied", "ambos socios vendieron": the two told last, none of them named in the sentence.
TWO = Gated(
    r"\b(?:the two|both|the pair of)\s(?:North American\s|trading\s)?(?:neighbou?rs|partners|countries|allies|economies)\b"
    r"|\b(?:los dos|ambos|sus dos)\s(?:vecinos|socios(?: comerciales)?)\b",
    re.I,
)
# "The United States sold its neighbors".
BOTH_SIDES = Gated(r"\b(?:its|their)\s(?:two\s)?(?:North American\s)?neighbou?rs\b(?!')|\bsus\s(?:dos\s)?vecinos\b", re.I)
# "Its sales there"; "our chips went there", where the place told last is meant; "it shipped $4 billion worth south".
THERE = Gated(
    r"\b(?:sales|exports|shipments|ventas|exportaciones|env[íi]os)\s(?P<t>there|all[áíi]|ah[íi])\b"
    r"|\b(?:sold|exported|shipped|sent|vendi[óo]|export[óo]|envi[óo]|vendieron|exportaron|enviaron)\s"
    r"[^.;⟦]{0,50}?\s(?P<u>there|all[áíi]|ah[íi])(?=[\s.,;])"
    r"|\b(?:went|goes?|headed|ended up|fue|fueron|va|van)\s(?P<v>there|all[áíi]|ah[íi])(?=[\s.,;])",
    re.I,
)
GOING = Gated(
    r"\b(?:ship\w*|sen[dt]s?|sold|sells?|export\w*|goes|go|flow\w*)\b[^.;⟦]{0,50}?\s(?P<d>south|north)(?:ward)?\b(?!\s(?:of"
    r"|America\w*|Korea\w*|Africa\w*|Dakota|Carolina|⟦[GO]))",
    re.I,
)
# "It exported", "it bought": the country told last, where no body stands for it.
IT_TRADES = Gated(
    r"(?:^|(?<=[.;] )|(?<=and )|(?<=while ))(?:It|it)(?=\s(?:also\s|alone\s|then\s|still\s|has\s|had\s|even\s){0,2}"
    r"(?:export(?:s|ed)|import(?:s|ed)|sells?|sold|bought|buys|ships?|shipped|sent|sends|purchased|supplie[sd]|took|takes|accounts? for|ran|runs|had|posted)\b"
    r"[^.;]{0,80}?(?:\$|\d))"
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
    told = _pronouns(_ordered(frame, country, seen), country, seen)
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


GOVERNED = re.compile(r"\b(?:to|from|with|a|de|desde|con)\s(?:(?:the|los|las)\s)?$", re.I)


def _ordered(frame: Frame, country: Place | None, seen: Sequence[Place]) -> Frame:
    """The frame in which "from the two countries" are in the order in which the text named them, without the one whose trade it is."""
    order = {id: number for number, (id, _) in enumerate(seen)}
    slots = list(frame.slots)
    for match in SLOT.finditer(frame.text):
        slot = slots[int(match[2])]
        governed = GOVERNED.search(frame.text, 0, match.start()) is not None
        if not governed or not slot.pronoun or len(slot.nodes) != 2 or not all(place in seen for place in places((slot,))):
            continue
        meant = sorted(places((slot,)), key=lambda place: order[place[0]])
        others = [place for place in seen if place != country][-2:]
        if country in meant and len(others) > 1:
            meant = others
        slots[int(match[2])] = replace(slot, nodes=tuple(NodeFound(id, name, "place", "actor", (), known=True) for id, name in meant))
    return replace(frame, slots=tuple(slots))


def _pronouns(frame: Frame, country: Place | None, seen: Sequence[Place]) -> Frame:
    """The frame with names in place of "the two neighbors" and of an "it" that trades."""
    here = places(frame.slots_in(0, len(frame.text), "GJ"))
    others = [place for place in seen if place not in here]
    told = frame
    if (match := BOTH_SIDES.search(told.text)) and (_subject(told, match.start()) or country) == US and not {MX, CA} & set(here):
        told = _put(told, match.span(), (CA, MX))
    if (match := TWO.search(told.text)) and len(others) > 1:
        told = _put(told, match.span(), tuple(others[-2:]))
    if (match := THERE.search(told.text)) and (far := others if match["v"] else [place for place in others if place != country]):
        at = next(name for name in "tuv" if match[name])
        told = _put(told, match.span(at), (far[-1],), words="to " if frame.language == "en" else "a ")
    if (match := GOING.search(told.text)) and (owner := _subject(told, match.start("d")) or country):
        sides = SOUTH if match["d"].casefold() == "south" else NORTH
        pair = [place for place in seen if place != owner]
        if (side := pair[0] if len(pair) == 1 and owner != MX else US if owner == CA and sides is SOUTH else sides.get(owner[0])) and side not in here:
            told = _put(told, match.span("d"), (side,), words="to ")
    if (match := IT_TRADES.search(told.text)) and not told.slots_in(0, match.start(), "OP"):
        meant = country if country and country in others else others[-1] if others else None
        if meant:
            told = _put(told, match.span(), (meant,), pronoun=True)
    return told


def _put(frame: Frame, at: tuple[int, int], meant: tuple[Place, ...], *, pronoun: bool = False, words: str = "") -> Frame:
    span = (frame.starts[at[0]], frame.ends[at[1] - 1])
    nodes = tuple(NodeFound(id, name, "place", "actor", (), known=True) for id, name in meant)
    return frame.put(at, f"{words}⟦G{len(frame.slots)}⟧", (Slot("G", span, nodes, pronoun=pronoun),))


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
    earlier = [place for place in seen if place not in here] or [place for place in seen if place not in before]
    return others[-1] if others else earlier[-1] if earlier else before[-1] if before and len(set(here)) == 1 and not seen else None


def _subject(frame: Frame, end: int) -> Place | None:
    """The country before a possessive in its own sentence: the first one with no preposition before it."""
    for match in SLOT.finditer(frame.text, 0, end):
        if match[1] in "GJ" and not re.search(
            r"\b(?:to|from|with|of|in|a|al|de|del|con|en|by|por)\s(?:the |el |la |los )?$", frame.text[: match.start()], re.I
        ):
            return next(iter(places((frame.slots[int(match[2])],))), None)
    return None
