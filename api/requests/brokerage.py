"""Requests about brokerage and whole-graph measures."""

from typing import Literal

from pydantic import Field

from api.requests.base import ViewRequest


class BrokersRequest(ViewRequest):
    """Who stands between others, by groups of actors."""

    groups: Literal["country", "kind", "branch"] = Field(default="country", description="groups between which roles are told: country, kind or branch of power")
    top: int = Field(default=20, ge=1, le=1000, description="actors to give")
    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the draws and of drawn searches")
    draws: int = Field(default=200, ge=0, le=10_000, description="draws for the intervals")


class MeasuresRequest(ViewRequest):
    """Measures of every actor as a part of the whole graph."""

    start: str = Field(default="", alias="from", max_length=300, description="also give steps and cost from this actor")
    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of drawn searches")
