"""What evidence rests on: its source groups, and how new it is."""

from collections.abc import Iterable
from datetime import date

from graph.results import Evidence
from graph.snapshot.arrays import UNKNOWN_DAY, Snapshot


def groups_of(snapshot: Snapshot, claims: Iterable[int]) -> set[int]:
    """Numbers of the source groups of some claims."""
    return {snapshot.claim_group(claim) for claim in claims}


def titles_by_group(snapshot: Snapshot, proofs: Iterable[Evidence]) -> dict[int, str]:
    """The source groups of some evidence, with the first title of each."""
    found: dict[int, str] = {}
    for proof in proofs:
        found.setdefault(snapshot.group_of(proof), proof.source.title)
    return found


def newest(snapshot: Snapshot, proofs: Iterable[Evidence], day: date) -> date | None:
    """The last day of the newest of some evidence, not after the day asked for; None where nothing is dated."""
    days = [int(snapshot.claim_day[snapshot.claim_index(proof.claim)]) for proof in proofs]
    last = max(days, default=UNKNOWN_DAY)
    return None if last == UNKNOWN_DAY else min(date.fromordinal(last), day)
