"""What is drawn: an entity among its nearest, or the paths between two, with a finding as title."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph import ontology
from graph.allies.standing import stances
from graph.claims import Status
from graph.entities import evidence_of, tie
from graph.interactions import run_starts
from graph.paths.route import entries
from graph.results import GraphView, Node, PathResult, Tie
from graph.snapshot.arrays import Flags, Floats, Ints, Snapshot
from graph.speech import read_age
from graph.strength import Ties, derive, walked_kinds
from graph.view import Query
from graph.words import count, listing, plain, words


class EgoQuery(Query):
    """An entity (an id), how many steps around it, at most how many entities; `ask`: show stances on it."""

    entity: str
    steps: int = Field(default=1, ge=1, le=3)
    limit: int = Field(default=60, ge=1, le=300)
    ask: str = ""


def ego(snapshot: Snapshot, query: EgoQuery) -> GraphView:
    """The entity and its nearest: step by step, strongest first, then by id; the rest is counted by kind.

    Strength along steps is the product of tie strengths. Around what is no actor (an agreement, a
    topic) every kind of tie is drawn, around an actor the kinds that the view walks.
    """
    centre = snapshot.index(query.entity)
    actor = ontology.load().entities[snapshot.kinds[centre]].actor
    ties = derive(snapshot, query.view, query.day, drawn_kinds(snapshot, query))
    order = _nearest(ties, centre, query.steps)
    shown = [centre, *order[: query.limit - 1]]
    drawn = [tie(snapshot, ties, t, first=centre) for t in _between(ties, shown)]
    weights = _weights(ties, len(snapshot.ids))
    folded = Counter(ontology.load().entities[snapshot.kinds[i]].plural for i in order[query.limit - 1 :])
    return GraphView(
        kind="ego",
        title=_ego_title(snapshot, ties, centre, actor=actor),
        centre=(snapshot.ids[centre],),
        nodes=tuple(snapshot.node(i) for i in shown),
        sizes=tuple(float(weights[i]) for i in shown),
        stances=stances_on(snapshot, shown, query.ask, query) if query.ask else ("",) * len(shown),
        ties=tuple(drawn),
        folded=tuple(sorted(folded.items(), key=lambda item: (-item[1], item[0]))),
        total=len(order),
        **snapshot.answer_fields(query, evidence_of(drawn)),
    )


def drawn_kinds(snapshot: Snapshot, query: EgoQuery) -> tuple[str, ...]:
    """The kinds of ties that are drawn around an entity."""
    actor = ontology.load().entities[snapshot.kinds[snapshot.index(query.entity)]].actor
    return walked_kinds(query.view) if actor or query.view.tie_kinds else tuple(ontology.load().ties)


def path_view(result: PathResult) -> GraphView:
    """The paths of an answer as one picture; without a path the two ends and the gap."""
    nodes: dict[str, Node] = {result.start.id: result.start}
    ties: dict[tuple[str, ...], Tie] = {}
    for path in result.paths:
        nodes |= {node.id: node for node in path.nodes}
        for each in path.ties:
            ties.setdefault(tuple(sorted((each.a.id, each.b.id))), each)
    nodes |= {result.end.id: result.end}
    sizes = {key: sum(each.strength for ends, each in ties.items() if key in ends) for key in nodes}
    sources = {proof.source.id: proof.source for proof in evidence_of(ties.values())}
    gap = (result.none.nearest_gap,) if result.none and result.none.nearest_gap else ()
    carried = {name: getattr(result, name) for name in ("query", "revision", "as_of", "view", "layers", "not_searched")}
    return GraphView(
        kind="path",
        title=_path_title(result),
        centre=(result.start.id, result.end.id),
        nodes=tuple(nodes.values()),
        sizes=tuple(sizes.values()),
        stances=tuple("" for _ in nodes),
        ties=tuple(ties.values()),
        total=len(nodes),
        warnings=(*result.warnings, *gap),
        sources=tuple(sources[key] for key in sorted(sources)),
        **carried,
    )


def stances_on(snapshot: Snapshot, shown: Sequence[int], ask: str, query: Query) -> tuple[str, ...]:
    """For each entity its newest accepted stance on an ask, in its own voice or its officers' (`graph.allies.standing`); else "unknown"."""
    accepted = query.view.model_copy(update={"statuses": (Status.ACCEPTED,)})
    stated = stances(snapshot, accepted, query.day, ask)
    return tuple(stated.get(i, "unknown") for i in shown)


