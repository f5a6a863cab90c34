"""Requests for what changed, and questions kept by name."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.requests.base import Names


class WatchRequest(BaseModel):
    """What changed about a target since a mark; without one, everything filed of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: str = Field(default="", max_length=200, description="`next` of the look before; empty for all")
    limit: int = Field(default=100, ge=1, le=1000, description="changes to give")
    layer: Names = Field(default=(), description="layers seen beside the public one")


class SavedRequest(BaseModel):
    """A question to keep: the name of a question of the Python facade, and its options by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(max_length=40)
    options: dict[str, Any] = Field(default_factory=dict)
