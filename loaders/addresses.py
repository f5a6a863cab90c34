"""The addresses of a download: where it begins, where a page says that it goes on, and the single records that a list names."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from itertools import product
from urllib.parse import urlsplit

import httpx2

from graph.errors import SourceError, shown
from loaders.catalogue import Card, Fetch

LONGEST = 300
PART = re.compile(r"\{(\w+)\}")
VALUE = re.compile(r"(?=.*\w)[\w@+,.-]{1,200}")


def way(card: Card, since: date | None, base: str) -> Fetch:
    """How a loader's address is asked, at `base` where that is given. Raises SourceError where it cannot be."""
    if card.fetch is None:
        raise SourceError(f"{card.name}: nothing to fetch; it comes from elsewhere ({card.where})")
    if since and not card.fetch.since:
        raise SourceError(f"{card.name}: its address cannot be asked for what is newer than a day; leave --since out")
    how = card.fetch.model_copy(update={"base": base}) if base else card.fetch
    if urlsplit(how.base).scheme not in ("http", "https") or not urlsplit(how.base).hostname:
        raise SourceError(f"{shown(how.base, LONGEST)}: no address; give --base one that begins with https://")
    return how


def starts(name: str, how: Fetch, asked: Mapping[str, str]) -> list[str]:
    """The addresses to begin with: every path, its {names} filled with each value that the question gives them."""
    if missing := next((part for part in how.needs if not asked.get(part)), ""):
        raise SourceError(f"{name}: does not say what of; ask with --query '{missing}={how.needs[missing]}'")
    if how.filtered and not asked.keys() - how.query.keys():
        also = " or with --since" if how.since else ""
        raise SourceError(f"{name}: its address lists nothing without a filter; ask with --query '{how.filtered}'{also}")
    inside = {part for path in how.paths for part in PART.findall(path)}
    rest = {part: value for part, value in asked.items() if part not in inside}
    filled = [dict(zip(sorted(inside), values, strict=True)) for values in product(*(asked.get(part, "").split(";") for part in sorted(inside)))]
    for part, value in ((part, value) for values in filled for part, value in values.items()):
        if not VALUE.fullmatch(value):
            raise SourceError(f"{name}: {shown(value) or 'nothing'} cannot be the {part} of an address; ask with --query '{part}=...'")
    addresses = [PART.sub(partial(_value, values), path) for values in filled for path in how.paths]
    return [str(httpx2.URL(how.base.rstrip("/") + address).copy_merge_params(rest)) for address in addresses]


def _value(values: Mapping[str, str], part: re.Match[str]) -> str:
    return values[part[1]]


def singles(how: Fetch, content: object) -> list[str]:
    """The addresses of the records that a page lists under `data`."""
    listed = content.get("data") if isinstance(content, dict) else None
    ids = [str(entry.get("id")) for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return [how.base.rstrip("/") + how.each.replace("{id}", id) for id in ids if VALUE.fullmatch(id)]


def following(how: Fetch, address: str, content: object) -> str:
    """The address of the page after this one, as its content says; "" after the last one."""
    said = field(content, how.following)
    return _next_number(address, how.numbered, said) if how.numbered else str(said or "")


def lacking(how: Fetch, content: object) -> str:
    """The first field that every answer has and this one has not; of an answer in rows, its first row has the fields."""
    first = content[0] if isinstance(content, list) and content and isinstance(content[0], list) else ()
    fields = content if isinstance(content, dict) else first
    return next((name for name in how.holds if name not in fields), "")


def field(content: object, name: str) -> object:
    """A field of an answer, a dot leading into it; None where there is none."""
    for part in name.split(".") if name else ():
        content = content.get(part) if isinstance(content, dict) else None
    return content if name else None


def _next_number(address: str, parameter: str, said: object) -> str:
    """The address of the next numbered page, where the answer says that there is one or of how many pages this is one."""
    url = httpx2.URL(address)
    stated = str(url.params.get(parameter, "1"))
    number = int(stated) if stated.isdecimal() else 1
    more = said if isinstance(said, bool) else isinstance(said, int) and number < said
    return str(url.copy_set_param(parameter, str(number + 1))) if more else ""


def origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def key_header(said: str, key: str) -> dict[str, str]:
    """The header that takes a key, such as "Authorization: Token {key}"; none where the address takes it otherwise or there is no key."""
    name, _, value = said.partition(": ")
    return {name: value.replace("{key}", key)} if value and key else {}
