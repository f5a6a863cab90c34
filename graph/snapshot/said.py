"""What each claim says of ties: the one that it makes, those that it ends, and the days that it counts for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph import ontology
from graph.claims import Claim, Modality, Record
from graph.dates import Interval, day
from graph.ontology import Ontology, TieKind
from graph.snapshot.filed import Filed


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim says of `a` and `b`, two different entities, with the days it counts for.

    `kind` is the tie that it makes (None: it makes none), `forward` 1 from a to b or 0 for both ways.
    `ends` is the kind of state that it says is over, or "", and `over` the last day of that state.
    """

    record: Record
    kind: TieKind | None
    a: str
    b: str
    forward: int
    ends: str
    over: date | None
    when: Interval
    group: str


def says(filed: Filed) -> Iterator[Said]:
    """What the claims say of ties; both ends of a merge are one entity, and self-loops say nothing.

    A claim that ends several kinds of states is there once for each of them, and makes its tie once.
    """
    kinds = ontology.load()
    for record in filed.records:
        claim = record.claim
        a, b = filed.entity(claim.subject), filed.entity(claim.object)
        made, ended = kinds.tie_kind(claim), states_ended(claim, kinds)
        if not a or not b or a == b or not (made or ended):
            continue
        source = filed.sources[claim.source]
        kind = kinds.ties[made] if made else None
        when = counted(claim.interval, kind, source.published)
        for ends in ended or ("",):
            over = when.last - timedelta(days=int(ends != made)) if ends and when.last else None
            yield Said(record, kind, a, b, int(is_directed(claim, kinds)), ends, over, when, source.source_group)
            kind = None


def is_directed(claim: Claim, kinds: Ontology) -> bool:
    """True when the claim runs from subject to object rather than both ways."""
    predicate, made = kinds.predicates[claim.predicate], kinds.tie_kind(claim)
    return "sought-by-subject" in claim.qualifiers or (made != "" and kinds.ties[made].directed and not predicate.symmetric)


def states_ended(claim: Claim, kinds: Ontology) -> tuple[str, ...]:
    """The kinds of states that the claim says are over, on its last day or, what is former or denied, before it.

    Whoever is a former head or employee holds no post there: posts are the states that share one kind
    of tie when they are former.
    """
    former, denied = "former" in claim.qualifiers, claim.modality is Modality.NEGATED
    if former and claim.modality is Modality.ASSERTED:
        once = kinds.predicates[claim.predicate].when.get("former")
        over = [predicate.tie for predicate in kinds.predicates.values() if once and predicate.when.get("former") == once]
        over = over or [_once_made(claim, kinds)]
    elif denied and not former:
        over = [_once_made(claim, kinds)]
    else:
        over = [kinds.tie_kind(claim)] if "ended" in claim.qualifiers else []
    return tuple(kind for kind in over if kind and kinds.ties[kind].temporal == "state")


def _once_made(claim: Claim, kinds: Ontology) -> str:
    """The kind of tie that the claim would make if it were asserted and not former."""
    marks = tuple(mark for mark in claim.qualifiers if mark != "former")
    return kinds.tie_kind(claim.model_copy(update={"modality": Modality.ASSERTED, "qualifiers": marks}))


def counted(when: Interval, kind: TieKind | None, published: date | None) -> Interval:
    """The days that a claim counts for, where its interval has an open side.

    What its source tells without an end had happened, or held, when the source appeared. A state known
    to hold up to a day was confirmed on that day alone; so was one that carries introductions and is
    only known to have begun.
    """
    state = kind is None or kind.temporal == "state"
    if when.end is None and published and (when.start is None or when.start <= published):
        when = Interval(when.start, day(published).end)
    if state and when.start is None and when.last:
        return day(when.last)
    if state and when.start and when.end is None and (kind is None or kind.carries):
        return day(when.start)
    return when
