"""Who trades and with whom where the sentence leaves it open: by the sentences before, by who speaks, by where the text is written."""

import re
from typing import Literal

from loaders.documents.economies import Role
from loaders.documents.gates import Gated
from loaders.documents.goods import traded
from loaders.documents.memory import Memory
from loaders.documents.places import REGION, WORLD, Place, pattern, places
from loaders.documents.spots import Slots, Spot

# Whose figures they are: "U.S. data show", "según cifras del gobierno de Canadá".
SOURCE = Gated(
    r"⟦[GJ]\d+⟧(?:'s)?\s(?:[\w-]+\s){0,2}(?:data|figures|statistics|numbers|ministry|minister|office|bureau|government|officials|agency|department|authorities"
    r"|embassy|ambassador)\b|\b(?:cifras|datos|estad[íi]sticas|gobierno|ministerio|secretar[íi]a|oficina|autoridades|embajador[a]?|embajada)(?:\s\w+){0,3}?"
    r"\s(?:(?:del?|en)\s)?⟦[GJ]\d+⟧",
    re.I,
)
ABROAD = re.compile(
    r"\b(?:al exterior|ventas externas|foreign sales|al mundo|al resto del mundo|abroad|overseas|worldwide|to the world|total (?:exports|imports)"
    r"|exportaciones totales"
    r"|importaciones totales|overall (?:exports|imports)|all (?:exports|imports))\b",
    re.I,
)
PART_OF = re.compile(
    r"\b(?:of (?:that|this|the) (?:total|amount|sum)|of which|de es[ea] (?:total|monto|cifra|cantidad)|del total|de (?:los"
    r"|las) cuales)\b",
    re.I,
)
BILATERAL = re.compile(
    r"\b(?:bilateral(?:es)?|two-way|rec[íi]proc[oa]s?|the other way|the other direction|in return|a cambio|sentido (?:contrario|inverso|opuesto))\b", re.I
)


def names(spot: Spot) -> bool:
    """True where an economy stands in the sentence by its own name."""
    return any(not is_pronoun(spot, role) for role in spot.roles)


def is_pronoun(spot: Spot, role: Role) -> bool:
    return any(slot.pronoun for slot in spot.frame.slots_in(role.first, role.last))


def reporter_before(spot: Spot, partner: Place | None, memory: Memory, slots: Slots) -> Place:
    if pattern("world").search(spot.frame.text):
        return WORLD
    slots["reporter"] = "inherited"
    told_since = memory.topic_at[0] == spot.frame.block and memory.topic_at[1] > memory.sentence[0]
    if told_since and memory.country and memory.country != partner:
        return memory.country
    if memory.near(spot.frame) and memory.reporter and memory.partner:
        pair = (memory.reporter, memory.partner)
        return pair[1] if partner == pair[0] else pair[0]
    if memory.reporter and partner and memory.reporter != partner:
        return memory.reporter
    slots["reporter"] = "guessed"
    before = [found for found in places(spot.frame.slots_in(0, spot.first, "GO")) if found != partner]
    owner = next((role.places[0] for role in spot.roles if role.part == "owner" and role.way == spot.way and role.places[0] != partner), None)
    if owner and partner:
        return owner
    source = SOURCE.search(spot.frame.text)
    likely = (
        *(places(spot.frame.slots_in(*source.span())) if source else ()),
        *before[-1:],
        spot.home,
        memory.reporter if partner else None,
        memory.country if spot.frame.block - memory.topic_at[0] <= 1 else None,
        memory.home,
        memory.country,
    )
    return next((found for found in likely if found and found != partner), WORLD)


def partner_before(spot: Spot, reporter: Place, way: str, memory: Memory, told: bool) -> tuple[Place, Literal["inherited", "guessed"]]:
    """The partner of the trade told before, when the sentence goes on with the same trade; else the world."""
    text = spot.frame.text
    if told and spot.frame.block != memory.block and spot.frame.kind == "prose":
        what = traded(spot.frame, spot.first, spot.last, spot.piece)
        if what and what != memory.category:
            # Another paragraph that names who trades what tells a trade of its own.
            return WORLD, "guessed"
    if memory.near(spot.frame) and memory.reporter and memory.partner and not ABROAD.search(text) and not pattern("world").search(text):
        pair = (memory.reporter, memory.partner)
        same = memory.way in ("", way) and (reporter == pair[0] or any(role.part == "from" and reporter in role.places for role in spot.roles))
        same = same or (memory.way == "trade" and spot.frame.block == memory.block and not names(spot))
        # "Mexico purchased $2 billion of soybeans", after what was sold to it; "Mexican exports" after the trade of the two.
        same = same or ({way, memory.way} == {"export", "import"} and spot.loose and reporter == pair[1])
        same = same or (memory.way == "trade" and way != "trade" and spot.frame.block == memory.summed_in and reporter in pair)
        inside = memory.sentence == spot.frame.span
        # "It bought $9 billion": the other way of the same two.
        turned = {way, memory.way} == {"export", "import"} and spot.frame.block == memory.block and not names(spot)
        told = told and not (turned and reporter == pair[0])
        if reporter in pair and (same or inside or not told or BILATERAL.search(text) or PART_OF.search(text, 0, spot.first)):
            return (pair[1] if reporter == pair[0] else pair[0]), "inherited"
    if (
        memory.sentence == spot.frame.span
        and memory.way == way
        and memory.partner not in (None, WORLD, reporter)
        and spot.frame.text[: spot.first].count("⟦") > 1
    ):
        return memory.partner or WORLD, "inherited"
    two = list(dict.fromkeys(memory.seen))
    if BILATERAL.search(text) and len(two) == 2 and reporter in two:
        return next(end for end in two if end != reporter), "inherited"
    if BILATERAL.search(text) and memory.home and reporter != memory.home and not [place for place in two if place not in (reporter, memory.home)]:
        return memory.home, "inherited"
    sold = memory.near(spot.frame) and memory.way == "import" and way == "export" and reporter != memory.partner
    if sold and spot.loose and memory.reporter and memory.reporter != reporter:
        return memory.reporter, "inherited"
    rival = memory.near(spot.frame) and memory.way == way == "export" and spot.loose and told and spot.frame.block == memory.block
    if rival and memory.partner not in (None, WORLD, REGION, reporter) and memory.reporter != reporter:
        return memory.partner or WORLD, "inherited"
    bought = memory.near(spot.frame) and memory.way == "export" and way == "import" and spot.loose and told
    if bought and memory.reporter and reporter not in (memory.reporter, memory.partner):
        return memory.reporter, "inherited"
    return WORLD, "guessed"
