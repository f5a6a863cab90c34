"""How a word could pass: what a question about spread assumes, and the chances that follow for the arcs of a view."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, field_validator

from graph import ontology
from graph.claims import Frozen
from graph.errors import RequestError
from graph.influence.arcs import Arcs, arc_kinds, find_arcs, weigh
from graph.influence.ranking import check_scope, in_country
from graph.snapshot.arrays import Flags, Floats, Snapshot
from graph.strength import derive
from graph.view import Query

MOST = 1000
Chance = Annotated[float, Field(gt=0, le=1)]
Cost = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Prior(Frozen):
    """What is assumed: see `ontology/spread.yaml`."""

    p: tuple[Chance, ...]
    overlap: float
    worlds: int
    arcs: int


@cache
def prior() -> Prior:
    """Read the file once."""
    return Prior.model_validate(ontology.read("spread"))


class SpreadQuery(Query):
    """At most `k` seeds (None: 5, or what the budget buys) that cost at most `budget` together.

    model    "ic": every chance is p; "wc": an actor's chances to be moved sum to 1
    per      what has a chance: each "contact" (interaction) of an arc, each "tie" once, or a tie by its "strength"
    p        chances tried with "ic"; the middle one is answered for; empty: those of `ontology/spread.yaml`
    costs    (id, cost) of seeds that do not cost 1
    scope, kinds   country (empty: all) and kinds (empty: all) of those who may be seeds
    targets, target_kinds   ids and kinds of those who count as reached (empty: everyone); where given, they are no seeds
    worlds   simulated for each estimate; None: as in `ontology/spread.yaml`
    """

    k: int | None = Field(default=None, ge=1, le=MOST)
    budget: Cost | None = None
    model: Literal["ic", "wc"] = "ic"
    per: Literal["contact", "tie", "strength"] = "contact"
    p: tuple[Chance, ...] = Field(default=(), max_length=5)
    costs: tuple[tuple[str, Cost], ...] = ()
    scope: str = ""
    kinds: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    target_kinds: tuple[str, ...] = ()
    seed: int = Field(default=0, ge=0, lt=2**63)
    worlds: int | None = Field(default=None, ge=100, le=1_000_000)

    @field_validator("p")
    @classmethod
    def _ascending(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(sorted(set(values)))

    @property
    def grid(self) -> tuple[float | None, ...]:
        """The chances to try, ascending; one None where the model assumes no p."""
        return (None,) if self.model == "wc" else self.p or prior().p

    @property
    def middle(self) -> float | None:
        """The chance that is answered for."""
        return self.grid[(len(self.grid) - 1) // 2]

    @property
    def most(self) -> int:
        """The most seeds that may be taken."""
        return self.k or (MOST if self.budget else 5)

    @property
    def aimed(self) -> bool:
        """Whether only some actors count as reached."""
        return bool(self.targets or self.target_kinds)


@dataclass(frozen=True, slots=True, eq=False)
class Audience:
    """The arcs of a view, from seeker to sought; who counts as reached (n); what a seed costs (n, infinite: it may be none)."""

    arcs: Arcs
    counted: Flags
    cost: Floats

    @property
    def eligible(self) -> int:
        """How many may be seeds."""
        return int(np.isfinite(self.cost).sum())


def audience(snapshot: Snapshot, query: SpreadQuery) -> Audience:
    """The audience of a question. Raises RequestError for a name, kind, country, p or cost that fits nothing."""
    _check(snapshot, query)
    arcs = find_arcs(snapshot, derive(snapshot, query.view, query.day, arc_kinds(query.view)))
    actors = arcs.actors
    targets = [snapshot.index(target) for target in query.targets]
    hit = np.isin(actors, targets) | _of_kinds(snapshot, arcs, query.target_kinds)
    counted = hit if query.aimed else np.ones(len(actors), dtype=np.bool_)
    may = ~hit & (_of_kinds(snapshot, arcs, query.kinds) if query.kinds else True)
    if query.scope:
        may &= in_country(snapshot, query.scope)[actors]
    cost = np.where(may, 1.0, np.inf)
    for name, price in query.costs:
        cost[may & (actors == snapshot.index(name))] = price
    return Audience(arcs, counted, cost)


def chances(arcs: Arcs, query: SpreadQuery, p: float | None) -> Floats:
    """The chance (a) that a word passes along each arc, back from the sought to the seeker.

    "ic": p for a tie, 1 - (1 - p) ** contacts, or p times strength; "wc": an arc's share of the ties,
    contacts or strength of all whom the seeker seeks.
    """
    contacts = np.diff(arcs.ptr).astype(np.float64)
    strength = weigh(arcs, arcs.ties.p[:, None])[:, 0]
    if p is not None:
        return {"tie": np.full(len(contacts), p), "contact": 1 - (1 - p) ** contacts, "strength": p * strength}[query.per]
    weight = {"tie": np.ones(len(contacts)), "contact": contacts, "strength": strength}[query.per]
    return weight / np.bincount(arcs.source, weights=weight, minlength=len(arcs.actors))[arcs.source]


def _of_kinds(snapshot: Snapshot, arcs: Arcs, kinds: tuple[str, ...]) -> Flags:
    numbers = [number for number, kind in enumerate(ontology.load().entities) if kind in kinds]
    return np.isin(snapshot.kind_codes[arcs.actors], numbers)


def _check(snapshot: Snapshot, query: SpreadQuery) -> None:
    check_scope(snapshot, query.scope)
    ontology.load().check_kinds(ties=query.view.tie_kinds, entities=(*query.kinds, *query.target_kinds))
    if query.p and query.model == "wc":
        raise RequestError(f"p: {query.p[0]}: the model wc takes its chances from the arcs; leave p out, or use the model ic")
    if query.costs and query.budget is None:
        raise RequestError("costs: they mean nothing without a budget; give one")
