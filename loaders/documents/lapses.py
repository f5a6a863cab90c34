"""For what time a figure holds: the dates of its sentence, "a noviembre" (since January), "that month", and comparison bases apart."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from graph.dates import Interval
from loaders.documents.engine import compiled
from loaders.documents.frames import SLOT, Frame
from loaders.documents.model import Document
from loaders.documents.places import pattern, period
from loaders.documents.spans_of_time import counted, month_number, months
from loaders.documents.times import MONTH, Phrase, find_times


@dataclass(frozen=True, slots=True)
class Lapse:
    """Words of time at [first, last) of a frame. `base`: what something is compared with; `plain`: as found, not worked out from others."""

    first: int
    last: int
    interval: Interval
    base: bool = False
    vague: bool = False
    future: bool = False
    lower: bool = False  # the time of a number that another is compared with ("below the 76% averaged in 2024")


FILL = (
    r"(?:(?:that|those|el|la|lo|los|las|the|a|al|in|en|of|de|del|level|levels|nivel|niveles|registrad[oa]s?|observad[oa]s?|reportad[oa]s?|reported"
    r"|recorded|seen"
    r"|registered|same|mismos?|mismas?|igual|similar|corresponding|periodo|período|period|lapso|span|months?|mes(?:es)?|trimestre|semestre|quarter"
    r"|half|year|año"
    r"|figure|cifra|monto|one|durante|during)\s+){0,8}"
)
BASE = compiled(
    rf"(?:\b(?:from|than|over|versus|vs\.?|against|compared (?:to|with)|relative to|frente al?|respecto (?:al?|del?)|(?:en comparaci[óo]n|comparad[oa]s?) con"
    rf"|contra"
    rf"|(?:m[áa]s|menos|mayor(?:es)?|menor(?:es)?|superior(?:es)?|inferior(?:es)?|mejor|peor|mism[oa]s?|igual)\b[^.;,⟦]{{0,40}}?\sque"
    rf"|double|twice|triple|half|times|(?:el )?(?:doble|triple|cu[áa]druple|qu[íi]ntuple)(?: del?| que(?: en)?)|veces|la mitad del?|par rapport à"
    rf"|por encima del?|por debajo del?|above|below)\s+){FILL}$",
    re.I,
)
# "since the series began in 1997": the date of another event.
STARTED = compiled(
    r"\b(?:beg[au]n|started|was (?:created|founded|signed|launched|introduced)|(?:took|taken) effect|(?:entered|came|went) into (?:force|effect)"
    r"|inici(?:ó|aron|ada|ado)|comenz(?:ó|aron)|empez(?:ó|aron)|entr(?:ó|aron|ara) en vigor|se (?:firm|cre|fund)(?:ó|aron))\s(?:in|on|en|el)?\s?$",
    re.I,
)
COMPARED = compiled(
    r"\b(?:(?:below|above|than|from|against|versus|frente al?|contra|respecto al?|debajo del?|encima del?)\s(?:(?:the|el|los|las)\s)?"
    r"|(?:after|following|despu[ée]s de|luego de|tras)\s(?:[a-záéíóú]+\s){0,4}?)(?:US|C)?[$]?\d[^.;⟦]{0,40}$",
    re.I,
)
# "the surplus of $2 billion recorded in May": that sum's own time.
RECORDED = compiled(
    r"\b(?:recorded|registered|reported|posted|seen|set|registrad[oa]s?|reportad[oa]s?|observad[oa]s?)\s(?:(?:in|on|en)\s(?:the\s|el\s)?)?$", re.I
)
# "through ⟦D⟧", "al cierre ⟦D⟧": counted from January when the date is a month.
UP_TO = compiled(r"\b(?:through|hasta|a|al mes|al cierre|al corte|as of|to the end of|by the end of)\s+$", re.I)
TO_MONTH = compiled(rf"\b(?:a|al mes de|hasta|al cierre de|al corte de|through)\s+(?:el mes de )?(?P<m>{MONTH})(?!\s+\d|\s+(?:de|of)\s+⟦)", re.I)
# "fell 3% from September", "más que en marzo": the month that another is compared with.
THAN_MONTH = compiled(
    rf"\b(?:from|than(?: in)?|versus|against|compared (?:to|with)|que en|frente al?|respecto al?|contra)\s(?:(?:those in|el de|l[oa]s de)\s)?(?P<m>{MONTH})"
    rf"(?!\s(?:\d|de\b|of\b|⟦|(?:to|through|a|hasta)\s(?:date|la fecha|⟦|{MONTH})))",
    re.I,
)
# "las exportaciones de marzo", "March exports": the month without its year beside a word of trade; also right before the colon of an item.
OF_MONTH = compiled(
    r"\b(?:exportaciones|importaciones|ventas|env[íi]os|compras|comercio|balanza(?: comercial)?|super[áa]vit|d[ée]ficit)(?:\s[a-zñáéíóú]+){0,2}\sde\s"
    rf"(?P<m>{MONTH})(?!\s(?:de|del|of)\b)|(?<![\w-])(?P<n>{MONTH})(?:'s)?(?=\s(?:[a-z]+\s)?(?:exports|imports|shipments|trade|sales|deficit|surplus)\b|:\s)",
    re.I,
)
MONTH_AGAIN = compiled(
    r"\b(?:(?:(?<=in )|(?<=for )|(?<=during )|(?<=over )|(?<=through ))the(?= (?:month|period|quarter|half)\b(?! of\b))"
    r"|(?:(?<=en )|(?<=durante ))el(?= (?:mes|per[íi]odo|lapso|trimestre|semestre)\b(?! de\b))"
    r"|that|the same|ese|esa|dicho|dicha|aquel|el mismo|mismo|igual|dans le même)\s+(?P<what>period|lapse|time|span|month|year|quarter|half"
    r"|periodo|período|lapso"
    r"|tiempo|mes|a[ñn]o|trimestre|semestre|ejercicio)\b(?P<of>\s*(?:of |de |del )?⟦D(?P<slot>\d+)⟧)?",
    re.I,
)


def lapses(frame: Frame, document: Document, anchor: date | None, last: Interval | None) -> tuple[Lapse, ...]:
    """The times of a sentence by place.

    `anchor` is the day that months and parts of a year without one are counted from; `last` the time spoken of before.
    """
    text = frame.text
    found: list[Lapse] = []
    for first, end, phrase in _dated(frame, document, anchor):
        interval = phrase.interval
        month = period(interval)
        if len(month) == 7 and interval.start and UP_TO.search(text, max(0, first - 16), first):
            interval = Interval(date(interval.start.year, 1, 1), interval.end)
        head = text[max(0, first - 90) : first]
        base = bool(BASE.search(head) or STARTED.search(head))
        found.append(Lapse(first, end, interval, base, phrase.vague, phrase.future, bool(COMPARED.search(head) or RECORDED.search(head))))
    if anchor:
        for match in OF_MONTH.finditer(text):
            number = month_number(match["m"] or match["n"])
            year = anchor.year - (number > anchor.month)
            if not any(lapse.first <= match.start("m") < lapse.last or lapse.first <= match.start("n") < lapse.last for lapse in found):
                found.append(Lapse(match.start(), match.end(), months(year, number, number)))
        for match in THAN_MONTH.finditer(text):
            number = month_number(match["m"])
            if not any(lapse.first < match.end() and match.start() < lapse.last for lapse in found):
                found.append(Lapse(match.start("m"), match.end(), months(anchor.year - (number > anchor.month), number, number), base=True))
        for match in TO_MONTH.finditer(text):
            number = month_number(match["m"])
            year = anchor.year - (number > anchor.month)
            found.append(Lapse(match.start(), match.end(), months(year, 1, number)))
    found += [*_again(frame, found, last), *_years_before(frame, found, last)]
    return tuple(sorted(found, key=lambda lapse: lapse.first))


def _dated(frame: Frame, document: Document, anchor: date | None) -> list[tuple[int, int, Phrase]]:
    if document.published or not anchor:
        return [(m.start(), m.end(), phrase) for m in SLOT.finditer(frame.text) if m[1] == "D" and (phrase := frame.slots[int(m[2])].phrase)]
    phrases = find_times(document.text, anchor, *frame.span)
    return [(bisect_left(frame.starts, phrase.span[0]), bisect_left(frame.starts, phrase.span[1]), phrase) for phrase in phrases]


def _again(frame: Frame, found: list[Lapse], last: Interval | None) -> list[Lapse]:
    """ "that month", "el mismo lapso": the time spoken of before; "the same period of 2024" the same months of that year."""
    again: list[Lapse] = []
    for match in MONTH_AGAIN.finditer(frame.text):
        before = [lapse for lapse in found if lapse.last <= match.start() and not lapse.base and period(lapse.interval)]
        meant = before[-1].interval if before else last
        if not meant or not meant.start or not meant.last:
            continue
        base = BASE.search(frame.text[max(0, match.start() - 90) : match.start()]) is not None
        if not match["of"] and YEAR_BEFORE.match(frame.text, match.end()):
            start, ends = meant.start, meant.last
            again.append(Lapse(match.start(), match.end(), months(start.year - 1, start.month, ends.month), base))
            continue
        if match["of"]:
            named = next((lapse for lapse in found if match.start() < lapse.first < match.end()), None)
            if named and named.interval.start and len(period(named.interval)) == 4:
                year = named.interval.start.year
                found.remove(named)
                again.append(Lapse(match.start(), match.end(), months(year, meant.start.month, meant.last.month), base))
            continue
        whole = match["what"].casefold() in ("year", "año", "ano", "ejercicio")
        again.append(Lapse(match.start(), match.end(), months(meant.start.year, 1, 12) if whole else meant, base))
    return again


# "in the same period of the previous year".
YEAR_BEFORE = compiled(
    r"\s(?:of|in|de|del)\s(?:(?:the|el|un|a)\s)?(?:year (?:before|earlier)|(?:previous|prior|preceding) year|a[ñn]o (?:previo|anterior|pasado|antes))\b", re.I
)
# "a decade earlier", "diez años antes": counted back from the time told.
YEARS_BEFORE = compiled(
    r"\b(?:(?P<d>(?:a|one) decade|una d[ée]cada)|(?P<n>two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d{1,2})"
    r"\s(?:years|a[ñn]os))\s(?:earlier|before|previously|antes|atr[áa]s)\b",
    re.I,
)


def _years_before(frame: Frame, found: list[Lapse], last: Interval | None) -> list[Lapse]:
    told: list[Lapse] = []
    for match in YEARS_BEFORE.finditer(frame.text):
        before = [lapse for lapse in found if lapse.last <= match.start() and not lapse.base and period(lapse.interval)]
        meant = before[-1].interval if before else last
        number = 10 if match["d"] else counted(match["n"])
        if meant and meant.start and meant.last and number:
            told.append(Lapse(match.start(), match.end(), months(meant.start.year - number, meant.start.month, meant.last.month)))
    return told


# The twelve months before the text: no year of the calendar.
PAST_YEAR = compiled(
    r"\b(?:in|over|during) the (?:past|last) (?:year|12 months|twelve months)\b|\b(?:en|durante) (?:el [úu]ltimo a[ñn]o|los [úu]ltimos (?:12|doce) meses)\b",
    re.I,
)
TWELVE_MONTHS = "past year"
YEAR = compiled(r"\b\d{4}\b")
YEAR_EARLIER = compiled(
    r"(?:(?!\b(?:than|que|más|menos|more|less|over|from)\b)[^,.;⟦]){0,40}?\b(?:(?:a|one|the) year (?:earlier|before|ago|prior)|(?:the )?(?:previous|prior"
    r"|preceding) year"
    r"|un a[ñn]o antes|(?:el )?a[ñn]o (?:anterior|previo)"
    r"|un an (?:plus tôt|auparavant)|l'année (?:précédente|d'avant))\b",
    re.I,
)
GROWN_TO = compiled(
    r"\b(?:gr[eo]w\w*|r[oi]se\w*|increas\w*|jump\w*|climb\w*|fell|drop\w*|expand\w*|crec\w*|aument\w*|pas\w*|sub\w*|cay\w*)\b[^⟦.;]{0,40}\b(?:to|a"
    r"|hasta)\s+\D{0,14}$",
    re.I,
)
FROM_TO = compiled(r"\b(?:from|de)\s\$?[\d.,·]+(?:\s(?:mil|millones|million|billion|trillion)){0,3}\s(?:to|a)\s\D{0,8}$", re.I)
REACHED = compiled(r"\b(?:reach(?:ed|ing)|hit|total(?:ed|ing)|alcanz\w+|lleg\w+ a|sum\w+)\s\D{0,14}$", re.I)
GROWN_FROM = compiled(r"\b(?:from|desde|de)\s+\D{0,14}$", re.I)


# "$22 billion as tariffs took effect in April": that date is of another event.
OF_EVENT = compiled(r"\b(?:as|after|when|before|because|since|ahead of|cuando|tras|luego de|despu[ée]s de|antes de|ante|porque|desde que)\b", re.I)


# "$1.6 trillion, up from $1.1 trillion in 2020": that year is of the lower sum.
FROM_SUM = compiled(r"\b(?:from|desde)\s(?:US|CA?|MX)?[$€]?\d", re.I)
EARLIER = compiled(r"\b(?:(?:up|down|compared|frente|contra|respecto|versus)\b[^.;]{0,20}\d|(?:from|desde)\s(?:US|CA?|MX)?[$€]?\d)", re.I)


def lapse_of(
    frame: Frame, times: tuple[Lapse, ...], first: int, last: int, piece: tuple[int, int], following: int, *, percent: bool = False
) -> tuple[str, Interval | None]:
    """The period of the number at [first, last) of a piece of its sentence, and its interval; "" when the sentence says none."""
    text = frame.text
    usable = [lapse for lapse in times if not lapse.base and not lapse.vague and period(lapse.interval)]
    own = [lapse for lapse in usable if piece[0] <= lapse.first and lapse.last <= piece[1]]
    if PAST_YEAR.search(text, last, following) or PAST_YEAR.search(text, piece[0], first):
        return TWELVE_MONTHS, None
    if pattern("per_year").search(text, last, min(last + (16 if own else 40), following + 1)):
        return "per year", None
    owned = [lapse for lapse in usable if RECORDED.search(text[max(0, lapse.first - 24) : lapse.first])]
    usable = [lapse for lapse in usable if lapse not in owned or last <= lapse.first < following]
    own = [lapse for lapse in usable if piece[0] <= lapse.first and lapse.last <= piece[1]]
    after = [lapse for lapse in own if lapse.first >= last and not OF_EVENT.search(text[last : lapse.first]) and not FROM_SUM.search(text[last : lapse.first])]
    before = [lapse for lapse in reversed(own) if lapse.first < first]
    earlier = [lapse for lapse in reversed(usable) if lapse.last <= piece[0] and not lapse.lower]
    later = [
        lapse for lapse in usable if lapse.first >= piece[1] and not OF_EVENT.search(text[last : lapse.first]) and not EARLIER.search(text[last : lapse.first])
    ]
    chosen = next(iter((*after, *before, *earlier, *later)), None)
    if not percent and YEAR_EARLIER.match(text[last:following]):
        said = period(chosen.interval) if chosen else ""
        return YEAR.sub(lambda year: str(int(year[0]) - 1), said), None
    if since := _since(text, times, first):
        return since, None
    if chosen is None:
        return ("per year", None) if pattern("per_year").search(text) else ("", None)
    return _end_of(period(chosen.interval), text, first), chosen.interval


MULTIPLIED = compiled(r"\b(?:doubl|tripl|quadrupl|quintupl|duplic|triplic|cuadruplic|quintuplic|multipli)\w+", re.I)


def since_year(times: tuple[Lapse, ...]) -> str:
    """The year of "since 1993", which lasts to the day of the text; "" without one."""
    begun = (lapse.interval.start for lapse in times if not period(lapse.interval))
    return next((str(start.year) for start in begun if start and (start.month, start.day) == (1, 1)), "")


def _since(text: str, times: tuple[Lapse, ...], first: int) -> str:
    """The year told by "since 1993, it has grown from $81 billion": that of the sum that it grew from."""
    head = text[:first]
    if not GROWN_FROM.search(text[max(0, first - 25) : first]) or not (pattern("growth").search(head) or MULTIPLIED.search(head)):
        return ""
    return since_year(times)


def _end_of(said: str, text: str, first: int) -> str:
    """Of a span of years the last one for a sum that something grew to, the first for what it grew from."""
    years = re.fullmatch(r"(\d{4})\.\.(\d{4})", said)
    if not years:
        return said
    head = text[max(0, first - 90) : first]
    if FROM_TO.search(head) or GROWN_TO.search(head) or (REACHED.search(head) and pattern("growth").search(text[:first])):
        return years[2]
    return years[1] if GROWN_FROM.search(head[-25:]) else said
