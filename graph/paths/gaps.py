"""Why not: the reason a shorter way is not taken, and what stands between two ends without a path."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from graph import ontology
from graph.claims import Status
from graph.paths import route
from graph.paths.contacts import contacts, fewest, kinds_between
from graph.paths.roads import Roads, Route, entries, near_duplicates
from graph.paths.walk import PathQuery, arrows, best_way, carrying_ties, dash, kind_label, lay_roads, officials, terminals, tie_between
from graph.results import NoPath
from graph.snapshot.arrays import STATUSES, UNKNOWN_DAY, Snapshot
from graph.strength import Ties
from graph.view import View

FURTHEST = 8
MOST_COUNTED = 1000

Pair = tuple[int, int]


def shorter_way(snapshot: Snapshot, query: PathQuery, roads: Roads, ways: Sequence[Route]) -> Route:
    """The way of fewest ties of any kind, where one of the ways given is as long or longer; () for direct ties alone."""
    longest = max(map(len, ways), default=0)
    return fewest(snapshot, query, roads.starts, roads.ends, longest - 1) if longest > 2 else ()


def why_not_each(
    snapshot: Snapshot, query: PathQuery, ties: Ties, roads: Roads, paths: tuple[Route, ...], falls_short: Callable[[Route], str]
) -> Iterator[str]:
    """For each path why a shorter way is not taken, or an equally short one that may not be walked; empty where there is neither."""
    naive = shorter_way(snapshot, query, roads, paths)
    why = why_not(snapshot, query, ties, roads, naive, paths, falls_short) if naive else ""
    closed = bool(naive) and (bool(blocked(roads, naive)) or any(tie_between(ties, a, b) < 0 for a, b in pairwise(naive)))
    for path in paths:
        if why and len(naive) < len(path):
            yield f"the shorter {why}"
        else:
            yield f"the equally short {why}" if closed and len(naive) == len(path) else ""


def why_not(snapshot: Snapshot, query: PathQuery, ties: Ties, roads: Roads, naive: Route, paths: tuple[Route, ...], falls_short: Callable[[Route], str]) -> str:
    """Why the naive way is not the answer: what it runs through, or what it lacks, in the mode's words where `falls_short` gives some."""
    way = arrows(snapshot, naive)
    for v in blocked(roads, naive):
        return f"way {way} runs through {snapshot.names[v]} ({_bar(snapshot, query, v)})"
    for a, b in pairwise(naive):
        if tie_between(ties, a, b) < 0:
            return f"way {way} rests on {dash(snapshot, a, b)}, {_unwalked(snapshot, query, a, b)}"
    if naive in paths:
        return f"way {way} is path {paths.index(naive) + 1}"
    lacks = falls_short(naive) or f"scores {route.score(roads, naive):.3f}"
    twins = [number for number, path in enumerate(paths, 1) if query.diverse and near_duplicates(naive, path)]
    return f"way {way} {lacks}{f', and is nearly path {twins[0]}' if twins and query.mode != 'disjoint' else ''}"


def blocked(roads: Roads, way: Route) -> list[int]:
    """Inner nodes that may not stand where they stand."""
    return [way[place] for place in range(1, len(way) - 1) if roads.is_barred(way, place)]


def explain_none(snapshot: Snapshot, query: PathQuery, ties: Ties, roads: Roads, start: int, end: int) -> NoPath:
    """The nearest gap, one tie that would close it (None where an end is excluded), and what the view and the day left out."""
    anyone = lay_roads(snapshot, ties, _letting_all_in(query), roads.starts, roads.ends)
    way = _next_way(snapshot, roads, query, query.max_ties) or _next_way(snapshot, anyone, query, 0)
    wider = list(_relaxations(snapshot, query, ties))
    if way:
        words, pair = _gap_in(snapshot, query, roads, way)
    else:
        words, bridge = _open_gap(snapshot, query, roads, start, end)
        pair = next((pairs[0] for _, pairs in wider if len(pairs) == 1), bridge)
    barred = dict.fromkeys(v for each in (way, fewest(snapshot, query, roads.starts, roads.ends, FURTHEST)) for v in blocked(roads, each))
    left_out = [
        *(f"{snapshot.names[v]}: {_bar(snapshot, query, v)}" for v in barred),
        *_direct_notes(snapshot, query, start, end),
        *(words for words, _ in wider),
    ]
    closes = excluded(snapshot, query.view).isdisjoint((start, end))
    return NoPath(
        nearest_gap=words,
        missing_tie=(snapshot.node(pair[0]), snapshot.node(pair[1])) if closes else None,
        excluded_by_view=tuple(dict.fromkeys(left_out)),
    )


def _letting_all_in(query: PathQuery) -> PathQuery:
    """The same question where entities of every kind may stand inside."""
    return query.model_copy(update={"view": query.view.model_copy(update={"inside": tuple(sorted(ontology.load().entities))})})


