"""Requests about who moves whom, scenarios and settlement."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from api.requests.base import Name, ViewRequest


def _moves(value: object) -> object:
    """One text, several, or a mapping of names to a position or to (start, position), as texts NAME=START..TO."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        return tuple(f"{name}={'..'.join(map(str, to)) if isinstance(to, list | tuple) else to}" for name, to in value.items())
    return value


class MoversRequest(ViewRequest):
    """Who moves one target."""

    listens: Literal["seekers", "sought"] = Field(
        default="seekers", description="whom actors listen to: seekers, those who seek them; sought, those they seek (the direction of PageRank)"
    )
    top: int = Field(default=20, ge=1, le=1000, description="actors to give")
    ask: str = Field(default="", max_length=300, description="show where each stands on this ask")
    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the draws")
    draws: int = Field(default=1000, ge=0, le=10_000, description="draws for the intervals")
    with_members: bool = Field(default=False, description="rank members of the target too, who are a part of it")


class SimulateRequest(ViewRequest):
    """A scenario: what a target would do if others moved."""

    target: Name = Field(description="whose position is asked for: id, name or alias")
    move: Annotated[tuple[Annotated[str, Field(max_length=400)], ...], BeforeValidator(_moves)] = Field(
        min_length=1, max_length=100, description="NAME=TO or NAME=START..TO, in points from 0 (against) to 100 (for)"
    )
    listens: Literal["seekers", "sought"] = Field(
        default="seekers", description="whom actors listen to: seekers, those who seek them; sought, those they seek (the direction of PageRank)"
    )
    ask: str = Field(default="", max_length=300, description="stated stances on this ask are the starts")


class GivenRequest(BaseModel):
    """What the user says of an actor; what is left out comes from the record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Name = Field(description="id, name or alias")
    capability: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False, description="how much it can do; only ratios matter")
    salience: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False, description="how much it cares; only ratios matter")
    position: float | None = Field(default=None, ge=0, le=100, allow_inf_nan=False, description="from 0 (against) to 100 (for)")


class SettleRequest(ViewRequest):
    """Where an ask would settle."""

    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the draws")
    draws: int = Field(default=1000, ge=0, le=10_000, description="draws for the interval")


class SettlementScenario(SettleRequest):
    """The same with inputs of the user's own."""

    ask: Name = Field(description="the ask: id, name or alias")
    given: tuple[GivenRequest, ...] = Field(min_length=1, max_length=1000, description="actors with what the user says of them")


def _which(value: Any) -> str:
    named = value.get("target") if isinstance(value, dict) else getattr(value, "target", None)
    return "settlement" if named is None and (not isinstance(value, dict) or "given" in value) else "moves"


ScenarioRequest = Annotated[Annotated[SimulateRequest, Tag("moves")] | Annotated[SettlementScenario, Tag("settlement")], Discriminator(_which)]
