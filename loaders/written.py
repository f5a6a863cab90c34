"""A body's name as registers write it otherwise: turned round, shortened, with its initials in brackets, or by one word."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from graph.spelling import fold
from loaders.registry import load_registry

INITIALS = re.compile(r"\s*\([A-Z]{2,7}\)$")
SORTS = "Dept|Department|Office|Bureau|Ministry|Secretariat|Agency|Administration"
TURNED = re.compile(rf"(?P<what>[^,]+), (?P<sort>(?:Federal |National |U\.?S\.? )?(?:{SORTS})) (?:of|for)(?: the)?", re.IGNORECASE)
SHORT = re.compile(r"\bDept\b\.?", re.IGNORECASE)


def otherwise(name: str) -> Iterator[str]:
    """Other ways to write a body's name; none for most names.

    "COMMERCE, DEPT OF (DOC)" is the Department of Commerce; what brackets say else, such as a state, is never dropped.
    """
    plain = INITIALS.sub("", name.strip())
    full = SHORT.sub("Department", plain)
    if full != name:
        yield full
    if turned := TURNED.fullmatch(full):
        yield f"{turned['sort']} of {turned['what']}"
        yield f"{turned['sort']} of the {turned['what']}"


def short_for(name: str) -> tuple[str, ...]:
    """The public bodies that people call by a word that means much else ("Commerce", "State"), by id."""
    return _short().get(fold(name), ())


@cache
def _short() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for id, entry in sorted(load_registry().entries.items()):
        if entry.kind in ("agency", "legislature", "statistics_publisher"):
            for form in entry.weak:
                found[fold(form)] = (*found.get(fold(form), ()), id)
    return found
