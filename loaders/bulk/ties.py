"""What Python does with a partition of claims by pair: each pair becomes a tie, with what it weighs from one end to the other."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Any

from graph import ontology
from graph.assemble import Bond, Happening, assemble
from graph.claims import Line, Source
from graph.influence.arcs import arc_kinds
from graph.strength import STRENGTH_CAP
from graph.view import View
from loaders.bulk.groups import Row, groups
from loaders.graphs.parquet import record_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

KEY = ("one", "other")
TOLD = ("published", "group")
"""What the rows have of their source: its day, and the group in which sources count once."""


def ties_schema() -> "Schema":
    """A row for each tie: its ends (`low` first by id), its strength in [0, .95], whether it is only possible, its kinds and claims.

    `forth` is the strength of what seeks from low to high, `back` of what seeks from high to low.
    """
    import pyarrow

    numbers = ("strength", "forth", "back")
    lists = ("kinds", "claims")
    fields = [("low", pyarrow.string()), ("high", pyarrow.string()), *((name, pyarrow.float64()) for name in numbers), ("possible", pyarrow.bool_())]
    return pyarrow.schema([*fields, *((name, pyarrow.list_(pyarrow.string())) for name in lists)])


def tie_batches(batches: "Iterator[RecordBatch]", table: "Schema", on: date) -> "Iterator[RecordBatch]":
    """A row for each pair that has a tie on the day; the rows of one pair follow each other."""
    from pyarrow import RecordBatch

    view = View()
    for rows in groups(batches, _pair):
        bonds = assemble(_lines(rows), view, on, arc_kinds(view)).ties
        yield RecordBatch.from_pylist([_row(bond) for bond in bonds], schema=table)


def _pair(row: Row) -> tuple[str, str]:
    return row["one"], row["other"]


def _lines(rows: list[Row]) -> Iterator[Line]:
    told = {row["source"]: row for row in rows}
    yield from (Source(id=key, title=key, published=row["published"], group=row["group"] or key) for key, row in told.items())
    yield from map(record_of, rows)


def _row(bond: Bond) -> dict[str, Any]:
    return {
        "low": bond.low,
        "high": bond.high,
        "strength": bond.strength,
        "forth": _strength(bond, 1),
        "back": _strength(bond, -1),
        "possible": bond.possible,
        "kinds": sorted({one.kind for one in bond.happenings}),
        "claims": sorted({claim for one in bond.happenings for claim in one.claims}),
    }


def _strength(bond: Bond, way: int) -> float:
    """What `graph.influence.arcs.weigh` makes of the interactions that run this way, 0 where none does."""
    return min(STRENGTH_CAP, 1 - prod(1 - one.p for one in bond.happenings if _runs(one, way)))


def _runs(happening: Happening, way: int) -> bool:
    """Whether an interaction makes an arc from low to high (1), or from high to low (-1), as in `graph.influence.arcs`."""
    arc = _arcs()[happening.kind]
    sign = {"forward": 1, "backward": -1}.get(arc, 0) * happening.forward
    return arc == "both" or (arc != "none" and sign * way >= 0)


@cache
def _arcs() -> dict[str, str]:
    return {key: kind.arc for key, kind in ontology.load().ties.items()}
