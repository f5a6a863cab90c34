"""Formal authority: who holds which post, and which bodies and posts decide how an ask could be granted."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np

from graph import ontology
from graph.arrays import STATUSES, Snapshot
from graph.claims import Claim
from graph.view import View

DECIDES = {"decides_on": "", "must_agree_to": "must agree"}


def authority(snapshot: Snapshot, view: View, day: date, ask: str = "") -> dict[int, tuple[str, ...]]:
    """What each entity decides on, by entity number; with `ask` only what could grant that ask.

    A post's say counts for the body that it is at and for whoever holds it on `day`; in brackets stands
    the post, and whether the say is only that it must agree.
    """
    granting = {claim.object for claim in said(snapshot, view, "granted_by") if claim.subject == ask}
    bodies = _bodies_of_posts(snapshot, view)
    holders = _holders_of_posts(snapshot, view, day)
    found: dict[int, set[str]] = defaultdict(set)
    for predicate, manner in DECIDES.items():
        for claim in said(snapshot, view, predicate):
            if ask and claim.object not in granting:
                continue
            decider, decided = snapshot.index(claim.subject), snapshot.names[snapshot.index(claim.object)]
            found[decider].add(_noted(decided, manner))
            for other in bodies.get(decider, set()) | holders.get(decider, set()):
                found[other].add(_noted(decided, f"as {snapshot.names[decider]}", manner))
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
    """The claims of one predicate that the view admits, by number."""
    number = list(ontology.load().predicates).index(predicate)
    for claim in np.flatnonzero(snapshot.claim_predicate == number):
        body = snapshot.record(int(claim)).claim
        admitted = STATUSES[snapshot.claim_status[claim]] in view.statuses and body.confidence >= view.min_confidence * 1000
        if admitted and not {body.subject, body.object, body.source} & set(view.exclude):
            yield body


def _bodies_of_posts(snapshot: Snapshot, view: View) -> dict[int, set[int]]:
    bodies: dict[int, set[int]] = defaultdict(set)
    for claim in said(snapshot, view, "post_at"):
        bodies[snapshot.index(claim.subject)].add(snapshot.index(claim.object))
    return bodies


def _holders_of_posts(snapshot: Snapshot, view: View, day: date) -> dict[int, set[int]]:
    holders: dict[int, set[int]] = defaultdict(set)
    for claim in said(snapshot, view, "holds_post"):
        when = claim.interval
        begun = when.start is None or when.start <= day
        over = "former" in claim.qualifiers or ("ended" in claim.qualifiers and when.end is not None and when.end <= day)
        if begun and not over:
            holders[snapshot.index(claim.object)].add(snapshot.index(claim.subject))
    return holders


def _noted(name: str, *notes: str) -> str:
    return f"{name} ({', '.join(filter(None, notes))})" if any(notes) else name
