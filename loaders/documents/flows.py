"""Flows: sums of exports, imports or trade, with who reports, with whom, what, when, and how each is known."""

import re
from dataclasses import replace

from graph.claims import Figure
from loaders.documents.balances import CHANGED_FROM as CHANGED
from loaders.documents.currencies import currency
from loaders.documents.economies import WAYS, Role
from loaders.documents.ends import Ends, ends_of
from loaders.documents.following import side_named, told_before
from loaders.documents.frames import Frame
from loaders.documents.goods import traded
from loaders.documents.inherited import ABROAD, PART_OF, is_pronoun, partner_before, reporter_before
from loaders.documents.lapses import TWELVE_MONTHS, lapse_of, since_year
from loaders.documents.left_behind import before_it, comes_after, is_left_behind
from loaders.documents.listings import head_of
from loaders.documents.measures import statistic
from loaders.documents.memory import Memory
from loaders.documents.model import Document, FigureFound
from loaders.documents.places import REGION, TO_PARTNERS, WORLD, Place, basis, pattern, period, places
from loaders.documents.spots import Slots, Spot

LEAST = 1e6  # no economy's trade is smaller; what is, is a price, a wage or a threshold


def flows(spot: Spot, way: str, stated: bool, memory: Memory, document: Document) -> list[FigureFound]:
    """The flows of one sum (one for each of those that "each" sold it), or the sum as another figure when no economy trades."""
    slots: Slots = {"value": "stated"}
    listing = memory.head_for(spot)
    if listing and not (stated and spot.way == "trade" and listing[0].way != "trade"):
        way = listing[0].way
    if not stated:
        slots["direction"] = "inherited"
    what = traded(spot.frame, spot.first, spot.last, spot.piece)
    slots["category"] = "stated" if what else "inherited"
    if not (stated and _fresh(spot, memory)):
        what = what or memory.category
    reporters, partner = _economies(spot, way, memory, slots)
    if spot.quantity.value < LEAST or _no_trade_of_economies(spot, slots, reporters[0]):
        return [statistic(spot, "macro", document)]
    ahead = AHEAD.search(spot.frame.text[spot.piece[0] : spot.first]) is not None
    other = (
        stated and spot.frame.kind != "list" and not listing and memory.reporter is not None and reporters[0] != memory.reporter and partner != memory.reporter
    )
    when = _period(spot, what, way, memory, slots, ahead=ahead, other=other)
    unit = currency(replace(spot, way=way), document, slots)
    _remember(memory, what, way, (reporters[0], partner), spot, unit)
    found = []
    for reporter in reporters:
        figure = Figure(
            kind="projection" if ahead else "flow",
            measure="projected sum" if ahead else "",
            value=spot.quantity.value,
            upper=spot.quantity.upper,
            unit=unit,
            bound=spot.quantity.bound,
            reporter=reporter[1],
            partner=partner[1],
            direction=way,
            category=what,
            period=when,
            basis=basis(spot.frame.text, spot.piece),
            slots=tuple(sorted(slots.items())),
        )
        found.append(FigureFound(figure, spot.frame.span, reporter[0], partner[0], speaker=spot.speaking))
    return found


def _no_trade_of_economies(spot: Spot, slots: Slots, reporter: Place) -> bool:
    """Sales of firms, and commerce with a country's own households."""
    at = spot.frame.text.rfind(spot.word, 0, spot.first)
    if at >= 0 and ELECTRONIC.match(spot.frame.text, at) and slots["partner"] == "guessed":
        return True
    unknown = slots["reporter"] == "guessed" or reporter == WORLD
    return spot.loose and unknown and not ABROAD.search(spot.frame.text) and (slots["partner"] == "guessed" or _of_firm(spot))


def _of_firm(spot: Spot) -> bool:
    """True where a body's name stands before the number: its own sales."""
    return any(slot.letter in "OP" for slot in spot.frame.slots_in(0, spot.first))


