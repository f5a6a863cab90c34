"""Public registers, and which of them a store has not been given (`ontology/registers.yaml`)."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from graph.claims import Frozen


class Register(Frozen):
    """A public register: ids of its sources start with `prefix`; `countries` are those it discloses for."""

    key: str
    name: str
    prefix: str
    countries: tuple[str, ...]


@cache
def registers() -> tuple[Register, ...]:
    """All registers in file order."""
    text = (files("graph") / "ontology" / "registers.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(Register(key=key, **fields) for key, fields in data.items())


def not_searched(source_ids: Sequence[str]) -> tuple[str, ...]:
    """Names of the registers that none of these sources (sorted ids) comes from."""
    return tuple(register.name for register in registers() if not _holds(source_ids, register.prefix))


def _holds(source_ids: Sequence[str], prefix: str) -> bool:
    at = bisect_left(source_ids, prefix)
    return at < len(source_ids) and source_ids[at].startswith(prefix)
