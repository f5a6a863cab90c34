"""Numbers as English, Spanish and French texts write them: money, percentages, multiples, ranges.

A quantity keeps its span in the text, so that a figure can be read again from its quote.
"""

import re

from graph.claims import Bound
from loaders.documents.elided import CHANGE, HIGHEST, exact, filled_in
from loaders.documents.proportions import with_fractions
from loaders.documents.quantity import BY_LANGUAGE, LONGER, SCALES, TEENS, TENS, UNITS, WORD, WORDS, Kind, Quantity, bound_before

PACKED = {"mdd": "USD", "mmdd": "USD", "bdd": "USD", "mdp": "MXN", "mmdp": "MXN"}

PREFIXES = {
    "us$": "USD",
    "usd": "USD",
    "u$s": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "mx$": "MXN",
    "mxn": "MXN",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "$": "$",
}
PREFIX = r"(?:US\s?\$|U\$S|CA\$|C\$|MX\$|USD|CAD|MXN|EUR|\$|€|£|¥)"
SUFFIXES = (
    (r"canadian dollars|d[óo]lares canadienses|dollars canadiens|CAD|CA\$|\$\s?CA", "CAD"),
    (r"(?:U\.?S\.? |American )?dollars|d[óo]lares(?: estadounidenses| americanos)?|dollars am[ée]ricains|USD|\$\s?US|US\$", "USD"),
    (r"(?:Mexican )?pesos(?: mexicanos)?|MXN", "MXN"),
    (r"euros|EUR|€", "EUR"),
)
SUFFIX = r"(?:\s?(?:de |d['’])?(?P<suffix>" + "|".join(words for words, _ in SUFFIXES) + r")(?!\w))"
NUMERAL = r"(?:\d{1,3}(?:[,. \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?(?!\d))"
PERCENT = r"\s?(?:%|percent\b|per cent\b|por ciento\b|pour ?cent\b)"
# "ninety-seven percent", "treinta y cinco por ciento"; as a count a number in so many words is seldom one of the field.
IN_WORDS = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:y\s)?(?:{'|'.join(UNITS)}))?|{'|'.join(TEENS)})"
# 'percentage points' are a difference of shares, not a share or growth.
POINTS = re.compile(r"\s?(?:percentage points?|puntos porcentuales|points de pourcentage)", re.I)

MORE_AFTER = re.compile(r"\s+(?:or more|o m[áa]s|ou plus)\b", re.I)


def number(text: str, language: str = "en", *, percent: bool = False) -> float:
    """The value of one numeral, by the separators of the language.

    >>> number("160,000"), number("1.5"), number("12,5", "es"), number("1.234,5", "es")
    (160000.0, 1.5, 12.5, 1234.5)
    """
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        decimal = "." if plain.rindex(".") > plain.rindex(",") else ","
    elif not dots and not commas:
        decimal = ""
    else:
        mark = "." if dots else ","
        grouped = re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", plain) is not None
        continental = language in ("es", "fr")
        thousands = grouped and not percent and (mark == "," or dots > 1 or continental)
        decimal = "" if thousands else mark
    for mark in ".,":
        if mark != decimal:
            plain = plain.replace(mark, "")
    return float(plain.replace(decimal, ".") if decimal else plain)


CODE = re.compile(r"\w[-–/:]#|#[-–/:]\d")
TIMES = re.compile(r"\s*(?:times|veces|fois|x)\b", re.I)
SPANISH = re.compile(r"\b(?:millones|por ciento|d[óo]lares|mil)\b", re.I)


