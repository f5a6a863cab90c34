"""Decisions on claims: taken by a person, and taken back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from graph.claims import Decision, Record, Status
from graph.errors import AmbiguousName, UnknownName
from graph.identity import NEAREST
from graph.store.base import GraphStore


def decide(store: GraphStore, claims: Sequence[str], status: Status, by: str, layers: Sequence[str]) -> list[Decision]:
    """Accept or reject claims of some layers, named by id or by its beginning. Raises UnknownName or AmbiguousName."""
    known = sorted({record.claim.id for record in store.records(layers=layers)})
    decisions = [Decision(claim=_completed(claim, known), status=status, by=by, at=_now()) for claim in claims]
    store.write(decisions)
    return decisions


def undo(store: GraphStore) -> Decision | None:
    """The latest decision that still changed its claim, taken back; None when there is none.

    The claim stands again as the decision before it had it, or as it was read.
    """
    given = {record.claim.id: record.status for record in store.dump() if isinstance(record, Record)}
    changing = [decision for decision in store.decisions() if decision.status is not given.get(decision.claim)]
    latest = max(changing, key=lambda decision: (decision.at, decision.claim), default=None)
    if latest:
        before = [one for one in store.decisions(past=True) if one.claim == latest.claim and one.at < latest.at and one.status is not latest.status]
        as_read = latest.model_copy(update={"status": given.get(latest.claim, Status.PROPOSED), "at": _now()})
        store.write([before[-1] if before else as_read])
    return latest


def _completed(claim: str, known: Sequence[str]) -> str:
    """The one known id that begins like this."""
    wanted = claim if claim.startswith("claim:") else f"claim:{claim}"
    found = [id for id in known if id.startswith(wanted)]
    if len(found) > 1:
        raise AmbiguousName(claim, found[:5], what="claims begin like")
    if not found:
        raise UnknownName(claim, get_close_matches(wanted, known, n=NEAREST), what="claim", todo="`trilateral review` lists those to decide on")
    return found[0]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
