"""How strongly two entities are joined by one pattern of kinds: counts, similarities, and what chance alone would give.

Path count and degree-weighted path count leave out instances that repeat a node (Himmelstein and Baranzini
2015); PathSim (Sun et al. 2011) and HeteSim (Shi et al. 2014) count walks, as they are defined. A tie counts
once, whatever its strength and however often it was reported. The z score compares the degree-weighted count with
networks in which every kind of tie is shuffled so that all degrees stay (edge swaps, Maslov and Sneppen 2002).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from graph import ontology
from graph.entities import evidence_of, tie
from graph.errors import RequestError, shown
from graph.paths.gaps import excluded
from graph.paths.pattern import ANY, Pattern, parse
from graph.paths.roads import entries
from graph.paths.shuffles import shuffled
from graph.paths.walk import tie_between
from graph.progress import Progress
from graph.results import MetapathPath, MetapathResult
from graph.snapshot.arrays import Flags, Floats, Ints, Longs, Snapshot
from graph.speech import read_tie
from graph.strength import Ties, derive
from graph.view import Query
from graph.words import count, listing, plain

MOST_PATHS = 500_000
MOST_TIES = 50_000
DAMPING = 0.4

LEAST_SPREAD = 1e-12

Rows = NDArray[np.int64]
Pairs = Mapping[tuple[str, ...], tuple[Ints, Ints]]


class MetapathQuery(Query):
    """How `start` and `end` (ids) are joined by a pattern (`graph.paths.pattern`).

    damping is the exponent by which degrees weigh an instance down; `shuffles` networks are made for the z
    score, below 50 000 ties of the kinds in the pattern; the `k` heaviest instances are shown.
    """

    start: str
    end: str
    pattern: str
    k: int = Field(default=5, ge=1, le=50)
    damping: float = Field(default=DAMPING, ge=0, le=2)
    shuffles: int = Field(default=200, ge=0, le=2000)
    seed: int = Field(default=0, ge=0, le=2**63 - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of a pattern among n entities: CSR of the pairs that may be walked, and both degrees of it (n)."""

    indptr: Longs
    heads: Ints
    tail_degree: Floats
    head_degree: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Instances:
    """Instances of a pattern between two entities: nodes (p, length + 1), weights (p); `bounded` when there were too many."""

    nodes: Rows
    weights: Floats
    bounded: bool


def metapath(snapshot: Snapshot, query: MetapathQuery, progress: Progress | None = None) -> MetapathResult:
    """Counts, similarities and the z score of a pattern. Raises UnknownName, and RequestError for a bad pattern or end."""
    start, end = snapshot.index(query.start), snapshot.index(query.end)
    if start == end:
        raise RequestError(f"{shown(query.start)}: a pattern needs two different ends; both are {shown(snapshot.names[start])}")
    pattern = parse(query.pattern)
    _check_ends(snapshot, pattern, start, end)
    layers = [derive(snapshot, query.view, query.day, kinds) for kinds in pattern.ties]
    pairs = {kinds: (each.low, each.high) for kinds, each in zip(pattern.ties, layers, strict=True)}
    steps = lay_steps(snapshot, pattern, pairs)
    found = instances(steps, start, end, query.damping)
    dwpc = float(found.weights.sum())
    null = _null(snapshot, query, pattern, pairs, (start, end), progress) if len(found.weights) else np.zeros(0)
    deviation = float(null.std(ddof=1)) if len(null) > 1 else 0.0
    spread = deviation if deviation > LEAST_SPREAD else 0.0
    shown_paths = tuple(_path(snapshot, layers, found, number) for number in _heaviest(found, query.k))
    evidence = evidence_of(one for path in shown_paths for one in path.ties)
    countries = {snapshot.countries[start], snapshot.countries[end]}
    left_out = (f"{plain(snapshot.names[v])} is left out by the view: nothing leads there" for v in sorted(excluded(snapshot, query.view) & {start, end}))
    return MetapathResult(
        **snapshot.answer_fields(query, evidence, () if "" in countries else countries),
        found=bool(len(found.weights)),
        sentence=_sentence(snapshot, pattern, start, end, len(found.weights)),
        start=snapshot.node(start),
        end=snapshot.node(end),
        pattern=pattern.text,
        path_count=len(found.weights),
        dwpc=dwpc,
        damping=query.damping,
        path_sim=path_sim(steps, start, end) if pattern.symmetric else None,
        hete_sim=hete_sim(steps, start, end),
        z=(dwpc - float(null.mean())) / spread if spread else None,
        shuffled_mean=float(null.mean()) if len(null) else None,
        shuffled_sd=spread if len(null) > 1 else None,
        shuffles=len(null),
        seed=query.seed,
        ties=_size(pairs),
        paths=shown_paths,
        warnings=(*left_out, *_warnings(query, pattern, found, pairs, null, spread)),
    )