def find_quantities(text: str, language: str = "en", start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities of `text[start:end]` in order, ranges joined, elided currencies of lists filled in."""
    end = len(text) if end is None else end
    if not language and SPANISH.search(text, start, end):
        language = "es"
    pattern = _pattern(language if language in BY_LANGUAGE else "en")
    found: list[Quantity] = []
    for match in pattern.finditer(text, start, end):
        quantity = _quantity(text, match, language, start)
        if quantity:
            found.append(quantity)
    found = with_fractions(text, found, start, end)
    return filled_in(text, [quantity for quantity in _join_ranges(text, found) if not _part_of_code(text, quantity)])


def _part_of_code(text: str, quantity: Quantity) -> bool:
    """True for the pieces of case numbers, times of day and year ranges."""
    around = text[max(0, quantity.span[0] - 2) : quantity.span[0]] + "#" + text[quantity.span[1] : quantity.span[1] + 2]
    return quantity.kind == "plain" and CODE.search(around) is not None


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(language: str) -> re.Pattern[str]:
    if language not in _PATTERNS:
        scales = "|".join(sorted(BY_LANGUAGE[language], key=len, reverse=True))
        atom = rf"(?:{NUMERAL}|\b{IN_WORDS}(?={PERCENT})|\b{WORD}\b|\b(?:an?|une?)(?=\s+(?:[mb]ill[ió]|tril|millard)))"
        more = rf"(?:\s+{NUMERAL}(?=\s+(?:{scales})\b)|(?<=\bmil)\s+\d{{1,3}}(?![\d.,]*\d))"
        magnitude = rf"(?:\s*-?(?:{scales})\b)"
        body = (
            rf"(?P<body>{atom}(?:{magnitude}{more}?)*{magnitude}*|\bmil(?:{more}?{magnitude})+|\bmil\s\d{{1,3}}(?![\d.,]*\d))"
            if language == "es"
            else rf"(?P<body>{atom}(?:\s*-?hundred)?{magnitude}?)"
        )
        tail = rf"(?:{PERCENT}(?P<percent>)|{SUFFIX})?"
        _PATTERNS[language] = re.compile(rf"(?P<prefix>(?<!\w){PREFIX}\s?)?(?<![\w.,])(?:(?<=\W)|(?<=^)|(?<=[$€£¥]))-?{body}{tail}", re.I)
    return _PATTERNS[language]


def _quantity(text: str, match: re.Match[str], language: str, start: int) -> Quantity | None:
    body = match["body"]
    percent = match["percent"] is not None
    scales = BY_LANGUAGE.get(language, SCALES)
    if not percent and POINTS.match(text, match.end()):
        return None
    value = _value(body, language, scales, percent=percent)
    if value > HIGHEST:
        return None
    unit = _currency(match, body)
    kind: Kind = "percent" if percent else "money" if unit else "plain"
    tail = text[match.end() : match.end() + 12]
    if kind == "plain" and TIMES.match(tail):
        kind, unit = "multiple", "times"
    bound = bound_before(text[max(start, match.start() - 40) : match.start()])
    if bound is Bound.EXACT and MORE_AFTER.match(text, match.end()):
        bound = Bound.MORE
    return Quantity(kind, value, "%" if percent else unit, (match.start(), match.end()), bound)


def _value(body: str, language: str, scales: dict[str, float], *, percent: bool) -> float:
    """The value of numerals, words and scales: "264 mil 383 millones" is 264 383 millions."""
    total = group = 0.0
    for token in re.findall(rf"{NUMERAL}|[^\W\d_]+", body):
        word = token.casefold()
        if word in WORDS or word in LONGER:
            group += WORDS.get(word) or LONGER[word]
        elif word in scales:
            scale = scales[word]
            group = (group or 1.0) * scale
            if scale > 1e3:
                total, group = total + group, 0.0
        elif token[0].isdigit():
            group += number(token, language, percent=percent)
    return exact(total + group)


def _currency(match: re.Match[str], body: str) -> str:
    prefix = (match["prefix"] or "").replace(" ", "").casefold()
    suffix = match["suffix"]
    if suffix:
        return next(code for words, code in SUFFIXES if re.fullmatch(words, suffix, re.I))
    last = re.split(r"[\W\d]+", body)[-1].casefold()
    return PACKED.get(last) or PREFIXES.get(prefix, "")


RANGE = re.compile(r"\s*(?:-|–|—|to|a|à|and|y|et)\s*(?:about |nearly |casi )?", re.I)
BETWEEN = re.compile(r"(?:between|entre)\s*$", re.I)


def _join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Joins "20% to 30%", "between 20 and 30 percent", "20-30%"; "rose from 20% to 30%" stays two."""
    joined: list[Quantity] = []
    for quantity in found:
        low = joined[-1] if joined else None
        if low and low.upper is None and _is_range(text, low, quantity):
            joined[-1] = Quantity(quantity.kind, _scaled(low, quantity), quantity.unit, (low.span[0], quantity.span[1]), low.bound, quantity.value)
        else:
            joined.append(quantity)
    return joined


def _is_range(text: str, low: Quantity, high: Quantity) -> bool:
    if low.kind == "plain" and 1900 <= low.value <= 2100 and high.kind in ("money", "percent"):
        return False
    gap = RANGE.fullmatch(text, low.span[1], high.span[0])
    if not gap or low.kind not in (high.kind, "plain") or high.kind == "plain":
        return False
    before = text[max(0, low.span[0] - 20) : low.span[0]]
    between = BETWEEN.search(before) is not None
    listing = re.search(r"and|y|et", gap[0], re.I) is not None
    if low.kind == "money" and re.search(r"\b(?:by|en)\s$", before, re.I):
        return False  # "fell by $9 billion to $256 billion"
    return between if listing else not CHANGE.search(before)


def _scaled(low: Quantity, high: Quantity) -> float:
    """The lower end takes the scale of the upper one: "10 to 20 billion dollars"."""
    if high.kind == "money" and low.value < 1000 <= high.value:
        scale: float = 1000.0 ** ((len(str(int(high.value))) - 1) // 3)
        return low.value * scale
    return low.value
