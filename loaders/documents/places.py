"""Which economies a figure is about, which way the trade goes, and for what time."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from graph.dates import DAY, Interval
from loaders.documents.attribution import strings
from loaders.documents.frames import SLOT, Frame
from loaders.documents.gates import Gated
from loaders.documents.model import NodeFound
from loaders.documents.slot import Slot
from loaders.documents.slots import COUNTRY

GROUPS = frozenset({"org:eu", "org:european-union", "gov:eu", "org:asean", "org:mercosur", "org:pacific-alliance"})
WORLD = ("place:world", "World")
REGION = ("place:north-america", "North America")
TRIO = {"place:us", "place:mx", "place:ca"}
Place = tuple[str, str]
SOME = r"(?:(?:the|el|la|los|las|l'|both|an?)\s?){0,4}"
LIST = rf"{SOME}⟦[GOJ]\d+⟧(?:(?:, {SOME}⟦[GOJ]\d+⟧){{0,30}},? (?:and|y|e|et) {SOME}⟦[GOJ]\d+⟧)?"
WORTH = (
    r"(?:exports?|exported|sales|shipments|exporter|suppl(?:ier|y|ies)|exportaciones|ventas|env[íi]os|export[óo]"
    r"|exportador[a]?|proveedor[a]?|exportations|ventes|exportateur|fournisseur)"
)
BUYS = r"(?:imports?|imported|importer|purchases|importaciones|compras|import[óo]|importador[a]?|importations|achats)"
TRADE = r"(?:trade|commerce|comercio|intercambio(?: comercial)?|échanges)"
WITHIN = r"[^⟦.;]{0,60}?"


@cache
def pattern(name: str) -> Gated:
    """One word list of `rules/figures.yaml`, compiled."""
    return Gated(strings("figures")[name], re.I)


def both_ends(frame: Frame, way: str) -> list[tuple[Place, Place]]:
    """(reporter, partner) where one phrase names both: "exports from A to B and C", "A's imports from B"."""
    found = []
    for rule in _ends()[way]:
        for match in rule.finditer(frame.text):
            if {"r", "p"} <= set(match.re.groupindex):
                reporters, partners = places(frame.slots_in(*match.span("r"))), places(frame.slots_in(*match.span("p")))
                found += [(reporter, partner) for reporter in reporters for partner in partners if reporter != partner]
    return list(dict.fromkeys(found))


def is_place(node: NodeFound) -> bool:
    """True for countries and groups of countries that trade as one."""
    return node.kind == "government" or node.id in GROUPS or COUNTRY.fullmatch(node.id) is not None


def is_country_id(id: str) -> bool:
    """True for the ids of countries, as places or as governments, and of groups that trade as one."""
    return id in GROUPS or COUNTRY.fullmatch(id.replace("gov:", "place:")) is not None


def place(node: NodeFound) -> Place:
    """The country as a place, with its name."""
    return ("place:" + node.id.partition(":")[2] if node.kind == "government" else node.id, node.name)


def places(slots: tuple[Slot, ...]) -> list[Place]:
    """The distinct places of some slots, in order."""
    return list(dict.fromkeys(place(node) for slot in slots for node in slot.nodes if is_place(node)))


def together(named: Sequence[Place]) -> Place:
    """Several economies told with one sum as one: their ids joined by "+", their names by "and"; all three of North America are the region."""
    if len(named) == 1:
        return named[0]
    if {id for id, _ in named} == TRIO:
        return REGION
    ordered = sorted(set(named), key=lambda place: place[1])
    names = [name for _, name in ordered]
    return "+".join(id for id, _ in ordered), f"{', '.join(names[:-1])} and {names[-1]}"


def direction(frame: Frame, first: int, last: int, piece: tuple[int, int]) -> tuple[str, str]:
    """export, import, trade, "money" (a sum that is no trade) or "", with the word that says so.

    That which the number counts ("$4 billion were exports"), else the nearest word of the number's piece of the
    sentence, else of the rest; those after the number are as far again.
    """
    words = _trade_words(frame.text)
    attached = ELLIPTIC.match(frame.text, last) or ATTACHED.match(frame.text, last)
    if (
        attached
        and not AGENT.match(frame.text, attached.end())
        and (beside := next((word for word in words if word[0] <= attached.end() < word[1] or word[0] == attached.end()), None))
    ):
        return beside[2], frame.text[beside[0] : beside[1]]
    aside = [match.span() for match in RELATIVE.finditer(frame.text) if not match.start() <= first < match.end()]
    words = tuple(word for word in words if not any(start < word[0] < end for start, end in aside)) or words
    words = tuple(word for word in words if word[0] < first or not AIM.search(frame.text, last, word[0]))
    own = [word for word in words if piece[0] <= word[0] < piece[1]]
    if not any(word[1] <= first for word in own):
        own = list(words)
    near = min(((first - word[1] if word[1] <= first else 2 * (word[0] - first), word) for word in own), default=None)
    if not near:
        return "", ""
    word = frame.text[near[1][0] : near[1][1]]
    net = next((other for other in reversed(words) if other[1] < near[1][0] and IN_TRADE.fullmatch(frame.text, other[1], near[1][0])), None)
    if net and near[1][2] == "trade" and NET.match(frame.text, net[0]):
        return "money", frame.text[net[0] : net[1]]
    if IN_DUTIES.match(frame.text, last) or (near[1][0] < first and any(_governs(frame.text, other, near[1][0]) for other in words)):
        return "money", word
    if (pattern("loose").match(word) or AGENT.match(word)) and any(other[2] == "money" and other[0] < last + 40 for other in own):
        return "money", word
    return near[1][2], word


# "invest $5 million to expand exports", "para exportar": an aim, nothing that the sum counts.
AIM = re.compile(r"\b(?:to|para|a fin de|with the aim of|in order to)\s(?:[a-z]+\s){0,3}$", re.I)
# "$3.8 billion in tariffs on imports"; "the budget of the office that promotes exports": the trade is what another sum is for.
IN_DUTIES = re.compile(
    r"\s(?:in|of|de|en|por)\s(?:[a-z]+\s)?(?:tariffs?|duties|taxes|fines|aid|damages|subsid\w+|aranceles|impuestos|multas|apoyos|derechos)\b", re.I
)
FOR = re.compile(r"\s(?:of|on|from|for|to|de|del|por|sobre|a|al|para|que|that)\b(?:(?!\s(?:and|y|e|o|or|while|mientras)\s)[^,;.:\d]){0,60}")
# "the surplus in such trade was $26 billion".
NET = re.compile(r"d[eé]ficit|surplus|super[áa]vit|bal|saldo", re.I)
IN_TRADE = re.compile(r"\s(?:in|of|on|en|del?)\s(?:[a-záéíóú]+\s){0,3}", re.I)
PAYS = re.compile(r"pa(?:id|g)|spen|gast|d[eé]ficit|surplus|super|bal|saldo", re.I)


def _governs(text: str, other: tuple[int, int, str], at: int) -> bool:
    """True where a word of another sum stands before the trade word at `at` and says what that is for."""
    return other[2] == "money" and other[1] < at and not PAYS.match(text, other[0]) and FOR.fullmatch(text, other[1], at) is not None


# Those who trade; in a sentence on another sum it is theirs.
AGENT = re.compile(r"(?:exporter|importer|supplier|buyer|customer|exportador|importador|proveedor|comprador|socio)", re.I)
# "Exports, which make up 40% of GDP, rose": what stands aside says nothing of the numbers outside it.
RELATIVE = re.compile(r",\s(?:which|who|whose|que|cuy[oa]s?|[lL]o que|el cual|la cual|qui|dont)\s[^,;]{2,90},", re.I)
ATTACHED = re.compile(
    r"\s(?:(?:in|of|to|a|were|was|are|is|as|de|en|fueron|son|eran|corresponden? a|correspondieron a|corresponde a|por|worth of|en concepto de)\s)?"
    r"(?:(?:the|las?|los|total|annual|goods|services|merchandise|two-way|bilateral)\s){0,2}(?=\w)",
    re.I,
)


# "de ese total, 2,100 millones fueron exportaciones y 1,300 millones, importaciones".
ELLIPTIC = re.compile(r",\s(?:a\s|de\s)?(?=(?:importaciones|exportaciones|imports|exports|ventas|compras)\s?(?:$|[.;,]))", re.I)


@lru_cache(maxsize=8)
def _trade_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where the words of trade and of other sums stand, and what each says."""
    keys = (("export", "export"), ("import", "import"), ("trade", "trade"), ("not_trade", "money"))
    return tuple((*match.span(), key) for name, key in keys for match in pattern(name).finditer(text))


