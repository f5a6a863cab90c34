"""Where an ask would settle if positions were averaged by capability times salience.

mean = sum(c s x) / sum(c s), with capability c, salience s and position x of each actor (Bueno de Mesquita 1994; the
compromise model of van den Bos 1991), and the median position by the same weights. Position comes from the stated
stance, salience from the share of late statements and meetings that were on the ask, capability from formal
authority on it and from the influence score, unless the user gives them. An actor whose position is not known
is listed and not counted. What all this is worth is data: `ontology/opinion.yaml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.allies.asked import ask_of
from graph.allies.grid import data as grid_data
from graph.allies.happenings import Happenings, happenings
from graph.allies.standing import standings
from graph.allies.voices import Voices
from graph.authority import authority
from graph.claims import Frozen
from graph.errors import RequestError, shown
from graph.influence.draws import Shown, draw
from graph.influence.ground import actor
from graph.influence.grouping import OF_PEOPLE
from graph.influence.lanes import Measure
from graph.influence.opinion import Points, points, priors
from graph.influence.score import TOLERANCE, InfluenceQuery, solve
from graph.results import SettlementResult, Standing, Unplaced, Weighed
from graph.snapshot.arrays import Floats, Snapshot
from graph.view import Query
from graph.words import count, listing

MOST = 50


class Given(Frozen):
    """What the user says of an actor (an id); what is None comes from the record. Only ratios of capabilities and saliences matter."""

    actor: str
    capability: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)
    salience: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)
    position: float | None = Field(default=None, ge=0, le=100, allow_inf_nan=False)


class SettlementQuery(Query):
    """Where an ask (an id) would settle; `given` are inputs of the user's own."""

    ask: str
    given: tuple[Given, ...] = Field(default=(), max_length=1000)
    seed: int = Field(default=0, ge=0, lt=2**63)
    draws: int = Field(default=1000, ge=0, le=10_000)


@dataclass(frozen=True, slots=True, eq=False)
class Strength:
    """What an actor's influence is worth (in [0, 1], the strongest 1), and in each draw (d); None where it has no arc."""

    value: float | None
    drawn: Floats


def settle(snapshot: Snapshot, query: SettlementQuery) -> SettlementResult:
    """The weighted mean and median with their doubt; both None when nobody's position is known. Raises RequestError."""
    ask = ask_of(snapshot, query.ask)
    known = standings(snapshot, query.view, query.day, query.ask)
    given = _given(snapshot, query)
    formal = authority(snapshot, query.view, query.day, query.ask)
    voiced = [v for v in known.keys() | given.keys() if _worth(known.get(v), given.get(v))]
    spoken = _spoken_for(snapshot, query, voiced, given)
    placed = sorted(set(voiced) - spoken.keys(), key=lambda v: snapshot.ids[v])
    influence = _influence(snapshot, query, placed)
    late = happenings(snapshot, query.view, query.day, ask, placed, grid_data().months, (grid_data().statements, grid_data().meetings))
    items = [_weighed(snapshot, v, known.get(v), given.get(v), influence[v].value, formal.get(v, ()), late[v]) for v in placed]
    weights = np.array([item.capability * item.salience for item in items])
    if items and weights.sum() <= 0:
        raise RequestError("settlement: all capabilities times saliences are 0, so there is nothing to weigh by; give some above 0")
    items = [item.model_copy(update={"weight": float(weight / weights.sum())}) for item, weight in zip(items, weights, strict=True)]
    mean, median = (compromise(weights, positions(items)), weighted_median(weights, positions(items))) if items else (None, None)
    drawn = _drawn(snapshot, query, known, items, [influence[v] for v in placed])
    low, high = (float(each) for each in np.quantile(drawn, [0.05, 0.95])) if len(drawn) else (None, None)
    unknown = _unknown(snapshot, known, formal, set(voiced))
    return SettlementResult(
        **snapshot.answer_fields(query, [proof for item in items for proof in item.evidence]),
        label="scenario" if given else "estimate",
        ask=snapshot.node(ask),
        mean=mean,
        median=median,
        lo90=None if mean is None or low is None else min(low, mean),
        hi90=None if mean is None or high is None else max(high, mean),
        items=tuple(sorted(items, key=lambda item: (-item.weight, item.entity.id))),
        unknown=unknown[:MOST],
        total_unknown=len(unknown),
        sentence=_sentence(snapshot.names[ask], items, mean, median, low, high, len(unknown), scenario=bool(given)),
        would_change=_would_change(items, weights, mean),
        warnings=tuple(_warnings(items, given, unknown, [(snapshot.names[v], snapshot.names[body]) for v, body in spoken.items()])),
    )


def compromise(weights: Floats, where: Floats) -> float:
    """sum(w x) / sum(w); the weights are not all 0."""
    return float(weights @ where / weights.sum())


