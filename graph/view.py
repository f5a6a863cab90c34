"""A view: which part of the record a question looks at, and on what day."""

from datetime import date

from pydantic import Field, field_validator

from graph import dates
from graph.claims import Frozen, Status


class View(Frozen):
    """What a query admits.

    layers       layers that are seen
    tie_kinds    kinds of ties that are walked; empty: the ontology's defaults
    entity_kinds  only ties between entities of these kinds; empty: of every kind
    inside       further kinds of entities that may stand inside a path
    exclude      ids of entities or sources that are left out
    min_confidence  claims below it are left out, in [0, 1]
    statuses     claims of other statuses are left out
    """

    layers: tuple[str, ...] = ("public",)
    tie_kinds: tuple[str, ...] = ()
    entity_kinds: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    statuses: tuple[Status, ...] = (Status.ACCEPTED,)

    @field_validator("layers", "tie_kinds", "entity_kinds", "inside", "exclude", "statuses")
    @classmethod
    def _canonical(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(values)))


class Query(Frozen):
    """What every question carries: the day it is asked for (None: today) and its view."""

    as_of: date | None = None
    view: View = View()

    @field_validator("as_of", mode="before")
    @classmethod
    def _partial(cls, value: object) -> object:
        return dates.parse_day(value) if isinstance(value, str) else value

    @property
    def day(self) -> date:
        """The day asked for, today unless given."""
        return self.as_of or date.today()
