"""Where things stand: Graphviz positions, the same for the same view, rounded, with no two labels over each other.

Coordinates are pixels; y grows downwards. Boxes are given by their centre.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Any

import numpy as np

from graph.results import GraphView
from viz.rings import Points, Size, around

POINTS_PER_INCH = 72.0
GAP = 10.0
ASPECT = 1.6
ROOM = 2.6
STARTS = ("1", "2", "3", "4", "7", "9", "10", "12")
CHIP = "tie "

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: centre, width and height."""

    x: float
    y: float
    w: float
    h: float

    def overlaps(self, other: "Box") -> bool:
        """True when the two share area."""
        return abs(self.x - other.x) * 2 < self.w + other.w and abs(self.y - other.y) * 2 < self.h + other.h


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes of nodes and (for paths) of the ties' labels, in the view's order, and the space they need."""

    nodes: tuple[Box, ...]
    ties: tuple[Box, ...]
    width: float
    height: float


def spread(view: GraphView, sizes: Sequence[Size], lifts: Sequence[float]) -> Layout:
    """An ego view: stress layouts (neato) in landscape, as they come and as rings around the centre; the clearest is kept.

    `sizes` are the widths and heights of the nodes' boxes with their labels, `lifts` how far above the
    middle of its box each shape stands, where its ties end.
    """
    if not view.nodes:
        return Layout((), (), 0.0, 0.0)
    names = [str(i) for i in range(len(view.nodes))]
    number = {node.id: i for i, node in enumerate(view.nodes)}
    pairs = sorted({(number[tie.a.id], number[tie.b.id]) for tie in view.ties})
    edges = [(str(a), str(b)) for a, b in pairs]
    centre = number[view.centre[0]] if view.centre else 0
    roomy = [(w + GAP, h + GAP) for w, h in sizes]
    tries = []
    for start in STARTS[: max(3, 240 // len(names))]:
        placed = _run(names, edges, sizes, "neato", mode="major", start=start, overlap="true", epsilon="0.001")
        apart = _run(names, edges, sizes, "nop", overlap="vpsc", sep=f"+{GAP:.0f}", inputscale=f"{POINTS_PER_INCH:.0f}", starts=_stretched(placed, sizes))
        tries.append(_boxed(apart, sizes))
        tries += [_boxed(points.tolist(), sizes) for points in around(centre, placed, pairs, roomy, ASPECT)]
    return min(tries, key=lambda one: _cost(one, lifts, pairs, centre))


def _boxed(points: Iterable[Sequence[float]], sizes: Sequence[Size]) -> Layout:
    return _framed([Box(x, y, *size) for (x, y), size in zip(points, sizes, strict=True)], len(sizes))


def _cost(space: Layout, lifts: Sequence[float], pairs: Sequence[tuple[int, int]], centre: int) -> float:
    """How hard a layout is to read: ties over names, ties over ties, a centre that is not in the middle, and its size."""
    ends = [(box.x, box.y - lift) for box, lift in zip(space.nodes, lifts, strict=True)]
    away = hypot(ends[centre][0] / space.width - 0.5, ends[centre][1] / space.height - 0.5)
    return 4.0 * crossings(space.nodes, ends, pairs) + meetings(ends, pairs) + 60.0 * away + space.width * space.height / 100_000.0


def crossings(boxes: Sequence[Box], ends: Sequence[Point], pairs: Sequence[tuple[int, int]]) -> int:
    """How often a straight tie between the shapes of two boxes, at `ends`, runs over a third box (slabs: Liang and Barsky, 1984)."""
    if not pairs:
        return 0
    at, tied = np.array(ends), np.array(pairs)
    start, step = at[tied[:, 0]][:, None], (at[tied[:, 1]] - at[tied[:, 0]])[:, None]
    middle, half = np.array([(box.x, box.y) for box in boxes]), np.array([(box.w / 2, box.h / 2) for box in boxes])
    along = np.where(step == 0, 1e-9, step)
    slabs = np.sort(np.stack([(middle - half - start) / along, (middle + half - start) / along]), axis=0)
    over = np.maximum(slabs[0].max(axis=2), 0.0) < np.minimum(slabs[1].min(axis=2), 1.0)
    over[np.arange(len(tied))[:, None], tied] = False
    return int(np.count_nonzero(over))


def meetings(points: Sequence[Point], pairs: Sequence[tuple[int, int]]) -> int:
    """How many pairs of straight ties without a common end cross."""
    if len(pairs) < 2:
        return 0
    ends = np.array(pairs)
    at = np.array(points)[ends]
    one, two = np.triu_indices(len(pairs), 1)
    apart = (ends[one][:, :, None] != ends[two][:, None, :]).all(axis=(1, 2))
    one, two = one[apart], two[apart]
    split = [_side_of(at[first], at[second][:, 0]) * _side_of(at[first], at[second][:, 1]) < 0 for first, second in ((one, two), (two, one))]
    return int(np.count_nonzero(split[0] & split[1]))


def _side_of(segments: Points, points: Points) -> Points:
    """Positive on one side of each segment's line, negative on the other."""
    along, towards = segments[:, 1] - segments[:, 0], points - segments[:, 0]
    return along[:, 0] * towards[:, 1] - along[:, 1] * towards[:, 0]