def weighted_median(weights: Floats, where: Floats) -> float:
    """The position at which half of the weight is reached, midway to the next where it is exactly half."""
    order = np.argsort(where, kind="stable")
    reached = np.cumsum(weights[order])
    half = reached[-1] / 2
    at = int(np.searchsorted(reached, half * (1 - 1e-12)))
    beyond = int(np.searchsorted(reached, half * (1 + 1e-12), side="right"))
    return float((where[order[at]] + where[order[beyond]]) / 2)


def positions(items: Sequence[Weighed]) -> Floats:
    """The positions of the actors weighed."""
    return np.array([item.position for item in items])


def _given(snapshot: Snapshot, query: SettlementQuery) -> dict[int, Given]:
    found: dict[int, Given] = {}
    for one in query.given:
        entity = actor(snapshot, one.actor)
        if entity in found:
            raise RequestError(f"{shown(snapshot.names[entity])}: is given twice; give it once")
        found[entity] = one
    return found


def _spoken_for(snapshot: Snapshot, query: SettlementQuery, voiced: Sequence[int], given: Mapping[int, Given]) -> dict[int, int]:
    """People whose body has a position too, with that body: one voice counts once, unless the user gives the person."""
    voices = Voices(snapshot, query.view)
    found: dict[int, int] = {}
    for v in sorted(voiced, key=lambda v: snapshot.ids[v]):
        if snapshot.kinds[v] in OF_PEOPLE and v not in given:
            bodies = sorted(voices.acts_for(v, query.day) & set(voiced))
            found |= {v: bodies[0]} if bodies else {}
    return found


def _worth(known: Standing | None, given: Given | None) -> Points | None:
    """The position: the user's, else that of the stated stance."""
    if given and given.position is not None:
        return Points(given.position, given.position, given.position)
    return points(known) if known else None


def _influence(snapshot: Snapshot, query: SettlementQuery, placed: Sequence[int]) -> dict[int, Strength]:
    """The influence scores of some actors as shares of the highest, and in draws of the source groups."""
    asked = InfluenceQuery(as_of=query.as_of, view=query.view, seed=query.seed, draws=query.draws)
    scores = solve(snapshot, asked, query.view)
    at = {v: int(np.searchsorted(scores.arcs.actors, v)) for v in placed}
    ranked = [v for v in placed if at[v] < len(scores.arcs.actors) and scores.arcs.actors[at[v]] == v]
    nothing = Strength(None, np.zeros(0))
    if not ranked:
        return dict.fromkeys(placed, nothing)
    there = np.array([at[v] for v in ranked], dtype=np.int64)
    everyone = Shown(there, np.arange(len(there)), np.zeros(len(there)))
    drawn = draw(snapshot, scores.arcs, Measure(asked.following, TOLERANCE, scores.values), everyone, seed=query.seed, draws=query.draws)
    most = float(scores.values.max())
    found = {v: Strength(float(scores.values[at[v]]) / most, np.minimum(drawn.values[row] / most, 1.0)) for row, v in enumerate(ranked)}
    return {v: found.get(v, nothing) for v in placed}


def _weighed(
    snapshot: Snapshot, v: int, known: Standing | None, given: Given | None, influence: float | None, formal: tuple[str, ...], late: Happenings
) -> Weighed:
    own = given is not None and given.position is not None
    worth = _worth(known, given)
    assert worth
    on_ask = len(late.on_ask)
    salience = max(on_ask / late.total if late.total else 0.0, priors().least_salience)
    proofs = {proof.claim: proof for proof in (known.evidence if known and not own else ())}
    proofs |= {proof.claim: proof for proof in map(snapshot.evidence, late.on_ask[:5])}
    return Weighed(
        entity=snapshot.node(v),
        capability=given.capability if given and given.capability is not None else _capability(influence, bool(formal)),
        salience=given.salience if given and given.salience is not None else salience,
        position=worth.likely,
        weight=0.0,
        basis="given" if own else "stated",
        stance="" if own or not known else known.stance,
        said_on=known.said_on if known and not own else None,
        decides_on=formal,
        statements=late.total,
        on_ask=on_ask,
        evidence=tuple(proofs.values()),
        note="; ".join(_notes(known if not own else None, influence)),
    )


def _capability(influence: float | None, decides: bool) -> float:
    score = priors().unranked if influence is None else influence
    return max(score, priors().decides) if decides else score


def _notes(known: Standing | None, influence: float | None) -> Iterator[str]:
    if known and known.note:
        yield known.note
    if known and not known.confirmed:
        yield "no person has confirmed this stance"
    if influence is None:
        yield "no arc in the view: the least capability is assumed"


