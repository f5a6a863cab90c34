"""Cursors: opaque marks of a place in a list, as the list was at one revision of the record."""

import base64
import binascii

from graph.errors import Outdated, RequestError, shown

DIGITS = 12  # of a revision: enough to tell two of one record apart


def mark(place: int, revision: str = "") -> str:
    """The cursor of a place in a list at a revision; without one, of a place in the log, which only grows."""
    return base64.urlsafe_b64encode(f"after:{place}:{revision[:DIGITS]}".encode()).decode().rstrip("=")


def position(cursor: str, revision: str = "") -> int:
    """The place that a cursor stands for. Raises RequestError for one that is none, Outdated where the list is of another revision now."""
    if not cursor:
        return 0
    try:
        word, place, of = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode().split(":")
        number = int(place) if word == "after" and place.isdecimal() and place.isascii() and len(place) <= DIGITS else -1
    except (binascii.Error, UnicodeError, ValueError):
        number, of = -1, ""
    if number < 0:
        raise RequestError(f"{shown(cursor)}: not a cursor; use `next` of the page before")
    if of != revision[:DIGITS]:
        raise Outdated(f"{shown(cursor)}: the record has changed since that page; begin again without a cursor")
    return number