def _period(spot: Spot, what: str, way: str, memory: Memory, slots: Slots, *, ahead: bool, other: bool) -> str:
    when, interval = lapse_of(spot.frame, spot.times, spot.first, spot.last, spot.piece, spot.following)
    if when:
        slots["period"] = "stated"
        left = comes_after(spot.frame.text, spot.first) or is_left_behind(spot.frame.text, spot.first, spot.last)
        if interval and left and period(interval) == when and not any(spot.last <= lapse.first < spot.following for lapse in spot.times):
            slots["period"] = "inherited"
            return before_it(when, memory.base)
        later = interval and memory.last and interval.start and memory.last.start and interval.start > memory.last.start and CHANGED.search(spot.frame.text)
        if interval and not ahead and (memory.sentence != spot.frame.span or later):
            memory.last, memory.said, memory.said_in = interval, when, spot.frame.block
        elif when == TWELVE_MONTHS:
            memory.said, memory.said_in = when, spot.frame.block
    elif ahead or since_year(spot.times) or (not memory.anchor and UNDATED.search(spot.frame.text)):
        return ""
    else:
        near = spot.frame.block - memory.said_in
        if near > 0 and memory.said == TWELVE_MONTHS and (other or _owned(spot)):
            # Another paragraph that names who sells goes on with no time without bounds,
            return ""
        if memory.timeless == spot.frame.block or _in_general(spot, memory, other=other):
            # and one that tells what is so in general with none.
            memory.timeless = spot.frame.block
            return ""
        recent = memory.said if near <= 2 else ""
        when = (
            recent or memory.periods.get((what, way)) or memory.periods.get((what, "")) or memory.year or (memory.said if memory.said != TWELVE_MONTHS else "")
        )
        when = before_it(when, memory.base) if is_left_behind(spot.frame.text, spot.first, spot.last) else _past_its_base(spot, when)
        slots["period"] = "inherited"
    memory.periods.setdefault((what, way), when)
    memory.periods.setdefault((what, ""), when)
    return when


UNDATED = re.compile(r"\b(?:last|this) year\b|\b(?:este|pasado) a[ñn]o\b|\ba[ñn]o pasado\b", re.I)  # a time that no date of the text resolves
# "rondan los 11 mil millones", "are worth $5 billion": what is so in general.
PRESENT = re.compile(
    r"\b(?:rondan?|superan?|rebasan?|exceden?|alcanzan?|ascienden?|suman?|totalizan?|llegan?|valen?|son|es|se (?:ubican?|sit[úu]an?)|representan?|venden?"
    r"|compran?"
    r"|exportan?|importan?|is|are|amounts?|stands?|totals?|exceeds?|tops?|reach(?:es)?|runs?|hovers?|comes?|sells?|buys?|exports?|imports?|ships?)\s"
    r"(?!\d{4}\b)[^.;⟦]{0,40}$",
    re.I,
)


def _in_general(spot: Spot, memory: Memory, *, other: bool) -> bool:
    """True where a paragraph begins to tell of another trade as it is, not as it was at some time."""
    begins = spot.frame.block not in (memory.said_in, memory.summed_in)
    return begins and (other or _owned(spot)) and PRESENT.search(spot.frame.text, max(0, spot.first - 60), spot.first) is not None


def _past_its_base(spot: Spot, when: str) -> str:
    """The year after the one that a number is compared with, where that one would be inherited: "7 % more than in 2024" is said of 2025."""
    bases = {period(lapse.interval) for lapse in spot.times if (lapse.base or lapse.lower) and spot.piece[0] <= lapse.first}
    if not when and len(bases) == 1 and len(base := next(iter(bases))) == 4:
        return str(int(base) + 1)
    return str(int(when) + 1) if when in bases and len(when) == 4 else when


def _fresh(spot: Spot, memory: Memory) -> bool:
    """True for a sentence that tells a trade of its own: an economy that trades is named in it."""
    return memory.sentence != spot.frame.span and _owned(spot)


def _owned(spot: Spot) -> bool:
    """True where an economy stands by its own name as the one that trades."""
    return any(role.part == "owner" and not is_pronoun(spot, role) for role in spot.roles)


LE = re.compile(r"\ble\s(?:vend|compr|export|import|env[íi])", re.I)
OF_THAT = re.compile(r"\s(?:of (?:that|this|them|those|it|these)|de (?:eso|ellos|ellas|ese total|es[ao]s?))\b", re.I)


def _remember(memory: Memory, what: str, way: str, ends: tuple[Place, Place], spot: Spot, unit: str) -> None:
    if memory.near(spot.frame) and memory.way != way and memory.aside is None and OF_THAT.match(spot.frame.text, spot.last):
        memory.aside = (memory.way, memory.reporter, memory.partner)
    if memory.summed_in != spot.frame.block:
        memory.whole = (spot.frame.block, *ends)
    another = spot.frame.block != memory.block and what not in ("", memory.category) and _owned(spot)
    memory.summed_in, memory.clitic = spot.frame.block, LE.search(spot.frame.text) is not None
    memory.category, memory.way, memory.unit = what, way, unit
    kept = {memory.reporter, memory.partner} if memory.near(spot.frame) else set()
    part = memory.sentence == spot.frame.span and PART_OF.search(spot.frame.text, 0, spot.first) is not None
    if (ends[1] != WORLD or ends[0] not in kept or another) and not part:
        memory.reporter, memory.partner = ends
    memory.block, memory.sentence, memory.listed = spot.frame.block, spot.frame.span, side_named(spot, *ends)


