"""Graphs to measure on: heavy-tailed, with hubs, typed and dated interactions, parallel evidence.

`rmat_pairs` are the pairs of an R-MAT graph (Chakrabarti, Zhan and Faloutsos 2004), `hub_pairs` those
of one with ten hubs, each tied to .4 of the actors, and with 30 % of the actors isolated or in tiny
components. `snapshot_of` makes the snapshot that a store of such claims would make, array by array,
so that ten million ties need no ten million objects; `claims_of` makes the claims themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph import ontology
from graph.claims import Claim, Line, Record, Source
from graph.snapshot.arrays import Bytes, Ints, Longs, Reports, Smalls, Snapshot, Texts
from graph.strength import Ties

CORNERS = (0.57, 0.19, 0.19, 0.05)
SOURCES = 40
DIGITS = 8
FIRST_DAY = date(2024, 1, 1)
AS_OF = date(2025, 10, 28)
EVENTS = (("met_with", "met"), ("joint_statement_with", "joint_statement"), ("lobbied", "lobbied"), ("co_author_with", "co_author"))
DATED, DOUBTED = 600, 400

Pairs = NDArray[np.int32]
Numbers = NDArray[np.integer[Any]]
Place = tuple[int, Numbers]


@dataclass(frozen=True, slots=True)
class Happenings:
    """r reports sorted by pair, kind, day: rows of `low`, `high`, `event` (number in EVENTS), `day` after FIRST_DAY, thousandths, source."""

    low: Ints
    high: Ints
    event: Smalls
    day: Ints
    confidence: Ints
    source: Ints


def rmat_pairs(scale: int, ties: int, seed: int) -> Pairs:
    """`ties` different pairs (rows, smaller node first, sorted) among 2 ** scale nodes."""
    rng = np.random.default_rng(seed)
    keys = np.zeros(0, dtype=np.int64)
    while len(keys) < ties:
        a, b = (np.zeros(ties, dtype=np.int64) for _ in range(2))
        for _ in range(scale):
            quadrant = np.searchsorted(np.cumsum(CORNERS), rng.random(ties), side="right").clip(max=3)
            a, b = a * 2 + quadrant // 2, b * 2 + quadrant % 2
        keys = np.union1d(keys, _keys(a, b))
    return _pairs(keys[np.sort(rng.choice(len(keys), ties, replace=False))])


def hub_pairs(actors: int, ties: int, seed: int, *, hubs: int = 10, share: float = 0.4, apart: float = 0.3) -> Pairs:
    """About `ties` different pairs: hubs tied to a share of all actors, the rest by preference for a few; some stay apart."""
    rng = np.random.default_rng(seed)
    joined = int(actors * (1 - apart))
    spokes = [np.stack([np.full(int(actors * share), hub), rng.choice(joined, int(actors * share), replace=False)]) for hub in range(hubs)]
    rest = max(0, ties - hubs * int(actors * share))
    weight = np.arange(1, joined + 1, dtype=np.float64) ** -0.6
    among = rng.permutation(joined)[np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random((2, rest))).clip(max=joined - 1)]
    tiny = np.arange(joined, joined + (actors - joined) // 2 // 2 * 2).reshape(-1, 2).T
    a, b = np.concatenate([*spokes, among, tiny], axis=1)
    return _pairs(np.unique(_keys(a, b)))


def happenings(pairs: Pairs, seed: int, *, discrete: bool = False, parallel: float = 0.2) -> Happenings:
    """One to three reports for each pair; `discrete`: only eight different strengths, so that many scores are equal."""
    rng = np.random.default_rng(seed)
    repeated = rng.choice([1, 2, 3], len(pairs), p=[1 - parallel, parallel * 0.7, parallel * 0.3])
    rows = np.repeat(np.arange(len(pairs)), repeated)
    r = len(rows)
    event = rng.integers(0, len(EVENTS), r)
    day, doubt = rng.integers(0, DATED, r), rng.integers(0, DOUBTED, r)
    if discrete:
        day, doubt = (event * 150) % DATED, (rng.integers(0, 2, r)) * 300
    source = rng.integers(0, SOURCES, r)
    order = np.lexsort((source, doubt, day, event, rows))
    low, high = pairs[rows[order]].T.astype(np.int32)
    return Happenings(
        np.ascontiguousarray(low),
        np.ascontiguousarray(high),
        event[order].astype(np.int8),
        day[order].astype(np.int32),
        (990 - doubt[order]).astype(np.int32),
        source[order].astype(np.int32),
    )


def claims_of(pairs: Pairs, seed: int, *, discrete: bool = False, parallel: float = 0.2) -> Iterator[Line]:
    """The same reports as lines for a store or for `graph.snapshot.build.build`."""
    told = happenings(pairs, seed, discrete=discrete, parallel=parallel)
    yield from _sources()
    first = FIRST_DAY.toordinal()
    columns = (told.low, told.high, told.event, told.day, told.confidence, told.source)
    for number, (a, b, event, day, confidence, source) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        claim = Claim(
            subject=f"org:n{a:0{DIGITS}}",
            predicate=EVENTS[event][0],
            object=f"org:n{b:0{DIGITS}}",
            when=date.fromordinal(first + day).isoformat(),
            source=f"source:s{source:02}",
            locator=f"row {number:0{DIGITS}}",
            confidence=confidence,
        )
        yield Record(claim=claim)


def snapshot_of(pairs: Pairs, actors: int, seed: int, *, discrete: bool = False, parallel: float = 0.2) -> Snapshot:
    """The snapshot of such claims among `actors` organisations; claims are numbered in the order of the reports."""
    told = happenings(pairs, seed, discrete=discrete, parallel=parallel)
    r = len(told.low)
    sources = _sources()
    rows = np.arange(r, dtype=np.int32)
    day = told.day + np.int32(FIRST_DAY.toordinal())
    ontology_ = ontology.load()
    kinds, predicates = list(ontology_.ties), list(ontology_.predicates)
    kind = np.array([kinds.index(key) for _, key in EVENTS], dtype=np.int8)[told.event]
    predicate = np.array([predicates.index(key) for key, _ in EVENTS], dtype=np.int8)[told.event]
    directed = np.array([ontology_.ties[key].directed and not ontology_.predicates[name].symmetric for name, key in EVENTS])[told.event]
    ends = np.concatenate([told.low, told.high])
    about_ptr = np.zeros(actors + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=actors), out=about_ptr[1:])
    nothing = np.zeros(0, dtype=np.int32)
    return Snapshot(
        revision=f"{seed:032x}",
        mark="",
        layers=("public",),
        ids=_numbered("org:n", "", actors),
        names=_numbered("Actor ", "", actors),
        countries=Texts(np.zeros(0, dtype=np.uint8), np.zeros(actors + 1, dtype=np.int64)),
        kind_codes=np.full(actors, list(ontology_.entities).index("organisation"), dtype=np.int8),
        bodies=_numbered('{"kind":"organisation","name":"Actor","id":"org:n', '"}', actors),
        public_entities=actors,
        merged=Texts.of([]),
        merged_into=nothing,
        source_ids=Texts.of(source.id for source in sources),
        source_bodies=Texts.of(source.model_dump_json(exclude_defaults=True) for source in sources),
        source_group=np.arange(SOURCES, dtype=np.int32),
        groups=Texts.of(source.id for source in sources),
        reliability=np.array([source.reliability for source in sources]),
        claim_digests=_digests(r),
        claim_bodies=_numbered('{"locator":"row ', '"}', r),
        public_claims=r,
        claim_ends=np.stack([told.low, told.high, *[np.full(r, -1, dtype=np.int32)] * 2], axis=1),
        claim_source=told.source,
        claim_layer=np.zeros(r, dtype=np.int8),
        claim_predicate=predicate,
        claim_status=np.zeros(r, dtype=np.int8),
        claim_decided=np.zeros(r, dtype=np.bool_),
        claim_confidence=told.confidence,
        claim_start=day,
        claim_last=day,
        claim_day=day,
        claim_extractor=np.zeros(r, dtype=np.int32),
        extractors=Texts.of([""]),
        about_ptr=about_ptr,
        about_claim=np.concatenate([rows, rows])[np.argsort(ends, kind="stable")],
        reports=Reports(
            low=told.low,
            high=told.high,
            kind=kind,
            forward=directed.astype(np.int8),
            start=day,
            last=day,
            since=np.zeros(r, dtype=np.bool_),
            ends=np.full(r, -1, dtype=np.int8),
            over=np.zeros(r, dtype=np.int32),
            confidence=told.confidence / 1000,
            group=told.source,
            source=told.source,
            status=np.zeros(r, dtype=np.int8),
            claim=rows,
        ),
    )


def networkx_of(ties: Ties) -> nx.DiGraph:
    """The same ties for networkx; an arc costs -log of its strength and of the hub penalty of the node entered."""
    graph = nx.DiGraph()
    source, target, cost = costs_of(ties)
    graph.add_weighted_edges_from(zip(source.tolist(), target.tolist(), cost.tolist(), strict=True), weight="cost")
    return graph


def costs_of(ties: Ties) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Arcs in both directions with their costs, for the peers: -log of strength and of the hub penalty of the node entered."""
    gamma = ontology.load().entities["organisation"].gamma
    degree = np.diff(ties.indptr)
    source, target = np.concatenate([ties.low, ties.high]), np.concatenate([ties.high, ties.low])
    return source, target, -np.log(np.tile(ties.strength, 2)) + gamma * np.log(degree[target])