def _next_way(snapshot: Snapshot, roads: Roads, query: PathQuery, max_ties: int) -> Route:
    """The best of the shortest ways of more than `max_ties` ties; () when there is none of at most eight."""
    ways = (best_way(snapshot, roads, query, length) for length in range(max_ties + 1, FURTHEST + 1))
    return next(filter(None, ways), ())


def excluded(snapshot: Snapshot, view: View) -> set[int]:
    """The entities that a view excludes."""
    return {snapshot.index(key) for key in view.exclude if not key.startswith("source:")}


def _bar(snapshot: Snapshot, query: PathQuery, v: int) -> str:
    """Why an entity may not stand inside a path."""
    bodies = officials(snapshot, query).get(v)
    if bodies:
        return f"in office at {', '.join(sorted(snapshot.names[body] for body in bodies))}; officials do not pass lobbyists on"
    return f"{kind_label(snapshot, v)}, does not introduce"


def _unwalked(snapshot: Snapshot, query: PathQuery, a: int, b: int) -> str:
    """Why the tie of two entities is not walked, with its kinds in words."""
    present = [ontology.load().ties[kind] for kind in kinds_between(snapshot, query, a, b)]
    why = "which the view does not walk" if any(kind.carries for kind in present) else "which carries no introduction"
    return f"{why} ({', '.join(dict.fromkeys(kind.label for kind in present))})"


def _gap_in(snapshot: Snapshot, query: PathQuery, roads: Roads, way: Route) -> tuple[str, Pair]:
    """The gap in a way of real ties: who may not stand in it, or how much it is too long; and the ends of a tie past it."""
    start, end, bars = snapshot.names[way[0]], snapshot.names[way[-1]], blocked(roads, way)
    if not bars:
        words = f"the shortest documented way takes {len(way) - 1} ties, more than the {query.max_ties} asked for: {arrows(snapshot, way)}"
        return words, _past(way, 0, 1, query.max_ties)
    barrier = ", ".join(f"{snapshot.names[v]} ({_bar(snapshot, query, v)})" for v in bars)
    words = f"{start} comes to {end} only through those who do not introduce, the nearest way through {barrier}: {arrows(snapshot, way)}"
    return words, _past(way, way.index(bars[0]) - 1, way.index(bars[-1]) + 1, query.max_ties)


def _past(way: Route, before: int, after: int, max_ties: int) -> Pair:
    """The ends of a tie from places `before` to `after` of a way, moved outwards until the way is short enough."""
    too_long = max(0, before + len(way) - after - max_ties)
    outwards = min(before, too_long)
    return way[before - outwards], way[after + too_long - outwards]


def _open_gap(snapshot: Snapshot, query: PathQuery, roads: Roads, start: int, end: int) -> tuple[str, Pair]:
    """The gap between two parts of the record that no tie joins; its best bridge has one foot at an end."""
    without = {v: _without_ties(snapshot, query, roads, v) for v in (start, end)}
    bridges = [(value, snapshot.ids[v], pair) for goal in (start, end) for value, v, pair in _bridge(roads, goal, start, end, query.max_ties)]
    _, _, pair = min(bridges, key=lambda bridge: (-bridge[0], bridge[1]), default=(0.0, "", (start, end)))
    if any(without.values()):
        return "; ".join(words for words in without.values() if words), pair
    reached = [_reached(roads, v, query.max_ties) for v in (start, end)]
    words = f"{snapshot.names[start]} leads to {reached[0]} entities and {snapshot.names[end]} to {reached[1]}, and no tie joins the two"
    return words, pair


def _without_ties(snapshot: Snapshot, query: PathQuery, roads: Roads, v: int) -> str:
    """What to say of an end that nothing leads to; empty when something does."""
    name = snapshot.names[v]
    if v in excluded(snapshot, query.view):
        return f"{name} is excluded by the view"
    kinds = query.view.entity_kinds
    if kinds and snapshot.kinds[v] not in kinds:
        return f"{name} is a {kind_label(snapshot, v)}, and the view sees only ties between entities of the kinds {', '.join(kinds)}"
    if roads.tie_strength[roads.tie[roads.indptr[v] : roads.indptr[v + 1]]].any():
        return ""
    ground = contacts(snapshot, query)
    if ground.indptr[v] == ground.indptr[v + 1]:
        return f"{name} has no tie in evidence"
    return f"{name} has no tie in evidence that can carry an introduction"


def _bridge(roads: Roads, goal: int, start: int, end: int, max_ties: int) -> Iterator[tuple[float, int, Pair]]:
    """The best acquaintance of one end, as the foot of a bridge to the other end; every tie further on only costs."""
    row = slice(roads.indptr[goal], roads.indptr[goal + 1])
    near = roads.neighbour[row]
    values = np.where(np.isin(near, (start, end)), 0.0, roads.tie_strength[roads.tie[row]] * roads.worth[near])
    if max_ties < 2 or not values.any():
        return
    foot = int(near[np.argmax(values)])
    yield float(values.max()), foot, (foot, end) if goal == start else (start, foot)


