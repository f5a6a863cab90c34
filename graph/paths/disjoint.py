"""Node-disjoint alternatives: k ways that share no go-between, of least total cost, and who cuts them off.

Cost of a tie is -ln s, so that the least total cost is the largest product of reliabilities. A flow of
least cost on the split graph (every go-between carries one way), one shortest augmenting way after
another (Suurballe 1974, Bhandari 1999). The flow uses entities that lie on some walk of at most `max_ties` ties
between the ends; a way in it may still be longer than that, and whoever asks is told which. The best set of
*short* disjoint ways is a hard problem from five ties on (Itai, Perl and Shiloach 1982).
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from math import inf, log

import numpy as np

from graph.paths import route
from graph.paths.frontier import Guide
from graph.paths.roads import Roads, Route, entries, order_key, strengths, without_penalty
from graph.snapshot.arrays import Flags, Floats, Ints, Longs

ARCS = 200_000
SOURCE, SINK = 0, 1


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Disjoint ways, best first, and where fewer than asked for exist the smallest sets of go-betweens without
    whom only direct ties between the ends are left: the set nearest the start, and the one nearest the end where
    it differs. `bounded`: the graph was too large to look at whole."""

    paths: tuple[Route, ...]
    cuts: tuple[tuple[int, ...], ...] = ()
    bounded: bool = False