def remember_trade(frame: Frame, known: tuple[Role, ...], way: str, memory: Memory) -> None:
    """Who trades with whom by a sentence without a sum, for the sums that follow."""
    if frame.text.rstrip().endswith(":") or frame.kind in ("title", "heading"):
        memory.head, memory.head_block = head_of(frame, known, len(frame.text)), frame.block
        if memory.head:
            memory.way, memory.block = memory.head.way, frame.block
    if way not in WAYS:
        return
    ends = ends_of(known, way, len(frame.text), (0, len(frame.text)), len(frame.text))
    if frame.text.rstrip().endswith("?") and (ends.reporters or memory.near(frame)):
        memory.asked, memory.way = frame.block, way
    if ends.reporters and ends.partner:
        memory.reporter, memory.partner, memory.block, memory.way = ends.reporters[0], ends.partner, frame.block, way
    elif ends.reporters and frame.text.rstrip().endswith("?"):
        memory.reporter, memory.partner, memory.block, memory.way = ends.reporters[0], WORLD, frame.block, way
    elif way == "trade" and not ends.reporters and pattern("region").search(frame.text):
        memory.reporter, memory.partner, memory.block, memory.way = REGION, REGION, frame.block, way


# "could reach", "rebasarán": no sum of the past.
AHEAD = re.compile(
    r"\b(?:could|would|will|may|might|can|pueden?|forecast|projected|expects?|expected|podr[íi]an?|proyect\w+|prev[ée]\w*|se espera|[a-zñ]{3,}(?:ar"
    r"|er|ir)án?|pourrai\w*"
    r"|atteindra)\b[^.;]{0,60}$",
    re.I,
)
EACH = re.compile(
    r"(?P<l>(?:(?:the|el|la|los|las)\s)?⟦[GO]\d+⟧(?:(?:,? (?:and|y|e|et) |, )(?:the |el |la |los )?⟦[GO]\d+⟧){1,30}),? (?:each|cada un[oa]|chacun)\b", re.I
)
BRACKET = re.compile(r"⟦[GOJ]\d+⟧(?:\s*(?:\(|:|—|(?:at|with|con|avec)\b)\s*(?:[\w ]{0,20}?)|,\s(?:with\s|con\s)?)$")
# "$300 million to Canada": what is told right after the number goes before the name before it.
OWN_PARTNER = re.compile(r"\s(?:(?:of|in|worth of|de|en)\s[^⟦,.;$\d]{2,40}\s)?(?:to|from|with|a|al|de|desde|con)\s(?:(?:the|el|la|los)\s)?⟦[GJ]", re.I)
# Of one country alone it is sales to households, no trade of economies.
ELECTRONIC = re.compile(r"(?:comercio|commerce)\s(?:electr[óo]nico|m[óo]vil|minorista|al por menor|informal|formal)|commerce\b(?<=e-commerce)", re.I)


