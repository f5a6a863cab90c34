"""The numbers of a sentence that stand free, each with the stretch of the sentence that belongs to it."""

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from loaders.documents.attribution import Attribution
from loaders.documents.economies import Role
from loaders.documents.elided import ENDS
from loaders.documents.following import FOLLOWS
from loaders.documents.frames import Frame
from loaders.documents.goods import SUBJECT
from loaders.documents.lapses import Lapse
from loaders.documents.memory import Memory
from loaders.documents.model import Document
from loaders.documents.numbers import find_quantities
from loaders.documents.places import Place, direction, pattern
from loaders.documents.ports import port_before
from loaders.documents.quantity import Quantity
from loaders.documents.spots import Spot

# "9 de cada 10 dólares" is a share, no sum.
OF_EVERY = re.compile(r"\b(?:de cada|por cada|out of(?: every)?|of every|for every|per|(?<!del )(?<!al )(?-i:sur)|in every)\s\$?$", re.I)
SCALED = re.compile(r"\b(?:mil|millones|millions?|billions?|billones|trillions?)$", re.I)
CONTINUES = re.compile(
    r"^(?:They|It|These|Those|[ÉE]st[oa]s?)\b|\bit (?:came|reached|amounted|total+ed|hit|stood)\b|\b(?:llegaron|alcanzaron|ascendieron|sumaron"
    r"|totalizaron|crecieron|cayeron|bajaron|subieron)\b"
    r"|\b(?:monto|cifra|valor|total|suma|figure|amount|value|sum|of (?:which|that)|de (?:los|las) cuales|de ese"
    r"|kept (?:its|the) lead|led with|follow(?:s|ed|ing) with|encabez[óo] la lista|a la cabeza|followed by|seguid[oa]s?|of (?:it|them)"
    r"|pag(?:ó|aron)|paid|aport(?:ó|aron)|contribuy(?:ó|eron)|accounted for|made up)\b"
    r"|^(?:En\s|In\s|Hace\s|⟦D\d+⟧)[^.;$]{0,30}\b(?:era|eran|fue|fueron|was|were|had been|sumaban?)\b"
    r"|\b(?:hab[íi]an?|han?)\s(?:sumado|llegado a|alcanzado|ascendido a|totalizado|sido de)\b|\bhad (?:reached|total+ed|amounted to|stood at|come to)\b"
    r"|^(?:Those|Las|Los|El|La)\s(?:of|from|del?)\s(?:(?:la|el|los|las|the)\s)?⟦[GJ]\d+⟧"
    r"|^⟦[GJ]\d+⟧'s?,?\s(?:own\s)?(?:came|amounted|stood|was|were|reached|rose|fell|grew|totall?ed|exceeded|topped)\b"
    r"|^(?:[AÁ]l?|Del?|Desde|Con|Por|To|From|With)\s(?:(?:la|el|los|las|the)\s)?⟦[GJ]\d+⟧"
    r"|^(?:Las|Los)\s(?:no\s)?(?:petroler|manufacturer|agropecuari|agr[íi]col|automotri|extractiv|miner)\w+\b",
    re.I,
)
COUNTED = re.compile(
    r"\b(?:poblaci[óo]n|habitantes|empleos?|trabajador\w*|personas|usuarios|unidades|toneladas|barriles|population|people|workers|jobs|users|units|tonn?es|tons"
    r"|barrels|visitors|turistas|pasajeros)\b",
    re.I,
)


@lru_cache(maxsize=8)
def continues(text: str) -> bool:
    """True for a sentence that goes on with the sums of the one before."""
    return CONTINUES.search(text) is not None or FOLLOWS.search(text) is not None


