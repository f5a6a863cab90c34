"""A scenario: how a target's position would change if others moved. Never a forecast.

The model is linear, so the change is the sum over the moved actors of the target's share in them (its row of the
control matrix, see `graph.influence.opinion`) times how far each moves. Positions run from 0 (against) to 100 (for). A
start that is neither given nor stated is not known: then every start from 0 to 100 is admitted.
"""

from collections.abc import Iterator, Sequence

from pydantic import Field

from graph.allies.asked import ask_of
from graph.allies.standing import standing
from graph.claims import Frozen
from graph.errors import RequestError, shown
from graph.influence.ground import actor, ground
from graph.influence.opinion import LISTENS, PROOFS, Rows, first_step, points, priors, rows
from graph.influence.proofs import claims_of
from graph.results import MoveEffect, SimulationResult, Standing
from graph.results.opinion import Listens
from graph.snapshot.arrays import Snapshot
from graph.view import Query
from graph.words import count, listing

SCENARIO = "this is a scenario, not a forecast: it assumes the moves, the model and how far actors yield to others"


class Move(Frozen):
    """An actor (an id) that moves to a position, from a start if that is known; both in points of 0 to 100."""

    actor: str
    to: float = Field(ge=0, le=100, allow_inf_nan=False)
    start: float | None = Field(default=None, ge=0, le=100, allow_inf_nan=False)


class SimulateQuery(Query):
    """What the target's position (an id) would do if others moved; with `ask` their stated stances are the starts."""

    target: str
    moves: tuple[Move, ...] = Field(min_length=1, max_length=100)
    listens: Listens = "seekers"
    ask: str = ""


def simulate(snapshot: Snapshot, query: SimulateQuery) -> SimulationResult:
    """The change of the target's position. Raises UnknownName, and RequestError for moves that cannot be."""
    target = actor(snapshot, query.target)
    movers = _movers(snapshot, query, target)
    if query.ask:
        ask_of(snapshot, query.ask)
    base = ground(snapshot, query)
    at = base.place(target)
    found = rows(base, at, query.listens) if at >= 0 else None
    effects = tuple(_effect(snapshot, query, found, entity, move) for entity, move in movers)
    known = [effect.change for effect in effects if effect.change is not None]
    lo, hi = _bounds(snapshot, effects, found)
    return SimulationResult(
        **snapshot.answer_fields(query, [proof for effect in effects for proof in effect.evidence], {snapshot.countries[target]} - {""}),
        target=snapshot.node(target),
        listens=query.listens,
        susceptibility=priors().susceptibility,
        moves=effects,
        change=sum(known) if len(known) == len(effects) else None,
        lo=lo,
        hi=hi,
        sentence=_sentence(snapshot, target, effects, lo, hi),
        warnings=tuple(_warnings(snapshot, query, target, effects)),
    )


def _movers(snapshot: Snapshot, query: SimulateQuery, target: int) -> list[tuple[int, Move]]:
    found: dict[int, Move] = {}
    for move in query.moves:
        entity = actor(snapshot, move.actor)
        if entity == target:
            raise RequestError(f"{shown(snapshot.names[entity])}: is the target itself; move somebody else")
        if entity in found:
            raise RequestError(f"{shown(snapshot.names[entity])}: is moved twice; give one move")
        found[entity] = move
    return list(found.items())


def _effect(snapshot: Snapshot, query: SimulateQuery, found: Rows | None, entity: int, move: Move) -> MoveEffect:
    start, said = _start(snapshot, query, entity, move)
    place = found.base.place(entity) if found else -1
    shares = found.control[:, place].tolist() if found and place >= 0 else [0.0] * len(priors().susceptibility)
    middle = shares[len(shares) // 2]
    moved = [move.to - 100, move.to] if start is None else [move.to - start]
    spans = [share * by for share in shares for by in moved]
    heard = found is not None and max(shares) > 0
    claims = claims_of(snapshot, found.base.arcs, [first_step(found, place)[0]]) if found is not None and heard else []
    proofs = [*(said.evidence if said else ()), *(snapshot.evidence(claim) for claim in claims[:PROOFS])]
    return MoveEffect(
        entity=snapshot.node(entity),
        start=start,
        basis="unknown" if start is None else "stated" if said else "given",
        to=move.to,
        share=middle,
        change=None if start is None else middle * (move.to - start),
        lo=min(spans),
        hi=max(spans),
        evidence=tuple({proof.claim: proof for proof in proofs}.values()),
        note="" if heard else "no way on which its position could reach the target is on record",
    )


def _start(snapshot: Snapshot, query: SimulateQuery, entity: int, move: Move) -> tuple[float | None, Standing | None]:
    """Where an actor stands now: as given, else as its stated stance on the ask is worth, with that standing; else not known."""
    if move.start is not None or not query.ask:
        return move.start, None
    told = standing(snapshot, query.view, query.day, query.ask, entity)
    worth = points(told)
    return (worth.likely, told) if worth else (None, None)


def _bounds(snapshot: Snapshot, effects: Sequence[MoveEffect], found: Rows | None) -> tuple[float, float]:
    """The least and greatest change over the susceptibilities, the same for all, and over starts that are not known."""
    lows, highs = [], []
    for level in range(len(priors().susceptibility)):
        low = high = 0.0
        for effect in effects:
            place = found.base.place(snapshot.index(effect.entity.id)) if found else -1
            share = float(found.control[level, place]) if found and place >= 0 else 0.0
            moved = (effect.to - 100, effect.to) if effect.start is None else (effect.to - effect.start,) * 2
            low, high = low + share * moved[0], high + share * moved[1]
        lows.append(low)
        highs.append(high)
    return min(lows), max(highs)


def _sentence(snapshot: Snapshot, target: int, effects: Sequence[MoveEffect], lo: float, hi: float) -> str:
    moves = listing([f"{one.entity.name} moved {'' if one.start is None else f'from {one.start:g} '}to {one.to:g}" for one in effects])
    name = snapshot.names[target]
    if lo == hi == 0:
        return f"Scenario, not a forecast: if {moves}, {name} would not move, as far as contacts on record can tell."
    return f"Scenario, not a forecast: if {moves}, the position of {name} would change by {lo:+.1f} to {hi:+.1f} points of 100."


def _warnings(snapshot: Snapshot, query: SimulateQuery, target: int, effects: Sequence[MoveEffect]) -> Iterator[str]:
    yield SCENARIO
    yield LISTENS[query.listens]
    if unknown := [effect.entity.name for effect in effects if effect.start is None]:
        yield f"where {listing(unknown)} {'stands' if len(unknown) == 1 else 'stand'} now is not known: every start from 0 to 100 is admitted"
    if any(effect.basis == "stated" for effect in effects):
        yield "points for stated stances are priors, not measurements"
    if deaf := sum(bool(effect.note) for effect in effects):
        has = count(deaf, "of the moved actors has", "of the moved actors have")
        yield f"{has} no way on record to {snapshot.names[target]}, which is not the same as no influence"
