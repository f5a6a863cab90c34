"""Economies told one after another with a sum each, of a trade told before: "Brazil followed with $2 billion", "and Japan $1 billion", "Canadá le vende 3"."""

import re
from typing import Literal

from loaders.documents.gates import Gated
from loaders.documents.inherited import ABROAD
from loaders.documents.memory import Memory
from loaders.documents.places import REGION, WORLD, Place, places
from loaders.documents.ports import port_before
from loaders.documents.spots import Spot

Side = Literal["reporter", "partner", ""]
# "Canada $27 billion, Japan $40 billion": a name right before its sum, without a verb of its own.
GAPPED = re.compile(
    r"(?:[,;]|\b(?:and|y|e|while|mientras que))\s(?:(?:the|la|el|los)\s)?(?P<who>⟦[GJ]\d+⟧)(?:'s)?,?\s(?:(?:to|with|con|at|de|por)\s)?"
    r"(?:(?:about|nearly|some|more than|over|almost|around|just|another|unos|casi|m[áa]s de|cerca de)\s){0,2}(?:US|C)?\s?[$]?$"
)
FOLLOWS = Gated(
    r"\b(?:followed (?:with|at|closely|by)|(?:came|comes|was|is|were|are) (?:next|second|third|fourth)|(?:second|third|fourth|next)(?: place)? (?:was|came"
    r"|is|comes|went to)|then came|les? sigu(?:e|en|i[óo]|ieron)|seguid[oa]s? (?:de|por)|en (?:el )?(?:segundo|tercer|cuarto|quinto)o?(?: lugar| sitio"
    r"| puesto)?|(?:qued[óo]|fue|es|va) (?:segund[oa]|tercer[oa])|despu[ée]s (?:viene|van?|est[áa]n?)|rounded out|complet(?:ó|aron|a|an) la lista)\b",
    re.I,
)
# "Taiwan's came to $48 billion, Vietnam's to $12 billion": what is theirs of the trade told before.
THEIRS = re.compile(
    r"(?P<who>⟦[GJ]\d+⟧)'s?,?\s(?:own\s)?(?:(?:came|amounted|stood|was|were|reached|rose|fell|grew|totall?ed|exceeded|topped)\b[^⟦.;$]{0,30}|(?:to|at)\s)(?:US|C)?[$]?$"
)
LIKE_THEM = re.compile(r"(?:^|[,;]\s|\b(?:y|e)\s)las\s(?P<who>⟦J\d+⟧)\s(?:de|por|con|sum\w+|fueron|llegaron|ascendi\w+|alcanz\w+)\s[^⟦.;]{0,20}$", re.I)
BESIDE = re.compile(r"(?P<who>⟦[GJ]\d+⟧)[^⟦.;$\d]{0,40}(?:US|C)?\s?[$]?$")
# "Canadá le vende 3 mil millones": whom the text spoke of last.
CLITIC = re.compile(r"(?P<who>⟦[GJ]\d+⟧)(?:,[^,⟦]{2,40},)?\s(?:tambi[ée]n\s)?le\s(?:vend|compr|export|import|env[íi])\w+\s[^⟦.;]{0,40}$", re.I)
TIED = re.compile(r"\b(?:to|from|with|a|al|de|del|desde|con|in)\s(?:(?:the|el|la|los|las)\s)?$", re.I)


# "México es el primer proveedor de Estados Unidos: le vendió 6,100 millones".
SOLD_IT = re.compile(r"[:;,]\s(?:y\s)?le\s(?:vend|export|env[íi])\w+\s", re.I)


def told_before(spot: Spot, way: str, memory: Memory) -> tuple[Place, Place] | None:
    """(reporter, partner) of a sum that goes on with a trade told before, or that a port or the region stands for; None elsewhere."""
    text = spot.frame.text
    pair = (memory.reporter or WORLD, memory.partner or WORLD)
    if _turned(spot, way, memory) or _turned_round(spot, way, memory):
        return pair
    for rank in memory.ranks:
        if way == "export" and rank.figure.value == 1 and SOLD_IT.search(text, 0, spot.first) and rank.partner != WORLD[0]:
            return (rank.reporter, rank.figure.reporter), (rank.partner, rank.figure.partner)
    if way == "trade" and TRILATERAL.search(text, *spot.piece):
        return REGION, REGION
    if way == "trade" and (border := port_before(text, spot.first)) and _at_border(spot, border):
        return border
    if memory.whole and memory.whole[0] == spot.frame.block and OF_TOTAL.match(text, spot.last):
        return memory.whole[1:]
    return _following(spot, way, memory)