def quantities_of(document: Document, frame: Frame, memory: Memory) -> list[Quantity]:
    """The numbers that stand free in the sentence; a large one without a noun is money where the text goes on about sums."""
    text = document.text
    found = [
        quantity
        for quantity in find_quantities(text, frame.language, *frame.span)
        if not any(slot.span[0] < quantity.span[1] and quantity.span[0] < slot.span[1] for slot in frame.slots if slot.letter != "J" and not slot.pronoun)
        and not (frame.kind not in ("prose", "list") and quantity.kind == "percent" and not re.search(r"\d", text[slice(*quantity.span)]))
        and not (text[: quantity.span[0]].endswith(("(", "(in ", "(en ")) and not re.search(r"\d", text[slice(*quantity.span)]))
        and not OF_EVERY.search(text[max(0, quantity.span[0] - 16) : quantity.span[0]])
    ]
    unit = memory.unit if memory.near(frame) else memory.balance_unit if frame.block - memory.balance_block <= 1 else ""
    if not unit or COUNTED.search(frame.text):
        return found
    goes_on = (
        memory.ranks
        or continues(frame.text)
        or pattern("growth").search(frame.text)
        or pattern("any").search(frame.text)
        or pattern("trade").search(frame.text)
        or pattern("net").search(frame.text)
        or any(SUBJECT.search(frame.text, max(0, at - 120), at) for at in (_index(frame, quantity.span[0]) for quantity in found))
        or port_before(frame.text, len(frame.text))
    )
    return [
        replace(quantity, kind="money", unit=unit, elided=True)
        if goes_on and quantity.kind == "plain" and quantity.value >= 1e6 and SCALED.search(text[slice(*quantity.span)]) and _stands_free(text, quantity)
        else quantity
        for quantity in found
    ]


# "le vende 6 mil millones de cerveza", "exporta apenas 300 millones del grano": what cannot be counted one by one is told in money.
SELLS = re.compile(r"\b(?:vend|export|compr|import|env[íi])\w*\s(?:(?:apenas|casi|unos|otros|cerca de|m[áa]s de|s[óo]lo|a|⟦G\d+⟧|[A-ZÁÉÍÓÚ]\w+)\s){0,4}$")
OF_MASS = re.compile(r"\s(?:del\s|de\s(?:la\s)?)(?!(?:d[óo]lares|pesos|euros)\b)[a-záéíóúñ]+[^s\W\d](?=[\s,.;:)]|$)")


def _stands_free(text: str, quantity: Quantity) -> bool:
    """True for a number with no noun of things that it could count."""
    if ENDS.match(text, quantity.span[1]):
        return True
    first, last = quantity.span
    return OF_MASS.match(text, last) is not None and SELLS.search(text[max(0, first - 60) : first]) is not None


def spots_of(
    document: Document,
    frame: Frame,
    quantities: list[Quantity],
    known: tuple[Role, ...],
    times: tuple[Lapse, ...],
    voice: Attribution | None,
    home: Place | None,
) -> list[Spot]:
    spans = [(_index(frame, quantity.span[0]), _index(frame, quantity.span[1])) for quantity in quantities]
    kept = [place for place, quantity in enumerate(quantities) if quantity.kind != "plain"]
    pieces = dict(zip(kept, _pieces(frame.text, [spans[place] for place in kept]), strict=True))
    spots = []
    for place, quantity in enumerate(quantities):
        following = next((spans[later][0] for later in kept if later > place), len(frame.text))
        piece = pieces.get(place, (0, len(frame.text)))
        way, word = direction(frame, *spans[place], piece)
        speaker = voice.speakers[0] if voice else None
        spots.append(Spot(frame, quantity, *spans[place], following, piece, known, times, way, word, speaker, document.text, home))
    return spots


SEPARATOR = re.compile(
    r";\s|:\s|,\s(?:and|y|e|et|while|whereas|mientras(?: que)?|en tanto(?: que)?|but|pero|frente a|against|con|with|of which|de los cuales|de las cuales)\s|,\s"
    r"|\s(?:and|y|e|et|while|mientras|frente a|versus|against|contra)\s|\s\(|\)\s"
)
STRONG = re.compile(r";|\b(?:while|whereas|mientras|en tanto|but|pero)\b", re.I)


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretch of the sentence that belongs to each number: between two the words are parted where a clause or an item ends."""
    pieces: list[tuple[int, int]] = []
    start = shared = 0
    for (_, last), (first, _) in pairwise(spans):
        marks = [mark for mark in SEPARATOR.finditer(text, last, first) if not _in_list(text, mark)]
        mark = next((mark for mark in marks if STRONG.search(mark[0])), marks[-1] if marks else None)
        shared += 1
        if mark:
            pieces += [(start, mark.start())] * shared
            start, shared = mark.start(), 0
    return [*pieces, *[(start, len(text))] * (shared + 1)] if spans else []


def _in_list(text: str, mark: re.Match[str]) -> bool:
    """True for a comma or "and" between two names."""
    return text[mark.start() - 1 : mark.start()] == "⟧" and re.match(r"(?:the |el |la |los |las )?⟦[GOJLT]", text[mark.end() :]) is not None


def _index(frame: Frame, offset: int) -> int:
    return bisect_left(frame.starts, offset)
