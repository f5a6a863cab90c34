"""What waits for a person's decision: entities that may be one, each with what it is known for, and other proposed claims."""

from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from graph import ontology
from graph.claims import Claim, Status
from graph.entities import ClaimsQuery, chosen_claims, statement
from graph.results.curation import Candidate, MergeProposal, ReviewsResult
from graph.snapshot.arrays import Snapshot
from graph.view import Query
from graph.words import fill, plain, words

SAME = "same_as"
SILENT = frozenset({SAME, "distinct_from", "says", "flow", "statistic"})
LOOKED_AT = 3000
SAID = 4


class ReviewsQuery(Query):
    """What waits about an entity (an id), or about any; `limit` merges and as many other claims are given. `merges_only` leaves the others out."""

    about: str = ""
    limit: int = Field(default=50, ge=1, le=1000)
    merges_only: bool = False


def list_reviews(snapshot: Snapshot, query: ReviewsQuery) -> ReviewsResult:
    """Proposed claims; merges of what is one entity already are left out."""
    waiting = ClaimsQuery(as_of=query.as_of, view=query.view, about=query.about, statuses=(Status.PROPOSED,))
    numbers = chosen_claims(snapshot, waiting)
    code = list(ontology.load().predicates).index(SAME)
    same = snapshot.claim_predicate[numbers] == code
    open_ = [number for number in numbers[same].tolist() if _is_open(snapshot, snapshot.record(number).claim)]
    open_.sort(key=lambda number: (-int(snapshot.claim_confidence[number]), snapshot.claim_ids[number]))
    merges = tuple(_proposal(snapshot, number) for number in open_[: query.limit])
    others = [] if query.merges_only else numbers[~same].tolist()
    items = tuple(statement(snapshot, number) for number in others[: query.limit])
    proofs = [*(one.evidence for one in merges), *(one.evidence for one in items)]
    return ReviewsResult(items=items, total=len(others), merges=merges, merges_total=len(open_), **snapshot.answer_fields(query, proofs))


def _is_open(snapshot: Snapshot, claim: Claim) -> bool:
    """Whether two ends are still two entities, each with a name: what a corrected source no longer names has none."""
    ends = snapshot.index(claim.subject), snapshot.index(claim.object)
    return ends[0] != ends[1] and all(snapshot.names[end] != snapshot.ids[end] for end in ends)


def _proposal(snapshot: Snapshot, number: int) -> MergeProposal:
    claim = snapshot.record(number).claim
    return MergeProposal(
        claim=snapshot.claim_ids[number],
        left=_candidate(snapshot, claim.subject),
        right=_candidate(snapshot, claim.object),
        why=claim.gloss or claim.quote,
        confidence=claim.confidence / 1000,
        evidence=snapshot.evidence(number),
    )


def _candidate(snapshot: Snapshot, id: str) -> Candidate:
    i = snapshot.index(id)
    numbers = snapshot.about(i).tolist()
    records = [snapshot.record(number) for number in numbers[:LOOKED_AT]]
    claims = [record.claim for record in records if id in (record.claim.subject, record.claim.object) and record.status is Status.ACCEPTED]
    values = {kind: [claim.value for claim in claims if claim.predicate == kind and claim.subject == id] for kind in ("name", "alias", "identifier", "country")}
    name = next(iter(values["name"]), snapshot.names[i])
    return Candidate(
        id=id,
        name=name,
        kind=snapshot.kinds[i],
        country=next(iter(values["country"]), ""),
        aliases=tuple(sorted(set(values["alias"]) - {name}))[:SAID],
        identifiers=tuple(sorted(set(values["identifier"])))[:SAID],
        known_for=tuple(_known_for(snapshot, id, claims)),
        sources=tuple(title for title, _ in _sources(snapshot, claims).most_common(SAID)),
        claims=len(numbers),
    )


def _sources(snapshot: Snapshot, claims: list[Claim]) -> Counter[str]:
    titles = {source: snapshot.sources[snapshot.source_index(source)] for source in {claim.source for claim in claims}}
    return Counter(titles[claim.source].publisher or titles[claim.source].title for claim in claims)


def _known_for(snapshot: Snapshot, id: str, claims: list[Claim]) -> Iterator[str]:
    """What is said of an entity most often, in words, the pronoun in its place."""
    kinds = ontology.load().predicates
    said: Counter[str] = Counter()
    for claim in claims:
        phrase = words().predicates.get(claim.predicate)
        if claim.predicate == "describes":
            said[plain(claim.value)] += 1
        elif phrase and not kinds[claim.predicate].naming and claim.predicate not in SILENT:
            a, b = ("it" if end == id else snapshot.names[snapshot.index(end)] if end else "" for end in (claim.subject, claim.object))
            former = words().former if "former" in claim.qualifiers else phrase.says
            said[plain(fill(former, a=a, b=b, v=claim.value))] += 1
    for sentence, times in said.most_common(SAID):
        yield sentence if times == 1 else f"{sentence} ({times} times)"