def _reached(roads: Roads, v: int, max_ties: int) -> str:
    """How many entities paths of at most `max_ties` ties lead to, counted up to a thousand or so."""
    seen = frontier = np.array([v])
    for _ in range(max_ties):
        at = entries(roads.indptr, frontier)
        new = np.setdiff1d(roads.neighbour[at[roads.tie_strength[roads.tie[at]] > 0]], seen)
        seen, frontier = np.union1d(seen, new), new[roads.worth[new] > 0]
        if len(seen) > MOST_COUNTED:
            return f"more than {MOST_COUNTED:,}"
    return str(len(seen) - 1)


def _direct_notes(snapshot: Snapshot, query: PathQuery, start: int, end: int) -> Iterator[str]:
    """What the record does say of the two ends, though it carries no introduction."""
    present = kinds_between(snapshot, query, start, end)
    if "urged" in present:
        yield f"{dash(snapshot, start, end)}: urging is not contact"
    others = [ontology.load().ties[kind].label for kind in present if kind != "urged"]
    if others:
        yield f"{dash(snapshot, start, end)}: stands in the record only as {', '.join(others)}, which is not walked"


def _relaxations(snapshot: Snapshot, query: PathQuery, ties: Ties) -> Iterator[tuple[str, list[Pair]]]:
    """What would open a path if the view or the day were wider, one limit at a time: words, and the ties it would add."""
    view = query.view
    wider: list[tuple[View, Callable[[str, int], str]]] = []
    if Status.PROPOSED not in view.statuses and (snapshot.reports.status == STATUSES.index(Status.PROPOSED)).any():
        statuses = (*view.statuses, Status.PROPOSED)
        wider.append((view.model_copy(update={"statuses": statuses}), lambda names, count: f"{count} {_ties(count)} only proposed: {names}"))
    if view.min_confidence:
        limit = view.min_confidence
        wider.append((view.model_copy(update={"min_confidence": 0.0}), lambda names, count: f"{count} {_ties(count)} below confidence {limit}: {names}"))
    if view.tie_kinds:
        wider.append((view.model_copy(update={"tie_kinds": ()}), lambda names, count: f"{count} {_ties(count)} of a kind that the view leaves out: {names}"))
    for wide, say in wider:
        new = _new_ties(snapshot, query.model_copy(update={"view": wide}), ties)
        if new:
            yield say(", ".join(dash(snapshot, a, b) for a, b in new), len(new)), new
    yield from _exclusions(snapshot, query, ties)
    yield from _later(snapshot, query, ties)


def _ties(count: int) -> str:
    return "tie is" if count == 1 else "ties are"


def _exclusions(snapshot: Snapshot, query: PathQuery, ties: Ties) -> Iterator[tuple[str, list[Pair]]]:
    """What each excluded source or entity takes away."""
    for key in query.view.exclude:
        wide = _excluding(query, tuple(other for other in query.view.exclude if other != key))
        new = _new_ties(snapshot, wide, ties)
        if key.startswith("source:"):
            entities = tuple(other for other in query.view.exclude if not other.startswith("source:"))
            full, left = (len(carrying_ties(snapshot, _excluding(query, keys)).low) for keys in (entities, (*entities, key)))
            title = snapshot.sources[snapshot.source_index(key)].title
            yield f"source {title} is excluded: {full - left} {'tie rests' if full - left == 1 else 'ties rest'} on it alone", new
        else:
            lost = len(carrying_ties(snapshot, wide).low) - len(ties.low)
            yield f"{snapshot.names[snapshot.index(key)]} is excluded with {lost} {'tie' if lost == 1 else 'ties'}", new


def _excluding(query: PathQuery, keys: tuple[str, ...]) -> PathQuery:
    return query.model_copy(update={"view": query.view.model_copy(update={"exclude": keys})})


def _later(snapshot: Snapshot, query: PathQuery, ties: Ties) -> Iterator[tuple[str, list[Pair]]]:
    """Ties of a path that exists on a later day."""
    newest = int(snapshot.reports.start.max(initial=UNKNOWN_DAY))
    if newest <= query.day.toordinal():
        return
    later = query.model_copy(update={"as_of": date.fromordinal(newest)})
    wide = carrying_ties(snapshot, later)
    new = _new_ties(snapshot, later, ties)
    for a, b in new:
        number = tie_between(wide, a, b)
        first = int(wide.start[wide.interaction_ptr[number] : wide.interaction_ptr[number + 1]].min())
        yield f"{dash(snapshot, a, b)} is first evidenced {date.fromordinal(first).isoformat()}, after {query.day.isoformat()}", new


def _new_ties(snapshot: Snapshot, query: PathQuery, ties: Ties) -> list[Pair]:
    """Ties of the best path under a wider query that `ties` does not have, or not with any strength."""
    roads = lay_roads(snapshot, carrying_ties(snapshot, query), query, *terminals(snapshot, query))
    return [(a, b) for a, b in pairwise(best_way(snapshot, roads, query)) if not _is_walkable(ties, a, b)]


def _is_walkable(ties: Ties, a: int, b: int) -> bool:
    number = tie_between(ties, a, b)
    return number >= 0 and bool(ties.strength[number] > 0)
