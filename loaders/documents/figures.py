"""Stage 7: figures. One grammar of numbers, then the slots that give a number its meaning.

Flows (a sum of exports, imports or trade) keep reporter, partner, period and currency; growth, shares,
counts, multiples and projections are figures of other kinds; ranks are read in `ranks`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.claims import Figure
from loaders.documents.attribution import Attribution, speakers
from loaders.documents.frames import Frame, frames
from loaders.documents.measures import Slots, Spot, currency, number, percentage, statistic
from loaders.documents.model import Document, FigureFound, NodeFound
from loaders.documents.multiples import find_multiples
from loaders.documents.numbers import find_quantities
from loaders.documents.places import REGION, WORLD, Place, category, direction, ends, pattern, period, period_near, places, subject_country
from loaders.documents.ranks import find_ranks
from loaders.registry import Registry


@dataclass
class Memory:
    """What the sentences before said, for lists that go on without repeating it."""

    category: str = ""
    way: str = ""
    country: Place | None = None
    reporter: Place | None = None
    periods: dict[tuple[str, str], str] = field(default_factory=dict)
    year: str = ""


def find_figures(document: Document, nodes: Iterable[NodeFound], registry: Registry) -> tuple[FigureFound, ...]:
    """All figures of the prose in order of appearance; a figure told twice is kept once."""
    sentences = frames(document, nodes, registry)
    if _last and _last[0][0] is sentences:
        return _last[0][1]
    figures = _find(document, sentences, registry)
    _last[:] = [(sentences, figures)]
    return figures


# The last document's figures: the relations of trade read them too.
_last: list[tuple[tuple[Frame, ...], tuple[FigureFound, ...]]] = []


def _find(document: Document, sentences: tuple[Frame, ...], registry: Registry) -> tuple[FigureFound, ...]:
    said = speakers(sentences)
    memory = Memory()
    found: list[FigureFound] = []
    for frame, voice in zip(sentences, said, strict=True):
        if frame.kind == "byline":
            continue
        for spot in _spots(document, frame, voice, _home(voice, registry)):
            found += _figures(spot, memory, document)
        found += find_multiples(frame, voice)
        found += find_ranks(frame, sentences, memory.category, memory.year, voice)
        _remember(frame, memory, document.text)
    return _distinct(found)


def _home(voice: Attribution | None, registry: Registry) -> Place | None:
    """The country of an office that speaks: its figures are of that country unless it says otherwise."""
    entry = registry.entries.get(voice.speakers[0].id) if voice else None
    home = registry.entries.get(f"place:{entry.country}") if entry and entry.kind in ("agency", "statistics_publisher") and entry.country else None
    return (home.id, home.name) if home else None


def _spots(document: Document, frame: Frame, voice: Attribution | None, home: Place | None) -> list[Spot]:
    quantities = find_quantities(document.text, frame.language, *frame.span)
    quantities = [
        quantity
        for quantity in quantities
        if not any(slot.span[0] < quantity.span[1] and quantity.span[0] < slot.span[1] for slot in frame.slots if slot.letter != "J")
    ]
    quantities = [quantity for quantity in quantities if not OF_EVERY.search(document.text[max(0, quantity.span[0] - 16) : quantity.span[0]])]
    spans = [(_index(frame, quantity.span[0]), _index(frame, quantity.span[1])) for quantity in quantities]
    kept = [place for place, quantity in enumerate(quantities) if quantity.kind != "plain"]
    speaker = voice.speakers[0].id if voice else ""
    return [
        Spot(frame, quantity, *spans[place], next((spans[later][0] for later in kept if later > place), len(frame.text)), speaker, document.text, home)
        for place, quantity in enumerate(quantities)
    ]


def _index(frame: Frame, offset: int) -> int:
    return bisect_left(frame.starts, offset)


def _figures(spot: Spot, memory: Memory, document: Document) -> list[FigureFound]:
    kind = spot.quantity.kind
    if kind == "money":
        way = direction(spot.frame, spot.first) or memory.way
        return _flows(spot, way, memory, document) if way in ("export", "import", "trade") else [statistic(spot, "macro", document)]
    if kind == "percent":
        return [percentage(spot, document)]
    if kind == "multiple":
        return [statistic(spot, "multiple", document)]
    return number(spot, document)


def _flows(spot: Spot, way: str, memory: Memory, document: Document) -> list[FigureFound]:
    slots: Slots = {"value": "stated"}
    if not direction(spot.frame, spot.first):
        slots["direction"] = "inherited"
    what = category(spot.frame, spot.first)
    slots["category"] = "stated" if what else "inherited"
    what = what or memory.category
    reporters, partner = _economies(spot, way, memory, slots)
    when, _ = period_near(spot.frame, spot.first, spot.last, spot.following)
    if when:
        slots["period"] = "stated"
    else:
        when = memory.periods.get((what, way)) or memory.periods.get((what, "")) or memory.year
        slots["period"] = "inherited"
    memory.periods.setdefault((what, way), when)
    memory.periods.setdefault((what, ""), when)
    memory.category, memory.way, memory.reporter = what, way, reporters[0]
    unit = currency(spot.quantity, document, slots)
    found = []
    for reporter in reporters:
        figure = Figure(
            kind="flow",
            value=spot.quantity.value,
            upper=spot.quantity.upper,
            unit=unit,
            bound=spot.quantity.bound,
            reporter=reporter[1],
            partner=partner[1],
            direction=way,
            category=what,
            period=when,
            slots=tuple(sorted(slots.items())),
        )
        found.append(FigureFound(figure, spot.frame.span, reporter[0], partner[0], speaker=spot.speaker))
    return found


# "9 de cada 10 dólares" is a share, no sum.
OF_EVERY = re.compile(r"\b(?:de cada|por cada|out of(?: every)?|of every|for every|per|sur|in every)\s\$?$", re.I)
EACH = re.compile(
    r"(?P<l>(?:(?:the|el|la|los|las)\s)?⟦[GO]\d+⟧(?:(?:,? (?:and|y|e|et) |, )(?:the |el |la |los )?⟦[GO]\d+⟧)+),? (?:each|cada un[oa]|chacun)\b", re.I
)
BRACKET = re.compile(r"⟦[GO]\d+⟧\s*(?:\(|:|—|at|with|con|avec)\s*(?:[\w ]{0,20}?)$")


def _economies(spot: Spot, way: str, memory: Memory, slots: Slots) -> tuple[list[Place], Place]:
    """Who reports and with whom: by the words of the trade, the list the number stands in, then what came before."""
    text, frame = spot.frame.text, spot.frame
    each = EACH.search(text)
    if each and each.end() <= spot.first:
        slots["reporter"], slots["partner"] = "stated", "guessed"
        return places(frame.slots_in(*each.span("l"))), WORLD
    beside = BRACKET.search(text, max(0, spot.first - 60), spot.first)
    reporters, partners = ends(frame, spot.first, way)
    if beside and (owner := places(frame.slots_in(*beside.span()))):
        reporters, partners = owner, [partner for partner in partners if partner not in owner]
    if len(reporters) > 1 and len(partners) == 0 and way == "trade":
        reporters, partners = reporters[:1], reporters[1:]
    slots["reporter"] = slots["partner"] = "stated"
    partner = partners[0] if partners else None
    if not reporters and pattern("region").search(text):
        slots["partner"] = "stated" if partner else "inherited"
        return [REGION], partner or REGION
    if not reporters:
        reporters = _reporter(spot, partner, memory, slots)
    if partner is None:
        slots["partner"] = "guessed"
        partner = WORLD
    return [reporter for reporter in reporters[:1] if reporter != partner] or [WORLD], partner


def _reporter(spot: Spot, partner: Place | None, memory: Memory, slots: Slots) -> list[Place]:
    text, frame = spot.frame.text, spot.frame
    if pattern("world").search(text):
        return [WORLD]
    if pattern("country_again").search(text) and memory.country and memory.country != partner:
        slots["reporter"] = "inherited"
        return [memory.country]
    slots["reporter"] = "guessed"
    before = [found for found in places(frame.slots_in(0, spot.first, "GO")) if found != partner]
    likely = (*before[-1:], spot.home, memory.reporter if partner else None, memory.country)
    return [next((found for found in likely if found and found != partner), WORLD)]


def _remember(frame: Frame, memory: Memory, text: str) -> None:
    memory.country = subject_country(frame) or memory.country
    stated = [slot.phrase for slot in frame.slots if slot.phrase and not slot.phrase.future and re.search(r"\d{4}", text[slot.span[0] : slot.span[1]])]
    whole = [when for phrase in stated if (when := period(phrase.interval))]
    if whole and not memory.year and frame.kind in ("prose", "list"):
        memory.year = whole[0]


def _distinct(found: list[FigureFound]) -> tuple[FigureFound, ...]:
    """Each figure once: a later one of the same value and unit adds only what the first left open."""
    kept: dict[tuple[object, ...], FigureFound] = {}
    for item in found:
        figure = item.figure
        key: tuple[object, ...] = (
            figure.kind == "flow",
            figure.value,
            figure.upper,
            figure.unit,
            item.reporter if figure.kind in ("flow", "rank") else "",
            figure.kind == "rank",
        )
        first = kept.get(key)
        if first is None:
            kept[key] = item
        elif not first.figure.period and figure.period and figure.kind == first.figure.kind:
            kept[key] = replace(item, speaker=item.speaker or first.speaker)
    return tuple(kept.values())
