"""Answers as data frames, for notebooks: one way for every answer that lists something."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from pydantic import BaseModel

from graph.errors import RequestError
from graph.results.base import Answer, Evidence, Node
from graph.results.influence import Part

if TYPE_CHECKING:
    import pandas

BARE = ("entity", "standing")  # what a row is about: its parts are columns without a prefix
PROOFS = ("evidence", "against")
DEEP = 3


def frame(answer: Answer) -> "pandas.DataFrame":
    """One row for each of `answer.rows`, in their order, as `flat` makes them. Raises RequestError without pandas."""
    try:
        import pandas
    except ImportError as error:
        raise RequestError("to_pandas: needs pandas; install trilateral[notebook]") from error
    return pandas.DataFrame(flat(answer.rows))


def flat(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """Rows of plain cells.

    An entity becomes its id, name and kind, what has parts a column for each, words and names are joined
    by "; ", shares of a score are columns of their own; evidence and what else is listed inside a row is left out.
    """
    return [dict(_cells(row, "", DEEP)) for row in rows]


def _cells(row: Mapping[str, object], prefix: str, deep: int) -> Iterator[tuple[str, object]]:
    for key, value in row.items():
        name = f"{prefix}{key}"
        if isinstance(value, Evidence) or key in PROOFS:
            continue
        if isinstance(value, BaseModel):
            if deep:
                yield from _cells(dict(value), prefix if key in BARE else f"{name}_", deep - 1)
        elif not isinstance(value, tuple | Mapping):
            yield name, value.value if isinstance(value, Enum) else value
        elif isinstance(value, tuple) and all(isinstance(one, Part) for one in value) and value:
            yield from ((f"{part.of}:{part.name}", part.share) for part in value if isinstance(part, Part))
        elif isinstance(value, tuple) and all(isinstance(one, str | Node) for one in value):
            yield name, "; ".join(one.name if isinstance(one, Node) else str(one) for one in value)
