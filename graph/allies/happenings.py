"""What an actor said and whom it met of late, each happening once however often it was printed."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from graph import ontology
from graph.allies.stances import contrary
from graph.claims import Modality
from graph.dates import MONTH
from graph.entities import admitted_claims
from graph.snapshot.arrays import UNKNOWN_DAY, Longs, Snapshot
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
    met = _meetings(snapshot, what[1])
    found = {}
    for actor in actors:
        seen: dict[tuple[object, ...], tuple[int, bool]] = {}
        numbers = _admitted(snapshot, view, since, day, actor, what)
        ends = snapshot.ends_of(numbers).tolist()
        days = zip(snapshot.claim_start[numbers].tolist(), snapshot.claim_last[numbers].tolist(), strict=True)
        for number, kind, (subject, object_, asked, _), when in zip(numbers.tolist(), met[numbers].tolist(), ends, days, strict=True):
            key: tuple[object, ...]
            if kind >= 0:
                key = ("meeting", kind, min(subject, object_), max(subject, object_), when) if actor in (subject, object_) else ()
            else:
                key = _statement(snapshot, number, actor, (subject, object_, asked), what[0])
            if key:
                seen.setdefault(key, (number, bool(wanted & {object_, asked})))
        found[actor] = Happenings(len(seen), tuple(number for number, on in seen.values() if on))
    return found


def _meetings(snapshot: Snapshot, kinds: Collection[str]) -> Longs:
    """The kind of tie (its number) that each claim makes, where it is one of these kinds, else -1.

    Two texts tell of one meeting when they give it the same days.
    """
    codes = [code for code, kind in enumerate(ontology.load().ties) if kind in kinds]
    made = np.isin(snapshot.reports.kind, codes)
    found = np.full(len(snapshot.claim_start), -1, dtype=np.int64)
    found[snapshot.reports.claim[made]] = snapshot.reports.kind[made]
    return found


def _admitted(snapshot: Snapshot, view: View, since: int, day: date, actor: int, what: tuple[Collection[str], Collection[str]]) -> Longs:
    kinds = ontology.load().predicates.values()
    telling = [code for code, kind in enumerate(kinds) if kind.key in what[0] or {kind.tie, *kind.when.values()} & set(what[1])]
    numbers = snapshot.about(actor)
    last, start = snapshot.claim_day[numbers], snapshot.claim_start[numbers]
    begun = np.where(start == UNKNOWN_DAY, last, start) <= day.toordinal()
    kept = admitted_claims(snapshot, view, numbers) & np.isin(snapshot.claim_predicate[numbers], telling) & (last >= since) & begun
    admitted: Longs = numbers[kept].astype(np.int64)
    return admitted


def _statement(snapshot: Snapshot, number: int, actor: int, ends: tuple[int, int, int], predicates: Collection[str]) -> tuple[object, ...]:
    """What makes two claims one statement of the actor: one text, or copies of it, state one thing once. () for what is none."""
    subject, object_, asked = ends
    claim = snapshot.record(number).claim
    if subject != actor or claim.predicate not in predicates or claim.modality not in (Modality.ASSERTED, Modality.CONDITIONAL):
        return ()
    return ("statement", asked if asked >= 0 else object_, snapshot.claim_group(number))
