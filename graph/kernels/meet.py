"""Halves that meet: candidates, in a buffer that keeps the better ones."""

from graph.kernels import compiled
from graph.kernels.halves import (
    CANDIDATES,
    CHOSEN,
    CLASS,
    CUT,
    DIVERSE,
    LARGEST_LIFT,
    LARGEST_STRENGTH,
    MARK,
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
    before,
    beside_factor,
    canonical,
    count_above,
    lift_of,
    link,
    rounded,
    similar,
    sort,
)
from graph.snapshot.arrays import Longs

LOOK_UP = 16  # scanned entries that one look-up costs


@compiled
def meet_at_once(graph: Graph, question: Question, bench: Bench) -> None:
    """Paths of one and of two ties."""
    state = bench.state
    for s in question.start.ends:
        for t in question.end.ends:
            path = bench.path[state[CANDIDATES]]
            path[0], path[1] = s, t
            propose(graph, question, bench, 2)
            if question.limits[MAX_TIES] > 1:
                meet_in_one(graph, question, bench, s, t)


@compiled
def meet_in_one(graph: Graph, question: Question, bench: Bench, s: int, t: int) -> None:
    """Paths of two ties from s to t, by the row of the one that knows fewer."""
    state, indptr = bench.state, graph.indptr
    u, w = (s, t) if indptr[s + 1] - indptr[s] <= indptr[t + 1] - indptr[t] else (t, s)
    for e in range(indptr[u], indptr[u + 1]):
        most = graph.gain[e] * bench.bound[LARGEST_LIFT]
        if most * bench.bound[LARGEST_STRENGTH] < bench.bound[THRESHOLD] * SLACK or most <= 0:
            state[PRUNED] |= most > 0
            break
        v = graph.near[e]
        state[WORK] += 1
        if bench.barred[v] != state[STAMP]:
            propose_three(graph, question, bench, s, v, t, most * link(graph, question, v, w))
    for v in question.start.beside:
        propose_three(graph, question, bench, s, v, t, 1.0)
    for v in question.end.beside:
        if beside_factor(question.start, v) == 0:
            propose_three(graph, question, bench, s, v, t, 1.0)


@compiled
def propose_three(graph: Graph, question: Question, bench: Bench, s: int, v: int, t: int, most: float) -> None:
    """Propose s - v - t, which is worth at most `most`."""
    if most < bench.bound[THRESHOLD] * SLACK:
        bench.state[PRUNED] |= most > 0
    elif bench.barred[v] != bench.state[STAMP]:
        path = bench.path[bench.state[CANDIDATES]]
        path[0], path[1], path[2] = s, v, t
        propose(graph, question, bench, 3)


@compiled
def join(graph: Graph, question: Question, bench: Bench, left: Longs, right: Longs, left_is_start: bool) -> None:
    """Propose every path of a half of `left`, a tie and a half of `right` (first and last label); the longer list is marked."""
    if left[1] - left[0] > right[1] - right[0]:
        left, right, left_is_start = right, left, not left_is_start
    if left[0] == left[1]:
        return
    most, widest, beside = mark(graph, question, bench, right)
    for label in range(left[0], left[1]):
        u, value = bench.node[label], bench.value[label] * bench.bound[LARGEST_STRENGTH]
        if value * most < bench.bound[THRESHOLD] * SLACK:
            bench.state[PRUNED] = 1
            continue
        if widest <= 0:
            look_up(graph, question, bench, label, right[0], right[1], left_is_start)
            continue
        entries = count_above(graph, u, bench.bound[THRESHOLD] * SLACK / (bench.value[label] * widest * bench.bound[LARGEST_LIFT]))
        if entries > LOOK_UP * (right[1] - right[0]):
            look_up(graph, question, bench, label, right[0], right[1], left_is_start)
        else:
            scan(graph, question, bench, label, entries, left_is_start)
            look_up(graph, question, bench, label, right[0], beside, left_is_start)
        if bench.state[WORK] > question.limits[MOST_WORK]:
            bench.state[STOPPED] = 1
            return


@compiled
def mark(graph: Graph, question: Question, bench: Bench, span: Longs) -> tuple[float, float, int]:
    """Chain the half paths of a list by their last node; returns their largest value, with and without the last factor, and where those beside an end stop."""
    bench.state[MARK] += 1
    most, widest, beside = 0.0, 0.0, span[0]
    for label in range(span[0], span[1]):
        v, value = bench.node[label], bench.value[label]
        most = max(most, value)
        if graph.worth[v] <= 0:
            beside = label + 1
            continue
        widest = max(widest, value / (graph.worth[v] * lift_of(question, v)))
        bench.next[label] = bench.head[v] if bench.marked[v] == bench.state[MARK] else -1
        bench.head[v], bench.marked[v] = label, bench.state[MARK]
    return most, widest, beside


@compiled
def scan(graph: Graph, question: Question, bench: Bench, label: int, entries: int, is_start: bool) -> None:
    """Join a half path with marked ones through the first entries of its row."""
    u, least = bench.node[label], bench.bound[THRESHOLD] * SLACK
    first = graph.indptr[u]
    bench.state[WORK] += entries
    bench.state[PRUNED] |= first + entries < graph.indptr[u + 1] and graph.gain[first + entries] > 0
    for e in range(first, first + entries):
        v = graph.near[e]
        if bench.marked[v] == bench.state[MARK]:
            value = bench.value[label] * graph.gain[e] / graph.worth[v]
            other = bench.head[v]
            while other >= 0:
                if value * bench.value[other] >= least:
                    propose_joined(graph, question, bench, label, other, is_start)
                    least = bench.bound[THRESHOLD] * SLACK
                else:
                    bench.state[PRUNED] = 1
                other = bench.next[other]