@cache
def _ends() -> dict[str, tuple[Gated, ...]]:
    def compiled(*texts: str) -> tuple[Gated, ...]:
        return tuple(Gated(text, re.I) for text in texts)

    return {
        "export": compiled(
            rf"\b{WORTH}\b{WITHIN}\b(?:from|desde|depuis|de|del) (?P<r>{LIST}){WITHIN}\b(?:to|a|hacia|vers) (?P<p>{LIST})",
            rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,4}}?{WORTH}\b{WITHIN}\b(?:to|a|hacia|al|vers|aux?) (?P<p>{LIST})",
            rf"\b{WORTH} (?P<r>⟦J\d+⟧){WITHIN}\b(?:to|hacia|al?|vers|aux?) (?P<p>{LIST})",
            rf"\b{WORTH}\b{WITHIN}\b(?:to|hacia|al?|vers|aux?) (?P<p>{LIST})",
            rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,4}}?{WORTH}\b",
            rf"\b{WORTH} (?:[\w-]+ ){{0,2}}?(?P<r>⟦J\d+⟧)",
            rf"\b{WORTH} (?:[\w-]+ ){{0,3}}?(?:de|del|from|by) (?P<r>{LIST})",
        ),
        "import": compiled(
            (
                rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,4}}?{BUYS}\b{WITHIN}\b(?:from|desde|provenientes? de(?:l)?|procedentes?"
                rf" de(?:l)?|en provenance d[eu]) (?P<p>{LIST})"
            ),
            rf"\b{BUYS}\b{WITHIN}\b(?:from|desde|provenientes? de(?:l)?|procedentes? de(?:l)?|en provenance d[eu]) (?P<p>{LIST})",
            rf"\b{BUYS} (?P<r>⟦J\d+⟧){WITHIN}\b(?:from|desde|provenientes? de(?:l)?|de(?:l)?) (?P<p>{LIST})",
            rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,4}}?{BUYS}\b",
            rf"\b{BUYS} (?:[\w-]+ ){{0,2}}?(?P<r>⟦J\d+⟧)",
            rf"\b{BUYS} (?:[\w-]+ ){{0,3}}?(?:de|del|by) (?P<r>{LIST})",
        ),
        "trade": compiled(
            rf"\b(?:{TRADE}|{WORTH})\b{WITHIN}\b(?:between|entre) (?P<r>{SOME}⟦[GOJ]\d+⟧) (?:and|y|et) (?P<p>{SOME}⟦[GOJ]\d+⟧)",
            rf"(?P<r>⟦[GJ]\d+⟧)\s?[-—/]\s?(?P<p>⟦[GJ]\d+⟧) (?:[\w-]+ ){{0,4}}?{TRADE}\b",
            rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,4}}?{TRADE}\b{WITHIN}\b(?:with|con|avec) (?P<p>{LIST})",
            rf"\b{TRADE}\b{WITHIN}\b(?:with|con|avec) (?P<p>{LIST})",
            rf"(?P<r>{LIST})(?:'s?)? (?:[\w-]+ ){{0,4}}?{TRADE}\b",
            rf"\b{TRADE} (?:[\w-]+ ){{0,3}}?(?:de|del|of) (?P<r>{LIST})",
        ),
    }


