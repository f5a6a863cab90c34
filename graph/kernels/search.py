"""The best paths of large graphs: two searches that meet in the middle, above a threshold that sinks.

A path of t ties is a half of (t - 1) // 2 ties from one side, a half of t // 2 ties from the other and
the tie that joins them. Rows are sorted by gain, so that a scan stops where nothing above the threshold
can follow. All paths above the threshold are made, ordered and chosen from; where fewer than k are
found, the threshold sinks sixfold. A buffer of candidates that is full keeps the better ones and
remembers the best one that it let go (the cut): what lies before the cut is complete. So the answer is
exact, whatever is let go, and it is that of `graph.paths.route.best_paths`.
"""

from collections.abc import Mapping
from threading import local

import numpy as np

from graph.kernels import compiled
from graph.kernels.halves import (
    CANDIDATES,
    CHOSEN,
    CLASS,
    CUT,
    LABELS,
    LARGEST_LIFT,
    LARGEST_STRENGTH,
    LONGEST,
    MAX_TIES,
    MOST_WORK,
    PRUNED,
    RAISED,
    SLACK,
    STAMP,
    STOPPED,
    THRESHOLD,
    WORK,
    Bench,
    Graph,
    K,
    Question,
    Side,
    add_label,
    beside_factor,
    count_above,
    grow,
    grow_beside,
    link,
)
from graph.kernels.meet import choose, join, meet_at_once, tighten
from graph.kernels.pairs import meet_in_pairs, pairs_cost
from graph.kernels.rows import ranked
from graph.kernels.steps import fewest
from graph.paths.roads import Roads, Route
from graph.snapshot.arrays import Floats, Ints, Longs

LEAST = 1e-30
SINK = 6.0
DEEPEST = 4
BUFFER = 64
WORK_PER_LABEL = 50


@compiled
def best(graph: Graph, question: Question, bench: Bench) -> None:
    """Fill `bench.chosen` with up to k paths, best first; `STOPPED` is set where a limit was hit."""
    state, bound = bench.state, bench.bound
    state[STAMP] += 1
    state[CHOSEN] = state[WORK] = state[STOPPED] = 0
    for side in (question.start, question.end):
        for v in side.ends:
            bench.barred[v] = state[STAMP]
    threshold = question.hint * CLASS if question.hint > 0 else first_threshold(graph, question, bench)
    while state[CHOSEN] < question.limits[K]:
        bound[THRESHOLD], bound[RAISED] = threshold, 0.0
        state[LABELS] = state[CANDIDATES] = state[PRUNED] = state[CUT] = 0
        make_candidates(graph, question, bench)
        choose(graph, question, bench, 0.0 if state[STOPPED] else max(threshold, bound[RAISED]))
        if state[STOPPED] or not (state[CUT] or bound[RAISED] > threshold or (state[PRUNED] and threshold > 0)):
            return
        if not state[CUT] and bound[RAISED] <= threshold:
            threshold = threshold / SINK if threshold > LEAST else 0.0


@compiled
def top(graph: Graph, question: Question, bench: Bench, backward: bool) -> float:
    """The largest value that a half path of one tie can have."""
    side = question.end if backward else question.start
    found = 0.0
    for u in side.ends:
        for v in side.beside:
            found = max(found, link(graph, question, u, v) * beside_factor(side, v) * bench.bound[LARGEST_LIFT])
        for e in range(graph.indptr[u], graph.indptr[u + 1]):
            if bench.barred[graph.near[e]] != bench.state[STAMP]:
                found = max(found, graph.gain[e] * bench.bound[LARGEST_LIFT])
                break
    return found


@compiled
def first_threshold(graph: Graph, question: Question, bench: Bench) -> float:
    """A sixth of what a path of three ties can reach at most, or 1 where there is none."""
    reachable = top(graph, question, bench, False) * top(graph, question, bench, True) * bench.bound[LARGEST_STRENGTH]
    return reachable / SINK if reachable > 0 else 1.0


@compiled
def make_candidates(graph: Graph, question: Question, bench: Bench) -> None:
    """Make every path above the threshold, by number of ties."""
    meet_at_once(graph, question, bench)
    tighten(graph, question, bench)
    longest, deep = question.limits[MAX_TIES], 0
    if longest < 3:
        return
    spans, most = np.zeros((2, DEEPEST + 1, 2), dtype=np.int64), np.zeros((2, DEEPEST + 1))
    for side in range(2):
        spans[side, 0, 0] = bench.state[LABELS]
        for v in (question.end if side else question.start).ends:
            add_label(bench, question, v, -1, 1.0)
        spans[side, 0, 1] = bench.state[LABELS]
    for side in range(2):
        lengthen(graph, question, bench, spans, most, side, 1, top(graph, question, bench, side == 0))
    join(graph, question, bench, spans[0, 1], spans[1, 1], True)
    tighten(graph, question, bench)
    for ties in range(4, longest + 1):
        if ties == 4:
            forward, backward = cost(graph, bench, spans, most, 0), cost(graph, bench, spans, most, 1)
            deep, least = int(backward <= forward), min(forward, backward)
            if longest == 4 and pairs_cost(graph, bench, spans[0, 1], spans[1, 1], least) <= least:
                meet_in_pairs(graph, question, bench, spans[0, 1], spans[1, 1])
                return
        shallow, other = (ties - 1) // 2, ties // 2
        if shallow < other:
            lengthen(graph, question, bench, spans, most, deep, other, most[1 - deep, shallow])
        else:
            lengthen(graph, question, bench, spans, most, 1 - deep, shallow, most[deep, other])
        join(graph, question, bench, spans[1 - deep, shallow], spans[deep, other], deep == 1)
        tighten(graph, question, bench)


