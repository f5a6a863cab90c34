"""The day of a document, out of all that it says of it, and what is doubtful about that day."""

from collections.abc import Sequence
from datetime import date

from loaders.documents.days import find_day

NEAR = 1  # days by which two clocks may differ


def dated(stated: str, created: str, said: Sequence[date]) -> tuple[date | None, tuple[str, ...]]:
    """The stated day (front matter, page or file data), else the first one `said` in the text, else the day the file was made; and doubts in words."""
    found = find_day(stated) if stated else None
    made = date.fromisoformat(created) if created else None
    day = found[0] if found else said[0] if said else made
    doubts = []
    if found and said and all(abs((found[0] - other).days) > NEAR for other in said):
        doubts.append(f"dated {found[0]} by its own data and {said[0]} by its text; {found[0]} was taken")
    if day and not found and not said:
        doubts.append(f"its text gives no date; {day}, when the file was made, was taken")
    if day and day > date.today():
        doubts.append(f"its date, {day}, lies in the future")
    return day, tuple(doubts)