def _drawn(snapshot: Snapshot, query: SettlementQuery, known: Mapping[int, Standing], items: Sequence[Weighed], influence: Sequence[Strength]) -> Floats:
    """Means in draws of the source groups, of scores and of what stances are worth; draws in which nobody is left are passed over."""
    if not items or not query.draws:
        return np.zeros(0)
    rng = np.random.default_rng(query.seed)
    given = {snapshot.index(one.actor): one for one in query.given}
    holds = np.stack([rng.random(len(snapshot.groups)) < snapshot.reliability for _ in range(query.draws)])
    weights, where = np.empty((2, query.draws, len(items)))
    for column, item in enumerate(items):
        v = snapshot.index(item.entity.id)
        own, standing, strength = given.get(v), known.get(v), influence[column]
        worth = _worth(standing, own)
        assert worth
        where[:, column] = rng.triangular(*worth, size=query.draws) if worth.low < worth.high else worth.likely
        capability = np.full(query.draws, item.capability)
        if (own is None or own.capability is None) and not item.decides_on and len(strength.drawn):
            capability = strength.drawn[np.arange(query.draws) % len(strength.drawn)]
        groups = sorted(set(map(snapshot.group_of, standing.evidence))) if item.basis == "stated" and standing else []
        stands = holds[:, groups].any(axis=1) if groups else np.ones(query.draws, dtype=np.bool_)
        weights[:, column] = capability * item.salience * stands
    total = weights.sum(axis=1)
    left = total > 0
    means: Floats = (weights[left] * where[left]).sum(axis=1) / total[left]
    return means


def _unknown(snapshot: Snapshot, known: Mapping[int, Standing], formal: Mapping[int, tuple[str, ...]], placed: set[int]) -> tuple[Unplaced, ...]:
    """Who has evidence or a say on the ask but no stated position: deciders first, then by id."""
    rest = sorted((known.keys() | formal.keys()) - placed, key=lambda v: (v not in formal, snapshot.ids[v]))
    return tuple(Unplaced(entity=snapshot.node(v), note=_unplaced_note(known.get(v), formal.get(v, ()))) for v in rest if snapshot.kinds[v] != "post")


def _unplaced_note(known: Standing | None, formal: Sequence[str]) -> str:
    parts = [f"decides on {listing(list(formal))}"] if formal else []
    parts.append(f"{known.position} only by inference" if known and known.basis == "inferred" and known.position != "unknown" else "nothing stated on this ask")
    return "; ".join(parts)


def _sentence(
    ask: str, items: Sequence[Weighed], mean: float | None, median: float | None, low: float | None, high: float | None, unknown: int, *, scenario: bool
) -> str:
    rest = f"; {count(unknown, 'actor has', 'actors have')} no known position and {'is' if unknown == 1 else 'are'} not counted" if unknown else ""
    if mean is None or median is None:
        return f"Nobody has stated a position on “{ask}”, so nothing can be weighed{rest}."
    head = "Scenario, not a forecast: with the inputs given, “" if scenario else "“"
    interval = "" if low is None or high is None else f"90 % {min(low, mean):.0f} to {max(high, mean):.0f}; "
    if len(items) == 1:
        only = f"only the position of {items[0].entity.name} is known ({mean:.1f} of 100), which tells nothing of where “{ask}” would settle{rest}."
        return f"Scenario, not a forecast: with the inputs given, {only}" if scenario else f"{only[0].upper()}{only[1:]}"
    return (
        f"{head}{ask}” would settle at {mean:.1f} of 100 ({interval}weighted median {median:.1f}), from "
        f"{count(len(items), 'actor', 'actors')} weighed by capability times salience{rest}."
    )


def _would_change(items: Sequence[Weighed], weights: Floats, mean: float | None) -> str:
    """The actor without whom the mean moves most."""
    if mean is None:
        return ""
    if len(items) == 1:
        return f"everything rests on {items[0].entity.name}: any other actor's stated position would change it"
    where = positions(items)
    others = [compromise(np.delete(weights, i), np.delete(where, i)) if np.delete(weights, i).sum() > 0 else mean for i in range(len(items))]
    most = max(range(len(items)), key=lambda i: (abs(others[i] - mean), items[i].entity.id))
    if abs(others[most] - mean) < 0.05:
        return "leaving out any one actor changes nothing in it"
    return f"without {items[most].entity.name} it would be {others[most]:.1f}"


def _warnings(items: Sequence[Weighed], given: Mapping[int, Given], unknown: Sequence[Unplaced], spoken: Sequence[tuple[str, str]]) -> Iterator[str]:
    if items:
        yield f"such weighted means missed what was decided by about {priors().error:g} of 100 points on issues of the European Union"
        yield "capability, salience and what a stance is worth in points are priors, not measurements"
    if given:
        yield "this is a scenario: it uses inputs that the user gave"
    if len(items) == 1:
        yield f"only one position is known: the mean is that of {items[0].entity.name}, and says nothing of a settlement"
    for person, body in spoken:
        yield f"{person} is not counted beside {body}, for which it speaks"
    if deciders := sum(one.note.startswith("decides") for one in unknown):
        yield f"{count(deciders, 'actor that decides', 'actors that decide')} formally on it {'has' if deciders == 1 else 'have'} no known position"
    if len(unknown) > MOST:
        yield f"only {MOST} of {len(unknown)} actors of unknown position are listed"
