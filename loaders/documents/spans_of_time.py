"""How a matched phrase of time becomes an interval of days. A week runs from Sunday to Saturday, as the press counts it."""

import re
from datetime import date, timedelta

from graph.dates import DAY, Interval, day

MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "_ _ _ _ _ _ _ aout setiembre _ _ _",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "_"
} | {"sept": 9, "fevrier": 2, "decembre": 12}
WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    )
    for number, name in enumerate(names.split())
} | {"miercoles": 2, "sabado": 5}
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "primer": 1,
    "primero": 1,
    "segundo": 2,
    "tercer": 3,
    "tercero": 3,
    "cuarto": 4,
    "premier": 1,
    "deuxième": 2,
    "troisième": 3,
    "quatrième": 4,
}
SMALL = {
    name: number
    for names in (
        "one two three four five six seven eight nine ten eleven twelve",
        "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "_ deux trois quatre cinq _ sept huit neuf dix onze douze",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "_"
} | {"a": 1, "una": 1}


def month_number(name: str) -> int:
    """1 to 12."""
    return MONTHS[name.casefold().rstrip(".")]


LAST_YEAR = re.compile(r"last|previous|prior|preceding|pasado|previo|anterior", re.I)


def year_of(match: re.Match[str], published: date) -> int:
    """The year that a part of it names: by number, as the last one, else that of publication."""
    if match["y"]:
        return int(match["y"])
    return published.year - 1 if LAST_YEAR.search(match["rel"] or "") else published.year


def months(year: int, first: int, last: int) -> Interval:
    """The interval of the months `first` to `last` of a year."""
    return Interval(date(year, first, 1), date(year + 1, 1, 1) if last == 12 else date(year, last + 1, 1))


def existing_day(year: int, month: int, dom: int) -> date | None:
    """The day, or None when the calendar has none such."""
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def full_day(match: re.Match[str], _: date) -> Interval | None:
    """ "March 3, 2025"."""
    found = existing_day(int(match["y"]), month_number(match["m"]), int(match["d"]))
    return day(found) if found else None


def day_range(match: re.Match[str], published: date) -> Interval | None:
    """ "March 3-5"; the year of publication when none is said."""
    year = int(match["y"]) if match["y"] else published.year
    first, last = existing_day(year, month_number(match["m"]), int(match["d"])), existing_day(year, month_number(match["m"]), int(match["e"]))
    return Interval(first, last + DAY) if first and last and first <= last else None


def day_without_year(match: re.Match[str], published: date) -> Interval | None:
    """The one nearest to publication, at most two months ahead of it."""
    candidates = [
        found for year in (published.year - 1, published.year, published.year + 1) if (found := existing_day(year, month_number(match["m"]), int(match["d"])))
    ]
    near = [found for found in candidates if found <= published + timedelta(days=62)]
    return day(max(near)) if near else None


def iso_day(match: re.Match[str], _: date) -> Interval | None:
    """ "2025-03-03"."""
    found = existing_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return day(found) if found else None


def month_range(match: re.Match[str], published: date) -> Interval | None:
    """ "January to June 2025", also across years; without a year the last ones that were over or under way by the time of publication."""
    first, last = month_number(match["m"]), month_number(match["n"])
    year = year_of(match, published) - (not match["y"] and not match["rel"] and not match["x"] and last > published.month)
    first_year = int(match["x"]) if match["x"] else year - (not match["y"] and first > last)
    if (first_year, first) > (year, last):
        return None
    return Interval(date(first_year, first, 1), months(year, last, last).end)


def month_of(match: re.Match[str], published: date) -> Interval | None:
    """ "in March": the last one that began by the time of publication."""
    month = month_number(match["m"])
    year = year_of(match, published) - (not match["y"] and not match["rel"] and month > published.month)
    return months(year, month, month)


def part_of_year(match: re.Match[str], published: date) -> Interval | None:
    """Parts of two to six months; "al tercer trimestre" counts from January. Without a year the last one that began."""
    unit = match["unit"].casefold()
    length = {"q": 3, "t": 3, "h": 6, "s": 6, "b": 2, "c": 4}[unit[0]]
    number = ORDINALS.get((match["o"] or "").casefold()) or int(match["q"] or 1)
    if number * length > 12:
        return None
    first = (number - 1) * length + 1
    year = year_of(match, published) - (not match["y"] and not match["rel"] and first > published.month)
    return months(year, 1 if match["upto"] else first, number * length)


def first_months(match: re.Match[str], published: date) -> Interval | None:
    """ "the first six months of 2025"."""
    number = counted(match["c"])
    year = year_of(match, published) - (not match["y"] and not match["rel"] and number > 1 and number > published.month)
    return months(year, 1, number) if 1 <= number <= 12 else None


def counted(word: str) -> int:
    """The number that a numeral or a small number word says, else 0."""
    return SMALL.get(word.casefold()) or (int(word) if word.isdigit() else 0)


def months_up_to(match: re.Match[str], published: date) -> Interval:
    """ "the 12 months to June 2025"."""
    last = month_of(match, published)
    end = (last.end if last else None) or published
    return Interval(date(end.year - 1, end.month, 1), end)


def so_far(match: re.Match[str], published: date) -> Interval:
    """ "so far in 2025", up to publication."""
    year = int(match["y"])
    return until_publication(date(year, 1, 1), published) if year == published.year else months(year, 1, 12)


def span_of_years(match: re.Match[str], _: date) -> Interval | None:
    """ "between 2020 and 2024"."""
    first, last = int(match["x"]), int(match["y"])
    return Interval(date(first, 1, 1), date(last + 1, 1, 1)) if first < last else None


def whole_year(match: re.Match[str], _: date) -> Interval:
    """ "in 2022"."""
    return months(int(match["y"]), 1, 12)


def since_year(match: re.Match[str], published: date) -> Interval | None:
    """ "since 2012", up to publication."""
    start = date(int(match["y"]), 1, 1)
    if published == date.max:
        return Interval(start, None)
    return Interval(start, published + DAY) if start <= published else None


def week_start(published: date) -> date:
    """The Sunday on or before a day."""
    return published - timedelta(days=(published.weekday() + 1) % 7)


def day_of_week(match: re.Match[str], published: date) -> Interval:
    """The latest such day up to publication; with "next" the first one after it."""
    back = (published.weekday() - WEEKDAYS[match["w"].casefold()]) % 7
    if match["next"]:
        return day(published + timedelta(days=7 - back if back else 7))
    return day(published - timedelta(days=back or (7 if match["last"] else 0)))


def time_ago(match: re.Match[str], published: date) -> Interval:
    """ "two weeks ago", as precise as its unit."""
    number = SMALL.get(match["c"].casefold()) or int(match["c"])
    unit = match["u"].casefold()
    if unit.startswith(("d", "j")):
        return day(published - timedelta(days=number))
    if unit.startswith(("w", "sem")):
        start = week_start(published) - timedelta(weeks=number)
        return Interval(start, start + timedelta(days=7))
    if unit.startswith("m"):
        return shifted_month(published, -number)
    return months(published.year - number, 1, 12)


def shifted_month(published: date, by: int) -> Interval:
    """The calendar month so many months away."""
    index = published.year * 12 + published.month - 1 + by
    return months(index // 12, index % 12 + 1, index % 12 + 1)


def until_publication(start: date, published: date) -> Interval:
    """From a day up to and with publication."""
    return Interval(start, published + DAY)
