"""The map of an entity's surroundings: shapes with their names, ties as lines between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from graph.errors import RequestError
from graph.results import GraphView, Tie
from viz import layout, style
from viz.drawing import Point, add, arrow, between, labelled, leave, looks, number, text
from viz.names import describe_tie, name, read_node, tie_key
from viz.rings import Size
from viz.style import Palette
from viz.text import balanced, width

LABEL, LINE, WIDEST, EDGE = 12.0, 14.0, 128.0, 6.0
SHOULDER, HALO, COUNT = 6.0, 7.0, 8.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map with the space that it needs, beginning at (0, 0)."""

    group: Element
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A node as drawn: the middle of its shape, radius, lines of its name, whether the view is about it."""

    x: float
    y: float
    r: float
    lines: tuple[str, ...]
    centre: bool


def draw(view: GraphView, palette: Palette, link: Callable[[str], str]) -> Drawn:
    """The map as a group. Raises RequestError for more nodes than can be read."""
    marks, space = place(view)
    group = Element("g", {"class": "map"})
    for tie in view.ties:
        _tie(group, tie, marks[tie.a.id], marks[tie.b.id], palette, link(tie_key(tie)))
    for node, stance in zip(view.nodes, view.stances, strict=True):
        target = labelled(group, read_node(node, stance), link(node.id), node.id)
        _node(target, marks[node.id], style.shape(node.kind), style.stance(stance), palette)
    return Drawn(group, space.width, space.height)


def place(view: GraphView) -> tuple[Mapping[str, Mark], layout.Layout]:
    """Where each node of the view stands, by id, and the boxes that hold them with their names."""
    if len(view.nodes) > style.MAX_NODES:
        raise RequestError(f"view of {len(view.nodes)} nodes: more than {style.MAX_NODES} cannot be read; ask for fewer steps or a smaller limit")
    largest = max(view.sizes, default=0.0)
    looks = []
    for node, size in zip(view.nodes, view.sizes, strict=True):
        centre = node.id in view.centre
        looks.append((style.radius(size, largest, centre=centre), balanced(name(node), WIDEST, LABEL, 4, bold=centre), centre))
    sizes = [_box(*look) for look in looks]
    space = layout.spread(view, sizes, [h / 2 - r - SHOULDER for (_, h), (r, *_) in zip(sizes, looks, strict=True)])
    marks = {}
    for node, (r, lines, centre), box in zip(view.nodes, looks, space.nodes, strict=True):
        marks[node.id] = Mark(box.x, box.y - box.h / 2 + r + SHOULDER, r, lines, centre)
    return marks, space


def _box(r: float, lines: tuple[str, ...], centre: bool) -> Size:
    widest = max((width(line, LABEL, bold=centre) for line in lines), default=0.0)
    return max(widest, 2 * r + 12) + EDGE, 2 * r + 12 + len(lines) * LINE + EDGE + (HALO if centre else 0.0)


def _tie(parent: Element, tie: Tie, a: Mark, b: Mark, palette: Palette, href: str) -> None:
    group = labelled(parent, describe_tie(tie), href, tie_key(tie))
    points = between((a.x, a.y), (b.x, b.y), _leave(a, b), _leave(b, a))
    if tie.direction == "backward":
        points = (points[1], points[0])
    _line(group, *points, tie, palette)
    if tie.direction != "both":
        arrow(group, *points, palette, size=6 + style.tie_width(tie))
    if len(tie.interactions) > 1:
        _number(group, ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2), len(tie.interactions), palette)


def _leave(mark: Mark, other: Mark) -> float:
    """How much of a tie the mark and its name cover, in pixels."""
    half = max((width(line, LABEL) for line in mark.lines), default=0.0) / 2
    top = mark.y + mark.r + 5 + (HALO if mark.centre else 0.0)
    label = (mark.x - half - 4, top, mark.x + half + 4, top + LINE * len(mark.lines) + 4)
    return leave(mark.x, mark.y, mark.r + (9 if mark.centre else 5), label, (other.x, other.y))


def _line(group: Element, start: Point, end: Point, tie: Tie, palette: Palette) -> None:
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    add(group, "line", **ends, stroke="#000", stroke_opacity=0, stroke_width=14)
    drawn = {"class": "s-tie line", "stroke": palette.tie, "stroke-dasharray": style.tie_dash(tie)}
    add(group, "line", **ends, stroke_width=style.tie_width(tie), **drawn)


def _number(group: Element, middle: Point, number_of: int, palette: Palette) -> None:
    """How many contacts a line stands for, on the line."""
    x, y = middle
    add(group, "circle", cx=x, cy=y, r=COUNT, stroke_width=1.2, **{"class": "f-ground s-tie", "fill": palette.ground, "stroke": palette.tie})
    text(group, x, y + 4, str(number_of), palette, size=11, text_anchor="middle", font_weight="600")


def _node(target: Element, mark: Mark, kind: str, look: style.Stance, palette: Palette) -> None:
    top = mark.y - mark.r - 5
    height = 2 * mark.r + 8 + len(mark.lines) * LINE
    add(target, "rect", x=mark.x - 30, y=top, width=60, height=height, fill_opacity=0)
    if mark.centre:
        add(target, "circle", cx=mark.x, cy=mark.y, r=mark.r + 7, fill="none", stroke_width=2, **{"class": "s-accent", "stroke": palette.accent})
    looks(target, kind, mark.x, mark.y, mark.r, look)
    halo = {"paint-order": "stroke", "stroke": palette.ground, "stroke-width": number(4), "stroke-linejoin": "round"}
    for i, line in enumerate(mark.lines):
        y = mark.y + mark.r + 16 + i * LINE + (HALO if mark.centre else 0.0)
        weight = "600" if mark.centre else "400"
        label = text(target, mark.x, y, line, palette, size=LABEL, text_anchor="middle", font_weight=weight, **halo)
        label.set("class", "f-ink s-ground")
