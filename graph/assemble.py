"""Claims become entities and ties, each keeping its claim ids: in plain Python, one thing at a time.

`graph.snapshot` and `graph.strength` do the same over arrays; tests hold the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import prod

from graph import ontology
from graph.claims import Claim, Line, Record
from graph.dates import Interval, day
from graph.filed import Filed, entities, gather
from graph.ontology import Ontology, TieKind
from graph.results import Entity
from graph.view import View

MONTH = 30.4375
STRENGTH_CAP = 0.95


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that makes a tie from `a` to `b`, two different entities, with the days it counts for.

    `ends` is the kind of state that it says is over, or "".
    """

    record: Record
    kind: TieKind
    a: str
    b: str
    forward: int
    ends: str
    when: Interval
    group: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One interaction on a day: `age` in days, `p` in [0, 1], `forward` as in `Reports`."""

    kind: str
    forward: int
    when: Interval
    claims: tuple[str, ...]
    confidence: float
    age: int
    possible: bool
    p: float


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie: all interactions of a pair (low id first) on a day, with its strength in [0, .95]."""

    low: str
    high: str
    happenings: tuple[Happening, ...]
    strength: float
    possible: bool


@dataclass(frozen=True, slots=True)
class Assembly:
    """Entities and ties by id."""

    entities: Mapping[str, Entity]
    ties: tuple[Bond, ...]


def says(filed: Filed) -> Iterator[Said]:
    """The claims that make ties; both ends of a merge are one entity, and self-loops make none."""
    kinds = ontology.load()
    for record in filed.records:
        claim = record.claim
        a, b = filed.entity(claim.subject), filed.entity(claim.object)
        kind = kinds.tie_kind(claim)
        if kind and a and b and a != b:
            source = filed.sources[claim.source]
            yield Said(
                record=record,
                kind=kinds.ties[kind],
                a=a,
                b=b,
                forward=int(is_directed(claim, kinds)),
                ends=state_ended(claim, kinds),
                when=counted(claim.interval, kinds.ties[kind], source.published),
                group=source.source_group,
            )


def is_directed(claim: Claim, kinds: Ontology) -> bool:
    """True when the claim runs from subject to object rather than both ways."""
    directed = kinds.ties[kinds.tie_kind(claim)].directed and not kinds.predicates[claim.predicate].symmetric
    return directed or "sought-by-subject" in claim.qualifiers


def state_ended(claim: Claim, kinds: Ontology) -> str:
    """The kind of state that the claim says is over: its own with a stated end, or the post once held."""
    made, stands = kinds.tie_kind(claim), kinds.predicates[claim.predicate].tie
    if "former" in claim.qualifiers and made != stands:
        return stands
    return made if "ended" in claim.qualifiers and kinds.ties[made].temporal == "state" else ""


def counted(when: Interval, kind: TieKind, published: date | None) -> Interval:
    """The days that a claim counts for, where its interval has an open side.

    An event without any date had happened when its source appeared. A state known to hold up to a
    day was confirmed on that day; one known from a day on was confirmed until its source appeared.
    """
    if kind.temporal == "event" and when.start is None and when.end is None and published:
        return Interval(None, day(published).end)
    if kind.temporal == "state" and when.start is None and when.last:
        return day(when.last)
    if kind.temporal == "state" and when.start and when.end is None and published and published >= when.start:
        return Interval(when.start, day(published).end)
    return when


