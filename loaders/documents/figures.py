"""Stage 7: figures. One grammar of numbers, then the slots that give a number its meaning.

Flows (a sum of exports, imports or trade) keep reporter, partner, period and currency (`flows`); growth,
shares, counts, multiples and projections are figures of other kinds (`measures`); ranks are read in `ranks`.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from loaders.documents.attribution import Attribution, speakers
from loaders.documents.balances import CHANGED_FROM as CHANGED
from loaders.documents.balances import balance, is_balance, is_change, remember_balance
from loaders.documents.carried import going_on
from loaders.documents.counts import number
from loaders.documents.currencies import of_canadians
from loaders.documents.economies import WAYS, roles
from loaders.documents.elsewhere import named
from loaders.documents.flows import BRACKET, flows, remember_trade
from loaders.documents.frames import SLOT, Frame, frames
from loaders.documents.goods import SUBJECT
from loaders.documents.lapses import STARTED, lapses
from loaders.documents.listings import SUM
from loaders.documents.measures import percentage, statistic
from loaders.documents.memory import Memory
from loaders.documents.model import Document, FigureFound, NodeFound, Span
from loaders.documents.multiples import find_multiples
from loaders.documents.pieces import continues, quantities_of, spots_of
from loaders.documents.places import WORLD, Place, direction, pattern, period, places, subject_country
from loaders.documents.ports import port_before
from loaders.documents.ranks import find_ranks
from loaders.documents.regions import with_regions
from loaders.documents.repeated import distinct
from loaders.documents.respective import shared_out
from loaders.documents.spots import Spot
from loaders.documents.tabled import tabled
from loaders.documents.tables import Table, find_tables
from loaders.documents.written import BY, written_by
from loaders.registry import Registry


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


NUMBERED = re.compile(r"(?:cuadro|tabla|gr[áa]fic[ao]|table|figure|chart)\s?\w{0,4}\.?\s?", re.I)  # a title's number, which tells nothing
BACK = 20  # sentences that one may go on from

# The country that a text of this language writes from when it names none.
CANADA: Place = ("place:ca", "Canada")
HOME: dict[str, Place] = {"es": ("place:mx", "Mexico")}


def _find(document: Document, sentences: tuple[Frame, ...], registry: Registry) -> tuple[FigureFound, ...]:
    said = speakers(sentences)
    memory = Memory(
        anchor=document.published or written_by(document, sentences), home=HOME.get(document.language) or (CANADA if of_canadians(document) else None)
    )
    tables = find_tables(document.text, document.language)
    lines = sorted({row.line for table in tables for row in table.rows})
    found: list[FigureFound] = []
    read: list[Table] = []
    spoken: list[Frame] = []
    for frame, voice in zip(sentences, said, strict=True):
        if frame.kind == "byline" or _within(frame.span, lines):
            continue
        told = with_regions(named(frame, memory.country or memory.home, memory.seen), registry)
        spoken.append(told)
        found += _of_sentence(document, told, tuple(spoken[-BACK:]), voice, _home(voice, registry), memory)
        for table in tables:
            if NUMBERED.fullmatch(frame.text):
                continue
            if frame.span[0] < table.head[1] <= max(frame.span[1], table.head[1]) and table.head[0] <= frame.span[1] and table not in read:
                read.append(table)
                found += tabled(document, table, told, memory, registry)
        _remember(told, memory, document.text)
        memory.country = memory.country or _home(voice, registry)
    return distinct(found)


def _within(span: Span, lines: list[Span]) -> bool:
    """True for a sentence that is a line of a table or a part of one; `lines` in order."""
    at = bisect_right(lines, (span[0], sys.maxsize)) - 1
    return at >= 0 and lines[at][0] <= span[0] and span[1] <= lines[at][1]


def _of_sentence(
    document: Document, frame: Frame, spoken: tuple[Frame, ...], voice: Attribution | None, home: Place | None, memory: Memory
) -> list[FigureFound]:
    times = lapses(frame, document, memory.anchor, memory.last) if re.search(r"\d|⟦D", frame.text) else ()
    ranks = find_ranks(frame, spoken, memory.category, memory.said or memory.year, times, voice, memory.leader if memory.near(frame) else None)
    memory.ranks = tuple(ranks)
    quantities = quantities_of(document, frame, memory)
    heads = frame.text.rstrip().endswith(":") or frame.kind in ("title", "heading")
    if frame.kind == "prose" and not heads:
        memory.head = None
    known = roles(frame) if quantities or heads or pattern("any").search(frame.text) else ()
    if ranks and ranks[0].figure.direction and ranks[0].partner != WORLD[0] and memory.leader is not ranks[0]:
        memory.leader, memory.block, memory.way = ranks[0], frame.block, ranks[0].figure.direction
        memory.reporter, memory.partner = (ranks[0].reporter, ranks[0].figure.reporter), (ranks[0].partner, ranks[0].figure.partner)
    found: list[FigureFound] = []
    for spot in shared_out(spots_of(document, frame, quantities, known, times, voice, home)):
        found += _figures(spot, memory, document)
    memory.base = next((when for lapse in reversed(times) if lapse.base and (when := period(lapse.interval))), memory.base)
    told = [lapse for lapse in times if not lapse.base and not lapse.vague and not lapse.future and not lapse.lower and period(lapse.interval)]
    if (known or ranks) and told and (heads or ranks or any(quantity.kind != "plain" for quantity in quantities)) and memory.said_in != frame.block:
        # Of "from 2023 to 2024" the later one is what the text goes on with.
        latest = (
            max(told, key=lambda lapse: lapse.interval.end or date.min)
            if len({lapse.interval for lapse in told}) > 1 and CHANGED.search(frame.text)
            else told[0]
        )
        memory.last, memory.said, memory.said_in = latest.interval, period(latest.interval), frame.block
    remember_balance(frame, memory)
    if len(told) == 1 and memory.said_in != frame.block and not quantities and _tells_trade(frame):
        memory.last, memory.said, memory.said_in = told[0].interval, period(told[0].interval), frame.block
    if (known or frame.text.rstrip().endswith("?")) and not any(item.figure.kind == "flow" for item in found):
        remember_trade(frame, known, direction(frame, len(frame.text), len(frame.text), (0, len(frame.text)))[0], memory)
    return [*found, *find_multiples(frame, voice), *ranks]


# "Trade hit a record last year.": the sums that follow are of that time.
RECORD = re.compile(r"\b(?:record|r[ée]cord|peak|m[áa]ximo|hist[óo]ric\w+)\b", re.I)


def _tells_trade(frame: Frame) -> bool:
    way = direction(frame, len(frame.text), len(frame.text), (0, len(frame.text)))[0]
    return way in WAYS and (RECORD.search(frame.text) is not None or pattern("growth").search(frame.text) is not None)


def _home(voice: Attribution | None, registry: Registry) -> Place | None:
    """The country of an office that speaks: its figures are of that country unless it says otherwise."""
    entry = registry.entries.get(voice.speakers[0].id) if voice else None
    home = registry.entries.get(f"place:{entry.country}") if entry and entry.kind in ("agency", "statistics_publisher") and entry.country else None
    return (home.id, home.name) if home else None


# "3 million a minute" says the same once more.
PER_TIME = re.compile(r"\s(?:an?|per|every|por|al|cada)\s(?:second|minute|hour|segundo|minuto|hora)\b", re.I)


def _figures(spot: Spot, memory: Memory, document: Document) -> list[FigureFound]:
    kind = spot.quantity.kind
    if kind == "money" and PER_TIME.match(spot.frame.text, spot.last):
        return [statistic(spot, "macro", document)]
    if kind == "money":
        if is_change(spot.frame.text, spot.first, spot.last):
            return [statistic(spot, "macro", document)]
        if is_balance(spot, memory):
            return balance(spot, memory, document)
        if spot.way in ("export", "import", "trade"):
            return flows(spot, spot.way, True, memory, document)
        if (listing := memory.head_for(spot)) and spot.way != "money":
            return flows(spot, listing[0].way, False, memory, document)
        buys = memory.way == "import" or pattern("import").search(spot.frame.text) is not None
        if buys and memory.near(spot.frame) and PAID_FOR.search(spot.frame.text):
            return flows(spot, "import", False, memory, document)
        goes_on = (
            continues(spot.frame.text)
            or BRACKET.search(spot.frame.text, max(0, spot.first - 60), spot.first)
            or spot.quantity.elided
            or spot.frame.kind == "list"
            or memory.sentence == spot.frame.span
            or (memory.way == "trade" and port_before(spot.frame.text, spot.first))
            or spot.frame.block - memory.asked in (0, 1)
            or OF_SECTOR.search(spot.frame.text, 0, spot.first)
            or (memory.block == spot.frame.block and not spot.frame.slots_in(0, spot.first, "OP") and _of_goods(spot))
        )
        if not spot.way and memory.way and (goes_on or memory.ranks) and memory.near(spot.frame):
            return flows(spot, memory.way, False, memory, document)
        return [statistic(spot, "macro", document)]
    if kind == "percent":
        found = going_on(percentage(spot, document), spot, memory)
        memory.rate = (spot.frame.span, spot.last, found.figure)
        return [_dated(found, spot, memory)]
    if kind == "multiple":
        return [statistic(spot, "multiple", document)]
    return number(spot, document)


# "México pagó por el grano 4,460 millones", where the text speaks of what it buys.
PAID_FOR = re.compile(r"\bpag(?:ó|a|aron|an)\s(?:por\s|\d)|\bpaid\s(?:(?:US|C)?\$[\d.]+\s\w+\s)?for\b|\bspent\b[^.;]{0,40}\son\b", re.I)


# "La fabricación de muebles sumó 3 mil millones", where the text tells what is exported: the part of one line of trade.
OF_SECTOR = re.compile(
    r"(?:^|[.;]\s)(?:(?:la\s(?:fabricaci[óo]n|industria|rama)|el\s(?:sector|ramo|rubro|subsector))\s(?:de(?:l)?\s)?[^⟦.;$\d]{3,90}?\s"
    r"(?:sum|aport|alcanz|totaliz|ascend|contribuy)\w+|the\s[a-z ,-]{3,60}\s(?:sector|industry)\s(?:accounted for|contributed|totall?ed|came to|reached))\s"
    r"[^⟦.;$\d]{0,30}(?:US|CA?)?[$]?$",
    re.I,
)


def _of_goods(spot: Spot) -> bool:
    """ "Machinery follows, at $34 billion": another good of the trade told just before."""
    return any(match.end() == spot.first for match in SUBJECT.finditer(spot.frame.text, max(0, spot.first - 120), spot.first))


def _dated(found: FigureFound, spot: Spot, memory: Memory) -> FigureFound:
    """A rate of the trade told just before is of the same time when its sentence says none."""
    figure = found.figure
    if figure.period or figure.kind not in ("growth", "share") or spot.frame.block - memory.said_in > 1 or spot.way == "money":
        return found
    return replace(found, figure=figure.model_copy(update={"period": memory.said, "slots": tuple(sorted((*figure.slots, ("period", "inherited"))))}))


def _past(words: str) -> bool:
    """True for words of a time with its year, but for one that lies ahead ("by 2030")."""
    return re.search(r"\d{4}", words) is not None and not BY.match(words)


def _remember(frame: Frame, memory: Memory, text: str) -> None:
    if memory.aside:
        (memory.way, memory.reporter, memory.partner), memory.aside = memory.aside, None
    alone = places(frame.slots_in(0, len(frame.text), "GJ")) if frame.kind in ("title", "heading") or frame.text.rstrip().endswith(":") else []
    if topic := subject_country(frame) or (alone[0] if len(alone) == 1 else None):
        memory.country, memory.topic_at = topic, (frame.block, frame.span[0])
    fresh = places(tuple(slot for slot in frame.slots_in(0, len(frame.text), "GOJ") if not (slot.pronoun and len(slot.nodes) > 1)))
    memory.seen[:] = [*(found for found in memory.seen if found not in fresh), *fresh][-6:]
    dated = [frame.slots[int(m[2])] for m in SLOT.finditer(frame.text) if m[1] == "D" and not STARTED.search(frame.text, max(0, m.start() - 90), m.start())]
    stated = [slot.phrase for slot in dated if slot.phrase and not slot.phrase.future and _past(text[slice(*slot.span)])]
    if not (pattern("any").search(frame.text) or pattern("trade").search(frame.text) or SUM.search(frame.text)):
        stated = []
    if stated:
        memory.year_in = frame.block
    whole = [(when, phrase.interval) for phrase in stated if (when := period(phrase.interval))]
    if whole and not memory.year and frame.kind in ("prose", "list"):
        memory.year = whole[0][0]
    if whole and not memory.anchor and (last := whole[0][1].last):
        memory.last = memory.last or whole[0][1]
        memory.anchor = date(last.year, 12, 31)
