"""Who could be called on an ask, and how we come there; who is at work already; and to whom no path leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.allies.classify import AlliesQuery, classify
from graph.allies.happenings import happenings
from graph.allies.stances import HUMAN
from graph.allies.standing import unknown
from graph.campaign.calls import purpose_of
from graph.campaign.makers import Campaign, Maker, priors
from graph.paths.reach import Reached
from graph.paths.walk import PathQuery, reach_all
from graph.results import Path, Purpose, Standing

LISTED = 1000


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody who could be called, and the best path there."""

    entity: int
    standing: Standing
    purpose: Purpose
    maker: Maker | None
    reached: Reached
    path: Path

    @property
    def cost(self) -> float:
        """Ties to walk, times what one costs."""
        return priors().cost * self.path.hops


@dataclass(frozen=True, slots=True)
class Prospects:
    """Those at work already by id; those reached, the cheapest first, then by id; those not reached, the weightiest first; and what was cut."""

    active: tuple[Standing, ...]
    reached: tuple[Prospect, ...]
    unreached: tuple[Standing, ...]
    warnings: tuple[str, ...]


def prospects(ground: Campaign) -> Prospects:
    """Everybody with a position or with power, but ourselves."""
    snapshot = ground.snapshot
    known, warnings = _known(ground)
    at_work = _active(ground, [v for v, one in known.items() if one.position == "ally"])
    seats = {maker.caller: maker for maker in ground.makers}
    wanted = {v: purpose for v, one in known.items() if v not in at_work and (purpose := purpose_of(one, matters=_matters(ground, seats, v, one)))}
    near, cut = _nearest(ground, {v: known[v] for v in wanted if v not in seats})
    found, far = [], []
    for v, purpose in wanted.items():
        maker = seats.get(v)
        if maker:
            reached = Reached(maker.step.score, maker.step.in_person, maker.step.path, maker.step.reach)
        elif near.get(v):
            reached = ground.reach(v)
        elif v in cut:
            continue
        else:
            reached = Reached(0.0, False, None, "")
        if reached.path:
            found.append(Prospect(v, known[v], purpose, maker, reached, reached.path))
        else:
            far.append(v)
    found.sort(key=lambda each: (each.cost, snapshot.ids[each.entity]))
    far.sort(key=lambda v: (-(seats[v].weight if v in seats else 0), snapshot.ids[v]))
    warnings += [f"{len(cut)} actors that decide nothing and are less well known or reached than those shown are left out"] if cut else []
    active = tuple(known[v] for v in sorted(at_work, key=lambda v: snapshot.ids[v]))
    return Prospects(active, tuple(found), tuple(known[v] for v in far), tuple(warnings))


def _known(ground: Campaign) -> tuple[dict[int, Standing], list[str]]:
    """The standing of everybody who may matter, by number, ourselves left out; and what was cut."""
    snapshot, query = ground.snapshot, ground.query
    placed = classify(snapshot, AlliesQuery(as_of=query.day, view=query.view, ask=query.ask, limit=LISTED))
    known = {snapshot.index(item.entity.id): item for item in placed.items}
    known |= {maker.caller: maker.standing for maker in ground.makers if maker.caller not in known}
    silent = (snapshot.index(one.entity.id) for one in placed.silent)
    known |= {v: unknown(snapshot, query.view, query.day, v) for v in silent if v not in known and ground.is_strong(v)}
    ours = ground.own | {v for maker in ground.makers if ground.own & {*maker.stands_for} for v in maker.stands_for}
    missing = max(placed.total - LISTED, placed.silent_total - LISTED, 0)
    warnings = [f"{missing} actors were not looked at: more than {LISTED} have a position or matter"] if missing else []
    return {v: one for v, one in known.items() if v not in ours}, warnings


def _matters(ground: Campaign, seats: Mapping[int, Maker], v: int, one: Standing) -> bool:
    """True where it matters that nothing is known of an actor: it has a say, or it is a body with a role and a high influence score."""
    return v in seats or (one.entity.kind not in HUMAN and one.role != "other" and ground.is_strong(v))


def _active(ground: Campaign, allies: Sequence[int]) -> set[int]:
    """Those who have themselves asked for it, or met somebody on it, of late."""
    data, query = priors(), ground.query
    late = happenings(ground.snapshot, query.view, query.day, ground.ask, allies, data.months, (data.statements, data.meetings))
    return {v for v, happened in late.items() if happened.on_ask}


def _nearest(ground: Campaign, actors: Mapping[int, Standing]) -> tuple[dict[int, float], set[int]]:
    """The best reached of some actors with their scores, as many as `paths`, those with a position first; and the others that are reached."""
    query, snapshot = ground.query, ground.snapshot
    asked = PathQuery(as_of=query.day, view=query.view, start=query.start, end=query.start, max_ties=query.max_ties)
    scores = reach_all(snapshot, asked, [snapshot.index(key) for key in (query.start, *query.also_start)])
    reach = {v: max(float(scores[each]) for each in (v, *ground.posts.heads_of(v))) for v in actors}
    order = sorted((v for v in actors if reach[v] > 0), key=lambda v: (actors[v].position == "unknown", -reach[v], snapshot.ids[v]))
    most = priors().paths
    return {v: reach[v] for v in order[:most]}, set(order[most:])
