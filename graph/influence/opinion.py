"""Who moves a target, and by how much its position would change if others moved.

The model is Friedkin and Johnsen's, see `graph.influence.listening`, over the arcs of the view by strength. Nobody knows how
far an actor yields to others, so each answer is a range over several susceptibilities (`ontology/opinion.yaml`).

Arcs run from seeker to sought. By default the sought listens to those who seek it: their visits, letters and
memberships are the ways on which a position can reach it. With `listens="sought"` the seeker heeds those it
seeks, which is the direction of PageRank and of spread; a body that seeks nobody is then moved by nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from pydantic import Field

from graph import ontology
from graph.allies.asked import ask_of
from graph.allies.standing import stances
from graph.claims import Frozen
from graph.influence.arcs import members_of
from graph.influence.control import control_row
from graph.influence.draws import Draws, Shown, draw
from graph.influence.ground import Ground, actor, ground, without
from graph.influence.listening import hearing, passed_on
from graph.influence.proofs import claims_of
from graph.influence.ranking import DIGITS, by_id, leaders, ranks_of
from graph.progress import Progress
from graph.proofs import groups_of
from graph.results import Mover, MoversResult, Standing
from graph.results.allies import AGAINST, Stance
from graph.results.opinion import Listens
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot
from graph.view import Query
from graph.words import count

PROOFS = 3
TOLERANCE = 1e-8
FEW = "not enough data: in one draw of the sources in twenty or more, nothing of it reaches the target"
LISTENS = {
    "seekers": "the target is taken to listen to those who seek it: contact opens a way for a position, it does not prove that the target yields",
    "sought": "the target is taken to listen to those it seeks itself, the direction of PageRank",
}


class Priors(Frozen):
    """`ontology/opinion.yaml`, typed; see it for the meaning of each field."""

    susceptibility: tuple[float, ...]
    positions: dict[str, tuple[float, float, float]]
    decides: float
    unranked: float
    least_salience: float
    error: float


class OnQuery(Query):
    """Who moves the target (an id); `ask`: show where each mover stands on it; `draws` of the source groups for the intervals.

    Members of the target are a part of it: they are ranked only `with_members`, and counted apart otherwise.
    """

    target: str
    listens: Listens = "seekers"
    top: int = Field(default=20, ge=1, le=1000)
    ask: str = ""
    seed: int = Field(default=0, ge=0, lt=2**63)
    draws: int = Field(default=1000, ge=0, le=10_000)
    with_members: bool = False


class Doubt(NamedTuple):
    """What the draws say of one mover: 5 % and 95 % of its share, and how often it is among the k asked for."""

    low: float
    high: float
    in_top: float


class Points(NamedTuple):
    """What a stated stance is worth in points of 0 to 100: lowest, likeliest, highest."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The target's row of V (d, n) and what it is passed on by (d, n) at d susceptibilities, over the hearing of `base`."""

    base: Ground
    at: int
    listener: Longs
    heard: Longs
    share: Floats
    susceptibility: tuple[float, ...]
    control: Floats
    passed: Floats

    @property
    def middle(self) -> int:
        """The number of the middle susceptibility."""
        return len(self.susceptibility) // 2


@cache
def priors() -> Priors:
    """Read the file once."""
    return Priors.model_validate(ontology.read("opinion"))


def points(standing: Standing) -> Points | None:
    """What the stated stance is worth, None where nothing was stated; conditions put by who opposes count on that side."""
    if standing.stance == "unknown":
        return None
    worth = Points(*priors().positions[standing.stance])
    if standing.stance == "conditional" and standing.position in AGAINST:
        return Points(100 - worth.high, 100 - worth.likely, 100 - worth.low)
    return worth


def rows(base: Ground, at: int, listens: Listens) -> Rows:
    """The target's rows at every susceptibility of the ontology."""
    n = len(base.actors)
    listener, heard, share = hearing(base.arcs.source, base.arcs.target, base.weights, n, listens)
    levels = priors().susceptibility
    passed = np.stack([passed_on(listener, heard, share, np.full(n, level), at) for level in levels])
    return Rows(base, at, listener, heard, share, levels, passed * (1 - np.array(levels))[:, None], passed)