@compiled
def lengthen(graph: Graph, question: Question, bench: Bench, spans: Longs, most: Floats, backward: int, depth: int, rest: float) -> None:
    """Make the half paths of `depth` ties of one side from those of one tie fewer, where what follows is at most `rest`."""
    begun = bench.state[LABELS]
    first, last = spans[backward, depth - 1]
    if rest > 0 and depth == 1:
        for label in range(first, last):
            grow_beside(graph, question, bench, question.end if backward else question.start, label)
    for label in range(first, last if rest > 0 else first):
        grow(graph, question, bench, label, rest * bench.bound[LARGEST_STRENGTH])
        if bench.state[STOPPED] or bench.state[WORK] > question.limits[MOST_WORK]:
            bench.state[STOPPED] = 1
            break
    spans[backward, depth, 0], spans[backward, depth, 1] = begun, bench.state[LABELS]
    for label in range(begun, bench.state[LABELS]):
        most[backward, depth] = max(most[backward, depth], bench.value[label])


@compiled
def cost(graph: Graph, bench: Bench, spans: Longs, most: Floats, backward: int) -> int:
    """How many half paths of two ties one side would have."""
    total = 0
    for label in range(spans[backward, 1, 0], spans[backward, 1, 1]):
        rest = bench.value[label] * most[1 - backward, 1] * bench.bound[LARGEST_STRENGTH] * bench.bound[LARGEST_LIFT]
        total += count_above(graph, bench.node[label], bench.bound[THRESHOLD] * SLACK / rest) if rest > 0 else 0
    return total


def best_paths(roads: Roads, rank: Ints, *, k: int, max_ties: int, diverse: bool, labels: int, hint: float = 0.0) -> tuple[tuple[Route, ...], bool]:
    """The paths of `graph.paths.route.best_paths` and whether a limit was hit: `labels` half paths, or fifty scanned entries for each.

    `hint` is a score that k of the paths are known to reach, 0 where none is known.
    """
    assert roads.ranked is not None
    ranked = roads.ranked
    graph = Graph(roads.indptr, roads.neighbour, roads.tie, roads.tie_strength, ranked.near, ranked.gain, roads.worth, rank)
    question = Question(
        start=_side(roads.starts, roads.after_start),
        end=_side(roads.ends, roads.before_end),
        closed=np.array(roads.closed, dtype=np.int64),
        lifted=np.fromiter(roads.lift, np.int32),
        lift=np.fromiter(roads.lift.values(), np.float64),
        hint=hint,
        limits=np.array([k, max_ties, diverse, labels, WORK_PER_LABEL * labels], dtype=np.int64),
    )
    bench = _bench(len(roads.worth), labels, max(BUFFER, 4 * k))
    bench.bound[LARGEST_STRENGTH], bench.bound[LARGEST_LIFT] = ranked.strongest, max([1.0, *roads.lift.values()])
    best(graph, question, bench)
    lengths = bench.chosen_length[: bench.state[CHOSEN]].tolist()
    return tuple(tuple(row[:length]) for row, length in zip(bench.chosen[: len(lengths)].tolist(), lengths, strict=True)), bool(bench.state[STOPPED])


def _side(ends: Route, beside: Mapping[int, float]) -> Side:
    return Side(np.array(ends, dtype=np.int32), np.fromiter(beside, np.int32), np.fromiter(beside.values(), np.float64))


def _bench(n: int, labels: int, buffer: int) -> Bench:
    """This thread's scratch, made anew only for another size."""
    size = (n, labels, buffer)
    if getattr(_threads, "size", None) != size:
        _threads.size, _threads.bench = size, _new_bench(n, labels, buffer)
    bench: Bench = _threads.bench
    return bench


def _new_bench(n: int, labels: int, buffer: int) -> Bench:
    return Bench(
        barred=np.zeros(n, dtype=np.int64),
        marked=np.zeros(n, dtype=np.int64),
        head=np.empty(n, dtype=np.int32),
        node=np.empty(labels, dtype=np.int32),
        parent=np.empty(labels, dtype=np.int32),
        next=np.empty(labels, dtype=np.int32),
        value=np.empty(labels),
        key=np.empty(buffer + 1),
        length=np.empty(buffer + 1, dtype=np.int64),
        path=np.zeros((buffer + 1, LONGEST), dtype=np.int32),
        order=np.empty(buffer, dtype=np.int64),
        chosen=np.empty((buffer // 4, LONGEST), dtype=np.int32),
        chosen_length=np.empty(buffer // 4, dtype=np.int64),
        state=np.zeros(9, dtype=np.int64),
        bound=np.zeros(4),
    )


_threads = local()


def warm() -> None:
    """Compile what a question needs."""
    indptr, neighbour = np.arange(0, 9, 2, dtype=np.int64), np.array([1, 2, 0, 3, 0, 3, 1, 2], dtype=np.int32)
    tie, strength, worth = np.array([0, 1, 0, 2, 1, 3, 2, 3], dtype=np.int32), np.full(4, 0.5), np.full(4, 0.5)
    roads = Roads(indptr, neighbour, tie, strength, worth, {}, {}, (0,), (3,), ranked=ranked(indptr, neighbour, tie, strength, worth))
    best_paths(roads, np.zeros(0, dtype=np.int32), k=2, max_ties=5, diverse=True, labels=1000)
    fewest(indptr, neighbour, np.zeros(0, dtype=np.int32), (0,), (3,), 3)
