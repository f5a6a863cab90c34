"""Text that XML 1.0 can hold."""

import re

from loaders.exports.fields import Value
from loaders.exports.told import Lost

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTEAD = "\ufffd"


def held(text: str, lost: Lost) -> str:
    """The text, with a mark for each character that XML forbids; texts so changed are counted."""
    if FORBIDDEN.search(text):
        lost["texts with control characters, which XML forbids (each became U+FFFD)"] += 1
        return FORBIDDEN.sub(INSTEAD, text)
    return text


def written(value: Value, lost: Lost) -> str:
    """A value as XML schemas write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return held(value, lost) if isinstance(value, str) else repr(value)
