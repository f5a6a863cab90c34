"""A number with its unit, and the words that numbers are made of: numerals in words, scales, bounds."""

import re
from dataclasses import dataclass
from typing import Literal

from graph.claims import Bound

Kind = Literal["money", "percent", "multiple", "plain"]

WORDS = {
    **dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], range(1, 13), strict=True)),
    **dict(zip(["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"], range(2, 13), strict=True)),
    **dict(zip(["deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "onze", "douze"], (2, 3, 4, 5, 7, 8, 9, 10, 11, 12), strict=True)),
    **dict(
        zip(
            ["fifteen", "twenty", "thirty", "forty", "fifty", "quince", "veinte", "treinta", "cuarenta", "cincuenta", "quinze", "vingt", "trente"],
            (15, 20, 30, 40, 50) * 2 + (15, 20, 30),
            strict=True,
        )
    ),
}
# Numbers in words that are read before "percent" alone.
UNITS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "uno",
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
)
TENS = (
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
)
TEENS = (
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
)
LONGER = {
    **dict(zip(TENS, (20, 30, 40, 50, 60, 70, 80, 90, 30, 40, 50, 60, 70, 80, 90), strict=True)),
    **dict(zip(TEENS, (13, 14, 15, 16, 17, 18, 19, 13, 14, 15, 16, 17, 18), strict=True)),
    **dict(zip(("uno", "un"), (1, 1), strict=True)),
}
SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "billion": 1e9,
    "billions": 1e9,
    "trillion": 1e12,
    "trillions": 1e12,
    "k": 1e3,
    "mn": 1e6,
    "m": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "t": 1e12,
    "hundred": 1e2,
    "mdd": 1e6,
    "mdp": 1e6,
    "mmdd": 1e9,
    "mmdp": 1e9,
}
SCALES_ES = {
    "mil": 1e3,
    "miles": 1e3,
    "millon": 1e6,
    "millón": 1e6,
    "millones": 1e6,
    "millardo": 1e9,
    "millardos": 1e9,
    "billon": 1e12,
    "billón": 1e12,
    "billones": 1e12,
    "mdd": 1e6,
    "mdp": 1e6,
    "mmdd": 1e9,
    "mmdp": 1e9,
    "bdd": 1e12,
}
SCALES_FR = {"mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "billion": 1e12, "billions": 1e12}
BY_LANGUAGE = {"en": SCALES, "es": SCALES_ES, "fr": SCALES_FR}
WORD = r"(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")"

BOUNDS = (
    (
        Bound.MORE,
        (
            r"more than|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|pass(?:es|ed)|top(?:s|ped|ping)|at least|upwards? of|in excess of|m[áa]s de"
            r"|superior(?:es)? a|super(?:[óo]|a|an|aron|ando|ar[áa]n?|ar)|rebas(?:[óoa]|an|aron|ar[áa]n?|ar|ando)|mayor(?:es)? (?:a|que)|arriba de"
            r"|no menos de|no baja(?:n|ron)? de|not less than|just over|slightly over|a little over|well over|exced[eií]\w*|por encima de|al menos|plus de|au"
            r" moins|d[ée]pass\w+|sup[ée]rieure?s? à"
        ),
    ),
    (
        Bound.LESS,
        r"less than|under|below|fewer than|no lleg(?:a|an|[óo]|aron) a|no alcanz(?:a|an|[óo]|aron)|not more than|at most|menor(?:es)? (?:a"
        r"|que)|menos de|inferior(?:es)? a|por debajo de|moins de|inf[ée]rieure?s? à",
    ),
    (
        Bound.NEARLY,
        r"nearly|almost|close to|just under|just shy of|shy of|approach(?:es|ed|ing)|casi|pr[óo]xim[oa]s? a|se (?:acerc|aproxim)(?:a|an|[óo]"
        r"|aron) a|pr[èe]s de|presque",
    ),
    # "edged up to $64 billion" tells no bound.
    (Bound.UP_TO, r"(?<!ed )(?<!went )(?<!goes )(?<!rose )(?<!crept )(?<!shot )(?<!ing )up to|as much as|hasta|jusqu['’](?:à|en)"),
    (
        Bound.ABOUT,
        r"about|around|approximately|roughly|some|an estimated|circa|in the (?:order|range|neighbou?rhood) of|rond(?:a|an|[óo]|aron|aba|aban"
        r"|ando)|aproximadamente|alrededor de|cerca de|unos|unas|en torno a|cercan[oa]s? a|del orden de"
        r"|environ|quelque",
    ),
)
ANY_BOUND, *_EACH = (
    re.compile(
        rf"(?:^|(?<=\W))(?:{words})(?:\s+(?:por primera vez|for the first time|apenas|s[óo]lo|just|only))?"
        rf"(?:\s+(?:the|a|un|una|los|las|el|la|the equivalent of|un total de"
        rf"|a total of))?\s*\(?$",
        re.I,
    )
    for words in ("|".join(words for _, words in BOUNDS), *(words for _, words in BOUNDS))
)
BOUND = tuple(zip((bound for bound, _ in BOUNDS), _EACH, strict=True))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `unit` is an ISO currency, "$" when none is stated, "%", "times" or "".

    `bound_start` is where the words of the bound begin (the span's start when there are none).
    """

    kind: Kind
    value: float
    unit: str
    span: tuple[int, int]
    bound: Bound = Bound.EXACT
    upper: float | None = None
    elided: bool = False


def bound_before(before: str) -> Bound:
    """What the words before a number make of it."""
    if not ANY_BOUND.search(before):
        return Bound.EXACT
    return next((bound for bound, pattern in BOUND if pattern.search(before)), Bound.EXACT)
