"""The flat file of entities: who is who, by id, kind, names and country."""

from typing import IO

from loaders.countries import country_code
from loaders.exports.fields import joined
from loaders.exports.rows import hidden, write_rows
from loaders.exports.told import Being, Told

COLUMNS = ("id", "kind", "name", "aliases", "country", "part_of", "url", "layer")


def write(told: Told, out: IO[str], layers: str) -> None:
    """Write the rows; `layers` is said by the command; in the file only what is not public says its layer."""
    write_rows(out, COLUMNS, (_row(being, told) for being in told.beings.values()), told)
    told.lost["claims on ties, stances and figures (they have files of their own)"] += sum(1 for _ in told.ties())
    del told.counts["ties"]


def _row(being: Being, told: Told) -> list[str]:
    lost = told.lost
    country = being.country if country_code(being.country) else ""
    wholes = [whole for whole in being.part_of if whole != being.id]
    lost["countries that are no states"] += bool(being.country and not country)
    lost["descriptions"] += bool(being.description)
    lost["identifiers"] += bool(being.identifiers)
    lost["further wholes that an entity is part of"] += len(wholes[1:])
    return [being.id, being.kind, being.name, joined(being.aliases, lost), country, wholes[0] if wholes else "", being.url, hidden(being.layer)]
