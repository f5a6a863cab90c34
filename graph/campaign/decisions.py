"""Decision routes: through which vehicles an ask could be granted, by whom, and which of them we reach."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from graph.allies.asked import Say, ask_of, says_on, vehicles_of
from graph.allies.classify import confirmation
from graph.allies.seats import Seats, seats
from graph.allies.standing import standings, unknown
from graph.errors import RequestError, shown
from graph.jurisdictions import notices
from graph.paths.reach import Reached, Reacher
from graph.results import DecisionsResult, Evidence, Node, Standing, Step, VehicleRoute
from graph.results.decisions import Status
from graph.snapshot.arrays import Snapshot
from graph.speech import read_age
from graph.view import Query
from graph.words import count, few, listing

STATUSES: tuple[Status, ...] = ("open", "narrow", "blocked")


class DecisionsQuery(Query):
    """By whom `ask` could be granted, by one `vehicle` or each; `start` and `also_start` (ids) are those who want to reach them."""

    ask: str
    vehicle: str = ""
    start: str = ""
    also_start: tuple[str, ...] = ()
    max_ties: int = Field(default=3, ge=1, le=8)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every step of one question is told from; `taken` are the entities that the question takes away."""

    snapshot: Snapshot
    query: DecisionsQuery
    posts: Seats
    known: Mapping[int, Standing]
    reacher: Reacher
    taken: frozenset[int]


def routes(snapshot: Snapshot, query: DecisionsQuery) -> DecisionsResult:
    """Each vehicle with its steps and its status, open ones first.

    What the query excludes is still listed, and blocks what needs it. Raises UnknownName, and RequestError
    for what is no ask and for a vehicle that does not grant it.
    """
    ask = ask_of(snapshot, query.ask)
    taken = frozenset(snapshot.index(key) for key in query.view.exclude if not key.startswith("source:"))
    whole = query.view.model_copy(update={"exclude": tuple(key for key in query.view.exclude if key.startswith("source:"))})
    granting = {vehicle: claims for vehicle, claims in vehicles_of(snapshot, whole, ask).items() if vehicle not in taken}
    if query.vehicle:
        granting = _only(snapshot, ask, granting, query.vehicle)
    setting = Setting(
        snapshot,
        query,
        seats(snapshot, whole, query.day),
        standings(snapshot, query.view, query.day, query.ask),
        Reacher(snapshot, query.view, query.day, query.start, query.also_start, query.max_ties),
        taken,
    )
    says = says_on(snapshot, whole, ask)
    found = [_route(setting, vehicle, claims, [say for say in says if say.vehicle == vehicle]) for vehicle, claims in granting.items()]
    ordered = tuple(sorted(found, key=lambda one: (STATUSES.index(one.status), one.vehicle.id)))
    steps = [step for one in ordered for step in one.steps]
    proofs = [proof for step in steps for proof in (*step.evidence, *step.standing.evidence, *_path_proofs(step))]
    start = snapshot.node(snapshot.index(query.start)) if query.start else None
    return DecisionsResult(
        **snapshot.answer_fields(query, [*proofs, *(proof for one in ordered for proof in one.evidence)], {step.country for step in steps} - {""}),
        ask=snapshot.node(ask),
        found=bool(ordered),
        start=start,
        vehicles=ordered,
        sentence=_sentence(snapshot.names[ask], ordered, start),
        would_change=f"{ordered[0].vehicle.name}: {ordered[0].would_change}" if ordered and ordered[0].would_change else "",
        warnings=tuple(dict.fromkeys(_warnings(snapshot, query, ordered))),
    )


def _only(snapshot: Snapshot, ask: int, granting: Mapping[int, tuple[int, ...]], vehicle: str) -> dict[int, tuple[int, ...]]:
    wanted = snapshot.index(vehicle)
    if wanted not in granting:
        names = listing([shown(snapshot.names[v]) for v in granting]) or "not known"
        raise RequestError(f"{shown(snapshot.names[wanted])}: does not grant “{shown(snapshot.names[ask])}”; its vehicles are {names}")
    return {wanted: granting[wanted]}