def assemble(lines: Iterable[Line], view: View | None = None, on: date | None = None, kinds: Iterable[str] | None = None) -> Assembly:
    """Entities and the ties that a view admits on a day (today unless given)."""
    view = view or View()
    on = on or date.today()
    filed = gather(lines, view.layers)
    admitted = frozenset(kinds or view.tie_kinds or (key for key, kind in ontology.load().ties.items() if kind.carries and kind.default))
    known = entities(filed)
    order = {key: number for number, key in enumerate(known)}
    pairs: defaultdict[tuple[str, str], defaultdict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    over: defaultdict[tuple[str, str, str], list[date]] = defaultdict(list)
    for said in says(filed):
        low, high = sorted((said.a, said.b), key=order.__getitem__)
        if _in_view(said, view, filed) and _begun(said, on):
            if said.kind.key in admitted:
                pairs[low, high][said.kind.key].append(said)
            if said.ends and said.when.last:
                over[low, high, said.ends].append(said.when.last - timedelta(days=int(said.ends != said.kind.key)))
    bonds = (_bond(pair, by_kind, over, on) for pair, by_kind in pairs.items())
    ties = sorted((bond for bond in bonds if bond.happenings), key=lambda bond: (order[bond.low], order[bond.high]))
    return Assembly(entities=known, ties=tuple(ties))


def _in_view(said: Said, view: View, filed: Filed) -> bool:
    excluded = {filed.entity(key) for key in view.exclude}
    claim = said.record.claim
    left_out = claim.source in excluded or not excluded.isdisjoint((said.a, said.b))
    return not left_out and said.record.status in view.statuses and claim.confidence / 1000 >= view.min_confidence


def _begun(said: Said, on: date) -> bool:
    start = said.when.start
    if start is None or start <= on:
        return True
    states_start = "since" in said.record.claim.qualifiers
    return said.kind.temporal == "state" and not states_start and (start - on).days <= said.kind.lookback * MONTH


def _bond(pair: tuple[str, str], by_kind: Mapping[str, list[Said]], over: Mapping[tuple[str, str, str], list[date]], on: date) -> Bond:
    found: list[Happening] = []
    for key in ontology.load().ties:
        groups = _overlapping(by_kind[key]) if key in by_kind else ()
        stated = over.get((*pair, key), [])
        found += [happening for group in groups if not _is_over(happening := _happening(group, pair, on), stated, on)]
    return Bond(
        low=pair[0],
        high=pair[1],
        happenings=tuple(found),
        strength=min(STRENGTH_CAP, 1 - prod(1 - happening.p for happening in found)),
        possible=all(happening.possible for happening in found),
    )


def _overlapping(saids: list[Said]) -> Iterator[list[Said]]:
    group: list[Said] = []
    for said in sorted(saids, key=lambda said: (said.when.start or date.min, said.record.claim.id)):
        if group and not any(said.when.overlaps(other.when) for other in group):
            yield group
            group = []
        group.append(said)
    yield group


def _happening(group: list[Said], pair: tuple[str, str], on: date) -> Happening:
    kind = group[0].kind
    best: dict[str, float] = {}
    for said in group:
        best[said.group] = max(best.get(said.group, 0.0), said.record.claim.confidence / 1000)
    confidence = 1 - prod(1 - c for c in best.values())
    signs = {said.forward * (1 if said.a == pair[0] else -1) for said in group} - {0}
    when = _common([said.when for said in group]) if kind.temporal == "event" else _hull([said.when for said in group])
    age, possible = _event_age(when, on) if kind.temporal == "event" else _state_age(when, on)
    return Happening(
        kind=kind.key,
        forward=signs.pop() if len(signs) == 1 else 0,
        when=when,
        claims=tuple(said.record.claim.id for said in group),
        confidence=confidence,
        age=age,
        possible=possible,
        p=kind.weight * confidence * 2 ** (-(age / MONTH) / kind.half_life),
    )


def _common(whens: list[Interval]) -> Interval:
    """Days that all reports of one event allow; when they allow none, the days that any allows."""
    starts = [when.start for when in whens if when.start]
    ends = [when.end for when in whens if when.end]
    common = Interval(max(starts, default=None), min(ends, default=None))
    return _hull(whens) if common.start and common.end and common.start >= common.end else common


def _hull(whens: list[Interval]) -> Interval:
    starts = [when.start for when in whens]
    ends = [when.end for when in whens]
    first = None if None in starts else min(start for start in starts if start)
    return Interval(first, None if None in ends else max(end for end in ends if end))


def _event_age(when: Interval, on: date) -> tuple[int, bool]:
    age = (on - when.midpoint).days if when.midpoint else 0
    return max(0, age), when.last is None or when.last > on


def _state_age(when: Interval, on: date) -> tuple[int, bool]:
    begun = when.start is None or when.start <= on
    if when.last is None or on <= when.last:
        return 0, not begun
    return (on - when.last) // timedelta(days=1), True


def _is_over(happening: Happening, stated: list[date], on: date) -> bool:
    """True for a state that by a later word, or its own, had ended before the day."""
    last = happening.when.last
    return last is not None and any(last <= end < on for end in stated)
