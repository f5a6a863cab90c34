"""Sums that leave out what the sum beside them says: currency ("$5 billion and 3 billion"), scale ("from 14 to 19 billion")."""

import math
import re

from loaders.documents.quantity import BY_LANGUAGE, SCALES, Quantity

HIGHEST = 1e17  # no sum or count of the field is higher; a longer row of digits is a code
CHANGE = re.compile(r"(?:from|desde|passé de|pas[óo] de|pasaron de|pasar de|\bdel?)\s*$", re.I)


def exact(value: float) -> float:
    """The value without the noise of binary multiplication (66.6 billion is 66 600 000 000)."""
    return float(round(value)) if 1e6 < value <= HIGHEST else round(value, 6)


ENDS = re.compile(
    r"\s*(?:$|[,.;:)]|(?:in|en|to|a|al|for|from|by|during|per|last|this|year|respectively|respectivamente|and|y|e|et|were|was|are|fueron|fue|son|eran"
    r"|corresponden?|correspondieron|annually|anual\w*|durante|el año|the|más|menos|more|less|above|below|desde|hacia|provenientes|procedentes"
    r"|con(?= (?:el|la|los|las|sus?|es[ea]|[A-ZÁÉÍÓÚ]))|with(?= (?:the|its|[A-Z])))\b"
    r"|\s+(?:tuv(?:o|ieron) como|se (?:destin|dirig|vend|envi|export|import)\w+|provin\w+|proced\w+|llegaron|salieron|went|came)\b"
    r"|\s+(?:registrad|reportad|observad|alcanzad|obtenid|logrado|report|record)(?:[oa]s?|s|ed)\b(?=\s(?:en|in|for|durante|un|el|hace|last|a|the)\b)"
    r"|\s+por\s+(?:encima|debajo|arriba|abajo)\b"
    r"|\s+de\s+(?:es[eao]s?\b|est[eao]s?\b|dich[oa]|aquel|igual|mism[oa]|hace|(?-i:[A-ZÁÉÍÓÚ])|exportaciones|importaciones|ventas|compras"
    r"|(?:no )?petroleras|manufacturer\w+|agropecuari\w+|extractiv\w+))",
    re.I,
)


TO_PERCENT = re.compile(
    r"\s(?:por ciento |%)?(?:to|a|al|hasta)\s(?:un |el )?(?:about |around |nearly |almost |more than |over |cerca de |casi |m[áa]s de |alrededor de |unos )?",
    re.I,
)


def filled_in(text: str, found: list[Quantity]) -> list[Quantity]:
    """A large number after a sum of money, with no noun of its own, has that sum's currency; "from 2.4 to 3 %" are two rates."""
    filled: list[Quantity] = []
    currency = ""
    for place, quantity in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if quantity.kind == "money":
            currency = quantity.unit
        elif (
            quantity.kind == "plain"
            and after
            and after.kind == "percent"
            and TO_PERCENT.fullmatch(text, quantity.span[1], after.span[0])
            and CHANGE.search(text[max(0, quantity.span[0] - 16) : quantity.span[0]])
        ):
            quantity = Quantity("percent", quantity.value, "%", quantity.span, elided=True)
        elif quantity.kind == "plain" and currency and quantity.value >= 1e6 and ENDS.match(text, quantity.span[1]):
            quantity = Quantity("money", quantity.value, currency, quantity.span, quantity.bound, quantity.upper, elided=True)
        elif currency and THOUSANDS.search(text[: quantity.span[1]][-60:]) and filled and _of_thousands(text, filled, quantity):
            quantity = Quantity("money", exact(quantity.value * 1e6), currency, quantity.span, quantity.bound, elided=True)
        filled.append(quantity)
    changed: list[Quantity] = []
    times = 0.0
    for quantity in reversed(filled):
        after = changed[-1] if changed else None
        scale = _scale_listed(text, quantity, after, times)
        times = scale or 0.0
        changed.append(
            Quantity("money", exact(quantity.value * scale), after.unit, quantity.span, quantity.bound, elided=True)
            if scale and after
            else _changed(text, quantity, after)
        )
    return changed[::-1]


# "vende 47 mil millones y le compra 41 mil": thousands of millions again.
THOUSANDS = re.compile(r"\b(?:compr|vend|export|import|env[íi]|adquier)\w*\s(?:(?:unos|casi|m[áa]s de|cerca de|apenas|s[óo]lo)\s)?\d[\d.,]*\smil$", re.I)


def _of_thousands(text: str, before: list[Quantity], quantity: Quantity) -> bool:
    last = next((other for other in reversed(before) if other.kind == "money"), None)
    return last is not None and re.search(r"\bmil millones\b", text[slice(*last.span)]) is not None and ENDS.match(text, quantity.span[1]) is not None


SCALE_WORDS = (("mmdd", 1e9), ("mmdp", 1e9), ("mdd", 1e6), ("mdp", 1e6), ("millones", 1e6), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12))


# "4, 9 y 6 mil millones de dólares, respectivamente": the last has the scale and the currency of all.
LISTED = re.compile(r"\s?,\s|,?\s(?:and|y|e|et)\s(?:de\s|a\s|by\s|to\s)?", re.I)
RESPECTIVELY = re.compile(r"[^.;]{0,60}\b(?:respectively|respectivamente|respectivement|en ese orden|in that order)\b", re.I)
LARGE = 1e6


SCALES_AFTER = re.compile(r"(?<=\d)(?:\s(?:mil|millones|billones|mdd|mmdd|mdp|mmdp|million|billion|trillion|bn|mn))+\b", re.I)


def _scale_told(sum_told: str) -> float:
    """What the words after the last digits of a sum multiply them by."""
    found = SCALES_AFTER.search(sum_told)
    scales = BY_LANGUAGE["es"] | SCALES
    return math.prod(scales[word.casefold()] for word in found[0].split()) if found else 1.0


def _scale_listed(text: str, quantity: Quantity, after: Quantity | None, times: float) -> float:
    """What a number of a list is to be multiplied by, the last of which tells it for all; `times` is what the next one was; 0 for others."""
    listed = quantity.kind == "plain" or (quantity.kind == "money" and quantity.value < LARGE)
    if not listed or not after or after.kind != "money":
        return 0.0
    if not LISTED.fullmatch(text, quantity.span[1], after.span[0]) or not RESPECTIVELY.match(text, after.span[1]):
        return 0.0
    scale = 1.0 if quantity.value >= LARGE else times or _scale_told(text[slice(*after.span)])
    return scale / 1e3 if scale > 1 and text[slice(*quantity.span)].casefold().endswith("mil") else scale


def _changed(text: str, quantity: Quantity, after: Quantity | None) -> Quantity:
    """ "de 14 mil a 19 mil millones": the first of two sums has the scale and currency of the second."""
    if quantity.kind != "plain" or not after or after.kind != "money":
        return quantity
    if not TO_PERCENT.fullmatch(text, quantity.span[1], after.span[0]):
        return quantity
    if not CHANGE.search(text[max(0, quantity.span[0] - 16) : quantity.span[0]]):
        return quantity
    here, there = text[slice(*quantity.span)].casefold(), text[slice(*after.span)].casefold()
    scale = next((value for word, value in SCALE_WORDS if word in there and word not in here), 1.0)
    return Quantity("money", exact(quantity.value * scale), after.unit, quantity.span, elided=True)