def _route(setting: Setting, vehicle: int, claims: Sequence[int], says: Sequence[Say]) -> VehicleRoute:
    snapshot = setting.snapshot
    steps = tuple(_step(setting, say) for say in says)
    status, reason, blockers = _status(setting, steps)
    return VehicleRoute(
        vehicle=snapshot.node(vehicle),
        about=snapshot.entity(vehicle).description,
        status=status,
        reason=reason,
        blocked_by=blockers,
        steps=steps,
        would_change=_would_change(setting, steps),
        evidence=tuple(snapshot.evidence(claim) for claim in claims),
    )


def _step(setting: Setting, say: Say) -> Step:
    snapshot, posts = setting.snapshot, setting.posts
    is_post = snapshot.kinds[say.actor] == "post"
    bodies = sorted(posts.bodies.get(say.actor, ())) if is_post else [say.actor]
    holders = sorted(posts.holders.get(say.actor, ()) if is_post else posts.heads_of(say.actor), key=lambda v: snapshot.ids[v])
    taken = setting.taken & {say.actor, *bodies}
    if is_post and holders and setting.taken.issuperset(holders):
        taken |= set(holders)
    reached = Reached(0.0, False, None, "it is taken away") if taken else setting.reacher.to(bodies, holders)
    return Step.model_validate(
        {
            "part": say.part,
            "actor": snapshot.node(say.actor),
            "country": snapshot.countries[say.actor],
            "body": snapshot.node(bodies[0]) if is_post and bodies else None,
            "holders": tuple(snapshot.node(v) for v in holders),
            "acting": is_post and bool(holders) and all((v, say.actor) in posts.acting for v in holders),
            "vacant": is_post and posts.is_vacant(say.actor),
            "holder_known": not is_post or posts.is_known(say.actor),
            "excluded": tuple(snapshot.node(v) for v in sorted(taken, key=lambda v: snapshot.ids[v])),
            "standing": _standing(setting, say.actor, bodies, holders),
            "reached": reached.score > 0,
            "in_person": reached.in_person,
            "score": reached.score,
            "path": reached.path,
            "reach": reached.words,
            "evidence": (snapshot.evidence(say.claim),),
        }
    )


def _standing(setting: Setting, actor: int, bodies: Sequence[int], holders: Sequence[int]) -> Standing:
    """That of the body where the actor speaks for it, else the holder's, else unknown."""
    heading = actor in setting.posts.heading or actor in bodies
    for v in (*(bodies if heading else ()), *holders):
        if v in setting.known:
            return setting.known[v]
    return unknown(setting.snapshot, setting.query.view, setting.query.day, bodies[0] if bodies and heading else actor)


def _status(setting: Setting, steps: Sequence[Step]) -> tuple[Status, str, tuple[Node, ...]]:
    needed = [step for step in steps if step.needed]
    gone = {node.id: node for step in needed for node in step.excluded}
    empty = {step.actor.id: step.actor for step in needed if step.vacant and step.actor.id not in gone}
    if gone or empty:
        reasons = [f"without {listing(_names(gone.values()))}, whose part is needed"] if gone else []
        reasons += [f"{listing(_names(empty.values()))} {'is' if len(empty) == 1 else 'are'} vacant"] if empty else []
        return "blocked", "; ".join(reasons), (*gone.values(), *empty.values())
    doubts = [f"{step.standing.entity.name}, which {step.part}, has stated opposition" for step in needed if _opposes(step)]
    if unknown_seats := _names(step.actor for step in needed if not step.holder_known):
        doubts.append(f"who holds {listing(unknown_seats)} is not known")
    reached = {step.actor.id for step in needed if step.reached}
    actors = {step.actor.id for step in needed}
    if setting.query.start and reached != actors:
        doubts.append(f"{len(reached) or 'none'} of the {len(actors)} needed {'is' if len(reached) < 2 else 'are'} reached")
    if not needed:
        doubts.append("who decides is not in the record")
    silent = len({step.actor.id for step in needed if step.standing.stance == "unknown"})
    of = "all" if silent == len(actors) > 1 else f"{silent} of the"
    stances = f"the stance of {of} {len(actors)} needed is unknown" if silent else ""
    fine = ["everyone needed is in place, and none has stated opposition"] if not doubts else []
    fine += ["reach is not judged, since nobody was named as the start"] if not doubts and not setting.query.start else []
    return ("narrow" if doubts else "open"), "; ".join(filter(None, dict.fromkeys([*doubts, *fine, stances]))), ()


