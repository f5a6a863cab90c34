"""What a path question may walk: its kinds of ties, who may stand inside, and what being a hub costs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
from pydantic import Field

from graph import ontology, route
from graph.arrays import Flags, Floats, Snapshot
from graph.authority import office_holders
from graph.errors import RequestError, shown
from graph.route import Roads, Route
from graph.strength import Ties, derive, entity_kinds, walked_kinds
from graph.view import Query, View

OFFICES = ("officer_of", "employed_by")


class PathQuery(Query):
    """Who can introduce `start` to `end` (ids). `hub_exponent` stands in for the gamma of every kind."""

    start: str
    end: str
    k: int = Field(default=5, ge=1, le=50)
    max_ties: int = Field(default=4, ge=1, le=8)
    diverse: bool = True
    hub_exponent: float | None = Field(default=None, ge=0, le=5)
    mode: Literal["introduce"] = "introduce"


def carrying_ties(snapshot: Snapshot, query: PathQuery) -> Ties:
    """The ties that an introduction can use under the query's view. Raises RequestError for an unknown kind."""
    return derive(snapshot, query.view, query.day, carrying_kinds(query.view))


def all_ties(snapshot: Snapshot, query: PathQuery) -> Ties:
    """Every tie of every kind that the view's other filters admit."""
    return derive(snapshot, query.view, query.day, tuple(ontology.load().ties))


def carrying_kinds(view: View) -> tuple[str, ...]:
    """The tie kinds that the view walks and an introduction can use."""
    known = ontology.load().ties
    if unknown := [key for key in view.tie_kinds if key not in known]:
        raise RequestError(f"{shown(unknown[0])}: no such kind of tie; known are {', '.join(known)}")
    return tuple(key for key in walked_kinds(view) if known[key].carries)


def lay_roads(snapshot: Snapshot, ties: Ties, query: PathQuery, start: int, end: int) -> Roads:
    """Adjacency and factors for one question.

    Officials do not pass lobbyists on: whoever heads, works for or holds a post at a body that may not
    stand inside stands inside only next to that body, where it is an end. Such a body stands for itself
    and for those in office there whom no tie joins to it.
    """
    strength = ties.strength[ties.tie]
    factor = np.maximum(_degrees(ties, strength), 1) ** -_exponents(query)[snapshot.kind_codes]
    worth = np.where(_may_stand_inside(query.view)[snapshot.kind_codes], factor, 0.0)
    after_start, before_end = np.zeros_like(worth), np.zeros_like(worth)
    starts, ends = [start], [end]
    for person, bodies in officials(snapshot, query).items():
        starts += [person] if start in bodies and person != end and tie_between(ties, start, person) < 0 else []
        ends += [person] if end in bodies and person not in starts and tie_between(ties, end, person) < 0 else []
        after_start[person] = worth[person] if start in bodies else 0.0
        before_end[person] = worth[person] if end in bodies else 0.0
        worth[person] = 0.0
    return Roads(ties.indptr, ties.neighbour, strength, worth, after_start, before_end, tuple(starts), tuple(ends))


def without_tie(snapshot: Snapshot, query: PathQuery, roads: Roads, a: int, b: int) -> Roads:
    """The same roads with the tie of a and b gone, so that both have one neighbour fewer."""
    strength = roads.strength.copy()
    worth, after_start, before_end = (factors.copy() for factors in (roads.worth, roads.after_start, roads.before_end))
    for v, u in ((a, b), (b, a)):
        row = slice(roads.indptr[v], roads.indptr[v + 1])
        degree = int(np.count_nonzero(strength[row]))
        strength[row] = np.where(roads.neighbour[row] == u, 0.0, strength[row])
        for factors in (worth, after_start, before_end):
            factors[v] *= (max(degree - 1, 1) / degree) ** -_exponents(query)[snapshot.kind_codes[v]]
    return replace(roads, strength=strength, worth=worth, after_start=after_start, before_end=before_end)


def officials(snapshot: Snapshot, query: PathQuery) -> Mapping[int, set[int]]:
    """The bodies, themselves not allowed inside a path, at which each person is in office."""
    return _officials(snapshot, query.view, query.day)


@lru_cache(maxsize=8)
def _officials(snapshot: Snapshot, view: View, day: date) -> Mapping[int, set[int]]:
    inside = _may_stand_inside(view)[snapshot.kind_codes]
    ties = derive(snapshot, view, day, OFFICES)
    low, high = (ends[np.repeat(np.arange(len(ties.low)), np.diff(ties.interaction_ptr))] for ends in (ties.low, ties.high))
    upward = ties.forward > 0
    persons, bodies = np.where(upward, low, high), np.where(upward, high, low)
    offices = office_holders(snapshot, view, day)
    for person, body in zip(persons.tolist(), bodies.tolist(), strict=True):
        offices.setdefault(person, set()).add(body)
    public = {person: {body for body in held if not inside[body]} for person, held in offices.items()}
    return {person: held for person, held in public.items() if held}


def search(snapshot: Snapshot, roads: Roads, query: PathQuery) -> route.Found:
    """The routes that answer the query on these roads."""
    return route.best_paths(roads, snapshot.ids, k=query.k, max_ties=query.max_ties, diverse=query.diverse)


def tie_between(ties: Ties, a: int, b: int) -> int:
    """The number of the tie of a and b, or -1."""
    row = slice(ties.indptr[a], ties.indptr[a + 1])
    found = ties.tie[row][ties.neighbour[row] == b]
    return int(found[0]) if len(found) else -1


def arrows(snapshot: Snapshot, way: Route) -> str:
    """A route in names: "ITI → AMITI → USTR"."""
    return " → ".join(snapshot.names[v] for v in way)


def dash(snapshot: Snapshot, a: int, b: int) -> str:
    """A pair in names: "AMITI – USTR"."""
    return f"{snapshot.names[a]} – {snapshot.names[b]}"


def kind_label(snapshot: Snapshot, v: int) -> str:
    """The kind of an entity in words."""
    return ontology.load().entities[snapshot.kinds[v]].label


def _may_stand_inside(view: View) -> Flags:
    """By number of the entity kind. Raises RequestError for an unknown kind."""
    default: Flags = np.array([kind.inside for kind in ontology.load().entities.values()])
    return default | entity_kinds(view.inside)


def _exponents(query: PathQuery) -> Floats:
    """The exponent of the hub penalty, by number of the entity kind."""
    return np.array([kind.gamma if query.hub_exponent is None else query.hub_exponent for kind in ontology.load().entities.values()])


def _degrees(ties: Ties, strength: Floats) -> Floats:
    """Distinct neighbours of each entity over ties of some strength."""
    n = len(ties.indptr) - 1
    node = np.repeat(np.arange(n), np.diff(ties.indptr))
    return np.bincount(node[strength > 0], minlength=n).astype(np.float64)
