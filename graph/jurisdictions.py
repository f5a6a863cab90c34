"""What differs by country: its public registers, which of them were not loaded, and what its law asks."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from graph.claims import Frozen, Source
from graph.ontology import read

DISCLOSURE = "U.S. filings name agencies, Canadian ones officials and dates, Mexico publishes almost nothing; give a country as scope"


class Register(Frozen):
    """A public register: ids of its sources start with `prefix`; `countries` are those it discloses for."""

    key: str
    name: str
    prefix: str
    countries: tuple[str, ...]


@cache
def registers() -> tuple[Register, ...]:
    """All registers in file order."""
    return tuple(Register(key=key, **fields) for key, fields in read("registers").items())


@cache
def notices() -> Mapping[str, str]:
    """What the law of each country (by code) asks of whoever arranges or seeks a meeting, for the last hop of a path."""
    return read("notices")


def not_searched(sources: Sequence[Source], source_ids: Sequence[str], countries: Collection[str] = ()) -> tuple[str, ...]:
    """Names of the registers from which nothing was loaded, in file order; `sources` have the sorted ids `source_ids`.

    Where the countries of all that is asked about are given, only the registers of these countries are
    named, unless none of them has a register that we know.
    """
    near = [register for register in registers() if not set(countries).isdisjoint(register.countries)]
    return tuple(register.name for register in near or registers() if not _is_loaded(register, sources, source_ids))


def _is_loaded(register: Register, sources: Sequence[Source], source_ids: Sequence[str]) -> bool:
    """True when a source of the register is there; a document may have an id that begins like one."""
    at = bisect_left(source_ids, register.prefix)
    while at < len(source_ids) and source_ids[at].startswith(register.prefix):
        if sources[at].kind == "register":
            return True
        at += 1
    return False