def lay_steps(snapshot: Snapshot, pattern: Pattern, pairs: Pairs) -> list[Step]:
    """The steps of a pattern over pairs (low, high) of each set of tie kinds."""
    known = tuple(ontology.load().entities)
    of = [np.array([key in kinds for key in known])[snapshot.kind_codes] for kinds in pattern.kinds]
    return [_step(len(snapshot.ids), *pairs[kinds], of[at], of[at + 1]) for at, kinds in enumerate(pattern.ties)]


def instances(steps: Sequence[Step], start: int, end: int, damping: float, most: int = MOST_PATHS) -> Instances:
    """Every instance from start to end without a repeated node, at most `most` at each step, and its degree product."""
    wanted = _backwards(steps, end)
    nodes, weights, bounded = np.array([[start]]), np.ones(1), False
    for step, reaching in zip(steps, wanted, strict=True):
        indptr, onward = _only(step, reaching)
        counts = indptr[nodes[:, -1] + 1] - indptr[nodes[:, -1]]
        if counts.sum() > most:
            nodes, weights, counts = _heaviest_within(nodes, weights, counts, most)
            bounded = True
        row = np.repeat(np.arange(len(nodes)), counts)
        heads = onward[entries(indptr, nodes[:, -1])].astype(np.int64)
        kept = ~(nodes[row] == heads[:, None]).any(axis=1)
        row, heads = row[kept], heads[kept]
        factor = (step.tail_degree[nodes[row, -1]] * step.head_degree[heads]) ** -damping
        nodes, weights = np.column_stack([nodes[row], heads]), weights[row] * factor
    return Instances(nodes, weights, bounded)


def _only(step: Step, reaching: Flags) -> tuple[Longs, Ints]:
    """The arcs of a step (indptr, heads) that lead to where the rest of the pattern may follow."""
    kept = reaching[step.heads]
    return np.append(0, np.cumsum(kept))[step.indptr].astype(np.int64), step.heads[kept]


def _heaviest_within(nodes: Rows, weights: Floats, counts: Longs, most: int) -> tuple[Rows, Floats, Longs]:
    """The heaviest partial instances that together have at most `most` continuations, at least one of them."""
    order = np.argsort(-weights, kind="stable")
    fit = max(1, int(np.searchsorted(np.cumsum(counts[order]), most, side="right")))
    chosen = np.sort(order[:fit])
    return nodes[chosen], weights[chosen], counts[chosen]


def path_sim(steps: Sequence[Step], start: int, end: int) -> float:
    """2 |walks start to end| / (|walks start to start| + |walks end to end|), for a pattern out and back by the same way.

    In [0, 1], since such a pattern is P times its transpose; one with a middle tie of its own has no such bound.
    """
    from_start, from_end = (_walks(steps, v) for v in (start, end))
    both = from_start[start] + from_end[end]
    return float(2 * from_start[end] / both) if both else 0.0


def hete_sim(steps: Sequence[Step], start: int, end: int) -> float:
    """How likely walkers from both ends meet in the middle, as a cosine in [0, 1]; over the ties of the middle step where there is one."""
    half = len(steps) // 2
    n = len(steps[0].tail_degree)
    left, right = _mass(steps[:half], start, n), _mass([_turned(step) for step in reversed(steps[len(steps) - half :])], end, n)
    if len(steps) % 2:
        middle = steps[half]
        tails = _tails(middle)
        left = left[tails] / middle.tail_degree[tails]
        right = right[middle.heads] / middle.head_degree[middle.heads]
    norms = float(np.sqrt((left * left).sum() * (right * right).sum()))
    return min(1.0, float((left * right).sum()) / norms) if norms else 0.0


def _step(n: int, low: Ints, high: Ints, tail: Flags, head: Flags) -> Step:
    """The arcs from entities that may stand before the step to those that may stand after it, in both directions of each tie."""
    tails, heads = np.concatenate([low, high]), np.concatenate([high, low])
    kept = tail[tails] & head[heads]
    tails, heads = tails[kept], heads[kept]
    order = np.lexsort((heads, tails))
    counts = np.bincount(tails, minlength=n)
    indptr = np.append(0, np.cumsum(counts)).astype(np.int64)
    return Step(indptr, heads[order].astype(np.int32), counts.astype(np.float64), np.bincount(heads, minlength=n).astype(np.float64))


def _tails(step: Step) -> Ints:
    return np.repeat(np.arange(len(step.tail_degree), dtype=np.int32), np.diff(step.indptr))


def _turned(step: Step) -> Step:
    tails = _tails(step)
    order = np.lexsort((tails, step.heads))
    indptr = np.append(0, np.cumsum(step.head_degree)).astype(np.int64)
    return Step(indptr, tails[order], step.head_degree, step.tail_degree)


def _backwards(steps: Sequence[Step], end: int) -> list[Flags]:
    """For the entity after each step: whether the rest of the pattern may lead from it to the end."""
    reaching: Flags = np.zeros(len(steps[0].tail_degree), dtype=np.bool_)
    reaching[end] = True
    found = [reaching]
    for step in reversed(steps[1:]):
        before: Flags = np.zeros_like(reaching)
        before[_tails(step)[found[-1][step.heads]]] = True
        found.append(before)
    return found[::-1]