def _nearest(ties: Ties, centre: int, steps: int) -> list[int]:
    """Entities within some steps, nearest step first, then by the strongest product of strengths, then by number."""
    n = len(ties.indptr) - 1
    reached: Flags = np.zeros(n, dtype=np.bool_)
    reached[centre] = True
    ring, value = np.array([centre], dtype=np.int32), np.ones(1)
    found: list[int] = []
    for _ in range(steps):
        ring, value = _next_ring(ties, ring, value, reached)
        found += ring.tolist()
    return found


def _next_ring(ties: Ties, ring: Ints, value: Floats, reached: Flags) -> tuple[Ints, Floats]:
    sizes = ties.indptr[ring + 1] - ties.indptr[ring]
    at = entries(ties.indptr, ring)
    others, strengths = ties.neighbour[at], np.repeat(value, sizes) * ties.strength[ties.tie[at]]
    new = ~reached[others]
    others, strengths = others[new], strengths[new]
    order = np.lexsort((-strengths, others))
    others, strengths = others[order], strengths[order]
    first = run_starts(others)
    others, strengths = others[first], strengths[first]
    reached[others] = True
    order = np.lexsort((others, -strengths))
    return others[order], strengths[order]


def _between(ties: Ties, shown: list[int]) -> list[int]:
    """Ties among the shown, in the order in which their ends are shown."""
    place = np.full(len(ties.indptr) - 1, -1)
    place[shown] = np.arange(len(shown))
    found: list[tuple[int, int, int]] = []
    for number, i in enumerate(shown):
        at = np.arange(ties.indptr[i], ties.indptr[i + 1])
        at = at[place[ties.neighbour[at]] > number]
        found += zip([number] * len(at), place[ties.neighbour[at]].tolist(), ties.tie[at].tolist(), strict=True)
    return [t for _, _, t in sorted(found)]


def _weights(ties: Ties, n: int) -> Floats:
    """Sum of the strengths of each entity's ties."""
    total = np.bincount(ties.low, weights=ties.strength, minlength=n) + np.bincount(ties.high, weights=ties.strength, minlength=n)
    return total.astype(np.float64)


def _ego_title(snapshot: Snapshot, ties: Ties, centre: int, *, actor: bool) -> str:
    name = plain(snapshot.names[centre])
    contact, one, many = ("documented contact", "actor", "actors") if actor else ("documented ties", "entity", "entities")
    ends = range(int(ties.indptr[centre]), int(ties.indptr[centre + 1]))
    if not ends:
        return f"{name} has no {contact} in evidence"
    best = min(ends, key=lambda at: (-ties.strength[ties.tie[at]], ties.neighbour[at]))
    other = plain(snapshot.names[int(ties.neighbour[best])])
    preposition = "with" if actor else "to"
    if len(ends) == 1:
        return f"{name} has {contact} {preposition} {other}"
    strongest = f"; the strongest tie is to {other}" if actor else ""
    return f"{name} has {contact} {preposition} {count(len(ends), one, many)}{strongest}"


def _path_title(result: PathResult) -> str:
    start, end = plain(result.start.name), plain(result.end.name)
    if not result.paths:
        return f"No path in evidence connects {start} to {end}"
    kinds = Counter(each.kind for each in result.paths[0].ties)
    nouns = [words().nouns[kind].one if number == 1 else count(number, "", words().nouns[kind].many) for kind, number in kinds.items()]
    said = listing(nouns)
    verb = "connects" if len(result.paths[0].ties) == 1 else "connect"
    age = read_age(result.paths[0].newest, result.as_of)
    return f"{said[0].upper()}{said[1:]} {verb} {start} to {end}" + (f"; {age[0].lower()}{age[1:-1]}" if age else "")
