"""Phrases of time, resolved against the day a document was published, as intervals of days.

English, Spanish and French.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from graph.dates import DAY, Interval, day
from loaders.documents.capitals import AnyCase
from loaders.documents.gates import Gates
from loaders.documents.spans_of_time import (
    MONTHS,
    ORDINALS,
    SMALL,
    WEEKDAYS,
    day_of_week,
    day_range,
    day_without_year,
    first_months,
    full_day,
    iso_day,
    month_of,
    month_range,
    months,
    months_up_to,
    part_of_year,
    shifted_month,
    since_year,
    so_far,
    span_of_years,
    time_ago,
    until_publication,
    week_start,
    whole_year,
)

MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY = r"(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")"
YEAR = r"(?:(?:19|20)\d\d)(?!\d|[,.]\d)"
ORDINAL = r"(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")"
COUNT = r"(?:\d{1,2}|" + "|".join(sorted(SMALL, key=len, reverse=True)) + r")"
# The year of a part of it: "of 2025", "de este año", "last year", "of the year".
OF_YEAR = (
    rf"(?:(?:,?\s+(?:de|del|of|in|du|,)?\s*|,\s*)(?P<y>{YEAR})|,?\s+(?:(?:of|in|del?|de l['’])\s*)?(?P<rel>the (?:current "
    rf"|present )?year(?! (?:earlier|before|ago))"
    r"|this year|last year|the (?:previous|prior|preceding) year|(?:este|el|presente|mismo) a[ñn]o|a[ñn]o (?:pasado|previo|anterior|en curso)|a[ñn]o\b"
    r"|ann[ée]e))?"
)

HAS_MONTH = re.compile(MONTH, re.I)
Reading = Callable[[re.Match[str], date], Interval | None]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of time at a span. `future` when they lie after the document; `vague` when no day can be told."""

    span: tuple[int, int]
    interval: Interval
    vague: bool = False
    future: bool = False


def find_times(text: str, published: date | None, start: int = 0, end: int | None = None) -> list[Phrase]:
    """The phrases of `text[start:end]` in order, the longest at each place.

    Relative ones ("last week") and dates without a year need `published`; without it they are left out.
    """
    found: list[Phrase] = []
    taken: list[tuple[int, int]] = []
    end = len(text) if end is None else end
    rules = _rules()
    for number in _gates().fitting(text[start:end]):
        pattern, reading, relative, vague = rules[number]
        for match in _compiled(pattern).finditer(text, start, end):
            if relative and published is None and not match.groupdict().get("y"):
                continue
            span = match.span()
            if any(span[0] < last and first < span[1] for first, last in taken):
                continue
            interval = reading(match, published or date.max)
            if interval:
                future = bool(published and interval.start and interval.start > published)
                found.append(Phrase(span, interval, vague, future))
                taken.append(span)
    return sorted(found, key=lambda phrase: phrase.span)


def undated(published: date) -> Interval:
    """The 30 days up to and with the day of publication: where an event without a date is put."""
    return Interval(published - timedelta(days=29), published + DAY)


