"""Half paths of the compiled search, and what a whole path is worth."""

from math import frexp, ldexp
from typing import NamedTuple

import numpy as np

from graph.kernels import compiled
from graph.paths.roads import DIGITS, OVERLAP, Gains
from graph.snapshot.arrays import Floats, Ints, Longs

LONGEST = 9
SLACK = 1 - 4e-6  # gains are float32: eight factors may be wrong by as much
CLASS = 1 - 1e-9  # scores that round to the same lie closer together
LOOK_UP = 16  # scanned entries that one look-up costs

# Places in `Bench.state`.
STAMP, MARK, LABELS, WORK, CANDIDATES, CHOSEN, PRUNED, CUT, STOPPED = range(9)
# Places in `Question.limits` and in `Bench.bound`.
K, MAX_TIES, DIVERSE, MOST_LABELS, MOST_WORK = range(5)
THRESHOLD, LARGEST_STRENGTH, LARGEST_LIFT, RAISED = range(4)


class Graph(NamedTuple):
    """Arrays of `Roads` and `Ranked`; `rank` orders nodes by id (empty: as they are numbered)."""

    indptr: Longs
    neighbour: Ints
    tie: Ints
    strength: Floats
    near: Ints
    gain: Gains
    worth: Floats
    rank: Ints


class Side(NamedTuple):
    """One side of a question: its nodes, and who may stand next to them with what factor."""

    ends: Ints
    beside: Ints
    factor: Floats


class Question(NamedTuple):
    """Both sides, the closed tie (2), lifted nodes and their factors, a score that is reached, and its limits."""

    start: Side
    end: Side
    closed: Longs
    lifted: Ints
    lift: Floats
    hint: float
    limits: Longs


class Bench(NamedTuple):
    """Scratch of one thread: stamps by node, the labels of all halves, candidates, what is chosen, counters and bounds.

    A label is a half path: its last node, the label before it, its value; `next` chains labels of a node.
    bound holds the threshold, the largest strength and lift, and the score down to which a raised threshold is complete.
    """

    barred: Longs
    marked: Longs
    head: Ints
    node: Ints
    parent: Ints
    next: Ints
    value: Floats
    key: Floats
    length: Longs
    path: Ints
    order: Longs
    chosen: Ints
    chosen_length: Longs
    state: Longs
    bound: Floats


@compiled
def link(graph: Graph, question: Question, a: int, b: int) -> float:
    """The strength of the tie of two nodes, 0 where there is none or it is closed."""
    closed = question.closed
    if (a == closed[0] and b == closed[1]) or (a == closed[1] and b == closed[0]):
        return 0.0
    if graph.indptr[a + 1] - graph.indptr[a] > graph.indptr[b + 1] - graph.indptr[b]:
        a, b = b, a
    low, high = graph.indptr[a], graph.indptr[a + 1]
    while low < high:
        middle = (low + high) // 2
        if graph.neighbour[middle] < b:
            low = middle + 1
        else:
            high = middle
    if low < graph.indptr[a + 1] and graph.neighbour[low] == b:
        return float(graph.strength[graph.tie[low]])
    return 0.0


@compiled
def lift_of(question: Question, v: int) -> float:
    """What the factor of a node is multiplied with."""
    for i in range(len(question.lifted)):
        if question.lifted[i] == v:
            return float(question.lift[i])
    return 1.0


@compiled
def beside_factor(side: Side, v: int) -> float:
    """The factor of a node next to a side, 0 where it may not stand there."""
    for i in range(len(side.beside)):
        if side.beside[i] == v:
            return float(side.factor[i])
    return 0.0


@compiled
def count_above(graph: Graph, u: int, least: float) -> int:
    """How many entries of a row have at least this gain (and some)."""
    first = graph.indptr[u]
    low, high = first, graph.indptr[u + 1]
    while low < high:
        middle = (low + high) // 2
        if graph.gain[middle] >= least and graph.gain[middle] > 0:
            low = middle + 1
        else:
            high = middle
    return int(low - first)


@compiled
def add_label(bench: Bench, question: Question, node: int, parent: int, value: float) -> None:
    """Write one half path, unless there are as many as allowed."""
    at = bench.state[LABELS]
    if at >= question.limits[MOST_LABELS]:
        bench.state[STOPPED] = 1
        return
    bench.node[at], bench.parent[at], bench.value[at] = node, parent, value
    bench.state[LABELS] = at + 1


