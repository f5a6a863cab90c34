"""Requests about allies, power and interest, and decisions."""

from pydantic import BaseModel, Field

from api.requests.base import Keys, Name, Names, ViewRequest


class AskRequest(BaseModel):
    """Which ask."""

    ask: Name = Field(description="the ask: id, name or alias")


class AlliesRequest(ViewRequest):
    """Who stands where on an ask, within a country and among kinds of actors if given."""

    scope: str = Field(default="", description="only actors of this country: us, mx, ca")
    kinds: Keys = Field(default=(), description="only these kinds of actors")
    limit: int = Field(default=200, ge=1, le=1000, description="actors to give in each list")


class GridRequest(AlliesRequest):
    """The same actors by power and interest."""

    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the draws")
    draws: int = Field(default=200, ge=0, le=10_000, description="draws for the intervals of power")


class CoalitionRequest(ViewRequest):
    """The fewest allies that cover countries and branches."""


class CampaignRequest(ViewRequest):
    """Whose campaign on an ask it is, and how far it walks."""

    start: Names = Field(default=(), alias="from", max_length=50, description="who asks; empty or us: our organisation, its staff, board and members")
    max_ties: int = Field(default=3, ge=1, le=8, description="longest path to anybody, in ties")


class NextRequest(CampaignRequest):
    """Whom to call next."""

    budget: int = Field(default=3, ge=1, le=50, description="how many calls to choose")
    limit: int = Field(default=200, ge=1, le=1000, description="calls to give in each list")


class GapsRequest(CampaignRequest):
    """Where the campaign is weak."""

    threshold: float | None = Field(default=None, ge=0, le=1, description="score below which a path counts as none; empty: that of the ontology, .15")


class DecisionsRequest(ViewRequest):
    """By whom an ask could be granted, and which of them `start` reaches."""

    vehicle: str = Field(default="", max_length=300, description="only this way of granting it: id, name or alias")
    start: Names = Field(
        default=(), alias="from", max_length=50, description="who wants to reach them; us: our organisation; empty: us where that is set, else nobody"
    )
    max_ties: int = Field(default=3, ge=1, le=8, description="longest path to them, in ties")
