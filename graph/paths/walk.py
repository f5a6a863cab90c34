"""What a path question may walk: its kinds of ties, who may stand inside, and what being a hub costs."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import Field

from graph import ontology
from graph.authority import office_holders
from graph.paths import route
from graph.paths.roads import Roads, Route, entry
from graph.snapshot.arrays import Flags, Floats, Ints, Snapshot
from graph.snapshot.kept import Kept, once_for_each
from graph.strength import PLAIN, Ties, derive, entity_kinds, walked_kinds
from graph.view import Query, View

COMPILED_LABELS = 100


class PathQuery(Query):
    """Who can introduce `start` to `end` (ids).

    also_start and also_end are further ids that stand for the start or the end at no cost, as a staff
    stands for its organisation; one that stands for both sides stands for the start. `ask` is the id of
    what is to be asked, for answers that show where introducers stand on it. hub_exponent stands in for
    the gamma of every kind. `labels` bounds how many partial paths a search opens (a compiled search,
    on large graphs, opens a hundred for each); the same bound gives the same answer on every machine.
    """

    start: str
    end: str
    also_start: tuple[str, ...] = ()
    also_end: tuple[str, ...] = ()
    ask: str = ""
    k: int = Field(default=5, ge=1, le=50)
    max_ties: int = Field(default=4, ge=1, le=8)
    diverse: bool = True
    hub_exponent: float | None = Field(default=None, ge=0, le=5)
    labels: int = Field(default=route.LABELS, ge=100, le=200_000)
    mode: Literal["introduce", "reliable", "widest", "disjoint", "temporal"] = "introduce"


def carrying_ties(snapshot: Snapshot, query: PathQuery) -> Ties:
    """The ties that an introduction can use under the query's view. Raises RequestError for an unknown kind."""
    return derive(snapshot, query.view, query.day, carrying_kinds(query.view))


def carrying_kinds(view: View) -> tuple[str, ...]:
    """The tie kinds that the view walks and an introduction can use."""
    known = ontology.load()
    known.check_kinds(ties=view.tie_kinds)
    return tuple(key for key in walked_kinds(view) if known.ties[key].carries)


