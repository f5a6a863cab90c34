"""JSON graph files: checked as a whole first, then read item by item."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

import ijson

from graph.errors import SourceError, shown
from loaders.inputs import LONGEST_PATH, Input, unreadable

BOM = b"\xef\xbb\xbf"
NOWHERE = "\0"
DEEP = "…"
FAULTS = (ijson.JSONError, UnicodeDecodeError, ValueError)
Json = Any


def check(source: Input, *sections: str) -> None:
    """Raise SourceError unless the whole file is JSON, and one of the sections (such as nodes.item) has something in it."""
    try:
        with source.path.open("rb") as stream:
            for _ in ijson.items(_after_mark(stream), NOWHERE):
                pass
    except OSError as error:
        raise unreadable(source.name, error) from error
    except FAULTS as error:
        reason = " ".join(str(error).split("\n")[0].split())
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: no whole JSON in UTF-8 ({shown(reason, 120)}); nothing of this file was loaded") from error
    if not any(True for section in sections for _ in _first(source, section)):
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: has nothing in {' or '.join(sections)}; nothing of this file was loaded")


def items(source: Input, prefix: str) -> Iterator[Json]:
    """The values at a place of the file, one by one."""
    with source.path.open("rb") as stream:
        yield from ijson.items(_after_mark(stream), prefix, use_float=True)


def pairs(source: Input, prefix: str) -> Iterator[tuple[str, Json]]:
    """The keys and values of the object at a place of the file, one by one; a key that stands twice comes twice."""
    with source.path.open("rb") as stream:
        yield from ijson.kvitems(_after_mark(stream), prefix, use_float=True)


def texts(item: Mapping[str, Json]) -> dict[str, str]:
    """The fields of an item as texts: lists in one text, parted by semicolons; what is deeper only tells that it is there."""
    return {name: text for name, value in item.items() if (text := _text(value))}


def _first(source: Input, prefix: str) -> Iterator[Json]:
    for item in items(source, prefix):
        yield item
        return


def _text(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(str(one) for one in value) if all(isinstance(one, str | int | float) for one in value) else DEEP
    return DEEP if isinstance(value, dict) else str(value)


def _after_mark(stream: IO[bytes]) -> IO[bytes]:
    if stream.read(len(BOM)) != BOM:
        stream.seek(0)
    return stream
