"""Records of large YAML files one at a time, so that a broken one costs only itself and a file need not be a tree in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from graph.errors import shown
from loaders.inputs import Input, unreadable
from loaders.intake import Intake

ITEM = re.compile(r"^(?=-\s)", re.MULTILINE)
ENTRY = re.compile(r"^(?=[^\s#%-])", re.MULTILINE)
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
DEEPEST = 20
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Block:
    """One record of a file: the fields of a list's item, or the `rows` under a `key`; `line` is where it begins."""

    line: int
    record: Record = field(default_factory=dict)
    key: str = ""
    rows: tuple[Record, ...] = ()


class NoRecord(yaml.YAMLError):
    """What these files never hold: a key that stands twice or is no text, a reference to another place, a tag, a second document."""


def text_of(source: Input) -> str:
    """The text of a file, in UTF-8 or else as Windows writes it. Raises SourceError when the system does not let us read it."""
    try:
        content = source.path.read_bytes()
    except OSError as error:
        raise unreadable(source.name, error) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\r\n", "\n")


def blocks(content: str, intake: Intake) -> Iterator[Block]:
    """The records in order; one that cannot be read, or whose key stood before, is reported and left out."""
    seen: set[str] = set()
    line = 1
    for part in (ITEM if _first_line(content).startswith("-") else ENTRY).split(content):
        if _first_line(part):
            block = _block(part, line, intake)
            if block and block.key in seen:
                intake.fault(f"{shown(block.key)} stands twice; the second was left out", row=line)
            elif block:
                seen |= {block.key} if block.key else set()
                yield block
        line += part.count("\n")


def _first_line(content: str) -> str:
    """The first line that says something."""
    return next((line for line in content.splitlines() if line.strip() and not line.startswith(("#", "---", "...", "%"))), "")


def _block(content: str, line: int, intake: Intake) -> Block | None:
    try:
        value = _read(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        intake.fault(f"no YAML ({_reason(error)}); mend the record", row=line)
        return None
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return Block(line, record=value[0])
    if isinstance(value, dict) and len(value) == 1:
        key, rows = next(iter(value.items()))
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            return Block(line, key=str(key), rows=tuple(rows))
    intake.fault("neither a record nor a list of records under a key", row=line)
    return None


def _read(content: str) -> object:
    """The lists, mappings and texts of one document, nothing taken for a number or a day, which takes less than half the time."""
    events = yaml.parse(content, Loader=yaml.CSafeLoader)
    next(events)  # the stream begins
    next(events)  # the document begins
    value = _value(events, next(events), 0)
    next(events)  # the document ends
    if not isinstance(next(events), yaml.StreamEndEvent):
        raise NoRecord("a second document begins")
    return value


def _value(events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> object:
    if getattr(event, "tag", None):
        raise NoRecord("a value of a type of another program")
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in NOTHING else event.value
    if depth > DEEPEST:
        raise NoRecord("more deeply nested than any record")
    if isinstance(event, yaml.MappingStartEvent):
        found: Record = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise NoRecord("a key is no text")
            if event.value in found:
                raise NoRecord("a key stands twice in one mapping")
            key = event.value
            found[key] = _value(events, next(events), depth + 1)
        return found
    if isinstance(event, yaml.SequenceStartEvent):
        listed = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            listed.append(_value(events, event, depth + 1))
        return listed
    raise NoRecord("a reference to another place")


def text(record: Record, name: str) -> str:
    """A field as text, "" where it is empty or no plain value."""
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def mappings(record: Record, name: str) -> list[Record]:
    """The mappings of a list in a field, none where there is no such list."""
    value = record.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def mapping(record: Record, name: str) -> Record:
    """A mapping in a field, empty where there is none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _reason(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return shown(str(problem), 100)
