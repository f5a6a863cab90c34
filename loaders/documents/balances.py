"""Deficits and surpluses: whose, with whom, how much; and changes of sums ("fell by $2 billion"), which are no level of trade."""

import re

from loaders.documents.engine import compiled
from loaders.documents.frames import Frame
from loaders.documents.inherited import BILATERAL, SOURCE
from loaders.documents.lapses import TWELVE_MONTHS, lapse_of
from loaders.documents.left_behind import before_it, is_left_behind
from loaders.documents.measures import statistic
from loaders.documents.memory import Memory
from loaders.documents.model import Document, FigureFound
from loaders.documents.places import REGION, TO_PARTNERS, WORLD, Place, basis, places, together
from loaders.documents.spots import Spot

LIST = 12  # blocks that the time told at the head of a text or list holds for
DET = r"(?:(?:the|el|la|los|las|its|su|sus)\s){0,2}"
NET = (
    r"(?:deficits?|surplus(?:es)?|trade (?:gap|balance|imbalance)|shortfall|d[ée]ficits?|super[áa]vits?|super[áa]vit"
    r"|saldo(?: (?:negativo|positivo|deficitario|favorable))?|"
    r"brecha comercial|desequilibrio|desbalance|balanza(?: comercial)?)"
)
NAMED = compiled(rf"\b{NET}\b", re.I)
# "The U.S. goods deficit", "Mexico's trade surplus"; "México registró un déficit"; "el déficit de Estados Unidos", "el superávit mexicano".
OWNER = (
    compiled(rf"(?P<o>⟦[GJ]\d+⟧)(?:'s?)?\s(?:[\w-]+\s){{0,4}}?{NET}\b", re.I),
    compiled(
        rf"(?P<o>⟦[GJ]\d+⟧)\s(?:ran|runs?|posted|recorded|registered|had|has|tuvo|tiene|registr[óa]|report[óa]|logr[óo]|obtuvo|acumul[óa]|mantuvo|mantiene)\s"
        rf"(?:with|con|ante|frente a)\s{DET}⟦[GJ]\d+⟧\s(?:[\w-]+\s){{0,4}}?{NET}\b",
        re.I,
    ),
    compiled(
        rf"(?P<o>⟦[GJ]\d+⟧)\s(?:(?:has|had|have|also)\s){{0,2}}(?:ran|runs?|posted|recorded|registered|reported|had|has|tuvo"
        rf"|tiene|registr[óa]|report[óa]|logr[óo]|obtuvo|acumul[óa]|mantuvo|"
        rf"mantiene)\s(?:[\w-]+\s){{0,5}}?{NET}\b",
        re.I,
    ),
    compiled(
        rf"\b{NET}(?:\s(?:comercial|agr[íi]cola|de bienes|de mercanc[íi]as|de servicios|agroalimentari[oa])){{0,2}}\s(?:(?:de|del"
        rf"|of|para|for)\s{DET})?(?P<o>⟦[GJ]\d+⟧)",
        re.I,
    ),
    compiled(rf"\b{NET}\b[^.;⟦]{{0,60}}\s(?:para|for|de)\s{DET}(?P<o>⟦[GJ]\d+⟧)", re.I),
)
WITH = compiled(rf"\b(?:with|con|ante|frente a|against)\s{DET}(?P<p>⟦[GJ]\d+⟧)", re.I)
BY = compiled(
    r"\b(?:by|en)\s(?:about\s|nearly\s|some\s|casi\s|unos\s|cerca de\s|more than\s|m[áa]s de\s)?(?:US|C|CA)?[$€]?\s?$"
    r"|\b(?:reduction|increase|decrease|drop|rise|reducci[óo]n|aumento|"
    r"incremento|ca[íi]da|alza|baja) (?:of|de|fue de|was)\s(?:about\s|unos\s|casi\s)?(?:US|C|CA)?[$€]?\s?$",
    re.I,
)
CHANGED = compiled(
    r"\b(?:rose|r[ie]sen?|fell|f[ae]ll(?:en)?|dropp?\w*|increas\w+|decreas\w+|gr[eo]w\w*|declin\w+|widen\w+|narrow\w+"
    r"|shr[aiu]nk\w*|expand\w*|climb\w*|jump\w*|cut|slipped|ca[íy]\w+|crec\w+|"
    r"aument\w+|subi\w+|baj\w+|disminu\w+|redu\w+|ampli\w+|increment\w+|contraj\w+|retroced\w+|reducci[óo]n|reduction"
    r"|increase|decrease|drop|rise|ca[íi]da|alza)\b[^.;]{0,50}$",
    re.I,
)
# "pasó de 171,809 mdd en 2024 a 196,913 mdd en 2025".
CHANGED_FROM = compiled(
    r"\b(?:from|pas(?:ó|aron) de|de)\s(?:US|C)?[$€]?\s?\d[^.;]{0,60}?\s(?:to|a)\s"
    r"(?:more than |over |nearly |almost |about |m[áa]s de |casi |cerca de )?(?:US|C)?[$€]?\s?\d",
    re.I,
)
AMOUNT_MORE = compiled(
    r"\s(?:more|less|higher|lower|m[áa]s|menos|por encima|por debajo|above|below|arriba|abajo)\b(?!\s(?:than|de|que)\s(?:US|C)?[$€]?\s?\d)", re.I
)
RATE_BEFORE = compiled(r"(?:%|percent|per cent|por ciento)\s?\((?:US|C|CA)?[$€]?\s?$", re.I)