def on(snapshot: Snapshot, query: OnQuery, progress: Progress | None = None) -> MoversResult:
    """Who moves the target, most first, equal ones by id. Raises UnknownName, and RequestError where it is no actor.

    `progress` is told (done, total) while the draws are made; what it raises cancels the question.
    """
    target = actor(snapshot, query.target)
    known = stances(snapshot, query.view, query.day, snapshot.ids[ask_of(snapshot, query.ask)]) if query.ask else None
    base = ground(snapshot, query)
    at = base.place(target)
    found = rows(base, at, query.listens) if at >= 0 else None
    among, members = _moving(query, found) if found else (np.zeros(0, dtype=np.bool_),) * 2
    top, ranks = _leaders(snapshot, found, among, query.top) if found else (np.zeros(0, dtype=np.int64), np.zeros((1, 0), dtype=np.int64))
    draws = _draw(snapshot, query, found, among, top, progress) if found else None
    items = tuple(_mover(snapshot, found, int(place), ranks[:, i], known, _doubt(draws, i, query.top)) for i, place in enumerate(top)) if found else ()
    own = found.control[:, at] if found else np.ones(1)
    inner = found.control[:, members].sum(axis=1) if found else np.zeros(1)
    total = int(among.sum())
    middle = found.middle if found else 0
    return MoversResult(
        **snapshot.answer_fields(query, [proof for item in items for proof in item.evidence], {snapshot.countries[target]} - {""}),
        target=snapshot.node(target),
        listens=query.listens,
        susceptibility=priors().susceptibility,
        own=float(own[middle]),
        own_lo=float(own.min()),
        own_hi=float(own.max()),
        items=items,
        total=total,
        members=int(members.sum()),
        members_lo=float(inner.min()),
        members_hi=float(inner.max()),
        sentence=_sentence(snapshot, query, target, items, total, draws.count if draws else 0, bool(members.any())),
        would_change=_would_change(snapshot, query, target, items),
        draws=draws.count if draws else 0,
        warnings=(*_apart(snapshot, target, int(members.sum()), inner), *_warnings(query, items, draws)),
    )


def _draw(snapshot: Snapshot, query: OnQuery, found: Rows, moving: Flags, top: Longs, progress: Progress | None) -> Draws:
    """The middle row in draws of the source groups, the same draws as those of a ranking; ranks are among all who move the target."""
    measure = control_row(found.base.arcs, found.at, found.susceptibility[found.middle], query.listens, tolerance=TOLERANCE)
    among = np.flatnonzero(moving)
    shown = Shown(among, np.searchsorted(among, top), np.zeros(len(among)))
    return draw(snapshot, found.base.arcs, measure, shown, seed=query.seed, draws=query.draws if len(top) else 0, progress=progress)


def _doubt(draws: Draws | None, row: int, k: int) -> Doubt | None:
    if not draws or not draws.count:
        return None
    low, high = np.quantile(draws.values[row], [0.05, 0.95]).tolist()
    return Doubt(low, high, float((draws.ranks[row] <= k).mean()))


def _moving(query: OnQuery, found: Rows) -> tuple[Flags, Flags]:
    """Who moves the target at all (n), the target left out; and which of its members would, who are left out unless they are asked for."""
    among: Flags = found.control.max(axis=0) > 0
    among[found.at] = False
    members = among & members_of(found.base.arcs, found.at)
    return (among, np.zeros_like(members)) if query.with_members else (among & ~members, members)


def _leaders(snapshot: Snapshot, found: Rows, among: Flags, top: int) -> tuple[Longs, Longs]:
    """Positions of those who move the target most, and their ranks (d, top) at each susceptibility."""
    keys = np.round(found.control, DIGITS)
    order = by_id(snapshot)[found.base.actors]
    best = leaders(keys[found.middle], among, order, top)
    return best, np.stack([ranks_of(each, among, best) for each in keys])


def _mover(snapshot: Snapshot, found: Rows, place: int, ranks: Longs, known: dict[int, Stance] | None, doubt: Doubt | None) -> Mover:
    entity = int(found.base.actors[place])
    arc, to = first_step(found, place)
    claims = claims_of(snapshot, found.base.arcs, [arc])
    shares = found.control[:, place]
    sources = groups_of(snapshot, claims)
    share = float(shares[found.middle])
    enough = doubt is None or doubt.low > 0
    notes = ("" if enough else FEW, "rests on one source" if len(sources) == 1 else "")
    return Mover(
        entity=snapshot.node(entity),
        country=snapshot.countries[entity],
        share=share,
        lo=float(shares.min()),
        hi=float(shares.max()),
        rank=int(ranks[found.middle]),
        rank_lo=int(ranks.min()),
        rank_hi=int(ranks.max()),
        lo90=min(share, doubt.low) if doubt else share,
        hi90=max(share, doubt.high) if doubt else share,
        p_rank_le_k=doubt.in_top if doubt else 1.0,
        enough=enough,
        direct=bool((found.heard[found.listener == found.at] == place).any()),
        through=None if to == found.at else snapshot.node(int(found.base.actors[to])),
        stance="" if known is None else known.get(entity, "unknown"),
        evidence_count=len(claims),
        source_count=len(sources),
        evidence=tuple(snapshot.evidence(claim) for claim in claims[:PROOFS]),
        note="; ".join(filter(None, notes)),
    )