def _following(spot: Spot, way: str, memory: Memory) -> tuple[Place, Place] | None:
    """(reporter, partner) where the one named beside the number takes the place of one of the two told before; None elsewhere."""
    if not memory.reporter or not memory.partner or not memory.near(spot.frame):
        return None
    text = spot.frame.text
    head = text[: spot.first]
    clitic = CLITIC.search(head)
    if way != memory.way and not clitic:
        return None
    gapped = GAPPED.search(head) if memory.sentence == spot.frame.span else None
    found = gapped or clitic or (BESIDE.search(head) if FOLLOWS.search(text) else None)
    theirs = THEIRS.search(head)
    found = theirs or found or LIKE_THEM.search(head)
    if not found or (not gapped and not clitic and TIED.search(text, 0, found.start("who"))):
        return None
    named = places(spot.frame.slots_in(*found.span("who")))
    if len(named) != 1 or named[0] in (memory.reporter, memory.partner):
        return None
    if found is not gapped and found is not clitic and found.re is LIKE_THEM and way == "export":
        return (named[0], memory.partner) if memory.partner != WORLD else None
    if clitic and way == memory.way == "import" and memory.partner != WORLD:
        return named[0], memory.partner
    if theirs:
        return named[0], memory.partner
    side = "reporter" if clitic or (gapped and "'s" in gapped[0]) else _alike(named[0], memory) or memory.listed
    if clitic and not memory.clitic and named[0] != memory.reporter:
        return named[0], memory.reporter
    if side == "partner":
        return memory.reporter, named[0]
    return (named[0], memory.partner) if side == "reporter" and memory.partner != WORLD else None


def _alike(place: Place, memory: Memory) -> Side:
    """Of a state the end that was a state too."""
    states = [end is not None and "-" in end[0] for end in (memory.reporter, memory.partner)]
    return ("reporter" if states[0] else "partner") if "-" in place[0] and sum(states) == 1 else ""


def side_named(spot: Spot, reporter: Place, partner: Place) -> Side:
    """Which of the two stands nearest before the number."""
    before = places(spot.frame.slots_in(0, spot.first, "GJ"))[::-1]
    nearest = next((place for place in before if place in (reporter, partner)), None)
    return "" if nearest is None else "reporter" if nearest == reporter else "partner"


def _turned(spot: Spot, way: str, memory: Memory) -> bool:
    """ "exports of $5 billion to China against imports of $9 billion": the other way of the same two, who are not named again."""
    if memory.sentence != spot.frame.span or {way, memory.way} != {"export", "import"} or WORLD in (memory.reporter, memory.partner):
        return False
    return not any(spot.piece[0] <= role.first < spot.piece[1] for role in spot.roles)


OF_TOTAL = re.compile(r"\s(?:of the (?:total|whole)|del (?:total|conjunto))\b", re.I)
TRILATERAL = re.compile(r"\btrilateral(?:es)?\b", re.I)


def _at_border(spot: Spot, border: tuple[Place, Place]) -> bool:
    """True where no other economies are named than the two."""
    return all(place in border for role in spot.roles for place in role.places if role.first < spot.first)


def _turned_round(spot: Spot, way: str, memory: Memory) -> bool:
    """ "La cerveza se mantuvo al frente, con ventas por 5,004 millones", after what one bought from the other: its sales to the same one."""
    turned = {way, memory.way} == {"export", "import"} and memory.near(spot.frame) and memory.sentence != spot.frame.span
    return (
        turned
        and not spot.roles
        and not ABROAD.search(spot.frame.text)
        and memory.reporter in (memory.home, memory.country)
        and WORLD not in (memory.reporter, memory.partner)
    )
