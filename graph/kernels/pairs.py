"""Paths of four ties by pairs of acquaintances: who is known to both, by the shorter row and a look-up for each entry.

Cheaper than half paths of two ties where these would run through hubs, whose rows are long.
"""

from graph.kernels import compiled
from graph.kernels.halves import (
    CANDIDATES,
    LARGEST_LIFT,
    LARGEST_STRENGTH,
    MOST_WORK,
    PRUNED,
    SLACK,
    STAMP,
    STOPPED,
    THRESHOLD,
    WORK,
    Bench,
    Graph,
    Question,
    count_above,
    lift_of,
    link,
)
from graph.kernels.meet import propose
from graph.snapshot.arrays import Longs

MOST_PAIRS = 4096
LOOK_UP = 4  # half paths that one look-up costs


@compiled
def pairs_cost(graph: Graph, bench: Bench, left: Longs, right: Longs, enough: int) -> int:
    """What going by pairs costs, in half paths; stops once that is more than `enough`."""
    if (left[1] - left[0]) * (right[1] - right[0]) > MOST_PAIRS:
        return enough + 1
    total = 0
    for a in range(left[0], left[1]):
        for b in range(right[0], right[1]):
            total += 1 + LOOK_UP * shorter(graph, bench, a, b)[0]
            if total > enough:
                return total
    return total


@compiled
def shorter(graph: Graph, bench: Bench, a: int, b: int) -> tuple[int, bool]:
    """How many entries of the row of one of two half paths have to be looked at, and whether it is that of the second."""
    bound = bench.bound
    most = bench.value[a] * bench.value[b] * bound[LARGEST_STRENGTH] * bound[LARGEST_LIFT]
    if most < bound[THRESHOLD] * SLACK:
        return 0, False
    least = bound[THRESHOLD] * SLACK / most
    u, v = bench.node[a], bench.node[b]
    by_first = graph.indptr[u + 1] - graph.indptr[u] <= graph.indptr[v + 1] - graph.indptr[v]
    if by_first:
        count = count_above(graph, u, least)
        other = count_above(graph, v, least) if count > LOOK_UP else count
    else:
        other = count_above(graph, v, least)
        count = count_above(graph, u, least) if other > LOOK_UP else other + 1
    return min(count, other), other < count


@compiled
def meet_in_pairs(graph: Graph, question: Question, bench: Bench, left: Longs, right: Longs) -> None:
    """Propose every path of a half of `left` (from the start), two ties and a half of `right`."""
    for a in range(left[0], left[1]):
        for b in range(right[0], right[1]):
            count, second = shorter(graph, bench, a, b)
            bench.state[PRUNED] |= count == 0
            if count and bench.node[a] != bench.node[b]:
                meet_between(graph, question, bench, a, b, count, second)
        if bench.state[WORK] > question.limits[MOST_WORK]:
            bench.state[STOPPED] = 1
            return


@compiled
def meet_between(graph: Graph, question: Question, bench: Bench, a: int, b: int, count: int, second: bool) -> None:
    """Propose the paths through whoever is among the first entries of one row and known to the other node."""
    x, z = bench.node[a], bench.node[b]
    u, w = (z, x) if second else (x, z)
    value = bench.value[a] * bench.value[b]
    bench.state[WORK] += count
    first = graph.indptr[u]
    bench.state[PRUNED] |= first + count < graph.indptr[u + 1] and graph.gain[first + count] > 0
    for e in range(first, first + count):
        y = graph.near[e]
        most = value * graph.gain[e] * lift_of(question, y)
        if most * bench.bound[LARGEST_STRENGTH] < bench.bound[THRESHOLD] * SLACK:
            bench.state[PRUNED] = 1
            continue
        if bench.barred[y] == bench.state[STAMP] or y == w:
            continue
        most *= link(graph, question, y, w)
        if most < bench.bound[THRESHOLD] * SLACK:
            bench.state[PRUNED] |= most > 0
        else:
            path = bench.path[bench.state[CANDIDATES]]
            path[0], path[1], path[2], path[3], path[4] = bench.node[bench.parent[a]], x, y, z, bench.node[bench.parent[b]]
            propose(graph, question, bench, 5)
