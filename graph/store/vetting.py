"""What a claim must satisfy before it is filed: known words, ends of a right kind, a literal quote."""

from collections.abc import Mapping, Set

from graph import ontology
from graph.claims import Claim
from graph.errors import ClaimError, shown

NAMING = frozenset({"name", "alias"})
NOTHING: frozenset[str] = frozenset()


def vet(claim: Claim, kinds: Mapping[str, Set[str]], text: str | None) -> None:
    """Raise ClaimError unless the claim can be filed.

    `kinds` maps entity ids to the kinds that claims give them; the kind implied by the id counts as
    well, so that learning another kind never makes a filed claim wrong. `text` is the text of its source.
    """
    try:
        _vet(claim, kinds, text)
    except ClaimError as error:
        raise ClaimError(str(error), claim.id) from error


def _vet(claim: Claim, kinds: Mapping[str, Set[str]], text: str | None) -> None:
    known = ontology.load()
    predicate = known.predicates.get(claim.predicate)
    if (
        predicate
        and _may_be(claim.subject, predicate.subject, kinds)
        and (_may_be(claim.object, predicate.object, kinds) if claim.object else predicate.attribute)
    ):
        pass  # nearly all: the general way below also finds the words for what is wrong
    elif predicate:
        ends = ((claim.subject, predicate.subject), (claim.object, predicate.object))
        known.check(claim, {end: _fitting(end, allowed, kinds.get(end, NOTHING)) for end, allowed in ends if end})
    else:
        known.check(claim, {})
    if claim.predicate == "kind" and claim.value not in known.entities:
        raise ClaimError(f"{claim.id}: {shown(claim.value) or 'nothing'} is no kind of entity; known are {', '.join(known.entities)}")
    if claim.predicate in NAMING and not (claim.subject and claim.value.strip()):
        raise ClaimError(f"{claim.id}: a {claim.predicate} needs a subject and a value; give both")
    if claim.span and (fault := quote_fault(claim, text)):
        raise ClaimError(fault)


def quote_fault(claim: Claim, text: str | None) -> str:
    """Why the quote is not literally at its span of the text, or "" when it is or no span is given."""
    if claim.span is None:
        return ""
    start, end = claim.span
    where = f"{claim.id} of {claim.source}"
    if text is None:
        return f"{where}: points into the source's text, which is not in the store; put the text line before the claims"
    if not 0 <= start <= end <= len(text):
        return f"{where}: points to {start}..{end}, outside the text of {len(text)} characters; extract the source again"
    if text[start:end] != claim.quote:
        return f"{where}: the text has “{shown(text[start:end])}” at {start}..{end}, not the quote “{shown(claim.quote)}”; extract the source again"
    return ""


def _may_be(end: str, allowed: Set[str], kinds: Mapping[str, Set[str]]) -> bool:
    """Whether an end that is there is of an allowed kind, by its id or by what is claimed of it."""
    return bool(end) and (not allowed or ontology.load().implied_kind(end) in allowed or not allowed.isdisjoint(kinds.get(end, NOTHING)))


def _fitting(entity: str, allowed: Set[str], claimed: Set[str]) -> str:
    implied = ontology.load().implied_kind(entity)
    return next((kind for kind in sorted(claimed) if kind in allowed), implied) if claimed else implied
