"""Whether a filing has the shape of the register's, and in plain words what is wrong where it has not."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import shown

# What stands under a field: None for plain text or a number, a mapping for an object, a list of one mapping for a list of objects.
# A field with "?" may be missing or empty.
PARTY = {"id": None, "name": None}
PERSON = {"id": None}
ACTIVITY = {
    "general_issue_code": None,
    "general_issue_code_display": None,
    "description?": None,
    "government_entities": [{"id": None, "name": None}],
    "lobbyists": [{"lobbyist": PERSON, "covered_position?": None}],
}
RETURN = {"filing_uuid": None, "filing_type": None, "filing_type_display": None, "filing_year": None, "filing_period": None, "dt_posted": None}
REPORT = RETURN | {
    "registrant": PARTY,
    "client": {"name": None},
    "lobbying_activities": [ACTIVITY],
    "foreign_entities?": [{"name": None}],
    "affiliated_organizations?": [{"name": None}],
}
CONTRIBUTIONS = RETURN | {
    "registrant": PARTY,
    "lobbyist?": PERSON,
    "contribution_items": [{"payee_name": None, "contributor_name": None, "contribution_type_display": None, "amount": None, "date": None}],
}


def misshapen(filing: Mapping[str, Any]) -> str:
    """The first field that is missing or holds something else than the register puts there, in plain words; "" where all fit."""
    return next(_faults(filing, CONTRIBUTIONS if "contribution_items" in filing else REPORT, ""), "")


def said(error: Exception) -> str:
    """An error of reading in plain words."""
    return f"it lacks the field {shown(str(error.args[0]))}" if isinstance(error, KeyError) and error.args else "a value in it cannot be read"


def _faults(record: Mapping[str, Any], shape: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, wanted in shape.items():
        name, optional = key.rstrip("?"), key.endswith("?")
        place, value = f"{path}{name}", record.get(name)
        if value is None or value in ("", [], {}):
            if not optional and (name not in record or value is None):
                yield f"the field {place} is missing"
        elif isinstance(wanted, list):
            yield from _of_list(value, wanted[0], place)
        elif isinstance(wanted, Mapping):
            yield from _faults(value, wanted, f"{place}.") if isinstance(value, Mapping) else [f"the field {place} holds {_kind(value)} where a record belongs"]
        elif isinstance(value, list | Mapping):
            yield f"the field {place} holds {_kind(value)} where a text or a number belongs"


def _of_list(value: object, shape: Mapping[str, Any], place: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"the field {place} holds {_kind(value)} where a list belongs"
        return
    for number, one in enumerate(value, 1):
        if isinstance(one, Mapping):
            yield from _faults(one, shape, f"{place}[{number}].")
        else:
            yield f"the field {place}[{number}] holds {_kind(one)} where a record belongs"


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f"the text {shown(value, 30)}"
    return "a list" if isinstance(value, list) else "a record" if isinstance(value, Mapping) else f"the value {shown(str(value), 30)}"
