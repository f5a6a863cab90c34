"""An ask, those who have a say on it and through which vehicle."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from graph import ontology
from graph.authority import said
from graph.errors import RequestError, shown
from graph.snapshot.arrays import Snapshot
from graph.view import View

PARTS = {"decides_on": "decides", "must_agree_to": "must agree", "consulted_on": "is consulted"}


class Say(NamedTuple):
    """What part an actor (a post or a body) has in a vehicle, by entity numbers, and the claim that says so."""

    vehicle: int
    part: str
    actor: int
    claim: int


def part_words(part: str, vehicle: str) -> str:
    """A part in a vehicle: "decides on the joint review", "must agree to the protocol"."""
    return f"{part} {'to' if part == PARTS['must_agree_to'] else 'on'} {vehicle}"


def ask_of(snapshot: Snapshot, ask: str) -> int:
    """The number of an ask. Raises UnknownName, and RequestError for what is no ask."""
    number = snapshot.index(ask)
    kind = snapshot.kinds[number]
    if kind != "ask":
        label = ontology.load().entities[kind].label
        raise RequestError(f"{shown(snapshot.names[number])}: is no ask but of the kind {label}; `trilateral search TEXT --kind ask` finds asks")
    return number


def vehicles_of(snapshot: Snapshot, view: View, ask: int) -> Mapping[int, tuple[int, ...]]:
    """The vehicles by which an ask could be granted, by number, with the claims that say so."""
    found: dict[int, list[int]] = defaultdict(list)
    for claim in said(snapshot, view, "granted_by"):
        if snapshot.index(claim.subject) == ask:
            found[snapshot.index(claim.object)].append(snapshot.claim_index(claim.id))
    return {vehicle: tuple(found[vehicle]) for vehicle in sorted(found, key=lambda v: snapshot.ids[v])}


def says_on(snapshot: Snapshot, view: View, ask: int) -> tuple[Say, ...]:
    """Who decides on, must agree to and is consulted on the vehicles of an ask; deciders first, then by ids."""
    vehicles = vehicles_of(snapshot, view, ask)
    found = [
        Say(snapshot.index(claim.object), part, snapshot.index(claim.subject), snapshot.claim_index(claim.id))
        for predicate, part in PARTS.items()
        for claim in said(snapshot, view, predicate)
        if snapshot.index(claim.object) in vehicles
    ]
    order = list(PARTS.values())
    return tuple(sorted(found, key=lambda say: (snapshot.ids[say.vehicle], order.index(say.part), snapshot.ids[say.actor], say.claim)))