def first_step(found: Rows, place: int) -> tuple[int, int]:
    """The arc on which most of an actor's part in the target's position travels first, and the place that it reaches.

    The actor must be heard by another; arcs come first in the arrays of hearing, in their order.
    """
    uses = np.flatnonzero(found.heard[: len(found.base.weights)] == place)
    listeners = found.listener[uses]
    carried = np.round(found.share[uses] * found.passed[found.middle][listeners], DIGITS)
    best = int(np.lexsort((listeners, -carried))[0])
    return int(uses[best]), int(listeners[best])


def _sentence(snapshot: Snapshot, query: OnQuery, target: int, items: Sequence[Mover], total: int, draws: int, members: bool) -> str:
    name, day = snapshot.names[target], query.day.isoformat()
    if not items:
        why = "nobody but its own members is on record as seeking it" if members and query.listens == "seekers" else "it is not on record as seeking anybody"
        return f"Nobody is known to move {name} on {day}: {why}; that is not the same as nobody moving it."
    first = items[0]
    ranks = f"rank {first.rank_lo}" if first.rank_lo == first.rank_hi else f"rank {first.rank_lo} to {first.rank_hi}"
    way = "" if first.through is None else f", through {first.through.name}"
    doubt = f"; 90 % {first.lo90:.1%} to {first.hi90:.1%} over draws of the sources" if draws else ""
    finding = f"{first.entity.name} moves {name} most of {count(total, 'actor', 'actors')}"
    if not first.enough:
        finding = f"There is not enough data to say who moves {name}; on the record {first.entity.name} would most of {count(total, 'actor', 'actors')}"
    return (
        f"{finding}: {first.lo:.1%} to {first.hi:.1%} of the position of {name} would trace back to this actor, "
        f"by how far {name} yields to others ({ranks}){way}{doubt}."
    )


def _would_change(snapshot: Snapshot, query: OnQuery, target: int, items: Sequence[Mover]) -> str:
    """Who would come first without the source behind the first."""
    if not items:
        return ""
    source = items[0].evidence[0].source
    other = ground(snapshot, query, without(query.view, source.id))
    at = other.place(target)
    found = rows(other, at, query.listens) if at >= 0 else None
    best = _leaders(snapshot, found, _moving(query, found)[0], 1)[0] if found else np.zeros(0, dtype=np.int64)
    now = snapshot.names[int(other.actors[best[0]])] if len(best) else ""
    if now == items[0].entity.name:
        return f"without “{source.title}” {now} still comes first"
    return f"without “{source.title}” {now} would come first" if now else f"without “{source.title}” nobody would be known to move it"


def _apart(snapshot: Snapshot, target: int, members: int, inner: Floats) -> list[str]:
    """That members were not ranked, and what they hold together."""
    if not members:
        return []
    together = f"together {inner.min():.1%} to {inner.max():.1%} of its position"
    return [f"{count(members, 'member', 'members')} of {snapshot.names[target]} ({together}) not ranked, being a part of it; ask with members to rank them too"]


def _warnings(query: OnQuery, items: Sequence[Mover], draws: Draws | None) -> Iterator[str]:
    yield f"{LISTENS[query.listens]}; ask with the other reading to compare"
    if items:
        levels = ", ".join(f"{level:g}" for level in priors().susceptibility)
        yield f"ranges run over assumed susceptibilities ({levels}); they are no confidence intervals"
    if draws and draws.count:
        level = priors().susceptibility[len(priors().susceptibility) // 2]
        yield f"90 % intervals come from {draws.count} draws of {count(draws.groups, 'source group', 'source groups')}, at the susceptibility {level:g}"
    if draws and items and draws.count < query.draws:
        yield f"intervals come from {draws.count} draws instead of {query.draws}: the graph is large" if draws.count else "no intervals: nothing could be drawn"
    if len({item.rank for item in items}) < len(items):
        yield "equal movers share a rank and are listed by id"
