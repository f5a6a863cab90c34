"""Formal authority: who holds which post, and which bodies and posts decide how an ask could be granted."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np

from graph import ontology
from graph.claims import Claim, Modality
from graph.dates import DAY
from graph.snapshot.arrays import ENDS, STATUSES, Snapshot
from graph.view import View

DECIDES = {"decides_on": "", "must_agree_to": "must agree"}


def authority(snapshot: Snapshot, view: View, day: date, ask: str = "") -> dict[int, tuple[str, ...]]:
    """What each entity decides on, by entity number; with `ask` only what could grant that ask.

    A post's say counts for the body that it is at and for whoever holds it on `day`; in brackets stands
    the post, and whether the say is only that it must agree.
    """
    granting = {snapshot.index(claim.object) for claim in said(snapshot, view, "granted_by") if ask and snapshot.index(claim.subject) == snapshot.index(ask)}
    bodies = post_bodies(snapshot, view)
    holders = post_holders(snapshot, view, day)
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
    bodies = post_bodies(snapshot, view)
    offices: dict[int, set[int]] = defaultdict(set)
    for post, persons in post_holders(snapshot, view, day).items():
        for person in persons:
            offices[person] |= bodies.get(post, set())
    return offices


def said(snapshot: Snapshot, view: View, predicate: str) -> Iterator[Claim]:
    """The claims of one predicate that the view admits and that their source asserts, by number.

    Columns decide which claims are read at all.
    """
    numbers = np.flatnonzero(snapshot.claim_predicate == list(ontology.load().predicates).index(predicate))
    statuses = np.array([status in view.statuses for status in STATUSES])
    admitted = statuses[snapshot.claim_status[numbers]] & (snapshot.claim_confidence[numbers] / 1000 >= view.min_confidence)
    sources = [snapshot.source_index(key) for key in view.exclude if key.startswith("source:")]
    entities = [snapshot.index(key) for key in view.exclude if not key.startswith("source:")]
    if sources:
        admitted &= ~np.isin(snapshot.claim_source[numbers], sources)
    if entities:
        ends = snapshot.ends_of(numbers)[:, [ENDS.index("subject"), ENDS.index("object")]]
        admitted &= ~np.isin(ends, entities).any(axis=1)
    for number in numbers[admitted].tolist():
        claim = snapshot.record(number).claim
        if claim.modality is Modality.ASSERTED:
            yield claim


def post_bodies(snapshot: Snapshot, view: View) -> dict[int, set[int]]:
    """The bodies that each post is at, by entity numbers."""
    bodies: dict[int, set[int]] = defaultdict(set)
    for claim in said(snapshot, view, "post_at"):
        bodies[snapshot.index(claim.subject)].add(snapshot.index(claim.object))
    return bodies


def post_holders(snapshot: Snapshot, view: View, day: date) -> dict[int, set[int]]:
    """Who holds each post on `day`, by entity numbers; a post that anybody ever held has an entry, empty where it is vacant."""
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
