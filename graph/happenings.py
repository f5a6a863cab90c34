"""What an actor said and whom it met of late, each happening once however often it was printed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from graph import ontology
from graph.arrays import STATUSES, UNKNOWN_DAY, Snapshot
from graph.claims import Modality
from graph.dates import MONTH
from graph.stances import contrary
from graph.view import View


class Happenings(NamedTuple):
    """How many happenings of late, and the first claim of each that was on the ask."""

    total: int
    on_ask: tuple[int, ...]


def happenings(
    snapshot: Snapshot, view: View, day: date, ask: int, actors: Sequence[int], months: float, what: tuple[Collection[str], Collection[str]]
) -> dict[int, Happenings]:
    """The statements (predicates) and meetings (kinds of ties) of each actor in the months before the day.

    A statement is made by its subject, a meeting is had by both ends. Undated ones are left out.
    """
    wanted = {ask, *contrary(snapshot, ask)}
    since = (day - timedelta(days=months * MONTH)).toordinal()
    canonical = np.append(np.append(np.arange(len(snapshot.ids)), snapshot.merged_into), -1)
    found = {}
    for actor in actors:
        seen: dict[tuple[object, ...], tuple[int, bool]] = {}
        for number in _admitted(snapshot, view, since, day, actor, what):
            subject, object_, asked, _ = canonical[snapshot.claim_ends[number]].tolist()
            if key := _key(snapshot, number, actor, (subject, object_, asked), what):
                seen.setdefault(key, (number, bool(wanted & {object_, asked})))
        found[actor] = Happenings(len(seen), tuple(number for number, on in seen.values() if on))
    return found


def _admitted(snapshot: Snapshot, view: View, since: int, day: date, actor: int, what: tuple[Collection[str], Collection[str]]) -> Iterator[int]:
    kinds = ontology.load().predicates.values()
    telling = [code for code, kind in enumerate(kinds) if kind.key in what[0] or {kind.tie, *kind.when.values()} & set(what[1])]
    numbers = snapshot.about(actor)
    statuses = np.array([status in view.statuses for status in STATUSES])
    last, start = snapshot.claim_day[numbers], snapshot.claim_start[numbers]
    begun = np.where(start == UNKNOWN_DAY, last, start) <= day.toordinal()
    kept = np.isin(snapshot.claim_predicate[numbers], telling)
    kept &= statuses[snapshot.claim_status[numbers]] & (last >= since) & begun
    kept &= snapshot.claim_confidence[numbers] / 1000 >= view.min_confidence
    for key in view.exclude:
        if key.startswith("source:"):
            kept &= snapshot.claim_source[numbers] != snapshot.source_index(key)
        else:
            kept &= ~np.isin(numbers, snapshot.about(snapshot.index(key)))
    yield from numbers[kept].tolist()


def _key(snapshot: Snapshot, number: int, actor: int, ends: tuple[int, int, int], what: tuple[Collection[str], Collection[str]]) -> tuple[object, ...]:
    """What makes two claims one happening of the actor; () for what is none.

    One text, or copies of it, state one thing once; two texts tell of one meeting when they give it the same days.
    """
    statements, meetings = what
    subject, object_, asked = ends
    claim = snapshot.record(number).claim
    if claim.modality not in (Modality.ASSERTED, Modality.CONDITIONAL):
        return ()
    if claim.predicate in statements:
        about = asked if asked >= 0 else object_
        return ("statement", about, int(snapshot.source_group[snapshot.claim_source[number]])) if subject == actor else ()
    kind = ontology.load().tie_kind(claim)
    if kind in meetings and actor in (subject, object_):
        return ("meeting", kind, min(subject, object_), max(subject, object_), claim.when)
    return ()