def _opposes(step: Step) -> bool:
    return step.standing.stance == "oppose" and not step.standing.stale


def _names(nodes: Iterable[Node]) -> list[str]:
    return list(dict.fromkeys(node.name for node in nodes))


def _would_change(setting: Setting, steps: Sequence[Step]) -> str:
    """What would open the route or move it most: who is missing, else who opposes, else who is not reached, else the tie it hangs on."""
    needed = [step for step in steps if step.needed]
    if back := _names(node for step in needed for node in step.excluded):
        return f"{listing(back)} taking part again"
    if empty := _names(step.actor for step in needed if step.vacant):
        return f"a holder of {listing(empty)}"
    if opposed := _names(step.standing.entity for step in needed if _opposes(step)):
        return f"{listing(opposed)} coming round"
    unreached = _names(step.actor for step in needed if not step.reached) if setting.query.start else []
    if unreached:
        return f"a path to {listing(few(unreached))}"
    paths = [(step.score, step.actor.id, step.path, step.actor.name) for step in needed if step.path]
    _, _, path, name = min(paths, key=lambda each: each[:2], default=(0.0, "", None, ""))
    return setting.reacher.hanging(path, name) if path else ""


def _path_proofs(step: Step) -> Iterator[Evidence]:
    if step.path:
        for tie in step.path.ties:
            yield from tie.evidence


def _sentence(ask: str, found: Sequence[VehicleRoute], start: Node | None) -> str:
    if not found:
        return f"No vehicle is in evidence by which “{ask}” could be granted."
    parts = [] if any(one.status == "open" for one in found) else ["none is open"]
    for status in STATUSES:
        of = [one for one in found if one.status == status]
        by = _names(node for one in of for node in one.blocked_by)
        why = f", for want of {listing(by)}" if by else ""
        parts += [f"{count(len(of), 'is', 'are')} {status} ({listing([one.vehicle.name for one in of])}{why})"] if of else []
    needed = {step.actor.id: step.reached for one in found for step in one.steps if step.needed}
    reach = f" From {start.name}, {sum(needed.values())} of the {len(needed)} that decide or must agree are reached." if start else ""
    judged = "" if start else "; reach is not judged, since nobody was named as the start"
    return f"“{ask}” could be granted by {count(len(found), 'vehicle', 'vehicles')}: {listing(parts)}{judged}.{reach}"


def _warnings(snapshot: Snapshot, query: DecisionsQuery, found: Sequence[VehicleRoute]) -> Iterator[str]:
    steps = [step for one in found for step in one.steps]
    paths = [step.path for step in steps if step.path]
    yield from filter(None, [read_age(max((path.newest for path in paths if path.newest), default=None), query.day)])
    for step in steps:
        if step.needed and _opposes(step):
            yield f"{step.standing.entity.name} {step.part} and has stated opposition ({step.standing.said_on or 'undated'})"
    yield from confirmation(list({step.standing.entity.id: step.standing for step in steps}.values()))
    if silent := _names(step.standing.entity for step in steps if step.standing.stance == "unknown"):
        yield f"where {listing(few(silent))} {'stands' if len(silent) == 1 else 'stand'} is not known; unknown is not neutral"
    for one in found:
        said = [snapshot.record(snapshot.claim_index(proof.claim)).claim for step in one.steps for proof in step.evidence]
        if any("unchecked" in claim.qualifiers for claim in said):
            yield f"the rule for {one.vehicle.name} was not compared with the official text"
    yield from (notices()[country] for country in sorted({step.country for step in steps if step.reached}) if country in notices())
