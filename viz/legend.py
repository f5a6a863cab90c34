"""The legend: only what the picture uses."""

from xml.etree.ElementTree import Element, tostring

from graph.results import GraphView
from viz import style
from viz.drawing import add, looks, shape, text
from viz.labels import ENGLISH, Labels
from viz.style import LIGHT, Palette
from viz.text import width

SIZE, ROW, GAP = 12.0, 24.0, 22.0


def draw(root: Element, view: GraphView, palette: Palette, left: float, y: float, right: float, labels: Labels = ENGLISH) -> float:
    """Draw the legend from (left, y), wrapped at `right`; returns where the next thing may begin."""
    group = add(root, "g", role="img", aria_label=labels.say("Legend"), **{"class": "legend"})
    x = left
    for row in rows(view):
        if x > left:
            x, y = left, y + ROW
        for mark, said in row:
            label = labels.say(said)
            needed = 26 + width(label, SIZE)
            if x > left and x + needed > right:
                x, y = left, y + ROW
            _mark(group, mark, x + 9, y, palette)
            text(group, x + 24, y + 4, label, palette, size=SIZE)
            x += needed + GAP
    return y + ROW


def rows(view: GraphView) -> list[list[tuple[tuple[str, str], str]]]:
    """Rows of (what is drawn, what it means): stances, shapes, then ties."""
    stances = [key for key in style.STANCES if key in view.stances]
    shapes = [key for key in style.SHAPE_LABELS if any(style.shape(node.kind) == key for node in view.nodes)]
    dashes = sorted({style.tie_dash(tie) for tie in view.ties}, key=("", "7 4", "2 4").index)
    meanings = {"": "certain on this day", "7 4": "possible on this day", "2 4": "proposed, not confirmed"}
    ties = [(("tie", dash), meanings[dash]) for dash in dashes]
    if any(tie.direction != "both" for tie in view.ties):
        ties.append((("arrow", ""), "from whom to whom"))
    if view.kind == "ego" and any(len(tie.interactions) > 1 for tie in view.ties):
        ties.append((("number", ""), "so many contacts in one line"))
    if view.ties:
        ties.append((("weight", ""), "thicker: more claims"))
    if view.kind == "ego" and len(set(view.sizes)) > 1:
        ties.append((("size", ""), "larger: more and stronger ties"))
    return [
        row
        for row in ([(("stance", key), style.STANCES[key].label) for key in stances], [(("shape", key), style.SHAPE_LABELS[key]) for key in shapes], ties)
        if row
    ]


def marks(view: GraphView) -> list[tuple[str, str]]:
    """The legend for a page: a small picture as SVG, and what it means."""
    found = []
    for mark, label in (entry for row in rows(view) for entry in row):
        root = Element("svg", {"class": "mark", "viewBox": "-11 -11 22 22", "aria-hidden": "true"})
        _mark(root, mark, 0, 0, LIGHT)
        found.append((tostring(root, encoding="unicode"), label))
    return found


def _mark(group: Element, mark: tuple[str, str], x: float, y: float, palette: Palette) -> None:
    what, key = mark
    tie = {"class": "s-tie", "stroke": palette.tie}
    if what == "stance":
        look = style.STANCES[key]
        looks(group, style.PERSON, x, y, 7 if look.dash else 9, look)
    elif what == "shape":
        shape(group, key, x, y, 8, fill=style.PLAIN.fill, stroke=style.PLAIN.line)
    elif what == "number":
        add(group, "line", x1=x - 10, y1=y, x2=x + 10, y2=y, stroke_width=3, **tie)
        add(group, "circle", cx=x, cy=y, r=6.5, stroke_width=1.2, fill=palette.ground, **{"class": "f-ground s-tie", "stroke": palette.tie})
        text(group, x, y + 3.5, "2", palette, size=9, text_anchor="middle", font_weight="600")
    elif what == "weight":
        add(group, "line", x1=x - 9, y1=y - 4, x2=x + 9, y2=y - 4, stroke_width=1.4, **tie)
        add(group, "line", x1=x - 9, y1=y + 3, x2=x + 9, y2=y + 3, stroke_width=5, **tie)
    elif what == "size":
        add(group, "circle", cx=x - 6, cy=y + 2, r=3, fill=style.PLAIN.fill)
        add(group, "circle", cx=x + 5, cy=y, r=6, fill=style.PLAIN.fill)
    else:
        add(group, "line", x1=x - 9, y1=y, x2=x + (5 if what == "arrow" else 9), y2=y, stroke_width=2, stroke_dasharray=key, **tie)
        if what == "arrow":
            add(group, "polygon", points=f"{x + 10:g},{y:g} {x + 3:g},{y - 4:g} {x + 3:g},{y + 4:g}", **{"class": "f-tie", "fill": palette.tie})
