"""Requests about coalitions."""

from typing import Literal

from pydantic import Field

from api.requests.base import Names, ViewRequest


class CoalitionsRequest(ViewRequest):
    """Who holds together, by what they say and by what they do together."""

    ask: Names = Field(default=(), max_length=100, description="only these asks, ids, names or aliases; empty: all")
    stated: bool = Field(default=False, description="only stances stated within a year")
    normalisation: Literal["none", "average", "jaccard", "cosine"] = Field(default="average", description="by what agreement of two actors is divided")
    top: int = Field(default=20, ge=1, le=1000, description="coalitions to give of each layer")
    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the draws and searches")
    draws: int = Field(default=200, ge=0, le=10_000, description="draws of the sources for stability")
