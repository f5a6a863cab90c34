"""Requests about spread."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from api.requests.base import Keys, Names, ViewRequest


def _chances(value: object) -> object:
    """A number, a text with commas, or a collection of these, as one tuple."""
    if isinstance(value, str | int | float):
        value = (value,)
    if isinstance(value, list | tuple):
        return tuple(part.strip() for one in value for part in str(one).split(",") if part.strip())
    return value


Chance = Annotated[float, Field(gt=0, le=1)]


class SpreadRequest(ViewRequest):
    """Seeds from which a word would reach most actors, with assumed chances."""

    k: int | None = Field(default=None, ge=1, le=1000, description="seeds to choose; empty: 5, or what the budget buys")
    budget: float | None = Field(default=None, gt=0, allow_inf_nan=False, description="what all seeds may cost together")
    cost: Names = Field(default=(), description="what a seed costs, as NAME=NUMBER; 1 unless given")
    p: Annotated[tuple[Chance, ...], BeforeValidator(_chances), Field(max_length=5)] = Field(
        default=(), description="assumed chances to try, above 0 and at most 1; the middle one is answered for"
    )
    model: Literal["ic", "wc"] = Field(default="ic", description="ic: every chance is p; wc: an actor's chances to be moved sum to 1")
    per: Literal["contact", "tie", "strength"] = Field(default="contact", description="what has a chance: each contact, each tie, or a tie by its strength")
    scope: str = Field(default="", description="only seeds of this country: us, mx, ca")
    kinds: Keys = Field(default=(), description="only seeds of these kinds")
    target: Names = Field(default=(), description="count only these actors as reached; they are no seeds")
    target_kinds: Keys = Field(default=(), description="count only these kinds of actors as reached; they are no seeds")
    seed: int = Field(default=0, ge=0, lt=2**63, description="seed of the simulated worlds")
    worlds: int | None = Field(default=None, ge=100, le=1_000_000, description="worlds to simulate for each estimate; empty: 20000")