def is_change(text: str, first: int, last: int) -> bool:
    """True for a sum that tells how much something changed, not how high it is."""
    head = text[max(0, first - 90) : first]
    by = BY.search(head)
    if by and CHANGED.search(head):
        return True
    return AMOUNT_MORE.match(text, last) is not None or RATE_BEFORE.search(head) is not None


def is_balance(spot: Spot, memory: Memory) -> bool:
    """True for a sum that is a deficit or surplus of trade: by its word, or as the next of those told before ("with Canada, to $55 billion")."""
    if spot.way == "money" and NAMED.search(spot.frame.text) and NET_WORD.fullmatch(spot.word):
        return _is_trade(spot, memory)
    near = memory.balance is not None and spot.frame.block == memory.balance_block
    return near and spot.way == "" and WITH.search(spot.frame.text, *spot.piece) is not None


def _is_trade(spot: Spot, memory: Memory) -> bool:
    """No deficit of a budget or of an account."""
    text = spot.frame.text
    if OTHER_BALANCE.search(text):
        return False
    if memory.block == spot.frame.block or (spot.frame.kind == "list" and memory.near(spot.frame)):
        return True
    return bool(OF_TRADE.search(text)) or WITH.search(text) is not None or (memory.balance is not None and spot.frame.block - memory.balance_block <= 1)


def balance(spot: Spot, memory: Memory, document: Document) -> list[FigureFound]:
    """The deficit or surplus, with whose it is and with whom."""
    text = spot.frame.text
    owner, partner = _ends(spot.frame, spot.first, spot.piece)
    told = _nearest(text, spot.first)
    word = told if told else memory.balance[1] if memory.balance else ""
    if not owner and memory.balance and spot.frame.block - memory.balance_block <= 2:
        owner = memory.balance[0]
    if not owner and memory.block == spot.frame.block and memory.reporter:
        owner, partner = memory.reporter, partner or memory.partner
    source = SOURCE.search(text)
    if not owner and source and (named := [place for place in places(spot.frame.slots_in(*source.span())) if place != partner]):
        owner = named[0]
    owner = owner or next((place for place in (spot.home, memory.reporter if memory.near(spot.frame) else None, memory.country, memory.home) if place), None)
    if not partner and BILATERAL.search(text) and owner in (memory.reporter, memory.partner):
        partner = memory.partner if owner == memory.reporter else memory.reporter
    if not partner and owner != REGION and TO_PARTNERS.search(text, *spot.piece):
        partner = REGION
    if partner == owner:
        partner = None
    when, _ = lapse_of(spot.frame, spot.times, spot.first, spot.last, spot.piece, spot.following)
    if not when and memory.said not in ("", TWELVE_MONTHS) and spot.frame.block - memory.said_in <= LIST:
        when = memory.said
    elif not when and spot.frame.block - memory.year_in <= 2:
        when = memory.year
    if is_left_behind(text, spot.first, spot.last) and when in (memory.said, memory.year):
        when = before_it(when, memory.base)
    found = statistic(spot, "macro", document, measure(word, basis(text, (0, len(text)))))
    if not owner:
        return [found]
    other = partner or WORLD
    going_on = memory.balance_unit and not told
    unit = memory.balance_unit if going_on and ("unit", "guessed") in found.figure.slots else found.figure.unit
    memory.balance_unit = unit
    figure = found.figure.model_copy(update={"unit": unit, "reporter": owner[1], "partner": other[1], "period": when, "net": True, "direction": ""})
    memory.balance, memory.balance_block = (owner, word), spot.frame.block
    return [FigureFound(figure, found.evidence, owner[0], other[0], speaker=found.speaker)]


