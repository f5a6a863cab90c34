"""JSON of public APIs: read with what is wrong with it said, and its fields taken without trust in their shape."""

import json
from collections.abc import Mapping
from typing import Any

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input, unreadable
from loaders.intake import Intake

Json = dict[str, Any]
NOTHING = frozenset({"null", "NULL", "None", "N/A"})


def read_json(source: Input, intake: Intake) -> Any:
    """The content of a file. Keys that stand twice and bytes that are no UTF-8 are reported. Raises SourceError where it is no complete JSON."""
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise unreadable(source.name, error) from error
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        intake.fault("bytes that are no UTF-8; each was replaced by a mark")
        text = data.decode("utf-8-sig", "replace")
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> Json:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice.extend(sorted({key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1}))
        return found

    try:
        content = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        reason = shown(str(error), 100)
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no complete JSON ({reason}); fetch it again; nothing of this file was loaded") from error
    for key in dict.fromkeys(twice):
        intake.fault("the key stands twice in one record; the last one was read", column=key)
    return content


def word(record: Mapping[str, Any], name: str) -> str:
    """A field as text on one line; "" where it is empty, says "null", or is no plain value."""
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = " ".join(str(value).split())
    return "" if text in NOTHING else text


def texts(record: Mapping[str, Any], name: str) -> list[str]:
    """The plain values of a list in a field, as text."""
    value = record.get(name)
    return [text for one in value if (text := word({name: one}, name))] if isinstance(value, list) else []


def filled(record: Mapping[str, Any], name: str) -> list[Json]:
    """The objects of a list in a field."""
    value = record.get(name)
    return [one for one in value if isinstance(one, dict) and one] if isinstance(value, list) else []
