"""Claims become entities and ties, each keeping its claim ids: in plain Python, one thing at a time.

`graph.snapshot.build` and `graph.strength` do the same over arrays; tests hold the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import prod

from graph import ontology
from graph.claims import Line
from graph.dates import MONTH, Interval
from graph.ontology import TieKind
from graph.results import Entity
from graph.snapshot.filed import Filed, entities, gather
from graph.snapshot.said import Said, says
from graph.strength import STRENGTH_CAP
from graph.view import View


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
            if said.kind and said.kind.key in admitted:
                pairs[low, high][said.kind.key].append(said)
            if said.over:
                over[low, high, said.ends].append(said.over)
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
    if said.kind is None or said.kind.temporal == "event" or "since" in said.record.claim.qualifiers:
        return False
    return (start - on).days <= said.kind.lookback * MONTH


def _bond(pair: tuple[str, str], by_kind: Mapping[str, list[Said]], over: Mapping[tuple[str, str, str], list[date]], on: date) -> Bond:
    found: list[Happening] = []
    for key, kind in ontology.load().ties.items():
        ends = over.get((*pair, key), [])
        happenings = [_happening(kind, group, pair, on) for group in _interactions(kind, by_kind.get(key, []), ends)]
        found += [happening for happening in happenings if not _is_ended(happening, ends, on)]
    return Bond(
        low=pair[0],
        high=pair[1],
        happenings=tuple(found),
        strength=min(STRENGTH_CAP, 1 - prod(1 - happening.p for happening in found)),
        possible=all(happening.possible for happening in found),
    )


def _interactions(kind: TieKind, saids: list[Said], ends: list[date]) -> Iterator[list[Said]]:
    """Claims of one pair and kind by interaction: those that overlap, and confirmations of a state that did not end between them."""
    group: list[Said] = []
    reached = date.min
    for said in sorted(saids, key=lambda said: (said.when.start or date.min, said.record.claim.id)):
        start = said.when.start or date.min
        if group and start > reached and (kind.temporal == "event" or any(reached <= end < start for end in ends)):
            yield group
            group = []
        group.append(said)
        reached = max(reached, said.when.last or date.max)
    if group:
        yield group


def _happening(kind: TieKind, group: list[Said], pair: tuple[str, str], on: date) -> Happening:
    best: dict[str, float] = {}
    for said in group:
        best[said.group] = max(best.get(said.group, 0.0), said.record.claim.confidence / 1000)
    confidence = 1 - prod(1 - c for c in best.values())
    signs = {said.forward * (1 if said.a == pair[0] else -1) for said in group} - {0}
    whens = [said.when for said in group]
    when = _common(whens) if kind.temporal == "event" else _hull(whens)
    age = _age(kind, when, on)
    return Happening(
        kind=kind.key,
        forward=signs.pop() if len(signs) == 1 else 0,
        when=when,
        claims=tuple(said.record.claim.id for said in group),
        confidence=confidence,
        age=age,
        possible=not any(_is_certain(kind, when, on) for when in whens),
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


def _age(kind: TieKind, when: Interval, on: date) -> int:
    """Days since the middle of an event, or since a state was last confirmed."""
    since = when.midpoint if kind.temporal == "event" else when.last
    return max(0, (on - since).days) if since else 0


def _is_certain(kind: TieKind, when: Interval, on: date) -> bool:
    """True when one report settles it: an event that is past, a state confirmed for the day.

    A state that carries introductions and has no date at all was confirmed on no day that we know.
    """
    if kind.temporal == "event":
        return when.last is not None and when.last <= on
    dated = when.start is not None or when.last is not None
    return (dated or not kind.carries) and (when.start is None or when.start <= on) and (when.last is None or on <= when.last)


def _is_ended(happening: Happening, ends: list[date], on: date) -> bool:
    """True for a state that by a later word, or its own, had ended before the day."""
    last = happening.when.last
    return last is not None and any(last <= end < on for end in ends)