def _stretched(points: Sequence[tuple[float, float]], sizes: Sequence[Size]) -> list[tuple[float, float]]:
    """Points scaled to a landscape rectangle of ROOM times the area of the boxes."""
    area = ROOM * sum((w + GAP) * (h + GAP) for w, h in sizes)
    wanted = (sqrt(area * ASPECT), sqrt(area / ASPECT))
    scales = []
    for axis in (0, 1):
        values = [point[axis] for point in points]
        scales.append(wanted[axis] / ((max(values) - min(values)) or wanted[axis]))
    return [(x * scales[0], y * scales[1]) for x, y in points]


def rank(view: GraphView, sizes: Sequence[Size], labels: Sequence[Size]) -> Layout:
    """A path view: left to right from its first centre, each tie's label in a rank of its own (dot).

    `sizes` are the boxes of the nodes, `labels` those of the ties' labels.
    """
    if not view.nodes:
        return Layout((), (), 0.0, 0.0)
    names = [node.id for node in view.nodes] + [f"{CHIP}{i}" for i in range(len(view.ties))]
    steps = _steps(view)
    edges = []
    for i, tie in enumerate(view.ties):
        first, second = sorted((tie.a.id, tie.b.id), key=lambda node: steps[node])
        edges += [(first, f"{CHIP}{i}"), (f"{CHIP}{i}", second)]
    placed = _run(names, edges, [*sizes, *labels], "dot", rankdir="LR", ranksep="0.34", nodesep="0.28", splines="false")
    boxes = [Box(x, y, *size) for (x, y), size in zip(placed, [*sizes, *labels], strict=True)]
    return _framed(boxes, len(view.nodes))


def row(sizes: Sequence[Size], gap: float) -> Layout:
    """Boxes side by side, `gap` pixels apart: the two ends of a path that is not there."""
    boxes = []
    left = 0.0
    for w, h in sizes:
        boxes.append(Box(left + w / 2, 0.0, w, h))
        left += w + gap
    return _framed(boxes, len(boxes))


def _steps(view: GraphView) -> Mapping[str, int]:
    """Ties from the first centre to each node; nodes that it does not reach come last."""
    beside: dict[str, list[str]] = {node.id: [] for node in view.nodes}
    for tie in view.ties:
        beside[tie.a.id].append(tie.b.id)
        beside[tie.b.id].append(tie.a.id)
    steps = {view.centre[0] if view.centre else view.nodes[0].id: 0}
    queue = list(steps)
    for node in queue:
        for near in beside[node]:
            if near not in steps:
                steps[near] = steps[node] + 1
                queue.append(near)
    if len(view.centre) > 1:
        steps[view.centre[-1]] = max(steps.values()) + 1
    return {node.id: steps.get(node.id, len(view.nodes)) for node in view.nodes}


def _run(
    names: Sequence[str],
    edges: Sequence[tuple[str, str]],
    sizes: Sequence[Size],
    program: str,
    *,
    starts: Sequence[tuple[float, float]] = (),
    **options: str,
) -> list[tuple[float, float]]:
    """Centres of the nodes in points, y upwards, in the order of `names`."""
    from pygraphviz import AGraph

    graph = AGraph(directed=True, strict=False, **options)
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    for i, (name, (w, h)) in enumerate(zip(names, sizes, strict=True)):
        start = {"pos": f"{starts[i][0]:.2f},{starts[i][1]:.2f}"} if starts else {}
        graph.add_node(name, width=f"{w / POINTS_PER_INCH:.4f}", height=f"{h / POINTS_PER_INCH:.4f}", **start)
    for edge in edges:
        graph.add_edge(*edge)
    graph.layout(prog=program)
    return [_point(graph.get_node(name)) for name in names]


def _point(node: Any) -> tuple[float, float]:
    x, y = node.attr["pos"].split(",")
    return float(x), -float(y)


def _framed(boxes: Sequence[Box], nodes: int) -> Layout:
    """Boxes moved so that the space begins at (0, 0), rounded to a tenth of a pixel."""
    left = min(box.x - box.w / 2 for box in boxes)
    top = min(box.y - box.h / 2 for box in boxes)
    moved = [Box(round(box.x - left, 1), round(box.y - top, 1), round(box.w, 1), round(box.h, 1)) for box in boxes]
    width = max(box.x + box.w / 2 for box in moved)
    height = max(box.y + box.h / 2 for box in moved)
    return Layout(tuple(moved[:nodes]), tuple(moved[nodes:]), round(width, 1), round(height, 1))
