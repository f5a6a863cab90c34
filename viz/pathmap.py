"""The map of paths: from left to right, the verb and the date of each tie between two cards.

A view without ties is drawn as what it is: the two ends and the gap between them.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from graph.results import GraphView, Node, Tie
from viz import layout, style
from viz.drawing import Point, add, arrow, labelled, looks, number, text
from viz.egomap import Drawn
from viz.labels import ENGLISH, Labels
from viz.layout import Box
from viz.names import doubt, kinds_of, name, tie_key
from viz.rings import Size
from viz.style import Palette
from viz.text import balanced, wrap

CARD, CHIP, LINE = 176.0, 156.0, 15.0
GAP = 300.0


def draw(view: GraphView, palette: Palette, link: Callable[[str], str], labels: Labels = ENGLISH) -> Drawn:
    """The paths as a group, or the gap when there are none."""
    space = place(view, labels)
    if not view.ties:
        return _gap(view, space, palette, link, labels)
    boxes = dict(zip((node.id for node in view.nodes), space.nodes, strict=True))
    group = Element("g", {"class": "map"})
    for tie, chip in zip(view.ties, space.ties, strict=True):
        _tie(group, tie, boxes[tie.a.id], chip, boxes[tie.b.id], palette, link(tie_key(tie)), labels)
    _cards(group, view, space, palette, link, labels)
    return Drawn(group, space.width, space.height)


def place(view: GraphView, labels: Labels = ENGLISH) -> layout.Layout:
    """Where the cards and the ties' labels stand."""
    cards = [_card_size(node) for node in view.nodes]
    if not view.ties:
        return layout.row(cards, GAP)
    return layout.rank(view, cards, [(CHIP, 16.0 + 14 * len(tie_lines(tie, labels))) for tie in view.ties])


def _gap(view: GraphView, space: layout.Layout, palette: Palette, link: Callable[[str], str], labels: Labels) -> Drawn:
    group = Element("g", {"class": "map"})
    said = [line for warning in view.warnings for line in wrap(warning, 640, 13, 3)]
    width_needed = max(space.width, 640.0)
    inner = add(group, "g", transform=f"translate({number((width_needed - space.width) / 2)} 0)")
    for left, right in zip(space.nodes, space.nodes[1:], strict=False):
        start, end = left.x + left.w / 2 + 12, right.x - right.w / 2 - 12
        middle = (start + end) / 2
        paint = {"class": "s-tie", "stroke": palette.tie, "stroke-dasharray": "2 6", "stroke-width": "2"}
        add(inner, "line", x1=start, y1=left.y, x2=middle - 90, y2=left.y, **paint)
        add(inner, "line", x1=middle + 90, y1=left.y, x2=end, y2=left.y, **paint)
        text(inner, middle, left.y + 5, labels.say("no path in evidence"), palette, size=15, font_weight="600", text_anchor="middle")
    _cards(inner, view, space, palette, link, labels)
    for i, line in enumerate(said):
        text(group, width_needed / 2, space.height + 32 + 19 * i, line, palette, size=13, role="muted", text_anchor="middle")
    return Drawn(group, width_needed, space.height + (30 + 19 * len(said) if said else 0))


def _card_size(node: Node) -> Size:
    return CARD, 34.0 + LINE * len(_name_lines(node))


def _name_lines(node: Node) -> tuple[str, ...]:
    return wrap(name(node), CARD - 54, 13, 4, bold=True)


def tie_lines(tie: Tie, labels: Labels = ENGLISH) -> list[str]:
    """The label of a tie: verb, date, and what it rests on."""
    dated = labels.days(tie)
    weight = f"{labels.say(doubt(tie))} · {labels.claims(len(tie.evidence))}"
    return [*_verb_lines(tie, labels), *(balanced(dated, CHIP - 14, 11, 2) if dated else (labels.say("undated"),)), *wrap(weight, CHIP - 14, 11, 2)]


def _verb_lines(tie: Tie, labels: Labels) -> tuple[str, ...]:
    """What the tie is, in at most two lines: `works with +2 more`."""
    first, *others = kinds_of(tie)
    return wrap(labels.say(style.tie_label(first)) + (f" {labels.more(len(others))}" if others else ""), CHIP - 14, 12, 2, bold=True)


def _cards(group: Element, view: GraphView, space: layout.Layout, palette: Palette, link: Callable[[str], str], labels: Labels) -> None:
    for node, stance, box in zip(view.nodes, view.stances, space.nodes, strict=True):
        target = labelled(group, labels.node(node, stance), link(node.id), node.id)
        _card(target, node, box, style.stance(stance), node.id in view.centre, palette, labels)


def _card(target: Element, node: Node, box: Box, look: style.Stance, centre: bool, palette: Palette, labels: Labels) -> None:
    left, top = box.x - box.w / 2, box.y - box.h / 2
    edge = ("accent", 2.0) if centre else ("faint", 1.2)
    paint = {"class": f"f-card s-{edge[0]} shape", "fill": palette.card, "stroke": getattr(palette, edge[0])}
    add(target, "rect", x=left, y=top, width=box.w, height=box.h, rx=7, stroke_width=edge[1], **paint)
    looks(target, style.shape(node.kind), left + 24, box.y, 11, look)
    for i, line in enumerate(_name_lines(node)):
        text(target, left + 44, top + 21 + i * LINE, line, palette, size=13, font_weight="600")
    text(target, left + 44, top + box.h - 11, labels.say(style.kind_label(node.kind)), palette, size=11, role="muted")


def _tie(parent: Element, tie: Tie, a: Box, chip: Box, b: Box, palette: Palette, href: str, labels: Labels) -> None:
    group = labelled(parent, labels.tie(tie), href, tie_key(tie))
    first, second = (b, a) if tie.direction == "backward" else (a, b)
    _curve(group, _side(first, chip), _side(chip, first), tie, palette)
    start, tip = _side(chip, second), _side(second, chip)
    _curve(group, start, tip, tie, palette)
    if tie.direction != "both":
        arrow(group, (start[0], tip[1]), tip, palette, size=6 + style.tie_width(tie))
    paint = {"class": "f-ground s-faint shape", "fill": palette.ground, "stroke": palette.faint}
    add(group, "rect", x=chip.x - chip.w / 2, y=chip.y - chip.h / 2, width=chip.w, height=chip.h, rx=chip.h / 2 if chip.h < 30 else 12, **paint)
    verbs = len(_verb_lines(tie, labels))
    for i, line in enumerate(tie_lines(tie, labels)):
        y = chip.y - chip.h / 2 + 18 + 14 * i
        size, role, weight = (12.0, "ink", "600") if i < verbs else (11.0, "muted", "400")
        text(group, chip.x, y, line, palette, size=size, role=role, text_anchor="middle", font_weight=weight)


def _side(box: Box, other: Box) -> Point:
    """The middle of the side of `box` that faces `other`."""
    return box.x + (box.w / 2 if other.x >= box.x else -box.w / 2), box.y


def _curve(group: Element, start: Point, end: Point, tie: Tie, palette: Palette) -> None:
    bend = (end[0] - start[0]) / 2
    points = [(start[0] + bend, start[1]), (end[0] - bend, end[1]), end]
    d = f"M{number(start[0])} {number(start[1])}C" + " ".join(f"{number(x)} {number(y)}" for x, y in points)
    paint = {"class": "s-tie line", "stroke": palette.tie, "stroke-dasharray": style.tie_dash(tie)}
    add(group, "path", d=d, fill="none", stroke_width=style.tie_width(tie), **paint)
