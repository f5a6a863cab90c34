"""Requests about trade."""

from typing import Literal

from pydantic import Field

from api.requests.base import RecordRequest


class FiguresRequest(RecordRequest):
    """Which figures of trade; all that are given must hold."""

    topic: str = Field(default="", description="only figures on this topic")
    reporter: str = Field(default="", description="only figures that this economy reports: its exports, its imports")
    partner: str = Field(default="", description="only trade with this economy")
    category: str = Field(default="", max_length=300, description="only this category: words of it, or scheme and code such as HS 85")
    period: str = Field(default="", max_length=40, description="only figures of this period or within it: 2024, 2025-01..2025-06, per year")
    flow: Literal["", "import", "export", "trade"] = Field(default="", description="only imports or exports of the reporter, or trade without a direction")
    limit: int = Field(default=50, ge=1, le=1000, description="figures or readings to give")


class FlowsRequest(FiguresRequest):
    """Figures joined to topics, chapters and the actors who speak on them."""

    chapter: str = Field(default="", description="only topics that this chapter or agreement bears on")
    actor: str = Field(default="", description="only topics that this actor speaks on; of an economy also its own trade")


class ConcentrationRequest(FiguresRequest):
    """Concentration, and what is known of those not listed."""

    listed: bool = Field(default=False, description="take those listed for all there is")
    ranked: bool = Field(default=False, description="nobody that is not listed is larger than the smallest listed")
