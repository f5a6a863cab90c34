"""Requests for look-ups."""

from typing import Literal

from pydantic import Field

from api.requests.base import Name, RecordRequest, ViewRequest


class EntityRequest(ViewRequest):
    """One entity."""

    entity: Name


class ClaimsRequest(RecordRequest):
    """Claims about an entity, of a source, of a predicate; `status` empty: accepted and proposed; `cursor` begins a later page."""

    about: str = Field(default="", description="only claims that name this entity")
    source: str = Field(default="", description="only claims of this source: id or title")
    predicate: str = Field(default="", description="only claims that say this, such as met_with")
    status: Literal["", "accepted", "proposed", "rejected"] = Field(default="", description="empty: accepted and proposed")
    limit: int = Field(default=50, ge=1, le=1000, description="claims to give")
    cursor: str = Field(default="", max_length=200, description="`next` of the page before; empty for the first")
