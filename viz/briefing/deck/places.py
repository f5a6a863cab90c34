"""Where the nodes of a map stand on a slide: the layouts of viz, with type of at least SMALL points, and fewer nodes until they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.results import GraphView
from viz import layout, style
from viz.briefing.deck.fit import LEADING, Box
from viz.briefing.office import called
from viz.rings import Size
from viz.text import balanced, width

MOST = 24
CLOSELY = 18
LABEL, WIDEST, LINES = 10.0, 104.0, 3
RADII = (9.5, 15.0)
PAD = 2.0
APART = 3.0
STRETCH = 2.2
PATHS = ((150.0, 112.0, 12.0), (132.0, 98.0, 11.0), (124.0, 112.0, 10.0), (112.0, 88.0, 10.0), (112.0, 104.0, 9.0), (100.0, 78.0, 9.0))
CLOSER = 0.97


@dataclass(frozen=True, slots=True)
class Placed:
    """A view with as many nodes as fit, the boxes of its nodes and of its ties' labels on the slide, the lines of its names, radii, and the size of type."""

    view: GraphView
    nodes: tuple[Box, ...]
    ties: tuple[Box, ...]
    radii: tuple[float, ...]
    size: float
    left: int


def fewer(view: GraphView, most: int) -> GraphView:
    """The view with its `most` largest nodes, the centre first, and the ties between them; nodes that lose their last tie go too."""
    tied = {end for tie in view.ties for end in (tie.a.id, tie.b.id)}
    order = sorted(range(len(view.nodes)), key=lambda i: (view.nodes[i].id not in view.centre, view.nodes[i].id not in tied, -view.sizes[i], view.nodes[i].id))
    kept = {view.nodes[i].id for i in order[:most]}
    ties = tuple(tie for tie in view.ties if tie.a.id in kept and tie.b.id in kept)
    if len(kept) < len(view.nodes):
        kept &= {end for tie in ties for end in (tie.a.id, tie.b.id)} | set(view.centre)
    chosen = [i for i, node in enumerate(view.nodes) if node.id in kept]
    fields = {"nodes": view.nodes, "sizes": view.sizes, "stances": view.stances}
    return view.model_copy(update={key: tuple(values[i] for i in chosen) for key, values in fields.items()} | {"ties": ties})


def around(view: GraphView, box: Box) -> Placed | None:
    """An ego view in a box, laid out as wide as the box is for its height: None when not even its centre fits."""
    most = min(len(view.nodes), MOST)
    narrow = layout.ASPECT * box.h / box.w
    while most >= 1:
        chosen = fewer(view, most)
        radii = _radii(chosen)
        sizes = [_named(lines, radius) for lines, radius in zip(_names(chosen), radii, strict=True)]
        space = layout.spread(chosen, [(w * narrow, h) for w, h in sizes], [h / 2 - radius for (_, h), radius in zip(sizes, radii, strict=True)])
        spread = [layout.Box(one.x / narrow, one.y, *size) for one, size in zip(space.nodes, sizes, strict=True)]
        if (boxes := _into(spread, box)) is not None:
            return Placed(chosen, boxes, (), radii, LABEL, len(view.nodes) - len(chosen.nodes))
        most -= 1 if most <= CLOSELY else 3
    return None


def along(view: GraphView, box: Box, labels: Sequence[Sequence[str]]) -> Placed | None:
    """A path view in a box, from left to right; `labels` are the texts of each tie's label, the first in bold. None when it does not fit."""
    for card, chip, size in PATHS:
        cards = [_card(text, card, size) for text in map(called, view.nodes)]
        chips = [(chip, sum(len(wrapped(text, chip, size, bold=not at)) for at, text in enumerate(texts) if text) * size * LEADING + 8) for texts in labels]
        space = layout.rank(view, cards, chips) if view.ties else layout.row(cards, 220.0)
        if (boxes := _into((*space.nodes, *space.ties), box)) is not None:
            count = len(view.nodes)
            return Placed(view, boxes[:count], boxes[count:], (size,) * count, size, 0)
    return None


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text in a card or label of a path."""
    return balanced(text, room - 12, size, 4, bold=bold)


def _card(text: str, room: float, size: float) -> Size:
    lines = len(wrapped(text, room - 2 * size - 8, size, bold=True))
    return room, max((lines + 1) * size * LEADING + 10, 2 * size + 14)


def _radii(view: GraphView) -> tuple[float, ...]:
    largest = max(view.sizes, default=0.0)
    found = []
    for node, size in zip(view.nodes, view.sizes, strict=True):
        share = (style.radius(size, largest, centre=node.id in view.centre) - 9.0) / 8.0
        found.append(round(RADII[0] + (RADII[1] - RADII[0]) * share, 1))
    return tuple(found)


def _names(view: GraphView) -> list[tuple[str, ...]]:
    return [label(called(node)) for node in view.nodes]


def label(text: str) -> tuple[str, ...]:
    """The lines of a node's name."""
    return balanced(text, WIDEST, LABEL, LINES, bold=True)


def _named(lines: Sequence[str], radius: float) -> Size:
    widest = max((width(line, LABEL, bold=True) for line in lines), default=0.0)
    return max(widest, 2 * radius + 8) + 2 * PAD, 2 * radius + 8 + len(lines) * LABEL * LEADING + 2 * PAD


def _into(boxes: Sequence[layout.Box], into: Box) -> tuple[Box, ...] | None:
    """Boxes moved into a rectangle, their middles closer or further apart but their sizes kept; None when two would meet."""
    if not boxes:
        return None
    across, down = _scale([(one.x, one.w) for one in boxes], into.w), _scale([(one.y, one.h) for one in boxes], into.h)
    if across is None or down is None:
        return None
    moved = [layout.Box(one.x * across, one.y * down, one.w + APART, one.h + APART) for one in boxes]
    if (across < 1 or down < 1) and any(one.overlaps(other) for at, one in enumerate(moved) for other in moved[:at]):
        return None
    left, top = min(one.x - one.w / 2 for one in moved), min(one.y - one.h / 2 for one in moved)
    right, bottom = max(one.x + one.w / 2 for one in moved), max(one.y + one.h / 2 for one in moved)
    dx, dy = into.x - left + (into.w - right + left) / 2, into.y - top + (into.h - bottom + top) / 2
    return tuple(Box(round(one.x + dx - old.w / 2, 2), round(one.y + dy - old.h / 2, 2), old.w, old.h) for one, old in zip(moved, boxes, strict=True))


def _scale(spans: Sequence[tuple[float, float]], room: float) -> float | None:
    """By how much middles may be moved apart (at most STRETCH) so that the spans, with their sizes kept, take at most `room`; None for never."""

    def needed(scale: float) -> float:
        return max(at * scale + size / 2 for at, size in spans) - min(at * scale - size / 2 for at, size in spans) + APART

    scale = STRETCH
    while scale > 0.2:
        if needed(scale) <= room:
            return scale
        scale *= CLOSER
    return None