def _walks(steps: Sequence[Step], start: int) -> Floats:
    """How many walks of the pattern lead from start to each entity."""
    walks: Floats = np.zeros(len(steps[0].tail_degree))
    walks[start] = 1.0
    for step in steps:
        walks = np.bincount(step.heads, weights=walks[_tails(step)], minlength=len(walks)).astype(np.float64)
    return walks


def _mass(steps: Sequence[Step], start: int, n: int) -> Floats:
    """Where a walker is who starts at `start` and takes each step to one of its heads at random."""
    mass: Floats = np.zeros(n)
    mass[start] = 1.0
    for step in steps:
        tails = _tails(step)
        mass = np.bincount(step.heads, weights=mass[tails] / step.tail_degree[tails], minlength=n).astype(np.float64)
    return mass


def _null(snapshot: Snapshot, query: MetapathQuery, pattern: Pattern, pairs: Pairs, ends: tuple[int, int], progress: Progress | None) -> Floats:
    """The degree-weighted count in each shuffled network; none where there are too many ties."""
    if not query.shuffles or _size(pairs) > MOST_TIES:
        return np.zeros(0)
    rng = np.random.default_rng(query.seed)
    counts = np.zeros(query.shuffles)
    for number in range(query.shuffles):
        drawn = {kinds: shuffled(low, high, snapshot.kind_codes, rng) for kinds, (low, high) in pairs.items()}
        counts[number] = instances(lay_steps(snapshot, pattern, drawn), *ends, query.damping).weights.sum()
        if progress:
            progress(number + 1, query.shuffles)
    return counts


def _size(pairs: Pairs) -> int:
    return sum(len(low) for low, _ in pairs.values())


def _heaviest(found: Instances, k: int) -> list[int]:
    """The instances of largest weight, equal ones by entity numbers."""
    keys = np.vstack([found.nodes.T[::-1].astype(np.float64), -np.round(np.log(found.weights), 10)])
    ranked: list[int] = np.lexsort(keys)[:k].tolist()
    return ranked


def _path(snapshot: Snapshot, layers: Sequence[Ties], found: Instances, number: int) -> MetapathPath:
    way = found.nodes[number].tolist()
    ties = tuple(tie(snapshot, layer, tie_between(layer, a, b), first=a) for layer, (a, b) in zip(layers, pairwise(way), strict=True))
    nodes = tuple(snapshot.node(v) for v in way)
    return MetapathPath(nodes=nodes, ties=ties, weight=float(found.weights[number]), sentence=f"{'; '.join(read_tie(one) for one in ties)}.")


def _check_ends(snapshot: Snapshot, pattern: Pattern, start: int, end: int) -> None:
    labels = {key: kind.label for key, kind in ontology.load().entities.items()}
    for v, kinds, verb in ((start, pattern.kinds[0], "begins"), (end, pattern.kinds[-1], "ends")):
        if snapshot.kinds[v] not in kinds:
            wanted = " or ".join(sorted(labels[key] for key in kinds))
            name, kind = shown(snapshot.names[v]), snapshot.kinds[v]
            raise RequestError(f"{name}: is of the kind {kind}, but the pattern {verb} with {wanted}; write {kind} or {ANY} there")


def _sentence(snapshot: Snapshot, pattern: Pattern, start: int, end: int, number: int) -> str:
    a, b = plain(snapshot.names[start]), plain(snapshot.names[end])
    if not number:
        return f"Nothing in evidence joins {a} to {b} by the pattern {pattern.text}."
    return f"{a} and {b} are joined {count(number, 'time', 'times')} by the pattern {pattern.text}."


def _warnings(query: MetapathQuery, pattern: Pattern, found: Instances, pairs: Pairs, null: Floats, spread: float) -> Iterator[str]:
    known = ontology.load()
    silent = sorted({known.entities[key].plural for kinds in pattern.kinds[1:-1] for key in kinds if not known.entities[key].inside})
    silent += sorted({f"“{known.ties[key].label}”" for kinds in pattern.ties for key in kinds if not known.ties[key].carries})
    if silent:
        yield f"the pattern runs over {listing(silent)}: it says what the two have in common, not who can introduce them"
    if found.bounded:
        yield f"there are more than {MOST_PATHS:,} instances: only the heaviest were kept on the way, so the counts are at least these"
    if query.shuffles and _size(pairs) > MOST_TIES:
        yield f"no z score: {_size(pairs):,} ties are of these kinds, more than the {MOST_TIES:,} that are shuffled"
    elif len(null) > 1 and not spread:
        yield "no z score: networks with the same degrees all give the same count"
    if len(found.weights) and not pattern.symmetric:
        yield "no PathSim: it is defined for patterns that lead out and back by the same way"
