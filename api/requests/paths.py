"""Requests for paths."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from api.requests.base import Keys, Name, ViewRequest, one_or_more

MODES = ("introduce", "reliable", "widest", "disjoint", "temporal", "metapath")
FOREMOST = 100


Ends = Annotated[tuple[Name, ...], BeforeValidator(one_or_more), Field(min_length=1, max_length=FOREMOST)]


class LinkRequest(ViewRequest):
    """Which two sets of ends, and how far apart: `start` and `end` are ids, names or aliases, one or several; `us` is our own organisation."""

    start: Ends = Field(alias="from", description="who wants to be introduced: id, name or alias, or us; may be repeated")
    end: Ends = Field(alias="to", description="to whom: id, name or alias, or us; may be repeated")
    k: int = Field(default=5, ge=1, le=50, description="paths to give")
    max_ties: int = Field(default=4, ge=1, le=8, description="longest path, in ties")
    diverse: bool = Field(default=True, description="leave out near-duplicates of better paths")
    hub_exponent: float | None = Field(default=None, ge=0, le=5, description="how much being a hub costs, for every kind; empty for the ontology's exponents")


class PathRequest(LinkRequest):
    """Who can introduce `start` to `end`, in one of the modes; `between` belongs to temporal, `pattern` to metapath."""

    mode: str = Field(default="introduce", description=", ".join(MODES))
    ask: str = Field(default="", max_length=300, description="show where introducers stand on this ask: id or name")
    between: Keys = Field(default=(), description="temporal: first and last day, each may be partial")
    pattern: str = Field(default="", max_length=500, description="metapath: kinds of entities and of ties in turn, such as association -met- agency")
    engine: Literal["", "cypher"] = Field(default="", description="cypher: introduce by a server's own search of fewest ties, approximate")
    seed: int = Field(default=0, ge=0, le=2**63 - 1, description="seed of what is drawn: chance of reliable and disjoint, shuffles of metapath")

    @field_validator("between")
    @classmethod
    def _two(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if len(days) not in (0, 2):
            raise ValueError("needs two days, the first and the last")
        return days
