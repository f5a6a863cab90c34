"""FollowTheMoney entities: persons and bodies, and the relations that are entities too.

Addresses and what else it says of private life is not read. A natural person who only gives money has a name here and nothing more.
"""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from graph.claims import Line
from graph.errors import SourceError, shown
from loaders.graphs.elements import Edge, Node
from loaders.graphs.filing import OURS, lines
from loaders.graphs.labels import parted
from loaders.graphs.words import tie_meaning
from loaders.inputs import LONGEST_PATH, Input, unreadable
from loaders.intake import Intake

KINDS = {
    "Person": "person",
    "Company": "company",
    "Organization": "organisation",
    "LegalEntity": "organisation",
    "PublicBody": "agency",
    "Territory": "place",
    "Position": "post",
    "Event": "event",
}
# By schema: predicate, and the properties of its two ends.
RELATIONS = {
    "Directorship": ("leads", "director", "organization"),
    "Employment": ("works_for", "employee", "employer"),
    "Membership": ("member_of", "member", "organization"),
    "Representation": ("represents", "agent", "client"),
    "Payment": ("contributed_to", "payer", "beneficiary"),
    "Occupancy": ("holds_post", "holder", "post"),
    "Succession": ("succeeded_by", "predecessor", "successor"),
    "Ownership": ("", "asset", "owner"),
    "UnknownLink": ("", "subject", "object"),
    "Associate": ("", "person", "associate"),
    "Family": ("", "person", "relative"),
    "Documentation": ("", "document", "entity"),
}
NOT_READ = frozenset({"Address"})
OWNER = 50.0
LONGEST_LINE = 10_000_000
THING = frozenset(
    {"name", "alias", "weakAlias", "previousName", "abbreviation", "country", "jurisdiction", "website", "classification", "wikidataId", "leiCode"}
)
PRIVATE = frozenset({"addressEntity", "address", "email", "phone", "birthDate", "birthPlace", "nationality", "passportNumber", "idNumber", "gender"})
TOLD = frozenset({"role", "status", "date", "startDate", "endDate", "description", "summary", "purpose", "sourceUrl", "percentage"})
AMOUNTS = ("amountEur", "amountUsd", "amount")
UNSAID = frozenset({"recordId", "publisher", "namesMentioned", "currency"})
Json = Any


def read(source: Input, intake: Intake) -> Iterator[Line]:
    """The entities and relations of a file; a line that is no JSON is reported. Raises SourceError when no line is."""
    acting = _acting(source)
    return lines(_elements(source, intake, acting), source, intake, "ftm")


def _entities(source: Input, bad: Callable[[int, str], None]) -> Iterator[tuple[int, Json]]:
    """The objects of a file by their line; `bad` is told of lines that are no JSON."""
    try:
        with source.path.open("rb") as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if line.strip(b" \r\n\t\xef\xbb\xbf"):
                    try:
                        yield number, orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
                    except orjson.JSONDecodeError as error:
                        bad(number, f"no JSON ({shown(str(error), 120)})")
    except OSError as error:
        raise unreadable(source.name, error) from error


def _acting(source: Input) -> frozenset[str]:
    """Ids that do something else than pay, after the whole file was read once. Raises SourceError where no line of it is JSON."""
    found: set[str] = set()
    bad: dict[int, str] = {}
    good = 0
    for _, entity in _entities(source, bad.__setitem__):
        good += 1
        if isinstance(entity, dict) and (relation := RELATIONS.get(str(entity.get("schema")))) and entity["schema"] != "Payment":
            found.update(filter(None, (_first(entity, end) for end in relation[1:])))
        elif isinstance(entity, dict) and entity.get("schema") == "Payment":
            found.update(filter(None, [_first(entity, "beneficiary")]))
    if bad and not good:
        number, reason = next(iter(bad.items()))
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: line {number}: {reason}; nothing of this file was loaded")
    return frozenset(found)


def _elements(source: Input, intake: Intake, acting: frozenset[str]) -> Iterator[Node | Edge]:
    for number, entity in _entities(source, lambda number, reason: intake.fault(f"line {number}: {reason}; left out")):
        place = f"line {number}"
        schema = entity.get("schema") if isinstance(entity, dict) else None
        if not isinstance(schema, str) or not isinstance(entity.get("properties"), dict):
            intake.fault(f"{place}: no FollowTheMoney entity (it needs id, schema and properties); left out")
        elif schema in RELATIONS:
            yield from _relation(entity, schema, place, intake)
        elif schema not in NOT_READ:
            yield _thing(entity, schema, place, intake, acting)


def _values(entity: Json, name: str) -> list[str]:
    given = entity["properties"].get(name) if isinstance(entity.get("properties"), dict) else None
    return [str(one) for one in given if isinstance(one, str | int | float)] if isinstance(given, list) else [given] if isinstance(given, str) else []


def _first(entity: Json, *names: str) -> str:
    return next((value for name in names for value in _values(entity, name) if value.strip()), "")


def _thing(entity: Json, schema: str, place: str, intake: Intake, acting: frozenset[str]) -> Node:
    intake.audit(entity["properties"], THING | PRIVATE | TOLD | UNSAID, within=f"{schema} ")
    key = str(entity.get("id") or "")
    name = _first(entity, "name", "alias", "abbreviation")
    kind = _first(entity, "classification") if OURS.match(key) else ""
    if schema == "Person" and key not in acting and not OURS.match(key):
        return Node(key, name, "person", {"identifiers": f"ftm:{key}"}, place)
    aliases = [alias for of in ("name", "alias", "weakAlias", "previousName", "abbreviation") for alias in _values(entity, of) if alias != name]
    identifiers = [f"{scheme}:{value}" for scheme, of in (("wikidata", "wikidataId"), ("lei", "leiCode")) for value in _values(entity, of)]
    if not OURS.match(key):
        identifiers.append(f"ftm:{key}")
    fields = {
        "aliases": ";".join(aliases),
        "identifiers": ";".join(identifiers),
        "country": _first(entity, "jurisdiction", "country").lower()[:2],
        "url": _first(entity, "website", "sourceUrl"),
        "description": _first(entity, "description", "summary"),
    }
    return Node(key, name, kind or KINDS.get(schema, schema), {field: value for field, value in fields.items() if value}, place)


def _relation(entity: Json, schema: str, place: str, intake: Intake) -> Iterator[Edge]:
    predicate, start, end = RELATIONS[schema]
    intake.audit(entity["properties"], TOLD | UNSAID | {start, end, *AMOUNTS}, within=f"{schema} ")
    words, marks = parted(_first(entity, "role"))
    if schema == "Ownership" and _share(_first(entity, "percentage")) >= OWNER:
        predicate = "part_of"
    money = next((f"{value} {name.removeprefix('amount').upper()}".strip() for name in AMOUNTS for value in _values(entity, name)), "")
    said = {
        "start": _first(entity, "startDate"),
        "end": _first(entity, "endDate"),
        "date": _first(entity, "date"),
        "quote": _first(entity, "description"),
        "description": ", ".join(filter(None, (_first(entity, "summary", "purpose"), f"{money} paid" if money else ""))),
        "url": _first(entity, "sourceUrl"),
    } | marks
    for first in _values(entity, start) or [""]:
        for second in _values(entity, end) or [""]:
            yield Edge(first, second, words if tie_meaning(words) else predicate or words or schema, said, place)


def _share(text: str) -> float:
    """A percentage, 0 where it is none."""
    try:
        return float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return 0.0