def period(interval: Interval) -> str:
    """`2022`, `2025-01..2025-06`, `2020..2024`, as the exchange format writes it."""
    first, last = interval.start, interval.last
    if not first or not last:
        return f"{first.year}.." if first else ""
    whole_years = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    if whole_years:
        return str(first.year) if first.year == last.year else f"{first.year}..{last.year}"
    if first.day == 1 and (last + DAY).day == 1:
        return first.isoformat()[:7] if (first.year, first.month) == (last.year, last.month) else f"{first.isoformat()[:7]}..{last.isoformat()[:7]}"
    if (first.month, first.day) == (1, 1) and first.year == last.year:
        return str(first.year)
    return ""


PREPOSED = re.compile(
    r"\b(?:from|against|contra|toward|towards|de|del|to|a|al|with|con|in|en|between|entre|of|by|por|desde|hacia|vers|avec)\s+(?:the |el |la |los )?$", re.I
)


def subject_country(frame: Frame) -> Place | None:
    """The country that a sentence is about: the first that no preposition governs."""
    for match in SLOT.finditer(frame.text):
        if match[1] in "GJ" and not PREPOSED.search(frame.text[: match.start()]) and (found := places((frame.slots[int(match[2])],))):
            return found[0]
    return None


# Of a member the trade with the other members of its agreement.
TO_PARTNERS = Gated(
    r"\b(?:(?:to|from|with|and|a|con|de|desde|y)\s(?:its|their|the (?:two )?other|sus|los (?:otros )?(?:dos )?|⟦J\d+⟧)\s?"
    r"|(?:to|with|from|a|con)\s(?=North|⟦T))(?:(?:two )?⟦T\d+⟧\s(?:partners|members"
    r"|countries|neighbou?rs)|(?:North American|North ⟦J\d+⟧|regional) partners|(?:two )?neighbou?rs\b|(?:dos )?(?:socios"
    r"|pa[íi]ses|miembros)(?:\scomerciales)?\s"
    r"(?:del ⟦T\d+⟧|de Norteam[ée]rica|norteamericanos|regionales)|dos vecinos\b)"
    r"|\b(?:to|from|with|and|a|con|de|desde|y|sold|vendi[óo] a)\s(?:its|their|sus)\s(?:two\s|three\s|dos\s)?(?:(?:trade"
    r"|trading|regional) )?(?:partners|socios(?: comerciales)?)\b",
    re.I,
)
GOODS = re.compile(r"\b(?:goods|merchandise|bienes|mercanc[íi]as|manufactur\w+|marchandises)\b", re.I)
SERVICES = re.compile(r"\b(?:services|servicios)\b", re.I)


