"""Days written out in English, Spanish and French, as articles date themselves."""

import re
from datetime import date

from loaders.documents.spans_of_time import MONTHS

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = r"(?:\b\w{3,9}\.?,?\s+)?"
DAY = re.compile(
    rf"\b(?P<y1>20\d\d|19\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)"
    rf"|\b(?P<m2>{MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:de\s+|of\s+)?(?P<y2>(?:19|20)\d\d)\b"
    rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\s+(?:of\s+|de\s+)?(?P<m3>{MONTH})\.?,?\s+(?:de\s+|del\s+|of\s+)?(?P<y3>(?:19|20)\d\d)\b"
    rf"|\b(?P<d4>\d{{1,2}})/(?P<m4>\d{{1,2}})/(?P<y4>20\d\d)\b",
    re.IGNORECASE,
)


def find_day(text: str, *, month_first: bool = True) -> tuple[date, tuple[int, int]] | None:
    """The first day written out in full, with its span; `month_first` reads 03/04/2025 as 4 March."""
    for match in DAY.finditer(text):
        found = _date(match, month_first)
        if found:
            return found, match.span()
    return None


def _date(match: re.Match[str], month_first: bool) -> date | None:
    number = next(n for n in "1234" if match[f"y{n}"])
    year, month, day = (match[f"{part}{number}"] for part in "ymd")
    if number == "4" and month_first:
        month, day = day, month
    months = {"2": MONTHS, "3": MONTHS}.get(number)
    try:
        return date(int(year), months[month.casefold()] if months else int(month), int(day))
    except ValueError:
        return None
