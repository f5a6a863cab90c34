"""Which economies a figure is about, which way the trade goes, and for what time."""

import re
from functools import cache, lru_cache

from graph.dates import DAY, Interval
from loaders.documents.attribution import strings
from loaders.documents.frames import SLOT, Frame
from loaders.documents.model import NodeFound
from loaders.documents.slots import COUNTRY, Slot

GROUPS = frozenset({"org:eu", "org:european-union", "gov:eu", "org:asean", "org:mercosur", "org:pacific-alliance"})
WORLD = ("place:world", "World")
REGION = ("place:north-america", "North America")
Place = tuple[str, str]
SOME = r"(?:(?:the|el|la|los|las|l'|both|an?)\s?)*"
LIST = rf"{SOME}⟦[GOJ]\d+⟧(?:(?:, {SOME}⟦[GOJ]\d+⟧)*,? (?:and|y|e|et) {SOME}⟦[GOJ]\d+⟧)?"
WORTH = (
    r"(?:exports?|exported|sales|shipments|exporter|suppl(?:ier|y|ies)|exportaciones|ventas|env[íi]os|export[óo]"
    r"|exportador[a]?|proveedor[a]?|exportations|ventes|exportateur|fournisseur)"
)
BUYS = r"(?:imports?|imported|importer|purchases|importaciones|compras|import[óo]|importador[a]?|importations|achats)"
TRADE = r"(?:trade|commerce|comercio|intercambio(?: comercial)?|échanges)"
WITHIN = r"[^⟦.;]{0,60}?"


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One word list of `rules/figures.yaml`, compiled."""
    return re.compile(strings("figures")[name], re.I)


def both_ends(frame: Frame, way: str) -> list[tuple[Place, Place]]:
    """(reporter, partner) where one phrase names both: "exports from A to B and C", "A's imports from B"."""
    found = []
    for rule in _ends()[way]:
        if {"r", "p"} <= set(rule.groupindex):
            for match in rule.finditer(frame.text):
                reporters, partners = places(frame.slots_in(*match.span("r"))), places(frame.slots_in(*match.span("p")))
                found += [(reporter, partner) for reporter in reporters for partner in partners if reporter != partner]
    return list(dict.fromkeys(found))


def is_place(node: NodeFound) -> bool:
    """True for countries and groups of countries that trade as one."""
    return node.kind == "government" or node.id in GROUPS or COUNTRY.fullmatch(node.id) is not None


def place(node: NodeFound) -> Place:
    """The country as a place, with its name."""
    return ("place:" + node.id.partition(":")[2] if node.kind == "government" else node.id, node.name)


def places(slots: tuple[Slot, ...]) -> list[Place]:
    """The distinct places of some slots, in order."""
    return list(dict.fromkeys(place(node) for slot in slots for node in slot.nodes if is_place(node)))


def direction(frame: Frame, at: int) -> str:
    """export, import, trade, "money" (a sum that is no trade) or "": by the word nearest to the number, those after it counting double."""
    near = [(at - last if last <= at else 2 * (first - at), key) for first, last, key in _trade_words(frame.text)]
    return min(near)[1] if near else ""


@lru_cache(maxsize=8)
def _trade_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where the words of trade and of other sums stand, and what each says."""
    keys = (("export", "export"), ("import", "import"), ("trade", "trade"), ("not_trade", "money"))
    return tuple((*match.span(), key) for name, key in keys for match in pattern(name).finditer(text))


def ends(frame: Frame, at: int, way: str) -> tuple[list[Place], list[Place]]:
    """Reporters and partners that the words around a trade word name, the nearest to `at` first."""
    found: list[tuple[int, list[Place], list[Place]]] = []
    for match in _end_matches(frame.text, way if way in ("export", "import") else "trade"):
        groups = match.re.groupindex
        reporters = places(frame.slots_in(*match.span("r"))) if "r" in groups and match["r"] else []
        partners = places(frame.slots_in(*match.span("p"))) if "p" in groups and match["p"] else []
        if reporters or partners:
            distance = at - match.end() if match.end() <= at else max(0, match.start() - at)
            found.append((distance, reporters, partners))
    found.sort(key=lambda item: item[0])
    if way == "import":
        partners = next((item[2] for item in found if item[2]), [])
        return next((item[1] for item in found if item[1] and not set(item[1]) & set(partners)), []), partners
    reporters = next((item[1] for item in found if item[1]), [])
    partners = next((item[2] for item in found if item[2] and not set(item[2]) & set(reporters)), [])
    return reporters, partners


@lru_cache(maxsize=16)
def _end_matches(text: str, way: str) -> tuple[re.Match[str], ...]:
    return tuple(match for rule in _ends()[way] for match in rule.finditer(text))


@cache
def _ends() -> dict[str, tuple[re.Pattern[str], ...]]:
    def compiled(*texts: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(text, re.I) for text in texts)

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


BASE = re.compile(
    (
        r"\b(?:from|than|over|versus|vs\.?|compared (?:to|with)|relative to|frente a|respecto (?:a|de)|contra|que|par"
        r" rapport à)\s*(?:in |en |el mismo periodo de |the same period (?:of|in) )?$"
    ),
    re.I,
)
PREPOSED = re.compile(
    r"\b(?:from|against|contra|toward|towards|de|del|to|a|al|with|con|in|en|between|entre|of|by|por|desde|hacia|vers|avec)\s+(?:the |el |la |los )?$", re.I
)


def subject_country(frame: Frame) -> Place | None:
    """The country that a sentence is about: the first that no preposition governs."""
    for match in SLOT.finditer(frame.text):
        if match[1] in "GJ" and not PREPOSED.search(frame.text[: match.start()]) and (found := places((frame.slots[int(match[2])],))):
            return found[0]
    return None


YEAR = re.compile(r"\b\d{4}\b")
YEAR_EARLIER = re.compile(
    r"[^,.;⟦]{0,40}?\b(?:(?:a|one) year (?:earlier|before|ago|prior)|(?:the )?(?:previous|prior|preceding) year"
    r"|un a[ñn]o antes|(?:el )?a[ñn]o (?:anterior|previo)"
    r"|un an (?:plus tôt|auparavant)|l'année (?:précédente|d'avant))\b",
    re.I,
)


def period_near(frame: Frame, first: int, last: int, following: int) -> tuple[str, bool]:
    """The period of a number at [first, last) and whether it looks ahead: the date after it and before the next number, else the nearest before, else any."""
    dates = [(m.start(), frame.slots[int(m[2])].phrase) for m in SLOT.finditer(frame.text) if m[1] == "D" and not BASE.search(frame.text[: m.start()])]
    if YEAR_EARLIER.match(frame.text[last:following]):
        # "... in 2025, up from this a year earlier": the number is of the year before the one named.
        said, _ = period_near(frame, first, last, last)
        return (YEAR.sub(lambda year: str(int(year[0]) - 1), said) if said != "per year" else ""), False
    after = [phrase for at, phrase in dates if last <= at < following]
    before = [phrase for at, phrase in reversed(dates) if at < first]
    later = [phrase for at, phrase in dates if at >= following]
    for phrase in (*after, *before, *later):
        if phrase and not phrase.vague and (text := period(phrase.interval)):
            return text, phrase.future
    if pattern("per_year").search(frame.text, last, following + 1) or pattern("per_year").search(frame.text):
        return "per year", False
    return "", False


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
    re.compile(r"(?P<c>(?:(?:[A-Z]{2,}|[a-z][a-z-]+|[A-Z]+-[a-z]+)\s+){1,4})(?:exports|imports|trade|sales)\b"),
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
