"""Requests for paths."""

from pydantic import Field

from api.requests.base import Name, ViewRequest

MODES = ("introduce", "reliable", "widest", "disjoint", "temporal", "metapath")


class PathRequest(ViewRequest):
    """Who can introduce `start` to `end`: k paths of at most `max_ties` ties."""

    start: Name = Field(alias="from", description="who wants to be introduced: id, name or alias")
    end: Name = Field(alias="to", description="to whom: id, name or alias")
    k: int = Field(default=5, ge=1, le=50, description="paths to give")
    max_ties: int = Field(default=4, ge=1, le=8, description="longest path, in ties")
    mode: str = Field(default="introduce", description="introduce; the others come later")
    diverse: bool = Field(default=True, description="leave out near-duplicates of better paths")