@compiled
def stands_on(bench: Bench, label: int, v: int) -> bool:
    """True when a node is on a half path."""
    while label >= 0:
        if bench.node[label] == v:
            return True
        label = bench.parent[label]
    return False


@compiled
def grow_beside(graph: Graph, question: Question, bench: Bench, side: Side, label: int) -> None:
    """Lengthen an end by those who may stand only next to it."""
    for i in range(len(side.beside)):
        v = side.beside[i]
        value = link(graph, question, bench.node[label], v) * side.factor[i] * lift_of(question, v)
        if value > 0 and bench.barred[v] != bench.state[STAMP]:
            add_label(bench, question, v, label, value)


@compiled
def grow(graph: Graph, question: Question, bench: Bench, label: int, rest: float) -> None:
    """Lengthen a half path by one tie, where `rest` bounds what may follow."""
    closed, u, value = question.closed, bench.node[label], bench.value[label]
    least = bench.bound[THRESHOLD] * SLACK / (value * rest * bench.bound[LARGEST_LIFT])
    may_return = bench.parent[label] >= 0 and bench.parent[bench.parent[label]] >= 0
    for e in range(graph.indptr[u], graph.indptr[u + 1]):
        gain = graph.gain[e]
        if gain < least or gain <= 0:
            bench.state[PRUNED] |= gain > 0
            return
        v = graph.near[e]
        bench.state[WORK] += 1
        if bench.barred[v] == bench.state[STAMP] or (may_return and stands_on(bench, label, v)):
            continue
        if not ((u == closed[0] and v == closed[1]) or (u == closed[1] and v == closed[0])):
            add_label(bench, question, v, label, value * gain * lift_of(question, v))


@compiled
def canonical(graph: Graph, question: Question, nodes: Ints, length: int) -> float:
    """Score of a path of `length` nodes, its factors multiplied as `graph.paths.roads.score` does, to the last bit."""
    strength, factor = np.empty(LONGEST), np.empty(LONGEST)
    for i in range(length - 1):
        strength[i] = link(graph, question, nodes[i], nodes[i + 1])
    for i in range(1, length - 1):
        v = nodes[i]
        factor[i - 1] = max(graph.worth[v], beside_factor(question.start, v), beside_factor(question.end, v)) * lift_of(question, v)
    strength[: length - 1].sort()
    factor[: max(0, length - 2)].sort()
    reliability, penalty = 1.0, 1.0
    for i in range(length - 1):
        reliability *= strength[i]
    for i in range(length - 2):
        penalty *= factor[i]
    return reliability * penalty


@compiled
def rounded(value: float) -> float:
    """As `graph.paths.roads.rounded`."""
    mantissa, exponent = frexp(value)
    return ldexp(np.rint(ldexp(mantissa, DIGITS)), exponent - DIGITS)


@compiled
def before(graph: Graph, bench: Bench, a: int, b: int) -> bool:
    """True when candidate a comes before candidate b: score, fewer ties, ids."""
    if bench.key[a] != bench.key[b]:
        return bool(bench.key[a] > bench.key[b])
    if bench.length[a] != bench.length[b]:
        return bool(bench.length[a] < bench.length[b])
    for i in range(bench.length[a]):
        v, u = bench.path[a, i], bench.path[b, i]
        if v != u:
            return bool(graph.rank[v] < graph.rank[u]) if len(graph.rank) else bool(v < u)
    return False


@compiled
def sort(graph: Graph, bench: Bench) -> None:
    """Put the candidates in order (by insertion: they are few)."""
    order = bench.order
    for at in range(bench.state[CANDIDATES]):
        place = at
        while place > 0 and before(graph, bench, at, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = at


@compiled
def similar(left: Ints, left_length: int, right: Ints, right_length: int, diverse: bool) -> bool:
    """True when two paths are the same, or near-duplicates if that counts."""
    if not diverse or left_length == 2 or right_length == 2:
        different = abs(left_length - right_length)
        for i in range(min(left_length, right_length)):
            different += left[i] != right[i]
        return different == 0
    shared = 0
    for i in range(1, left_length - 1):
        for j in range(1, right_length - 1):
            shared += left[i] == right[j]
    return shared > OVERLAP * (min(left_length, right_length) - 2)