@compiled
def look_up(graph: Graph, question: Question, bench: Bench, label: int, first: int, last: int, is_start: bool) -> None:
    """Join a half path with each of some others by looking their tie up."""
    u = bench.node[label]
    for other in range(first, last):
        value = bench.value[label] * bench.value[other]
        if value * bench.bound[LARGEST_STRENGTH] < bench.bound[THRESHOLD] * SLACK:
            bench.state[PRUNED] = 1
            continue
        bench.state[WORK] += LOOK_UP
        value *= link(graph, question, u, bench.node[other])
        if value >= bench.bound[THRESHOLD] * SLACK:
            propose_joined(graph, question, bench, label, other, is_start)
        else:
            bench.state[PRUNED] |= value > 0


@compiled
def propose_joined(graph: Graph, question: Question, bench: Bench, label: int, other: int, is_start: bool) -> None:
    """Propose the path of two halves, unless they share a node."""
    forward, backward = (label, other) if is_start else (other, label)
    path = bench.path[bench.state[CANDIDATES]]
    length = 0
    while forward >= 0:
        path[length] = bench.node[forward]
        forward = bench.parent[forward]
        length += 1
    path[:length] = path[:length][::-1].copy()
    middle = length
    while backward >= 0:
        v = bench.node[backward]
        for i in range(middle):
            if path[i] == v:
                return
        path[length] = v
        backward = bench.parent[backward]
        length += 1
    propose(graph, question, bench, length)


@compiled
def propose(graph: Graph, question: Question, bench: Bench, length: int) -> None:
    """Keep the path written in the next row, where it is good enough and new."""
    state, at = bench.state, bench.state[CANDIDATES]
    score = canonical(graph, question, bench.path[at], length)
    if score < bench.bound[THRESHOLD] * CLASS:
        state[PRUNED] |= score > 0
        return
    if score <= 0:
        return
    for i in range(state[CHOSEN]):
        if similar(bench.path[at], length, bench.chosen[i], bench.chosen_length[i], question.limits[DIVERSE] > 0):
            return
    bench.key[at], bench.length[at] = rounded(score), length
    if state[CUT] and not before(graph, bench, at, len(bench.order)):
        return
    state[CANDIDATES] += 1
    if state[CANDIDATES] == len(bench.order):
        shrink(graph, question, bench)


@compiled
def shrink(graph: Graph, question: Question, bench: Bench) -> None:
    """Let go of the worse candidates; at most half of them stay."""
    sort(graph, bench)
    cut_after(bench, min(enough(question, bench), bench.state[CANDIDATES] // 2))


@compiled
def tighten(graph: Graph, question: Question, bench: Bench) -> None:
    """Raise the threshold to the path that would be the last one, where there are enough already."""
    sort(graph, bench)
    count = enough(question, bench)
    if count < bench.state[CANDIDATES]:
        cut_after(bench, count)
    elif count == bench.state[CANDIDATES]:
        bench.bound[RAISED] = bench.key[bench.order[count - 1]]
        bench.bound[THRESHOLD] = max(bench.bound[THRESHOLD], bench.bound[RAISED] * CLASS)


@compiled
def enough(question: Question, bench: Bench) -> int:
    """How many candidates in order hold as many new paths as are wanted; more than there are where they do not suffice."""
    count, wanted = 0, question.limits[K] - bench.state[CHOSEN]
    while count < bench.state[CANDIDATES]:
        wanted -= is_new(question, bench, bench.order, count)
        count += 1
        if wanted == 0:
            return count
    return count + 1


@compiled
def cut_after(bench: Bench, count: int) -> None:
    """Keep the first candidates in order, and raise the threshold to the best one that goes."""
    cut = bench.order[count]
    put(bench, cut, len(bench.order))
    kept = bench.order[:count].copy()
    kept.sort()
    for place in range(count):
        put(bench, kept[place], place)
    bench.state[CANDIDATES], bench.state[CUT] = count, 1
    bench.bound[THRESHOLD] = max(bench.bound[THRESHOLD], bench.key[len(bench.order)] * CLASS)


@compiled
def is_new(question: Question, bench: Bench, order: Longs, place: int) -> bool:
    """True when no better candidate is a near-duplicate of this one."""
    at = order[place]
    for earlier in order[:place]:
        if similar(bench.path[at], bench.length[at], bench.path[earlier], bench.length[earlier], question.limits[DIVERSE] > 0):
            return False
    return True


@compiled
def put(bench: Bench, source: int, target: int) -> None:
    """Copy a candidate to another row."""
    bench.key[target], bench.length[target] = bench.key[source], bench.length[source]
    bench.path[target] = bench.path[source]


@compiled
def choose(graph: Graph, question: Question, bench: Bench, threshold: float) -> None:
    """Add to what is chosen the candidates from the threshold on, in order; nodes that no later path may use are barred."""
    sort(graph, bench)
    state, diverse = bench.state, question.limits[DIVERSE] > 0
    for at in bench.order[: state[CANDIDATES]]:
        if state[CHOSEN] == question.limits[K] or bench.key[at] < threshold:
            return
        known = False
        for i in range(state[CHOSEN]):
            known |= similar(bench.path[at], bench.length[at], bench.chosen[i], bench.chosen_length[i], diverse)
        if known:
            continue
        bench.chosen[state[CHOSEN]], bench.chosen_length[state[CHOSEN]] = bench.path[at], bench.length[at]
        state[CHOSEN] += 1
        if diverse and bench.length[at] == 3:
            bench.barred[bench.path[at, 1]] = state[STAMP]