def _sources() -> list[Source]:
    return [Source(id=f"source:s{number:02}", title=f"source {number}", reliability=0.9) for number in range(SOURCES)]


def _keys(a: NDArray[np.int64], b: NDArray[np.int64]) -> Longs:
    apart = a != b
    keys: Longs = np.minimum(a, b)[apart].astype(np.int64) << 32 | np.maximum(a, b)[apart]
    return keys


def _pairs(keys: Longs) -> Pairs:
    return np.stack([keys >> 32, keys & 0xFFFFFFFF], axis=1).astype(np.int32)


def _numbered(before: str, after: str, count: int) -> Texts:
    """`count` texts that differ only in their number, in order."""
    return _stamped(np.zeros(count, dtype=np.int64), [before + "0" * DIGITS + after], [(len(before), np.arange(count))])


def _digests(count: int) -> Bytes:
    """Ids of claims that rise with their number."""
    rows = np.zeros((count, 16), dtype=np.uint8)
    rows[:, 8:] = np.arange(count, dtype=">u8").view(np.uint8).reshape(-1, 8)
    return rows


def _stamped(which: Numbers, models: Sequence[str], places: Sequence[Place], narrow: Sequence[tuple[int, Numbers, int]] = ()) -> Texts:
    """Copies of models of one length, with numbers written over the digits at some places."""
    table = np.frombuffer("".join(models).encode(), dtype=np.uint8).reshape(len(models), -1)
    blob: Bytes = table[which]
    for at, numbers, digits in [*((at, numbers, DIGITS) for at, numbers in places), *narrow]:
        for digit in range(digits):
            blob[:, at + digit] = ord("0") + numbers // 10 ** (digits - 1 - digit) % 10
    return Texts(blob.reshape(-1), np.arange(len(which) + 1, dtype=np.int64) * table.shape[1])
