"""A person's word on claims and entities: given, and taken back. Nothing is overwritten: what went before stays in the history."""

from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from graph.claims import Claim, Decision, Judgement, Line, Record, Status
from graph.errors import AmbiguousName, Contradicted, UnknownName, shown
from graph.identity import NEAREST, judgement_id, kept_apart
from graph.results import ReviewsResult
from graph.store.base import PUBLIC, GraphStore

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph

DIGITS = 32
SAME = "same_as"


class Said(NamedTuple):
    """A person's word that still counts, and when it was given: a decision on a claim, and the judgement it made, or a judgement alone."""

    at: str
    name: str
    decision: Decision | None
    judgement: Judgement | None


def reviews(graph: "KnowledgeGraph", about: str, limit: int, merges_only: bool, layers: Sequence[str]) -> ReviewsResult:
    """What waits for a person's word."""
    from graph.reviews import ReviewsQuery, list_reviews
    from graph.view import View

    query = ReviewsQuery(view=View(layers=tuple(layers)), about=graph.entity_id(about, layers) if about else "", limit=limit, merges_only=merges_only)
    return list_reviews(graph.snapshot(layers), query)


def decide(store: GraphStore, claims: Sequence[str], status: Status, by: str, layers: Sequence[str]) -> list[Decision]:
    """Accept or reject claims of some layers, named by id or by its beginning.

    To accept that two entities are the same merges them; to reject it keeps them apart. Raises UnknownName, AmbiguousName, and
    Contradicted where a person has said that the two are different.
    """
    records = _named(store, claims, layers)
    before = {decision.claim: decision for decision in store.decisions()}
    lines: list[Line] = []
    for record in records:
        claim, at = record.claim, now()
        lines.append(Decision(claim=claim.id, status=status, by=by, at=at))
        if claim.predicate == SAME and claim.subject and claim.object:
            verdict = "same" if status is Status.ACCEPTED else "different"
            judgement = Judgement.model_validate(
                {
                    "left": min(claim.subject, claim.object),
                    "right": max(claim.subject, claim.object),
                    "verdict": verdict,
                    "layer": record.layer,
                    "by": by,
                    "at": at,
                }
            )
            if verdict == "same":
                refuse_apart(store, judgement, before.get(claim.id))
            lines.append(judgement)
    store.write(lines)
    return [line for line in lines if isinstance(line, Decision)]


def refuse_apart(store: GraphStore, judgement: Judgement, own: Decision | None = None) -> None:
    """Raise Contradicted where the two ends are judged different, other than by a person's `own` earlier word on the same claim."""
    apart = kept_apart(store.judgements(tuple({*PUBLIC, judgement.layer})), judgement.left, judgement.right)
    if apart and not (own and own.at == apart.at):
        who = f" by {shown(apart.by)}" if apart.by else ""
        raise Contradicted(
            f"{judgement.left} and {judgement.right}: {apart.left} and {apart.right} were judged different{who} on {apart.at[:10]}; "
            f"take that back first with `trilateral undo {judgement_id(apart)}`"
        )


def undo(store: GraphStore, name: str = "") -> Decision | Judgement | None:
    """The latest word that still counts, taken back, or the one of this name (a claim's id or a merge's, or its beginning).

    None when there is none. A claim stands again as the decision before it had it, or as it was read; two entities as they were
    judged before. Raises UnknownName or AmbiguousName.
    """
    given = {record.claim.id: record for record in store.dump() if isinstance(record, Record)}
    said = _said(store, given)
    taken = _one(name, said) if name else max(said, key=lambda one: (one.at, one.name), default=None)
    if taken is None:
        return None
    lines: list[Line] = []
    if taken.decision:
        lines.append(_decided_before(store, taken.decision, given))
    if taken.judgement:
        lines.append(_judged_before(store, taken.judgement))
    store.write(lines)
    return taken.decision or taken.judgement


def _said(store: GraphStore, given: dict[str, Record]) -> list[Said]:
    """Every word that counts: a decision with the judgement it made stands for both."""
    judgements = {(one.at, one.left, one.right): one for one in store.judgements(None)}
    said = []
    for decision in store.decisions():
        record = given.get(decision.claim)
        if record is None or decision.status is not record.status:
            made = judgements.pop((decision.at, *_pair(record.claim)), None) if record else None
            said.append(Said(decision.at, decision.claim, decision, made))
    return said + [Said(one.at, judgement_id(one), None, one) for one in judgements.values()]


def _one(name: str, said: Sequence[Said]) -> Said:
    """The word that a claim's or a merge's id names, or its beginning."""
    names = {alias: one for one in said for alias in (one.name, judgement_id(one.judgement) if one.judgement else one.name)}
    wanted = tuple(name if name.startswith(f"{kind}:") else f"{kind}:{name}" for kind in ("claim", "merge"))
    found = {names[alias].name: names[alias] for alias in names if alias.startswith(wanted)}
    if len(found) > 1:
        raise AmbiguousName(name, sorted(found)[:5], what="decisions begin like")
    if not found:
        nearest = get_close_matches(wanted[1], sorted(names), n=NEAREST)
        raise UnknownName(name, nearest, what="decision or merge in force", todo="`trilateral history` lists them")
    return found.popitem()[1]


def _decided_before(store: GraphStore, decision: Decision, given: dict[str, Record]) -> Decision:
    before = [one for one in store.decisions(past=True) if one.claim == decision.claim and one.at < decision.at and one.status is not decision.status]
    status = given[decision.claim].status if decision.claim in given else Status.PROPOSED
    return before[-1] if before else decision.model_copy(update={"status": status, "at": now()})


def _judged_before(store: GraphStore, judgement: Judgement) -> Judgement:
    pair = (judgement.left, judgement.right)
    before = [one for one in store.judgements((judgement.layer,), past=True) if (one.left, one.right) == pair and one.at < judgement.at]
    if before and before[-1].verdict != "undecided":
        return before[-1]
    return judgement.model_copy(update={"verdict": "undecided", "at": now()})


def _pair(claim: Claim) -> tuple[str, str]:
    return min(claim.subject, claim.object), max(claim.subject, claim.object)


def _named(store: GraphStore, claims: Sequence[str], layers: Sequence[str]) -> list[Record]:
    """The filed claims of these ids or beginnings of ids, in their order."""
    whole = [claim for claim in claims if claim.startswith("claim:") and len(claim) == len("claim:") + DIGITS]
    found = {record.claim.id: record for record in store.records(layers=layers, ids=whole)} if whole else {}
    if len(found) < len(set(claims)):
        found = {record.claim.id: record for record in store.records(layers=layers)}
    known = sorted(found)
    return [found[_completed(claim, known)] for claim in dict.fromkeys(claims)]


def _completed(claim: str, known: Sequence[str]) -> str:
    """The one known id that begins like this."""
    wanted = claim if claim.startswith("claim:") else f"claim:{claim}"
    found = [id for id in known if id.startswith(wanted)]
    if len(found) > 1:
        raise AmbiguousName(claim, found[:5], what="claims begin like")
    if not found:
        raise UnknownName(claim, get_close_matches(wanted, known, n=NEAREST), what="claim", todo="`trilateral review` lists those to decide on")
    return found[0]


def now() -> str:
    """The present moment as decisions and judgements state it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
