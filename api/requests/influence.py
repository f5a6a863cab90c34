"""Requests about influence."""

from typing import Literal

from pydantic import Field

from api.requests.base import Keys, ViewRequest


class InfluenceRequest(ViewRequest):
    """Actors by influence, within a country and among kinds of entities if given."""

    by: Literal["score", "activity"] = Field(default="score", description="score: PageRank, influence; activity: out-strength, which is no influence")
    scope: str = Field(default="", description="only actors of this country: us, mx, ca")
    kinds: Keys = Field(default=(), description="only these kinds of actors")
    top: int = Field(default=20, ge=1, le=1000, description="actors to give")
    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the draws")
    draws: int = Field(default=1000, ge=0, le=10_000, description="draws for the intervals")
    ask: str = Field(default="", description="put those who decide on this ask first")