def measure(word: str, what: str) -> str:
    """What the balance is called."""
    kind = "surplus" if SURPLUS.search(word) else "deficit"
    return f"{what} trade {kind}".strip()


def is_measured(name: str) -> bool:
    """True for the names that `measure` gives."""
    return name.endswith(("trade deficit", "trade surplus"))


def remember_balance(frame: Frame, memory: Memory) -> None:
    """Whose deficit a sentence speaks of, for the sums that follow."""
    told = NAMED.search(frame.text)
    if not told or not OF_TRADE.search(frame.text) or OTHER_BALANCE.search(frame.text):
        return
    owner, _ = _ends(frame, len(frame.text), (0, len(frame.text)))
    if owner:
        memory.balance, memory.balance_block = (owner, told[0]), frame.block


def _nearest(text: str, first: int) -> str:
    """The word of balance nearest to the number, one that says the side before one that does not."""
    found = sorted(NAMED.finditer(text), key=lambda match: (NO_SIDE.match(match[0]) is not None, abs(match.start() - first)))
    return found[0][0] if found else ""


NO_SIDE = compiled(r"balanza|trade balance", re.I)
GOVERNED = compiled(rf"\b(?:with|con)\s{DET}$", re.I)
SURPLUS = compiled(r"surplus|super[áa]vit|positivo|favorable", re.I)
NET_WORD = compiled(r"(?:deficit\w*|surplus\w*|d[ée]ficits?|super[áa]vit\w*|balance|balanza|saldo|(?:trade )?gap|shortfall)", re.I)
OF_TRADE = compiled(
    r"\b(?:trade|goods|services|merchandise|bilateral|comercial(?:es)?|bienes|mercanc[íi]as|servicios|agr[íi]col\w+|agricultural|energy|agroalimentari\w+"
    r"|with the (?:whole |rest of the )?world|all (?:trading )?partners|con el (?:resto del )?mundo)\b",
    re.I,
)
OTHER_BALANCE = compiled(r"\b(?:budget\w*|fiscal\w*|current[- ]account|primary|presupuest\w*|p[úu]blico|cuenta corriente|cash|federal deficit)\b", re.I)


def _ends(frame: Frame, first: int, piece: tuple[int, int]) -> tuple[Place | None, Place | None]:
    """(owner, partner) of the deficit or surplus that the number at `first` is, as far as its sentence says."""
    text = frame.text
    owners = (match for rule in OWNER for match in rule.finditer(text, 0, first + 80) if not GOVERNED.search(text, 0, match.start("o")))
    owner = next((named[0] for match in owners if (named := places(frame.slots_in(*match.span("o"))))), None)
    own = list(WITH.finditer(text, *piece)) or list(WITH.finditer(text))
    near = sorted(own, key=lambda match: (match.start() > first, abs(match.start() - first)))
    partner = next((together(named) for match in near if (named := places(frame.slots_in(*match.span("p")))) and owner not in named), None)
    return owner, partner