def _economies(spot: Spot, way: str, memory: Memory, slots: Slots) -> tuple[list[Place], Place]:
    """Who reports and with whom: by the words of the trade, the list the number stands in, then what came before."""
    text, frame = spot.frame.text, spot.frame
    slots["reporter"] = slots["partner"] = "stated"
    each = EACH.search(text)
    if each and each.end() <= spot.first:
        slots["partner"] = "guessed"
        return places(frame.slots_in(*each.span("l"))), WORLD
    if told := memory.head_for(spot):
        reporter, other = told[0].ends(told[1])
        return [reporter or memory.reporter or memory.home or WORLD], other or WORLD
    if pair := told_before(spot, way, memory):
        here = {place for role in spot.roles for place in role.places}
        for slot, place in zip(("reporter", "partner"), pair, strict=True):
            slots[slot] = "stated" if place in here else "inherited"
        return [pair[0]], pair[1]
    ends = ends_of(spot.roles, way, spot.first, spot.piece, spot.following)
    beside = BRACKET.search(text, max(0, spot.first - 60), spot.first)
    named = places(frame.slots_in(*beside.span())) if beside else []
    listing = beside and named and ("," not in beside[0] or (_free(spot, named[0]) and not OWN_PARTNER.match(text, spot.last)))
    ends = _listed(spot, ends, named[0], way) if listing else _ranked(memory.ranks, way, ends)
    reporters, partner = list(ends.reporters), ends.partner
    if _origin(spot, way, reporters, partner, memory):
        # "$475 billion, while Chinese imports fell": in a sentence on what one country buys, the goods are of the other.
        reporters, partner = [memory.reporter or WORLD], reporters[0]
    origin = spot.way not in WAYS and way == "import" and memory.partner == WORLD and memory.reporter not in (None, WORLD)
    if origin and not partner and reporters and reporters[0] != memory.reporter:
        reporters, partner = [memory.reporter or WORLD], reporters[0]
    if not reporters and pattern("region").search(text):
        slots["partner"] = "stated" if partner else "inherited"
        return [REGION], partner or REGION
    others = list(OTHERS.finditer(text, 0, spot.first))[-1:]
    if others and not any(role.part in TIED and others[0].end() <= role.first < spot.first for role in spot.roles):
        return reporters[:1] or [memory.reporter or memory.home or WORLD], WORLD
    if partner is None and TO_PARTNERS.search(text, *spot.piece) and reporters:
        return reporters[:1], REGION
    owned = bool(reporters)
    if not reporters:
        reporters = [reporter_before(spot, partner, memory, slots)]
    if partner is None:
        partner, slots["partner"] = partner_before(spot, reporters[0], way, memory, owned)
    return [reporter for reporter in reporters[:1] if reporter != partner or reporter == REGION] or [WORLD], partner


TIED = ("to", "from", "with", "market")
# "those to other countries": all the rest.
OTHERS = re.compile(
    r"\b(?:to|from|with|a|al|con|de|del|desde)\s(?:the\s|los\s|las\s|el\s)?(?:other|rest of the|otr[oa]s|resto del?|dem[áa]s)\s(?:the\s|el\s|los\s|las\s)?"
    r"(?:countries|nations|markets|world|pa[íi]ses|naciones|mercados|mundo|destinos)\b|\bcountries other than\b|\bpa[íi]ses distintos\b",
    re.I,
)


def _free(spot: Spot, named: Place) -> bool:
    """True when no preposition governs the name beside the number."""
    return next(role for role in reversed(spot.roles) if named in role.places and role.first < spot.first).part in ("subject", "to", "from", "with", "market")


ADJECTIVE_IMPORTS = re.compile(r"⟦J\d+⟧\s(?:[a-z]+\s)?imports\b")


def _origin(spot: Spot, way: str, reporters: list[Place], partner: Place | None, memory: Memory) -> bool:
    if way != "import" or memory.way != "import" or memory.sentence != spot.frame.span or partner not in (None, memory.partner) or len(reporters) != 1:
        return False
    return ADJECTIVE_IMPORTS.search(spot.frame.text, *spot.piece) is not None and memory.reporter not in (None, WORLD, reporters[0])


def _listed(spot: Spot, ends: Ends, named: Place, way: str) -> Ends:
    """Of "to Canada (5 billion) and Japan (3 billion)" the one beside the number, in the part that its list has."""
    role = next(role for role in reversed(spot.roles) if named in role.places and role.first < spot.first)
    if role.part in ("to", "market", "with") or (role.part in ("from", "goods") and way == "import"):
        others = tuple(reporter for reporter in ends.reporters if reporter != named)
        return Ends(others, named)
    return Ends((named,), ends.partner if ends.partner != named else None)


def _ranked(ranks: tuple[FigureFound, ...], way: str, ends: Ends) -> Ends:
    """The ends that the sentence left open, from the rank that it tells: "third among the suppliers of Canada, with 34 billion"."""
    for found in ranks:
        if not ends.reporters and found.partner == WORLD[0] and found.reporter:
            return Ends(((found.reporter, found.figure.reporter),), ends.partner)
        pair = ((found.reporter, found.figure.reporter), (found.partner, found.figure.partner))
        if WORLD in pair or not found.reporter or (ends.partner and ends.reporters) or (ends.reporters and ends.reporters[0] not in pair):
            continue
        turned = found.figure.direction == "import" and way == "export"
        reporter = ends.reporters[0] if ends.reporters else pair[turned]
        return Ends((reporter,), pair[0] if pair[1] == reporter else pair[1])
    return ends