RELATIVE: tuple[tuple[str, Callable[[date], Interval], bool], ...] = (
    (
        (
            r"earlier this year|(?:a principios|al inicio|a inicios|a comienzos|en lo que va) de(?:l| este| el| presente) a[ñn]o|plus t[ôo]t"
            r" cette ann[ée]e|au d[ée]but de (?:l['’]|cette )ann[ée]e|so far this year|this year so far|year[- ]to[- ]date|this year"
            r"|en el acumulado del a[ñn]o|este a[ñn]o|cette ann[ée]e"
        ),
        lambda p: until_publication(date(p.year, 1, 1), p),
        False,
    ),
    (
        r"earlier this month|this month|este mes|a principios de (?:este )?mes|ce mois(?:-ci)?|plus t[ôo]t ce mois-ci",
        lambda p: until_publication(date(p.year, p.month, 1), p),
        False,
    ),
    (r"earlier this week|this week|esta semana|a principios de (?:esta )?semana|cette semaine", lambda p: until_publication(week_start(p), p), False),
    (
        r"last week|(?:la )?semana pasada|(?:la )?pasada semana|la semaine derni[èe]re|the (?:past|previous) week",
        lambda p: Interval(week_start(p) - timedelta(days=7), p),
        False,
    ),
    (r"last month|(?:el )?mes pasado|(?:el )?pasado mes|le mois dernier", lambda p: shifted_month(p, -1), False),
    (
        (
            r"last year|(?:el )?a[ñn]o pasado|(?:el )?pasado a[ñn]o|l['’]an(?:n[ée]e)? derni(?:er|[èe]re)|the previous year"
            r"|(?:el )?a[ñn]o (?:previo|anterior)"
        ),
        lambda p: months(p.year - 1, 1, 12),
        False,
    ),
    (r"yesterday|ayer|hier", lambda p: day(p - DAY), False),
    (r"today|hoy|aujourd['’]hui", day, False),
    (r"tomorrow|ma[ñn]ana(?= se| viajar| sostendr)|demain", lambda p: day(p + DAY), False),
    (
        r"next week|(?:la )?(?:pr[óo]xima semana|semana pr[óo]xima|semana que viene)|la semaine prochaine",
        lambda p: Interval(week_start(p) + timedelta(days=7), week_start(p) + timedelta(days=14)),
        False,
    ),
    (r"next month|(?:el )?(?:pr[óo]ximo mes|mes pr[óo]ximo)|le mois prochain", lambda p: shifted_month(p, 1), False),
    (r"next year|(?:el )?(?:pr[óo]ximo a[ñn]o|a[ñn]o pr[óo]ximo|a[ñn]o que viene)|l['’]ann[ée]e prochaine", lambda p: months(p.year + 1, 1, 12), False),
    (
        r"later this year|(?:m[áa]s adelante|m[áa]s tarde) (?:este|en el) a[ñn]o|plus tard cette ann[ée]e",
        lambda p: Interval(p + DAY, date(p.year + 1, 1, 1)),
        False,
    ),
    (
        (
            r"recently|in recent (?:weeks|months|days)|recientemente|en (?:los [úu]ltimos meses|las [úu]ltimas semanas|d[íi]as"
            r" recientes|semanas recientes)|r[ée]cemment|ces derni(?:ers mois|[èe]res semaines)"
        ),
        lambda p: Interval(p - timedelta(days=91), p + DAY),
        True,
    ),
)


def _relative(read: Callable[[date], Interval]) -> Reading:
    return lambda match, published: read(published)


@cache
def _gates() -> Gates:
    return Gates(pattern for pattern, _, _, _ in _rules())


@cache
def _compiled(pattern: str) -> AnyCase:
    return AnyCase(pattern)


