"""Who exports to whom: from the figures, from rankings of suppliers, and from prose without a figure."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations, product

from graph.claims import Modality
from loaders.documents.attribution import words
from loaders.documents.called_countries import named_countries
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import FigureFound, RelationFound
from loaders.documents.patterns import modality
from loaders.documents.places import LIST, REGION, WORLD, Place, both_ends, places
from loaders.documents.reading import Reading, dated

BETWEEN = Gated(rf"\b(?:exports|exportaciones|exportations)\b[^⟦.;]{{0,40}}\b(?:between|among|entre) (?P<l>{LIST})", re.I)
SUPPLY = Gated(
    (
        rf"(?P<p>{LIST})[^.;⟦]{{0,60}}(?:relies|depends|rely|depend|depende|dépend)\w* (?:heavily )?(?:on|de|en)"
        rf" [^.;⟦]{{0,40}}(?:supplies|imports|inputs|components|goods|suministros|importaciones|insumos)[^.;⟦]{{0,20}}"
        rf" (?:from|de|desde|provenientes de) (?P<r>{LIST})"
    ),
    re.I,
)
TRADED = Gated(
    r"\b(?:trade|commerce|comercio|intercambio(?: comercial)?|échanges)\b[^⟦.;]{0,40}\b(?:between|entre) (?P<a>(?:the |los )?⟦[GJ]\d+⟧) (?:and|y|et)"
    r" (?P<b>(?:the |los )?⟦[GJ]\d+⟧)[^.;]{0,60}(?:\$|\d|billion|million|millones|milliards)",
    re.I,
)
BOTH_WAYS = Gated(r"\b(?:exports|exportaciones|ventas|exportations)\b[^.;]{0,60}\b(?:imports|importaciones|compras|importations)\b", re.I)
PARTNERS = Gated(rf"(?P<r>{LIST})[^.;⟦]{{0,60}}(?:trading partner|trade partner|socio comercial|partenaire commercial)[^.;⟦]{{0,20}} (?P<p>{LIST})", re.I)
TRADE_OF = Gated(rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,2}}?(?:trade|comercio|commerce)\b[^.;⟦]{{0,20}} (?:with|con|avec) (?P<p>{LIST})", re.I)
UNSAFE = Gated(
    r"\b(?:threat\w*|ban(?:s|ned|ning)?|stop(?:s|ped)?|restrict\w*|block\w*|could|would|might|if|seeks? to|hopes? to|wants? to|tariffs?|aranceles|controls?)\b",
    re.I,
)
NOT_SAID = Gated(
    r"\b(?:not|never|no longer|stop(?:s|ped)?|cannot|could|would|might|may|should|ban(?:s|ned)?|hopes?|wants?|seeks?|threat\w*|no|nunca|dej[óo] de|podr[íi]an?"
    r"|quiere|busca|pretende|prohib\w+|deber[íi]an?|if|si|allow\w*|permit\w*)\b",
    re.I,
)
PROPOSED = frozenset({"exports-taxed", "exports-traded"})


def find_exports(reading: Reading, figures: Iterable[FigureFound]) -> Iterator[RelationFound]:
    """`exports_to` between two economies; the importer's side of an import figure is turned round."""
    for found in figures:
        yield from _from_figure(reading, found)
    for place, frame in enumerate(reading.bare):
        if frame.kind != "byline":
            yield from _from_prose(reading, frame)
        if frame.kind != "byline" and _traded().search(frame.text):
            yield from _said(reading, named_countries(reading.bare, place, reading.nodes, reading.document.language))


def _from_figure(reading: Reading, found: FigureFound) -> Iterator[RelationFound]:
    figure = found.figure
    ends_known = {found.reporter, found.partner}
    if figure.kind not in ("flow", "rank") or "" in ends_known or ends_known & {WORLD[0], REGION[0]} or len(ends_known) < 2:
        return
    if figure.direction not in ("export", "import") or figure.net:
        return
    guessed = {slot for slot, how in figure.slots if how == "guessed"} & {"reporter", "partner"}
    seller, buyer = (found.reporter, found.partner) if figure.direction == "export" else (found.partner, found.reporter)
    rule = "exports-guessed" if guessed else f"exports-{figure.kind}"
    when = figure.period if re.fullmatch(r"\d{4}(?:-\d\d)?(?:\.\.\d{4}(?:-\d\d)?)?", figure.period) else ""
    published = reading.document.published
    for each_seller, each_buyer in product(seller.split("+"), buyer.split("+")):
        yield RelationFound(
            each_seller,
            "exports_to",
            each_buyer,
            found.evidence,
            rule,
            0.7 if guessed else 0.92,
            speaker=found.speaker,
            when=when or (published.isoformat() if published else ""),
        )


