"""Requests for pictures."""

from typing import Literal

from pydantic import Field

from api.requests.base import Names, ViewRequest

ViewName = Literal["ego", "path", "ranking"]


class PictureRequest(ViewRequest):
    """A view of some entities: ego one, path two, ranking none."""

    entities: Names = Field(default=(), description="ids, names or aliases")
    steps: int = Field(default=1, ge=1, le=3, description="ties from the centre, for ego")
    limit: int = Field(default=60, ge=1, le=300, description="entities to draw")
    ask: str = Field(default="", description="show stances on this ask")