@dataclass(slots=True)
class Flow:
    """A residual graph: arc i leads to head[i] at cost[i] while room[i] is left; its reverse is i ^ 1."""

    head: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    room: list[int] = field(default_factory=list)
    arcs: list[list[int]] = field(default_factory=lambda: [[], []])

    def node(self) -> int:
        """A new node."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def join(self, a: int, b: int, cost: float = 0.0, room: int = 1) -> int:
        """A new arc; returns its number."""
        for tail, head, price, space in ((a, b, cost, room), (b, a, -cost, 0)):
            self.arcs[tail].append(len(self.head))
            self.head.append(head)
            self.cost.append(price)
            self.room.append(space)
        return len(self.head) - 2


def disjoint_paths(roads: Roads, ids: Sequence[str], *, k: int = 5, max_ties: int = 4, arcs: int = ARCS) -> Alternatives:
    """Up to `k` node-disjoint paths of least total cost, by `roads.order_key` without hub penalty.

    Starts and ends may be shared by several paths, go-betweens and direct ties may not. Where the
    entities near the ends have more than `arcs` tie ends among them, those on the best walks are kept.
    """
    flat = without_penalty(roads)
    guide = Guide(flat)
    low, high, bounded = _ties_near(flat, guide, max_ties, arcs)
    flow, out, into = _split(flat, guide, low, high, ids)
    sent = _send(flow, k)
    paths = _ways(flow, out, into)[:sent]
    ordered = tuple(sorted(paths, key=lambda path: order_key(flat, path, ids)))
    return Alternatives(ordered, _cuts(flow, out, into, ids) if sent < k else (), bounded)


def _ties_near(roads: Roads, guide: Guide, max_ties: int, arcs: int) -> tuple[Ints, Ints, bool]:
    """Tie ends (from, to) that may be walked among entities on a walk of at most `max_ties` ties between the ends."""
    n = len(guide.is_end)
    inner = guide.anywhere | guide.first | guide.final
    is_start = np.zeros(n, dtype=np.bool_)
    is_start[list(roads.starts)] = True
    ahead, behind = (_steps(roads, guide.roads.strength, np.flatnonzero(side), inner, max_ties) for side in (is_start, guide.is_end))
    near = (inner | is_start | guide.is_end) & (ahead + behind <= max_ties)
    nodes = np.flatnonzero(near)
    places = entries(roads.indptr, nodes)
    tails = np.repeat(nodes, roads.indptr[nodes + 1] - roads.indptr[nodes]).astype(np.int32)
    heads = roads.neighbour[places]
    kept = near[heads] & (guide.roads.strength[places] > 0) & ~is_start[heads] & ~guide.is_end[tails] & (ahead[tails] + behind[heads] < max_ties)
    tails, heads, strength = tails[kept], heads[kept], guide.roads.strength[places][kept]
    if len(tails) <= arcs:
        return tails, heads, False
    worth = _best_through(roads, max_ties, tails, strength, heads)
    best = np.sort(np.lexsort((heads, tails, -worth))[:arcs])
    return tails[best], heads[best], True


def _best_through(roads: Roads, max_ties: int, tails: Ints, strength: Floats, heads: Ints) -> Floats:
    """The best product of a walk from a start to an end through each arc, of at most `max_ties` ties on either side of it."""
    forth = route.field(roads)
    back = replace(forth, after_start=forth.before_end, before_end=forth.after_start)
    before, after = (route.reach(laid, side, max_ties)[-1] for laid, side in ((back, roads.starts), (forth, roads.ends)))
    before[list(roads.starts)] = after[list(roads.ends)] = 1.0
    return before[tails] * strength * after[heads]


def _steps(roads: Roads, strength: Floats, sources: Longs, inner: Flags, most: int) -> Ints:
    """Fewest ties from `sources` to every node over go-betweens, `most` + 1 where it takes more."""
    steps = np.full(len(inner), most + 1, dtype=np.int32)
    steps[sources] = 0
    frontier = sources
    for step in range(1, most + 1):
        places = entries(roads.indptr, frontier)
        near = roads.neighbour[places[strength[places] > 0]]
        steps[near[steps[near] > most]] = step
        frontier = np.flatnonzero((steps == step) & inner)
    return steps


def _split(roads: Roads, guide: Guide, tails: Ints, heads: Ints, ids: Sequence[str]) -> tuple[Flow, dict[int, int], dict[int, int]]:
    """The residual graph of no flow; `out` and `into` give the two nodes of an entity.

    Who may stand only next to a start is entered from starts alone, who may stand only next to an end
    leads to ends alone; whoever may stand next to both counts as next to the start.
    """
    flow = Flow()
    out: dict[int, int] = {}
    into: dict[int, int] = {}
    order = sorted({*tails.tolist(), *heads.tolist()}, key=lambda v: ids[v])
    starts = set(roads.starts)
    for v in order:
        if v in starts:
            out[v] = flow.node()
            flow.join(SOURCE, out[v], room=len(tails))
        elif guide.is_end[v]:
            into[v] = flow.node()
            flow.join(into[v], SINK, room=len(tails))
        else:
            into[v], out[v] = flow.node(), flow.node()
            flow.join(into[v], out[v])
    rank = {v: place for place, v in enumerate(order)}
    for a, b in sorted(zip(tails.tolist(), heads.tolist(), strict=True), key=lambda pair: (rank[pair[0]], rank[pair[1]])):
        enters = guide.is_end[b] or guide.anywhere[b] or a in starts or not guide.first[b]
        leaves = a in starts or guide.anywhere[a] or guide.first[a] or guide.is_end[b]
        if enters and leaves:
            direct = a in starts and guide.is_end[b]
            flow.join(out[a], into[b], -log(strengths(roads, (a, b))[0]), room=1 if direct else len(tails))
    return flow, out, into


def _send(flow: Flow, k: int) -> int:
    """Send up to `k` units along ways of least cost; returns how many went through."""
    level = [0.0] * len(flow.arcs)
    for sent in range(k):
        cost, through = _least(flow, level)
        if cost[SINK] == inf:
            return sent
        level = [old + min(new, cost[SINK]) for old, new in zip(level, cost, strict=True)]
        node = SINK
        while node != SOURCE:
            arc = through[node]
            flow.room[arc] -= 1
            flow.room[arc ^ 1] += 1
            node = flow.head[arc ^ 1]
    return k


def _least(flow: Flow, level: Sequence[float]) -> tuple[list[float], list[int]]:
    """Least reduced cost of each node from the source, up to that of the sink (Dijkstra 1959 over Johnson's potentials)."""
    cost, through, settled = [inf] * len(flow.arcs), [-1] * len(flow.arcs), [False] * len(flow.arcs)
    cost[SOURCE] = 0.0
    heap = [(0.0, 0, SOURCE)]
    while heap:
        here, hops, node = heappop(heap)
        if settled[node]:
            continue
        settled[node] = True
        if node == SINK:
            break
        for arc in flow.arcs[node]:
            if flow.room[arc]:
                head = flow.head[arc]
                there = here + max(0.0, flow.cost[arc] + level[node] - level[head])
                if there < cost[head]:
                    cost[head], through[head] = there, arc
                    heappush(heap, (there, hops + 1, head))
    return cost, through


def _ways(flow: Flow, out: dict[int, int], into: dict[int, int]) -> list[Route]:
    """The paths that the flow is made of."""
    entity = {node: v for table in (out, into) for v, node in table.items()}
    paths = []
    for arc in flow.arcs[SOURCE]:
        for first in [one for one in flow.arcs[flow.head[arc]] if one % 2 == 0 and _used(flow, one)]:
            path, node = [entity[flow.head[arc]]], flow.head[first]
            while node != SINK:
                path.append(entity[node])
                node = flow.head[next(one for one in flow.arcs[node] if one % 2 == 0 and _used(flow, one))]
                if node != SINK and entity[node] == path[-1]:
                    node = flow.head[next(one for one in flow.arcs[node] if one % 2 == 0 and _used(flow, one))]
            paths.append(tuple(path))
    return paths


def _used(flow: Flow, arc: int) -> bool:
    return flow.room[arc ^ 1] > 0


def _cuts(flow: Flow, out: dict[int, int], into: dict[int, int], ids: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Go-betweens on the border of what the source still reaches, and of what still reaches the sink."""
    ahead = _reached(flow, SOURCE, lambda arc: flow.room[arc] > 0)
    behind = _reached(flow, SINK, lambda arc: flow.room[arc ^ 1] > 0)
    inner = into.keys() & out.keys()
    near_start = {v for v in inner if into[v] in ahead and out[v] not in ahead}
    near_end = {v for v in inner if out[v] in behind and into[v] not in behind}
    sets = (tuple(sorted(cut, key=lambda v: ids[v])) for cut in (near_start, near_end))
    return tuple(dict.fromkeys(cut for cut in sets if cut))


def _reached(flow: Flow, source: int, is_open: Callable[[int], bool]) -> set[int]:
    reached, queue = {source}, deque([source])
    while queue:
        for arc in flow.arcs[queue.popleft()]:
            if is_open(arc) and flow.head[arc] not in reached:
                reached.add(flow.head[arc])
                queue.append(flow.head[arc])
    return reached