def _from_prose(reading: Reading, frame: Frame) -> Iterator[RelationFound]:
    between = BETWEEN.search(frame.text)
    if between:
        economies = places(frame.slots_in(*between.span("l")))
        for seller, buyer in permutations(economies, 2):
            yield _relation(reading, frame, seller, buyer, between.span(), "exports-between", ("implied",))
    supply = SUPPLY.search(frame.text)
    if supply:
        for seller in places(frame.slots_in(*supply.span("r"))):
            for buyer in places(frame.slots_in(*supply.span("p")))[-1:]:
                if seller != buyer:
                    yield _relation(reading, frame, seller, buyer, supply.span(), "exports-supply", ())
    if UNSAFE.search(frame.text):
        return
    for way in ("export", "import"):
        for reporter, partner in both_ends(frame, way):
            seller, buyer = (reporter, partner) if way == "export" else (partner, reporter)
            yield _relation(reading, frame, seller, buyer, (0, len(frame.text)), "exports-prose", ())


def _said(reading: Reading, frame: Frame) -> Iterator[RelationFound]:
    """What the patterns of `rules/exports.yaml` find in a sentence that names two countries."""
    if sum(match[1] in "GJ" for match in SLOT.finditer(frame.text)) < 2:
        return
    for id, sides, pattern in _patterns():
        for match in pattern.finditer(frame.text):
            if NOT_SAID.search(match[0]) or modality(match[0]) is not Modality.ASSERTED:
                continue
            sellers, buyers = (places(frame.slots_in(*match.span(group))) for group in "rp")
            last = match.end()
            for more, end in _further(frame, match, sides):
                sellers, buyers = (sellers + more, buyers) if _sellers_side(id) else (sellers, buyers + more)
                last = max(last, end)
            for seller in sellers:
                for buyer in buyers:
                    if seller != buyer:
                        yield _relation(reading, frame, seller, buyer, (match.start(), last), id, ("implied",) if id in PROPOSED else ())
    yield from _both_ways(reading, frame)


def _sellers_side(id: str) -> bool:
    """Whether who is named behind or ahead of the first is a seller too; of a market it is a buyer."""
    return id != "main-market"


def _further(frame: Frame, match: re.Match[str], sides: str) -> Iterator[tuple[list[Place], int]]:
    """Those whom the sentence ranks beside the first: within the pattern, or right after it."""
    if sides:
        yield places(frame.slots_in(*match.span("more"))), match.end()
    elif match.re.groupindex.keys() >= {"r", "p"} and (follow := _follow().match(frame.text[match.end() :])):
        first, last = (match.end() + at for at in follow.span("more"))
        yield places(frame.slots_in(first, last)), last


def _both_ways(reading: Reading, frame: Frame) -> Iterator[RelationFound]:
    """Exports and imports of one country with another go both ways; a sum of their trade does so by the usual reading."""
    found = PARTNERS.search(frame.text) or TRADE_OF.search(frame.text)
    if found and BOTH_WAYS.search(frame.text) and not UNSAFE.search(frame.text):
        ends = [places(frame.slots_in(*found.span(group)))[:1] for group in "rp"]
        for seller, buyer in permutations((*ends[0], *ends[1]), 2):
            if seller != buyer:
                yield _relation(reading, frame, seller, buyer, (found.start(), len(frame.text)), "exports-both", ())
    if traded := TRADED.search(frame.text):
        pair = [place for group in "ab" for place in places(frame.slots_in(*traded.span(group)))[:1]]
        for seller, buyer in permutations(pair, 2):
            if seller != buyer:
                yield _relation(reading, frame, seller, buyer, traded.span(), "exports-traded", ("implied",))


@cache
def _patterns() -> tuple[tuple[str, str, Gated], ...]:
    return tuple((row["id"], row.get("sides", ""), _compiled(row["text"])) for row in words("exports")["patterns"])


@cache
def _traded() -> Gated:
    """A word of trade: without one no pattern fits."""
    return Gated(words("exports")["traded"], re.I)


@cache
def _follow() -> Gated:
    return _compiled(words("exports")["follow"])


GAP = r"(?:[^.;⟦]|⟦[DLTWO]\d+⟧){0,100}?"
FURTHER = rf"{LIST}(?:\s?\([^()⟦]{{1,30}}\))?(?:,? (?:and |y |et |e )?(?:de |of |by |del )?{LIST}(?:\s?\([^()⟦]{{1,30}}\))?)*"


def _compiled(text: str) -> Gated:
    lists: dict[str, str] = words("exports")["words"]
    for _ in range(2):
        text = re.sub(r"\{([a-z]+)\}", lambda match: f"(?:{lists[match[1]]})" if match[1] in lists else match[0], text)
    for name in "rp":
        text = text.replace(f"{{{name}}}", rf"(?P<{name}>{LIST})")
    return Gated(text.replace("{more}", rf"(?P<more>{FURTHER})").replace("{gap}", GAP), re.I)


def _relation(reading: Reading, frame: Frame, seller: Place, buyer: Place, span: tuple[int, int], rule: str, qualifiers: tuple[str, ...]) -> RelationFound:
    when, _ = dated(reading, frame, *span, event=False, held=Modality.ASSERTED)
    sure = 0.6 if rule in PROPOSED else 0.85
    return RelationFound(seller[0], "exports_to", buyer[0], frame.source(*span), rule, sure, qualifiers=qualifiers, when=when)
