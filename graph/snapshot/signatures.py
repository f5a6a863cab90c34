"""What claims say of ties, over arrays: as `graph.snapshot.said`, which is asked once for each predicate with its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from graph import ontology
from graph.claims import Claim, Modality
from graph.snapshot.arrays import OPEN_DAY, UNKNOWN_DAY, Flags, Floats, Ints, Longs, Reports, Smalls, Texts
from graph.snapshot.said import is_directed, states_ended

MARKS = (b'"qualifiers":', b'"modality":')
DAY_BITS = 22
Marks = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Signatures:
    """What each predicate with its marks means; claims are of signature `of` (c).

    made: kind of tie made, -1 for none; forward: 1 directed, else 0; since: the claim states a start.
    Rows first[i]:first[i + 1] of kind, ends and earlier are the reports of signature i: the kind that the
    report makes, the kind of state that it ends (-1: none), and the days by which that was over before.
    """

    of: Ints
    made: Smalls
    forward: Smalls
    since: Flags
    first: Longs
    kind: Smalls
    ends: Smalls
    earlier: Ints


@dataclass(frozen=True, slots=True)
class Stated:
    """Columns of c claims in their order: ends as entity numbers with merges applied (-1: none), days, and what a report copies."""

    number: Ints
    subject: Ints
    object: Ints
    start: Ints
    last: Ints
    published: Ints
    confidence: Ints
    source: Ints
    group: Ints
    status: Smalls


def signatures(predicate: Smalls, bodies: Texts) -> Signatures:
    """The signatures of claims, from their predicates and bodies."""
    names = tuple(ontology.load().predicates)
    found: dict[tuple[str, Marks], int] = {(name, ((), Modality.ASSERTED.value)): number for number, name in enumerate(names)}
    of = predicate.astype(np.int32)
    for number in _marked(bodies).tolist():
        said = orjson.loads(bodies.raw(number))
        marks = (tuple(said.get("qualifiers", ())), said.get("modality", Modality.ASSERTED.value))
        of[number] = found.setdefault((names[predicate[number]], marks), len(found))
    return _read(of, list(found))


def _marked(bodies: Texts) -> Longs:
    """Numbers of the bodies that have marks; inside a text the quotes of such a name would be escaped."""
    blob = bodies.blob.tobytes()
    at = []
    for mark in MARKS:
        place = blob.find(mark)
        while place >= 0:
            at.append(place)
            place = blob.find(mark, place + 1)
    return np.unique(np.searchsorted(bodies.offsets, np.array(at, dtype=np.int64), side="right") - 1)


def _read(of: Ints, found: Sequence[tuple[str, Marks]]) -> Signatures:
    known = ontology.load()
    kinds: Mapping[str, int] = {key: number for number, key in enumerate(known.ties)}
    claims = [
        Claim(subject="org:a", predicate=name, object="org:b", qualifiers=qualifiers, modality=Modality(modality), source="source:s")
        for name, (qualifiers, modality) in found
    ]
    made = [kinds.get(known.tie_kind(claim), -1) for claim in claims]
    rows = []
    for claim, kind in zip(claims, made, strict=True):
        ends = [kinds[state] for state in states_ended(claim, known)]
        several = [(kind, ends[0], int(ends[0] != kind)), *((-1, state, int(state != kind)) for state in ends[1:])] if ends else [(kind, -1, 0)]
        rows.append(sorted(several) if ends or kind >= 0 else [])
    table = np.array([row for several in rows for row in several], dtype=np.int32).reshape(-1, 3)
    return Signatures(
        of=of,
        made=np.array(made, dtype=np.int8),
        forward=np.array([is_directed(claim, known) for claim in claims], dtype=np.int8),
        since=np.array(["since" in claim.qualifiers for claim in claims], dtype=np.bool_),
        first=np.concatenate([[0], np.cumsum([len(several) for several in rows])]).astype(np.int64),
        kind=table[:, 0].astype(np.int8),
        ends=table[:, 1].astype(np.int8),
        earlier=table[:, 2],
    )


def reports(said: Stated, signed: Signatures) -> Reports:
    """The reports of the claims, sorted as `Reports` says."""
    size = np.diff(signed.first)[signed.of]
    telling = np.flatnonzero((said.subject >= 0) & (said.object >= 0) & (said.subject != said.object) & (size > 0))
    start, last = _counted(said, telling, signed.made[signed.of[telling]])
    size = size[telling]
    at = np.repeat(np.arange(len(telling)), size)
    place = np.repeat(signed.first[signed.of[telling]] - (np.cumsum(size) - size), size) + np.arange(len(at))
    rows, signature = telling[at], signed.of[telling[at]]
    subject, object_ = said.subject[rows], said.object[rows]
    low, high = np.minimum(subject, object_), np.maximum(subject, object_)
    kind, start, last = signed.kind[place], start[at], last[at]
    order = _order(low.astype(np.int64) << 32 | high, (kind.astype(np.int64) + 1) << DAY_BITS | start)
    ends, rows, place, last = signed.ends[place][order], rows[order], place[order], last[order]
    over = np.where((ends >= 0) & (last != OPEN_DAY), last - signed.earlier[place], UNKNOWN_DAY)
    return Reports(
        low=low[order],
        high=high[order],
        kind=kind[order],
        forward=(signed.forward[signature] * np.where(subject < object_, 1, -1))[order].astype(np.int8),
        start=start[order],
        last=last,
        since=signed.since[signature][order],
        ends=ends,
        over=over.astype(np.int32),
        confidence=_share(said.confidence[rows]),
        group=said.group[rows],
        source=said.source[rows],
        status=said.status[rows],
        claim=said.number[rows],
    )


def _order(pair: Longs, when: Longs) -> Longs:
    """Rows by pair, then kind and start, then as they are: the few that share a pair are sorted by themselves."""
    order = np.argsort(pair)
    again = np.diff(pair[order]) == 0
    shared = np.flatnonzero(np.append(again, False) | np.append(False, again))
    rows = order[shared]
    order[shared] = rows[np.lexsort((rows, when[rows], pair[rows]))]
    return order


def _counted(said: Stated, rows: Longs, made: Smalls) -> tuple[Ints, Ints]:
    """First and last day that the claims count for, UNKNOWN_DAY and OPEN_DAY where open: `graph.snapshot.said.counted`."""
    ties = ontology.load().ties.values()
    state = np.array([*(kind.temporal == "state" for kind in ties), True])[made]
    confirmed = np.array([*(kind.carries for kind in ties), True])[made]
    start, last, published = said.start[rows], said.last[rows], said.published[rows]
    last = np.where((last == UNKNOWN_DAY) & (published != UNKNOWN_DAY) & (start <= published), published, last)
    begun = np.where(state & (start == UNKNOWN_DAY), last, start)
    alone = state & (start != UNKNOWN_DAY) & (last == UNKNOWN_DAY) & confirmed
    last = np.where(alone, start, last)
    return begun.astype(np.int32), np.where(last == UNKNOWN_DAY, OPEN_DAY, last).astype(np.int32)


def _share(thousandths: Ints) -> Floats:
    return thousandths / 1000
