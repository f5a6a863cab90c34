"""Request about changes between two days."""

from pydantic import Field

from api.requests.base import Name, Names, ViewRequest


class ChangesRequest(ViewRequest):
    """What differs between two days; as_of has no place here."""

    earlier: Name = Field(alias="from", description="the earlier day: 2025, 2025-04 or 2025-04-30; a month or year stands for its last day")
    later: Name = Field(alias="to", description="the later day, in the same forms")
    about: Names = Field(default=(), description="only what changed for these entities")
    ask: str = Field(default="", max_length=300, description="stances and statements on this ask only; ties of those with a say on it first")
    top: int = Field(default=10, ge=1, le=1000, description="changes to list of each kind")
