"""Requests for look-ups."""

from typing import Literal

from pydantic import Field

from api.requests.base import ListRequest, Name, Names, RecordRequest, ViewRequest


class EntitiesRequest(ListRequest):
    """Entities by name or alias, all of them without one; `cursor` begins a later page."""

    q: str = Field(default="", max_length=1000, description="a name, an alias, an id or a part of one; empty for every entity")
    kind: str = Field(default="", max_length=64, description="only entities of this kind")


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
    ids: Names = Field(default=(), description="only these claims, whatever their status: ids, or their beginnings from eight digits on")