def basis(text: str, piece: tuple[int, int]) -> Literal["goods", "services", "goods and services", ""]:
    """Whether a piece of a sentence speaks of goods, services or both."""
    goods, services = GOODS.search(text, *piece), SERVICES.search(text, *piece)
    return "goods and services" if goods and services else "goods" if goods else "services" if services else ""


CATEGORY = (
    re.compile(
        (
            r"\b(?:exports?|exporters?|imports?|importers?|suppliers?|trade|exportaciones|exportador(?:a|es)?|importaciones"
            r"|comercio|proveedor(?:a|es)?|exportations|importations|commerce)\s+(?:of|in|de|en)\s+(?P<c>(?!total\b|US\$|\$"
            r"|about|nearly|more than|m[áa]s de|cerca)[^⟦,.;:()$\d]{3,60}?)(?=\s+(?:to|from|in|with|that|reach\w*|exceed\w*"
            r"|total\w*|grew|rose|valued|worth|already|were|was|are|is|has|have|among|between|across|a|hacia|en|por|que|con"
            r"|alcanz\w+|fueron|desde|durante|sum[óa]\w*|al?|vers|crec\w+|aument\w+|cay\w+|fell|increas\w+|represent\w+"
            r"|account\w*|supera\w*|augment\w+)\b|\s*[,.;:()⟦\d]|\s*$)"
        ),
        re.I,
    ),
    re.compile(
        (
            r"\b(?:comercio|exportaciones|importaciones)\s+(?P<c>(?:digital|electrónico|agr\w+|automotri\w+|manufacturer\w+"
            r"|petroler\w+|transfronteriz\w+|tecnológic\w+)(?:\s(?:digital|transfronterizo))?)\b"
        ),
        re.I,
    ),
    re.compile(
        r"(?<![\w'·.,-])(?P<c>(?:(?:[A-Z]{2,}|(?!(?:billion|million|trillion|dollars|were|was|and|with|of|which|in|its|worth|to|from|a|the|total"
        r"|percent|[a-z]+ing|that|had|have|has|for|on|by|as|or|than|more|most|about|some|all)\b)[a-z][a-z-]+|[A-Z]+-[a-z]+)\s+){1,4})(?:exports"
        r"|imports|trade|sales)\b"
    ),
)
EMPTY = re.compile(
    (
        r"^(?:the|its|their|total|these|this|and|of|in|s|that|annual|bilateral|global|value|with|for|as|such|all|overall"
        r"|world|cross-border|has|have|to|on|by|from|between|growth)?\s*$"
    ),
    re.I,
)


def category(frame: Frame, at: int) -> str:
    """What is traded, from the words beside the trade word nearest to `at`; "" when none says it."""
    found = [(abs(at - end), text) for end, text in _categories(frame.text)]
    return min(found)[1] if found else ""


@lru_cache(maxsize=16)
def _categories(sentence: str) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    for rule in CATEGORY:
        for match in rule.finditer(sentence):
            text = re.split(r"\b(?:that|que)\s|\b(?:of|de) (?:its|the|their|his|sus?|las|los) ", match["c"].strip())[-1]
            text = re.sub(r"^(?:(?:the|its|their|total|and|of|in|global|that|annual|these|this|for|bilateral|growth|details)\s+)+", "", text, flags=re.I)
            if not EMPTY.match(text):
                found.append((match.end(), text))
    return tuple(found)
