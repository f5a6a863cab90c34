"""An entity, its ties and what is said about it: look-ups in which every fact opens to its evidence."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import numpy as np
from pydantic import Field

from graph import ontology, speech
from graph.claims import Claim, Modality, Record, Status
from graph.results import ClaimsResult, EntityResult, Evidence, Interaction, Statement, Tie
from graph.snapshot.arrays import OPEN_DAY, STATUSES, UNKNOWN_DAY, Flags, Ints, Snapshot
from graph.strength import Ties, derive_about, rows_about, walked_kinds
from graph.view import Query, View
from graph.words import words

Direction = Literal["forward", "backward", "both"]


class EntityQuery(Query):
    """Which entity (an id); at most `limit` ties and as many statements are shown."""

    entity: str
    limit: int = Field(default=500, ge=1, le=5000)


class ClaimsQuery(Query):
    """Which claims: about an entity, of a source, with a predicate; all that are given must hold.

    About an entity, claims that only name or place it are left out unless their predicate is given.
    Proposed claims are listed beside accepted ones, each with its status. The day counts only when
    it is given: claims that begin later are left out.
    """

    about: str = ""
    source: str = ""
    predicate: str = ""
    statuses: tuple[Status, ...] = (Status.ACCEPTED, Status.PROPOSED)
    limit: int = Field(default=100, ge=1, le=5000)
    offset: int = Field(default=0, ge=0)
    ids: tuple[str, ...] = ()


def show(snapshot: Snapshot, query: EntityQuery) -> EntityResult:
    """The entity, its ties (contacts first, strongest first; then each other kind), its statements, newest first."""
    i = snapshot.index(query.entity)
    ties = _ties_of(snapshot, query, i)
    listed = ClaimsQuery(as_of=query.day, view=query.view, about=query.entity, statuses=query.view.statuses)
    said = [number for number in chosen_claims(snapshot, listed).tolist() if _is_statement(snapshot.record(number).claim)]
    statements = tuple(statement(snapshot, number) for number in said[: query.limit])
    sizes = ((len(ties), "ties"), (len(said), "statements"))
    cut = [f"only the first {query.limit} of {size} {what} are shown" for size, what in sizes if size > query.limit]
    shown = tuple(tie(snapshot, among, t, first=i) for among, t in ties[: query.limit])
    proofs = [*evidence_of(shown), *(each.evidence for each in statements)]
    return EntityResult(entity=snapshot.entity(i), ties=shown, statements=statements, warnings=tuple(cut), **snapshot.answer_fields(query, proofs))


def list_claims(snapshot: Snapshot, query: ClaimsQuery) -> ClaimsResult:
    """Claims by the day they hold for, newest first, then by number; `total` counts all that match."""
    numbers = chosen_claims(snapshot, query)
    items = tuple(statement(snapshot, number) for number in numbers[query.offset : query.offset + query.limit].tolist())
    return ClaimsResult(items=items, total=len(numbers), **snapshot.answer_fields(query, [item.evidence for item in items]))


def tie(snapshot: Snapshot, ties: Ties, t: int, *, first: int | None = None) -> Tie:
    """Tie t with all its interactions, strongest first, seen from `first` (its low end unless given)."""
    low, high = int(ties.low[t]), int(ties.high[t])
    a, b = (high, low) if first == high else (low, high)
    numbers = range(int(ties.interaction_ptr[t]), int(ties.interaction_ptr[t + 1]))
    order = sorted(numbers, key=lambda i: (-ties.p[i], ties.kind[i], -int(ties.start[i])))
    interactions = tuple(_interaction(snapshot, ties, i, turned=a == high) for i in order)
    strongest = interactions[0]
    starts = [each.start for each in interactions if each.start]
    ends = [each.end for each in interactions]
    rows = ties.reports[ties.report_ptr[numbers.start] : ties.report_ptr[numbers.stop]]
    return Tie(
        a=snapshot.node(a),
        b=snapshot.node(b),
        kind=strongest.kind,
        label=strongest.label,
        direction=strongest.direction,
        start=min(starts, default=None),
        end=None if None in ends else max(end for end in ends if end),
        strength=float(ties.strength[t]),
        certainty="possible" if ties.possible[t] else "certain",
        status=_best(each.status for each in interactions),
        sources=len(set(snapshot.reports.group[rows].tolist())),
        interactions=interactions,
    )


def statement(snapshot: Snapshot, claim: int) -> Statement:
    """A claim in words, with its evidence."""
    said = snapshot.record(claim).claim
    subject, object_ = (snapshot.node(snapshot.index(end)) if end else None for end in (said.subject, said.object))
    silent = Statement(
        claim=snapshot.claim_ids[claim],
        subject=subject,
        predicate=said.predicate,
        object=object_,
        value=said.value,
        ask=said.ask,
        figure=said.figure,
        qualifiers=said.qualifiers,
        modality=said.modality,
        stance=stance(said),
        sentence="",
        evidence=snapshot.evidence(claim),
    )
    return silent.model_copy(update={"sentence": speech.sentence(silent, ask=_ask_name(snapshot, said))})


def stance(claim: Claim) -> str:
    """The stance that a claim takes, or "" (none is taken by what is denied, planned or urged).

    What is put forward as a mere possibility is a conditional stance, never a plain one.
    """
    taken = ontology.load().predicates[claim.predicate].stance
    if claim.modality is Modality.CONDITIONAL:
        return taken and "conditional"
    return taken if claim.modality is Modality.ASSERTED else ""


def _ask_name(snapshot: Snapshot, claim: Claim) -> str:
    if claim.ask == claim.object:
        return ""
    return snapshot.names[snapshot.index(claim.ask)] if claim.ask.startswith("ask:") else claim.ask


def _ties_of(snapshot: Snapshot, query: EntityQuery, i: int) -> list[tuple[Ties, int]]:
    """Contacts as walked, strongest first, then ties of each other kind by strength, kind and ids."""
    contact = walked_kinds(query.view)
    known = tuple(ontology.load().ties)
    present = [known[code] for code in np.unique(snapshot.reports.kind[rows_about(snapshot, i)]) if code >= 0]
    batches = [contact, *((kind,) for kind in present if kind not in contact)]
    found = []
    for rank, kinds in enumerate(batches):
        ties = derive_about(snapshot, query.view, query.day, kinds, i)
        found += [((rank > 0, -float(ties.strength[t]), rank, int(ties.low[t]), int(ties.high[t])), ties, t) for t in range(len(ties.low))]
    return [(ties, t) for _, ties, t in sorted(found, key=lambda item: item[0])]


def _interaction(snapshot: Snapshot, ties: Ties, i: int, *, turned: bool) -> Interaction:
    kind = tuple(ontology.load().ties.values())[ties.kind[i]]
    sign = int(ties.forward[i]) * (-1 if turned else 1)
    direction: Direction = "forward" if sign > 0 else "backward" if sign < 0 else "both"
    rows = ties.reports[ties.report_ptr[i] : ties.report_ptr[i + 1]]
    claims = sorted(snapshot.reports.claim[rows].tolist(), key=lambda number: (-int(snapshot.claim_confidence[number]), number))
    proofs = tuple(snapshot.evidence(number) for number in claims)
    return Interaction(
        kind=kind.key,
        label=kind.reverse if direction == "backward" else kind.label,
        direction=direction,
        start=_day(int(ties.start[i])),
        end=_day(int(ties.last[i])),
        certainty="possible" if ties.interaction_possible[i] else "certain",
        strength=float(ties.p[i]),
        status=_best(proof.status for proof in proofs),
        note=_note(snapshot, [snapshot.record(number) for number in claims]),
        evidence=proofs,
    )


def _day(ordinal: int) -> date | None:
    return None if ordinal in (UNKNOWN_DAY, OPEN_DAY) else date.fromordinal(ordinal)


def _best(statuses: Iterable[Status]) -> Status:
    return min(statuses, key=STATUSES.index)


def _note(snapshot: Snapshot, records: Sequence[Record]) -> str:
    notes: dict[str, None] = {}
    for record in records:
        claim = record.claim
        for mark in claim.qualifiers:
            if mark == "delegation" and claim.predicate == "met_with":
                notes[words().notes[mark] + _senders(snapshot, claim)] = None
            elif mark in words().notes and mark != "delegation":
                notes[words().notes[mark]] = None
    return "; ".join(sorted(notes))


def _senders(snapshot: Snapshot, claim: Claim) -> str:
    """Whose delegation it was, where the same source says that an end of the claim took part in one then."""
    senders = set()
    for number in {number for end in (claim.subject, claim.object) for number in snapshot.about(snapshot.index(end)).tolist()}:
        other = snapshot.record(number).claim
        joined = other.predicate == "member_of" and "delegation" in other.qualifiers and other.subject in (claim.subject, claim.object)
        if joined and other.source == claim.source and other.interval.overlaps(claim.interval):
            senders.add(snapshot.names[snapshot.index(other.object)])
    return f" of {' and '.join(sorted(senders))}" if senders else ""


def chosen_claims(snapshot: Snapshot, query: ClaimsQuery) -> Ints:
    """Numbers of the claims that match, newest first. Raises UnknownName for an id that is not there."""
    if query.ids:
        numbers = np.array([snapshot.claim_index(claim) for claim in query.ids], dtype=np.int32)
    else:
        numbers = snapshot.about(snapshot.index(query.about)) if query.about else np.arange(len(snapshot.claim_ids), dtype=np.int32)
    kept = admitted_claims(snapshot, query.view.model_copy(update={"statuses": query.statuses}), numbers)
    if query.source:
        kept &= snapshot.claim_source[numbers] == snapshot.source_index(query.source)
    if query.predicate:
        kept &= snapshot.claim_predicate[numbers] == _predicate_number(query.predicate)
    elif query.about:
        kept &= ~np.isin(snapshot.claim_predicate[numbers], _naming())
    if query.as_of:
        kept &= snapshot.claim_start[numbers] <= query.as_of.toordinal()
    numbers = numbers[kept]
    return numbers[np.lexsort((numbers, -snapshot.claim_day[numbers]))]


def admitted_claims(snapshot: Snapshot, view: View, numbers: Ints) -> Flags:
    """Which of some claims (by number) the view admits by status, confidence, source and whom they name. Raises UnknownName for an excluded id."""
    kept: Flags = np.isin(snapshot.claim_status[numbers], [STATUSES.index(status) for status in view.statuses])
    kept &= snapshot.claim_confidence[numbers] / 1000 >= view.min_confidence
    for key in view.exclude:
        if key.startswith("source:"):
            kept &= snapshot.claim_source[numbers] != snapshot.source_index(key)
        else:
            kept &= ~np.isin(numbers, snapshot.about(snapshot.index(key)))
    return kept


def _naming() -> list[int]:
    return [number for number, predicate in enumerate(ontology.load().predicates.values()) if predicate.naming]


def _predicate_number(predicate: str) -> int:
    known = tuple(ontology.load().predicates)
    return known.index(predicate) if predicate in known else -1


def _is_statement(claim: Claim) -> bool:
    """True for what is no attribute and no tie of its own: stances, asks, figures, provisions, what is planned or denied."""
    kinds = ontology.load()
    predicate = kinds.predicates[claim.predicate]
    tie_kind = kinds.tie_kind(claim)
    carries = bool(tie_kind) and (kinds.ties[tie_kind].carries or tie_kind in ("structure", "former_post"))
    return (not predicate.attribute or claim.predicate in ("says", "vacant")) and not carries


def evidence_of(ties: Iterable[Tie]) -> list[Evidence]:
    """Every claim behind some ties, for `Snapshot.answer_fields`."""
    return [proof for each in ties for proof in each.evidence]
