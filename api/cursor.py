"""Cursors: opaque marks of a place in a list."""

import base64
import binascii

from graph.errors import RequestError, shown


def mark(place: int) -> str:
    """The cursor of a place in a list."""
    return base64.urlsafe_b64encode(f"after:{place}".encode()).decode().rstrip("=")


def position(cursor: str) -> int:
    """The place that a cursor stands for. Raises RequestError."""
    try:
        word, _, place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
        if cursor and word == "after" and place.isdecimal():
            return int(place)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    if cursor:
        raise RequestError(f"{shown(cursor)}: not a cursor; use `next` of the page before")
    return 0