@cache
def _rules() -> tuple[tuple[str, Reading, bool, bool], ...]:
    """(pattern, reading, needs the day of publication, vague), the more exact first."""
    of = r"(?:,?\s+(?:de|del|of|du|,)?\s*|,\s*)"
    the = r"(?:(?:on|el|le|del?|du)\s+)?(?:(?:pasado|pr[óo]ximo|last|next)\s+)?"
    exact: list[tuple[str, Reading, bool]] = [
        (r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", iso_day, False),
        (rf"(?P<m>{MONTH})\s+(?P<d>\d{{1,2}})\s*(?:-|–|to|and)\s*(?P<e>\d{{1,2}})(?:,?\s+(?P<y>{YEAR}))?", day_range, True),
        (rf"(?P<d>\d{{1,2}})\s*(?:-|–|al?|y|au|et|to)\s*(?P<e>\d{{1,2}})\s+(?:de\s+)?(?P<m>{MONTH})(?:{of}(?P<y>{YEAR}))?", day_range, True),
        (rf"(?:on\s+)?(?P<m>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{YEAR})", full_day, False),
        (rf"{the}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?\s+(?:of\s+|de\s+)?(?P<m>{MONTH}){of}(?P<y>{YEAR})", full_day, False),
        (
            (
                rf"(?:(?:from|between|de|entre|desde)\s+)?(?P<m>{MONTH})(?:{of}(?P<x>{YEAR}))?\s*(?:to|through|and|-|–|a|hasta|y|à"
                rf"|et)\s*(?P<n>{MONTH}){OF_YEAR}"
            ),
            month_range,
            True,
        ),
        (
            rf"(?:(?P<upto>al?|hasta el|al cierre del?|through the|as of the)\s+)?(?P<o>{ORDINAL})[\s-](?P<unit>quarter|trimestre|half|semestre"
            rf"|bimestre|cuatrimestre)\b(?P<q>){OF_YEAR}",
            part_of_year,
            True,
        ),
        (rf"\b(?P<upto>)(?P<rel>)(?P<unit>Q|T|H)(?P<q>[1-4])(?P<o>)\s*(?:of\s+|de\s+)?(?P<y>{YEAR})", part_of_year, False),
        (rf"\b(?P<upto>)(?P<rel>)(?P<q>[1-4])(?P<unit>Q|T|H|S)(?P<o>)\s?(?:of\s+|de\s+)?(?P<y>{YEAR})", part_of_year, False),
        (rf"\bFY\s?(?P<y>{YEAR})", whole_year, False),
        (rf"(?:first|primeros|premiers)\s+(?P<c>{COUNT})\s+(?:premiers\s+)?(?:months|meses|mois)\b{OF_YEAR}", first_months, True),
        (rf"\b(?:los|les)\s+(?P<c>{COUNT})\s+(?:primeros|premiers)\s+(?:meses|mois)\b{OF_YEAR}", first_months, True),
        (
            rf"(?P<c>12|twelve|doce)[\s-](?:months?|meses)(?:\s+(?:to|through|ending(?: in)?|ended(?: in)?|a|hasta|terminados en"
            rf"|concluidos en))\s+(?P<m>{MONTH})"
            rf"{OF_YEAR}",
            months_up_to,
            True,
        ),
        (rf"(?:so far in|(?:en )?lo que va de(?:l a[ñn]o)?)\s+(?P<y>{YEAR})", so_far, True),
        (rf"(?:on\s+)?(?P<m>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,.]\d|\d)", day_without_year, True),
        (rf"{the}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?\s+(?:of\s+|de\s+)?(?P<m>{MONTH})", day_without_year, True),
        (rf"(?:in|en|since|desde|depuis|of|de|early|late)?\s*\b(?P<m>{MONTH}){of}(?P<y>{YEAR})(?P<rel>)", month_of, False),
        (
            rf"\b(?:in|en|last|durante|during|of|for|de)?\s*\b(?P<m>{MONTH})(?P<y>)\s+(?:of\s+|de\s+|del\s+)(?P<rel>last year|this year|a[ñn]o pasado"
            rf"|este a[ñn]o)",
            month_of,
            True,
        ),
        (rf"\b(?:in|en|last|durante|during)\s+(?:early\s+|late\s+|mid-|el mes de\s+|the month of\s+)?(?P<m>{MONTH})(?P<y>)(?P<rel>)(?!\s+\d)", month_of, True),
        (rf"(?:between|from|entre|de|desde)?\s*\b(?P<x>{YEAR})\s*(?:-|–|to|and|through|a|y|al|hasta|à|et)\s*(?P<y>{YEAR})", span_of_years, False),
        (rf"(?:since|desde|depuis)\s+(?P<y>{YEAR})", since_year, True),
        (rf"\b(?P<c>{COUNT})\s+(?P<u>days|day|weeks|week|months|month|years|year)\s+ago", time_ago, True),
        (rf"\b(?:hace|il y a)\s+(?P<c>{COUNT})\s+(?P<u>d[íi]as?|semanas?|mes(?:es)?|a[ñn]os?|jours?|semaines?|mois|ans?)\b", time_ago, True),
        (
            rf"\b(?:(?P<next>next|pr[óo]ximo)\s+|(?P<last>last|pasado)\s+|on\s+|this\s+|el\s+|este\s+|el pasado\s+|ce\s+)(?:pasado\s+)?(?P<w>{WEEKDAY})\b",
            day_of_week,
            True,
        ),
    ]
    rules = [(pattern, reading, relative, False) for pattern, reading, relative in exact]
    rules += [(rf"\b(?:{words})\b", _relative(read), True, vague) for words, read, vague in RELATIVE]
    rules.append((rf"(?:\b(?:in|en|during|durante|of|de|del|for|by|para|a[ñn]o)\s+)?(?<![\w$€.,-])(?P<y>{YEAR})(?![\w%-])", whole_year, False, False))
    return tuple(rules)
