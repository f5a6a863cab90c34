"""Requests by which a person decides."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.requests.base import Name, Names
from graph.claims import LAYER

BY = Field(default="", max_length=200, description="who says so")


class ReviewsRequest(BaseModel):
    """What waits for a person: entities that may be one, and other proposed claims."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str = Field(default="", max_length=300, description="only what names this entity")
    merges_only: bool = Field(default=False, description="only entities that may be one")
    limit: int = Field(default=50, ge=1, le=1000, description="merges, and as many other claims, to give")
    layer: Names = Field(default=(), description="layers seen beside the public one")


class DecideRequest(BaseModel):
    """A decision on proposed claims, named by id or by its beginning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision: Literal["accept", "reject"]
    claims: tuple[Name, ...] = Field(min_length=1, max_length=1000)
    by: str = BY
    layer: Names = Field(default=(), description="layers seen beside the public one")


class MergeRequest(BaseModel):
    """Two entities, by name or id, that are one in a layer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    left: Name
    right: Name
    by: str = BY
    layer: str = Field(default="public", pattern=LAYER, description="layer that it holds in")


class SplitRequest(BaseModel):
    """An entity that is taken out of what it was merged with; `other`: that these two are different."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entity: Name
    other: str = Field(default="", max_length=300)
    by: str = BY
    layer: str = Field(default="public", pattern=LAYER, description="layer that it holds in")


class HistoryRequest(BaseModel):
    """What persons said of an entity, or of all, and what was filed; `cursor` begins a later page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entity: str = Field(default="", max_length=300, description="only what concerns this entity")
    limit: int = Field(default=50, ge=1, le=1000, description="entries to give")
    cursor: str = Field(default="", max_length=200, description="`next` of the page before; empty for the first")
    layer: Names = Field(default=(), description="layers seen beside the public one")
