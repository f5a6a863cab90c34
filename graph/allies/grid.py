"""Power and interest of the actors on an ask, and their roles by the side that they take.

Power is the percentile (share of others that lie below) of the influence score and of formal authority, the
higher of the two; interest the share of an actor's late statements and meetings that were on the ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np
from pydantic import Field

from graph import ontology
from graph.allies import beta
from graph.allies.asked import ask_of, says_on
from graph.allies.classify import AlliesQuery, confirmation, matters, ordered, own_rows
from graph.allies.happenings import Happenings, happenings
from graph.allies.standing import standings, unknown
from graph.claims import Frozen
from graph.influence.draws import Shown, draw
from graph.influence.lanes import Measure
from graph.influence.ranking import check_scope, share_below
from graph.influence.score import TOLERANCE, InfluenceQuery, solve
from graph.jurisdictions import DISCLOSURE
from graph.progress import Progress
from graph.results import Cell, GridItem, GridResult, Quadrant, Role, Side, Standing
from graph.snapshot.arrays import Snapshot
from graph.words import count, few, listing

SIDES: Mapping[str, Side] = {
    "ally": "for",
    "leaning ally": "for",
    "swing": "undecided",
    "neutral": "undecided",
    "leaning opponent": "against",
    "opponent": "against",
    "unknown": "unknown",
}
QUADRANTS: Mapping[tuple[bool, bool], Quadrant] = {
    (True, True): "work with closely",
    (True, False): "win over with care",
    (False, True): "keep in touch",
    (False, False): "watch",
}
REGIMES = f"power compares actors of several countries, which disclose differently: {DISCLOSURE} to compare within one"


class GridQuery(AlliesQuery):
    """The same question as `AlliesQuery`, with draws of the source groups for the intervals of power."""

    seed: int = Field(default=0, ge=0, lt=2**63)
    draws: int = Field(default=200, ge=0, le=10_000)


class GridData(Frozen):
    """`ontology/grid.yaml`, typed; see it for the meaning of each field."""

    months: float
    power: float
    interest: float
    statements: tuple[str, ...]
    meetings: tuple[str, ...]
    authority: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Power:
    """The percentile of influence of each actor with a score, its 5 % and 95 %, and how many draws were made."""

    influence: Mapping[int, tuple[float, float, float]]
    draws: int


@cache
def data() -> GridData:
    """Read the file once."""
    return GridData.model_validate(ontology.read("grid"))


def grid(snapshot: Snapshot, query: GridQuery, progress: Progress | None = None) -> GridResult:
    """Every actor with evidence or a say on the ask, the most powerful first; raises as `allies.classify`.

    `progress` is told (done, total) while the draws are made; what it raises cancels the question.
    """
    ask = ask_of(snapshot, query.ask)
    check_scope(snapshot, query.scope)
    ontology.load().check_kinds(entities=query.kinds)
    known = own_rows(snapshot, query.view, query.day, standings(snapshot, query.view, query.day, query.ask))
    formal = matters(snapshot, query.view, says_on(snapshot, query.view, ask))
    silent = {v: unknown(snapshot, query.view, query.day, v) for v in sorted(formal.keys() - known.keys())}
    rows = ordered(query, known | silent)
    numbers = {row.entity.id: snapshot.index(row.entity.id) for row in rows}
    power = _influence(snapshot, query, list(numbers.values()), progress)
    weight = {v: sum(data().authority[part] * len(vehicles) for part, vehicles in parts.items()) for v, parts in formal.items()}
    late = happenings(snapshot, query.view, query.day, ask, list(numbers.values()), data().months, (data().statements, data().meetings))
    items = [_item(snapshot, numbers[row.entity.id], row, power, _authority(weight, numbers[row.entity.id]), formal, late) for row in rows]
    items.sort(key=lambda item: (-(item.power if item.power is not None else -1), -(item.interest or 0), item.standing.entity.id))
    shown = tuple(items[: query.limit])
    proofs = [proof for item in shown for proof in (*item.standing.evidence, *item.standing.against, *item.evidence)]
    return GridResult(
        **snapshot.answer_fields(query, proofs, {query.scope} - {""}),
        ask=snapshot.node(ask),
        found=bool(known),
        items=shown,
        total=len(items),
        cells=_cells(rows),
        draws=power.draws,
        months=data().months,
        sentence=_sentence(snapshot.names[ask], items),
        would_change=_would_change(items),
        warnings=tuple(_warnings(query, items, power)),
    )


def _influence(snapshot: Snapshot, query: GridQuery, numbers: Sequence[int], progress: Progress | None) -> Power:
    """Percentiles of the PageRank among the actors of the scope, over the draws too."""
    asked = InfluenceQuery(as_of=query.as_of, view=query.view, scope=query.scope, seed=query.seed, draws=query.draws)
    scores = solve(snapshot, asked, query.view)
    among = np.flatnonzero([query.scope in ("", snapshot.countries[v]) for v in scores.arcs.actors.tolist()])
    place = {int(scores.arcs.actors[at]): row for row, at in enumerate(among.tolist())}
    shown = np.array(sorted(place[v] for v in numbers if v in place), dtype=np.int64)
    if not len(shown):
        return Power({}, 0)
    share = share_below(scores.values[among])[shown]
    measure = Measure(asked.following, TOLERANCE, scores.values)
    drawn = draw(snapshot, scores.arcs, measure, Shown(among, shown, np.zeros(len(among))), seed=query.seed, draws=query.draws, progress=progress)
    low = high = share
    if drawn.count:
        rivals = max(len(among) - 1, 1)
        low, high = (1 - (np.quantile(drawn.ranks, level, axis=1) - 1) / rivals for level in (0.95, 0.05))
    actors = [int(scores.arcs.actors[at]) for at in among[shown].tolist()]
    bounds = zip(share.tolist(), np.minimum(low, share).tolist(), np.maximum(high, share).tolist(), strict=True)
    return Power(dict(zip(actors, bounds, strict=True)), drawn.count)


def _authority(weight: Mapping[int, float], v: int) -> float:
    """The share of the others with a say that have less of it; 0 for whoever has none, 1 for the only one."""
    if v not in weight:
        return 0.0
    others = [value for other, value in weight.items() if other != v]
    return sum(value < weight[v] for value in others) / len(others) if others else 1.0


def _item(
    snapshot: Snapshot,
    v: int,
    standing: Standing,
    power: Power,
    authority: float,
    formal: Mapping[int, Mapping[str, Sequence[str]]],
    late: Mapping[int, Happenings],
) -> GridItem:
    scored, happened = power.influence.get(v), late[v]
    of_all, on_ask = happened.total, len(happened.on_ask)
    levels = [max(authority, each) for each in scored] if scored else [authority] * 3 if v in formal else [None] * 3
    interest = [on_ask / of_all, *(beta.quantile(level, 1 + on_ask, 1 + of_all - on_ask) for level in (0.05, 0.95))] if of_all else [None] * 3
    quadrant, sure = _quadrant(levels, interest)
    value, low, high = interest
    return GridItem(
        standing=standing,
        power=levels[0],
        power_lo90=levels[1],
        power_hi90=levels[2],
        influence=scored[0] if scored else None,
        authority=authority,
        decides=tuple(f"{part}: {vehicle}" for part, vehicles in sorted(formal.get(v, {}).items()) for vehicle in vehicles),
        interest=value,
        interest_lo90=low if value is None or low is None else min(low, value),
        interest_hi90=high if value is None or high is None else max(high, value),
        on_ask=on_ask,
        happenings=of_all,
        quadrant=quadrant,
        sure=sure,
        evidence=tuple(snapshot.evidence(claim) for claim in happened.on_ask[:5]),
    )


def _quadrant(power: Sequence[float | None], interest: Sequence[float | None]) -> tuple[Quadrant, bool]:
    """The quadrant of the two values, and whether the intervals keep to it."""
    borders = ((power, data().power), (interest, data().interest))
    sides = [{level >= border for level in levels if level is not None} for levels, border in borders]
    if not all(sides):
        return "not enough data", False
    high = [levels[0] is not None and levels[0] >= border for levels, border in borders]
    return QUADRANTS[high[0], high[1]], all(len(side) == 1 for side in sides)


def _cells(rows: Sequence[Standing]) -> tuple[Cell, ...]:
    roles: tuple[Role, ...] = get_args(Role)
    sides: tuple[Side, ...] = get_args(Side)
    return tuple(
        Cell(role=role, side=side, actors=tuple(row.entity for row in rows if row.role == role and SIDES[row.position] == side))
        for role in roles
        for side in sides
    )


def _sentence(ask: str, items: Sequence[GridItem]) -> str:
    if not items:
        return f"Nobody is known to have a say or a position on “{ask}”."
    close = [item.standing.entity.name for item in items if item.quadrant == "work with closely"]
    strong = [item for item in items if item.power is not None and item.power >= data().power]
    silent = sum(item.standing.position == "unknown" for item in strong)
    who = (
        f"{listing(few(close))} {'has' if len(close) == 1 else 'have'} both power and interest" if close else "nobody is known to have both power and interest"
    )
    return f"On “{ask}”, of {count(len(items), 'actor', 'actors')}, {who}; of {len(strong)} with power the position of {silent} is unknown."


def _would_change(items: Sequence[GridItem]) -> str:
    """The most powerful actor whose position is unknown."""
    first = next((item for item in items if item.standing.position == "unknown" and item.power), None)
    return f"a statement of its own by {first.standing.entity.name}, whose position is unknown" if first else ""


def _warnings(query: GridQuery, items: Sequence[GridItem], power: Power) -> Iterator[str]:
    yield from confirmation([item.standing for item in items])
    if not query.scope:
        yield REGIMES
    if unsure := [item.standing.entity.name for item in items if not item.sure and item.quadrant != "not enough data"]:
        yield f"the interval reaches over a border, so the quadrant is not sure, for {listing(few(unsure))}"
    if thin := sum(item.quadrant == "not enough data" for item in items):
        yield f"{count(thin, 'actor has', 'actors have')} not enough data for a quadrant, which says nothing of their power or interest"
    if 0 < power.draws < query.draws:
        yield f"intervals come from {power.draws} draws instead of {query.draws}: the graph is large"
    if len(items) > query.limit:
        yield f"only the first {query.limit} of {len(items)} actors are shown"
