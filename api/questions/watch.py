"""What was filed, corrected or decided about a target since one last looked."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

from api.cursor import mark, position
from api.requests import WatchRequest, checked
from graph import ontology
from graph.claims import Claim, Decision, Status
from graph.errors import UnknownName
from graph.results import Filing, Statement, WatchResult
from graph.snapshot.build import Snapshot
from graph.store.base import Change

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

FILED: dict[str, Literal["filed", "filed again", "superseded"]] = {"file": "filed", "refile": "filed again", "supersede": "superseded"}
DECIDED: dict[Status, Literal["accepted", "rejected", "taken back"]] = {
    Status.ACCEPTED: "accepted",
    Status.REJECTED: "rejected",
    Status.PROPOSED: "taken back",
}


class Changed(NamedTuple):
    """A change of the log about a claim, and the decision where it is one."""

    change: Change
    claim: Claim
    decision: Decision | None


def watch(graph: "KnowledgeGraph", target: str, **options: object) -> WatchResult:
    """Changes of the record about an entity or ask, but for what only names or places it: options of WatchRequest.

    Raises UnknownName, and RequestError for a mark that is none.
    """
    request = checked(WatchRequest, **options)
    layers = graph.layers(request.layer)
    return graph.steady(lambda: _watched(graph, target, request, layers), layers)[0]


def _watched(graph: "KnowledgeGraph", target: str, request: WatchRequest, layers: Sequence[str]) -> WatchResult:
    about = graph.entity_id(target, layers)
    changed, last = _changed(graph, about, layers, position(request.since))
    shown = changed[: request.limit]
    snapshot = graph.snapshot(layers, present=True)
    return WatchResult(
        query={"target": about, "since": request.since, "limit": request.limit},
        target=snapshot.node(snapshot.index(about)),
        items=tuple(_filing(snapshot, one) for one in shown),
        next=mark(shown[-1].change.number if len(shown) < len(changed) else last),
        more=len(shown) < len(changed),
        **graph.stamp(layers),
    )


def _changed(graph: "KnowledgeGraph", about: str, layers: Sequence[str], since: int) -> tuple[list[Changed], int]:
    """The changes about the target after a line of the log, and the last line of the log."""
    naming = {name for name, predicate in ontology.load().predicates.items() if predicate.naming}
    told = graph.store.records(layers=layers, about=about, past=True)
    claims = {record.claim.id: record.claim for record in told if record.claim.predicate not in naming}
    decisions = {_digest(one): one for one in graph.store.decisions(layers, past=True) if one.claim in claims}
    found, last = [], since
    for change in graph.store.changes(since, layers):
        last = change.number
        decision = decisions.get(change.digest) if change.action == "decide" else None
        claim = claims.get(decision.claim if decision else f"claim:{change.digest}")
        if claim and (decision or change.action in FILED):
            found.append(Changed(change, claim, decision))
    return found, last


def _filing(snapshot: Snapshot, one: Changed) -> Filing:
    told = _statement(snapshot, one.claim)
    plain = " ".join(part for part in (one.claim.subject, one.claim.predicate.replace("_", " "), one.claim.object or one.claim.value) if part)
    return Filing(
        at=one.change.at,
        act=DECIDED[one.decision.status] if one.decision else FILED[one.change.action],
        claim=one.claim.id,
        sentence=told.sentence if told else plain,
        by=one.decision.by if one.decision else "",
        evidence=told.evidence if told else None,
    )


def _statement(snapshot: Snapshot, claim: Claim) -> Statement | None:
    """The claim in words with its evidence, where it stands."""
    from graph.entities import statement

    try:
        return statement(snapshot, snapshot.claim_index(claim.id))
    except UnknownName:
        return None


def _digest(decision: Decision) -> str:
    return blake2b(decision.model_dump_json().encode(), digest_size=16).hexdigest()