def terminals(snapshot: Snapshot, query: PathQuery) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The entities that stand for the start and for the end, the ones asked for first; nobody is on both sides."""
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    starts = tuple(dict.fromkeys(v for v in (start, *map(snapshot.index, query.also_start)) if v != end))
    ends = tuple(dict.fromkeys(v for v in (end, *map(snapshot.index, query.also_end)) if v not in starts))
    return starts, ends


def lay_roads(snapshot: Snapshot, ties: Ties, query: PathQuery, starts: Sequence[int], ends: Sequence[int]) -> Roads:
    """Adjacency and factors for one question.

    Officials do not pass lobbyists on: whoever heads, works for or holds a post at a body that may not
    stand inside stands inside only next to that body, where it is an end. Such a body stands for itself
    and for those in office there whom no tie joins to it.
    """
    base = _base(snapshot, ties, query)
    all_starts, after_start = _side(base, ties, starts, ends)
    all_ends, before_end = _side(base, ties, ends, all_starts)
    return replace(base.roads, after_start=after_start, before_end=before_end, starts=all_starts, ends=all_ends)


def without_tie(snapshot: Snapshot, query: PathQuery, roads: Roads, a: int, b: int) -> Roads:
    """The same roads with the tie of a and b gone, so that both have one neighbour fewer."""
    lift = {}
    for v in (a, b):
        row = slice(roads.indptr[v], roads.indptr[v + 1])
        degree = int(np.count_nonzero(roads.tie_strength[roads.tie[row]]))
        lift[v] = float((max(degree - 1, 1) / degree) ** -_exponents(query)[snapshot.kind_codes[v]])
    return replace(roads, closed=(a, b), lift=lift)


@dataclass(frozen=True, slots=True)
class Base:
    """What every question of one view and day shares: roads without ends, who is in office where, and their factors."""

    roads: Roads
    offices: Mapping[int, frozenset[int]]
    holders: Mapping[int, tuple[int, ...]]
    factors: Mapping[int, float]


def _base(snapshot: Snapshot, ties: Ties, query: PathQuery) -> Base:
    key = (snapshot, ties, query.view, query.day, query.hub_exponent)
    return _BASES.get(key, lambda: _lay_base(snapshot, ties, query))


def _lay_base(snapshot: Snapshot, ties: Ties, query: PathQuery) -> Base:
    worth = np.maximum(_degrees(ties), 1) ** -_exponents(query)[snapshot.kind_codes]
    worth[~_may_stand_inside(query.view)[snapshot.kind_codes]] = 0.0
    offices = _offices(snapshot, query)
    holders: dict[int, list[int]] = {}
    for person in sorted(offices):
        for body in offices[person]:
            holders.setdefault(body, []).append(person)
    factors = {person: float(worth[person]) for person in offices}
    worth[list(offices)] = 0.0
    roads = Roads(ties.indptr, ties.neighbour, ties.tie, ties.strength, worth, {}, {}, (), ())
    if len(ties.low) > PLAIN:
        from graph.kernels.rows import ranked

        roads = replace(roads, ranked=ranked(roads.indptr, roads.neighbour, roads.tie, roads.tie_strength, worth))
    return Base(roads, offices, {body: tuple(persons) for body, persons in holders.items()}, factors)


def _weight(base: Base) -> int:
    """Bytes that a base holds beside the ties that it shares."""
    ranked = base.roads.ranked
    return base.roads.worth.nbytes + (ranked.near.nbytes + ranked.gain.nbytes if ranked else 0) + 200 * len(base.offices)


_BASES: Kept[Base] = Kept(512 << 20, _weight, least=3)


def _side(base: Base, ties: Ties, own: Sequence[int], other: Sequence[int]) -> tuple[tuple[int, ...], dict[int, float]]:
    """Everybody who stands for one side, and the factors of those who may stand next to it."""
    persons = [(person, body) for body in own for person in base.holders.get(body, ())]
    stand_ins = [person for person, body in persons if person not in other and tie_between(ties, body, person) < 0]
    return tuple(dict.fromkeys((*own, *stand_ins))), {person: base.factors[person] for person, _ in persons if base.factors[person] > 0}


def officials(snapshot: Snapshot, query: PathQuery) -> Mapping[int, frozenset[int]]:
    """The bodies, themselves not allowed inside a path, at which each person is in office."""
    return _base(snapshot, carrying_ties(snapshot, query), query).offices


def _offices(snapshot: Snapshot, query: PathQuery) -> Mapping[int, frozenset[int]]:
    view, day = query.view, query.day
    inside = _may_stand_inside(view)[snapshot.kind_codes]
    ties = derive(snapshot, view, day, ontology.load().offices)
    low, high = (ends[np.repeat(np.arange(len(ties.low)), np.diff(ties.interaction_ptr))] for ends in (ties.low, ties.high))
    upward = ties.forward > 0
    persons, bodies = np.where(upward, low, high), np.where(upward, high, low)
    offices = office_holders(snapshot, view, day)
    for person, body in zip(persons.tolist(), bodies.tolist(), strict=True):
        offices.setdefault(person, set()).add(body)
    public = {person: frozenset(body for body in held if not inside[body]) for person, held in offices.items()}
    return {person: held for person, held in public.items() if held}


def reach_all(snapshot: Snapshot, query: PathQuery, starts: Sequence[int]) -> Floats:
    """The best score of a path of at most `max_ties` ties from one of `starts` to each entity, 0 where there is none (n).

    A start has 1. Who stands for a body is taken as in `lay_roads`. Only the ends of the query are not used.
    """
    ties = carrying_ties(snapshot, query)
    base = _base(snapshot, ties, query)
    all_starts, beside = _side(base, ties, starts, ())
    roads = replace(base.roads, before_end=beside, starts=all_starts)
    shorter, best = route.reach(route.field(roads), all_starts, query.max_ties)[-2:]
    best[list(all_starts)] = shorter[list(all_starts)] = 1.0
    for body, persons in base.holders.items():
        for person in persons:
            number = tie_between(ties, body, person)
            if number < 0:
                best[body] = max(best[body], best[person])
            elif person not in all_starts:
                best[body] = max(best[body], float(ties.strength[number] * base.factors[person] * shorter[person]))
    return best


def search(snapshot: Snapshot, roads: Roads, query: PathQuery) -> route.Found:
    """The routes that answer the query on these roads."""
    return best_ways(snapshot, roads, query.k, query.max_ties, query.labels, diverse=query.diverse)


def best_ways(snapshot: Snapshot, roads: Roads, k: int, max_ties: int, labels: int, *, diverse: bool, hint: float = 0.0) -> route.Found:
    """The k best routes, by the compiled search where the roads are ranked for it, else by its plain twin.

    `hint` is a score that k routes are known to reach, if any is; it only saves time.
    """
    if roads.ranked is None:
        return route.best_paths(roads, snapshot.ids, k=k, max_ties=max_ties, diverse=diverse, labels=labels)
    from graph.kernels.search import best_paths

    paths, bounded = best_paths(roads, ranks(snapshot), k=k, max_ties=max_ties, diverse=diverse, labels=labels * COMPILED_LABELS, hint=hint)
    return route.Found(paths, bounded)


@once_for_each
def ranks(snapshot: Snapshot) -> Ints:
    """The place of each entity in the order of ids; empty where that is its number (no overlay adds entities)."""
    public, n = snapshot.public_entities, len(snapshot.ids)
    if public == n:
        return np.zeros(0, dtype=np.int32)
    places = np.array([bisect_left(snapshot.ids, snapshot.ids[v], 0, public) for v in range(public, n)])
    order = np.argsort(np.concatenate([np.arange(public) * 2 + 1, places * 2]), kind="stable")
    ranks = np.empty(n, dtype=np.int32)
    ranks[order] = np.arange(n, dtype=np.int32)
    return ranks


def best_way(snapshot: Snapshot, roads: Roads, query: PathQuery, max_ties: int = 0, hint: float = 0.0) -> Route:
    """The one best path of at most `max_ties` ties (as many as the query allows unless given); () when there is none."""
    found = best_ways(snapshot, roads, 1, max_ties or query.max_ties, query.labels, diverse=False, hint=hint)
    return found.paths[0] if found.paths else ()


def tie_between(ties: Ties, a: int, b: int) -> int:
    """The number of the tie of a and b, or -1."""
    at = entry(ties.indptr, ties.neighbour, a, b)
    return int(ties.tie[at]) if at >= 0 else -1


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


def _degrees(ties: Ties) -> Floats:
    """Distinct neighbours of each entity over ties of some strength."""
    some = ties.strength > 0
    n = len(ties.indptr) - 1
    return (np.bincount(ties.low[some], minlength=n) + np.bincount(ties.high[some], minlength=n)).astype(np.float64)
