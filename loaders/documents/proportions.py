"""Fractions in words as shares: "a third of", "dos tercios", "la mitad de", "nine out of ten", "de cada cinco, una"."""

import re

from loaders.documents.gates import Gated
from loaders.documents.quantity import WORD, WORDS, Quantity, bound_before

PARTS = {
    **dict.fromkeys(("third", "thirds", "tercio", "tercios", "tercera", "terceras", "tiers"), 3),
    **dict.fromkeys(("quarter", "quarters", "cuarto", "cuartos", "cuarta", "cuartas", "quart", "quarts"), 4),
    **dict.fromkeys(("fifth", "fifths", "quinto", "quintos", "quinta", "quintas", "cinquième"), 5),
    **dict.fromkeys(("tenth", "tenths", "décimo", "décimos", "décima", "décimas", "dixième"), 10),
}
UNITS = {"a": 1, "an": 1, "one": 1, "un": 1, "una": 1, "uno": 1, "le": 1, "la": 1, "une": 1}
COUNTED = rf"(?:\d{{1,2}}|one|uno|una|{WORD})"
FRACTION = Gated(
    rf"(?<![\w-])(?:(?P<n>an?|one|una?|{WORD})[\s-](?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))})"
    r"(?:\spartes?\b)?(?=[.,;]|\s(?:in|from|since|went|goes?|are|were|is|was|van?|fueron|during|compared|en|frente|respecto"
    r"|durante|to|a|al|more|less|higher|lower|m[áa]s|menos|mayor|menor)\b(?!\s(?:the|el) future)"
    r"|\s(?:of|de|del|des|du)\b(?!\s(?:an?|the|un|una)?\s?(?:year|hour|century|siglo|a[ñn]o|final|\d{4})))"
    r"|(?<!first )(?<!second )(?<!last )(?P<half>half(?=\s(?:of\s|the\s|its\s|their\s|all\s)(?!the year|year|a century))"
    r"|(?<=\bby )half(?=[.,;]|\s(?:and|to|in|from|since|over)\b)"
    r"|la mitad(?=\s(?:del?|d[eu])\b(?! a[ñn]o| siglo)))"
    rf"|(?P<few>{COUNTED})\s(?:(?:out of|in|of)(?: every)?|de cada|de|sur)\s(?P<many>\d{{1,3}}|{WORD})(?=\s)(?!\s(?:million|billion|mil|of|de)\b)"
    rf"|\b(?:de cada|of every|out of every)\s(?P<of>\d{{1,3}}|{WORD})\s[^\d,.;:]{{2,40}},\s(?:s[óo]lo\s|apenas\s|unas?\s|only\s|just\s"
    rf"|about\s)?(?P<some>{COUNTED})\b"
    r")",
    re.I,
)
EVERY = re.compile(
    r"\bout of\b|\bevery\b|\bcada\b|\bsur\b|^(?:one|two|three|four|nine|eight|seven)\sin\s(?:two|three|four|five|six|seven"
    r"|eight|nine|ten|twelve)$|^\d\sin\s(?:3|4"
    r"|5|10)$",
    re.I,
)


def with_fractions(text: str, found: list[Quantity], start: int, end: int) -> list[Quantity]:
    """The quantities with fractions in words among them: a third as 33.3 per cent, "nine of ten" as 9 "of 10"."""
    fractions = [fraction for match in FRACTION.finditer(text, start, end) if (fraction := _fraction(text, match, start))]
    if not fractions:
        return found
    kept = [item for item in found if not any(part.span[0] < item.span[1] and item.span[0] < part.span[1] for part in fractions)]
    return sorted((*kept, *fractions), key=lambda item: item.span)


def _fraction(text: str, match: re.Match[str], start: int) -> Quantity | None:
    if match["half"]:
        share, last = 0.5, match.end()
    elif match["part"]:
        count = UNITS.get(match["n"].casefold()) or WORDS[match["n"].casefold()]
        share, last = count / PARTS[match["part"].casefold()], match.end()
    else:
        told = (match["few"] or match["some"], match["many"] or match["of"])
        few, many = (UNITS.get(word) or WORDS.get(word) or int(word) for word in (said.casefold() for said in told))
        share, last = few / many if many else 2.0, match.end()
        if not EVERY.search(match[0]):
            return None
    if not 0 < share < 1:
        return None
    bound = bound_before(text[max(start, match.start() - 40) : match.start()])
    if match["few"] or match["some"]:
        return Quantity("percent", float(few), f"of {many}", (match.start(), last), bound)
    return Quantity("percent", float(round(share * 100, 1)), "%", (match.start(), last), bound)
