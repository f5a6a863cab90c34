"""Formal authority: who holds which post, and which bodies and posts decide how an ask could be granted."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np

from graph import ontology
from graph.arrays import STATUSES, Snapshot
from graph.claims import Claim, Modality
from graph.dates import DAY
from graph.view import View

DECIDES = {"decides_on": "", "must_agree_to": "must agree"}


def authority(snapshot: Snapshot, view: View, day: date, ask: str = "") -> dict[int, tuple[str, ...]]:
    """What each entity decides on, by entity number; with `ask` only what could grant that ask.

    A post's say counts for the body that it is at and for whoever holds it on `day`; in brackets stands
    the post, and whether the say is only that it must agree.
    """
    granting = {snapshot.index(claim.object) for claim in said(snapshot, view, "granted_by") if ask and snapshot.index(claim.subject) == snapshot.index(ask)}
    bodies = _bodies_of_posts(snapshot, view)
    holders = _holders_of_posts(snapshot, view, day)
    found: dict[int, set[str]] = defaultdict(set)
    for predicate, manner in DECIDES.items():
        for claim in said(snapshot, view, predicate):
            decider, vehicle = snapshot.index(claim.subject), snapshot.index(claim.object)
            if ask and vehicle not in granting:
                continue
            found[decider].add(_noted(snapshot.names[vehicle], manner))
            for other in bodies.get(decider, set()) | holders.get(decider, set()):
                found[other].add(_noted(snapshot.names[vehicle], f"as {snapshot.names[decider]}", manner))
    return {entity: tuple(sorted(words)) for entity, words in found.items()}


def office_holders(snapshot: Snapshot, view: View, day: date) -> dict[int, set[int]]:
    """The bodies at which each person holds a post on `day`, by entity numbers."""
    bodies = _bodies_of_posts(snapshot, view)
    offices: dict[int, set[int]] = defaultdict(set)
    for post, persons in _holders_of_posts(snapshot, view, day).items():
        for person in persons:
            offices[person] |= bodies.get(post, set())
    return offices


def said(snapshot: Snapshot, view: View, predicate: str) -> Iterator[Claim]:
    """The claims of one predicate that the view admits and that their source asserts, by number."""
    number = list(ontology.load().predicates).index(predicate)
    excluded = {key if key.startswith("source:") else snapshot.ids[snapshot.index(key)] for key in view.exclude}
    for claim in np.flatnonzero(snapshot.claim_predicate == number):
        body = snapshot.record(int(claim)).claim
        admitted = STATUSES[snapshot.claim_status[claim]] in view.statuses and body.confidence / 1000 >= view.min_confidence
        ends = {snapshot.ids[snapshot.index(end)] for end in (body.subject, body.object) if end}
        if admitted and body.modality is Modality.ASSERTED and excluded.isdisjoint(ends | {body.source}):
            yield body


def _bodies_of_posts(snapshot: Snapshot, view: View) -> dict[int, set[int]]:
    bodies: dict[int, set[int]] = defaultdict(set)
    for claim in said(snapshot, view, "post_at"):
        bodies[snapshot.index(claim.subject)].add(snapshot.index(claim.object))
    return bodies


def _holders_of_posts(snapshot: Snapshot, view: View, day: date) -> dict[int, set[int]]:
    terms: dict[int, list[tuple[int, Claim]]] = defaultdict(list)
    for claim in said(snapshot, view, "holds_post"):
        terms[snapshot.index(claim.object)].append((snapshot.index(claim.subject), claim))
    vacant: dict[int, list[date]] = defaultdict(list)
    for claim in said(snapshot, view, "vacant"):
        vacant[snapshot.index(claim.subject)] += [claim.interval.start] if claim.interval.start else []
    return {post: {person for person, claim in told if _holds(person, claim, told, vacant[post], day)} for post, told in terms.items()}


def _holds(person: int, term: Claim, told: list[tuple[int, Claim]], vacant: list[date], day: date) -> bool:
    """True when the term had begun and nothing later says that it was over: its end, a vacancy, or another holder."""
    over = list(vacant)
    for other, claim in told:
        start, last = claim.interval.start, claim.interval.last
        if other == person and last and "former" in claim.qualifiers:
            over.append(last)
        elif other == person and last and "ended" in claim.qualifiers:
            over.append(last + DAY)
        elif other != person and start and "former" not in claim.qualifiers:
            over.append(start)
    begun = term.interval.start or date.min
    confirmed = term.interval.last or begun
    return begun <= day and "former" not in term.qualifiers and not any(confirmed < since <= day for since in over)


def _noted(name: str, *notes: str) -> str:
    return f"{name} ({', '.join(filter(None, notes))})" if any(notes) else name
