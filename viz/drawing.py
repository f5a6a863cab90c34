"""Pieces of SVG as elements: shapes, text, lines and links. Escaping is left to the XML serialiser.

Colours of the theme carry a class beside the attribute (`f-ink`, `s-tie`), so that a page's style
sheet can show the same picture in its own theme.
"""

from math import cos, hypot, pi, sin
from xml.etree.ElementTree import Element, SubElement

from viz import style
from viz.style import Palette
from viz.text import clean

Point = tuple[float, float]


def add(parent: Element, tag: str, **attributes: str | float) -> Element:
    """A new child; `stroke_width=2` becomes `stroke-width="2"`, numbers are rounded to a tenth."""
    return SubElement(parent, tag, {key.strip("_").replace("_", "-"): number(value) for key, value in attributes.items() if value != ""})


def number(value: str | float) -> str:
    """A number as short as a tenth of a pixel allows; text unchanged."""
    return value if isinstance(value, str) else f"{round(value, 1) + 0.0:g}"


def text(parent: Element, x: float, y: float, content: str, palette: Palette, *, size: float = 12, role: str = "ink", **more: str | float) -> Element:
    """One line of text, cleaned; `role` names its colour in the palette."""
    colour = {"class": f"f-{role}", "fill": getattr(palette, role)}
    element = add(parent, "text", x=x, y=y, font_size=size, **colour, **more)
    element.text = clean(content)
    return element


def labelled(parent: Element, label: str, href: str, key: str) -> Element:
    """A group that says what it is, as a link when there is an address; `key` tells it apart in the page."""
    tag, what = ("a", {"href": href}) if href else ("g", {"role": "img"})
    group = add(parent, tag, **what, aria_label=clean(label), data_key=key)
    add(group, "title").text = clean(label)
    return group


def shape(parent: Element, kind: str, x: float, y: float, r: float, **paint: str | float) -> Element:
    """A node's shape around (x, y), reaching about `r` from it."""
    if kind == style.PERSON:
        return add(parent, "circle", cx=x, cy=y, r=r, **paint)
    if kind in (style.ORGANISATION, style.OTHER):
        side = r * (0.9 if kind == style.ORGANISATION else 0.6)
        return add(parent, "rect", x=x - side, y=y - side, width=2 * side, height=2 * side, rx=3, **paint)
    return add(parent, "polygon", points=" ".join(f"{number(px)},{number(py)}" for px, py in outline(kind, x, y, r)), stroke_linejoin="round", **paint)


def outline(kind: str, x: float, y: float, r: float) -> list[Point]:
    """The corners of an angular shape."""
    if kind == style.TEXT:
        w, h, fold = r * 0.8, r, r * 0.5
        return [(x - w, y - h), (x + w - fold, y - h), (x + w, y - h + fold), (x + w, y + h), (x - w, y + h)]
    if kind == style.TOPIC:
        radii = [r * 1.3, r * 0.65] * 5
        return [(x + radius * sin(i * pi / 5), y - radius * cos(i * pi / 5)) for i, radius in enumerate(radii)]
    if kind == style.PLACE:
        return [(x, y - r * 1.2), (x + r * 1.15, y + r * 0.8), (x - r * 1.15, y + r * 0.8)]
    corners = 4 if kind == style.COMPANY else 6
    turn = 0.0 if kind == style.COMPANY else pi / 6
    reach = r * 1.08
    return [(x + reach * sin(turn + i * 2 * pi / corners), y - reach * cos(turn + i * 2 * pi / corners)) for i in range(corners)]


def between(a: Point, b: Point, leave_a: float, leave_b: float) -> tuple[Point, Point]:
    """The segment from a to b without its first `leave_a` and last `leave_b` pixels."""
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    return (a[0] + ux * leave_a, a[1] + uy * leave_a), (b[0] - ux * leave_b, b[1] - uy * leave_b)


def leave(x: float, y: float, r: float, label: tuple[float, float, float, float], to: Point) -> float:
    """How far from (x, y) a line to `to` leaves both the circle and the label (left, top, right, bottom)."""
    length = hypot(to[0] - x, to[1] - y) or 1.0
    ux, uy = (to[0] - x) / length, (to[1] - y) / length
    left, top, right, bottom = label
    enters, leaves = 0.0, length
    for at, step, low, high in ((x, ux, left, right), (y, uy, top, bottom)):
        if abs(step) < 1e-9:
            enters, leaves = (enters, leaves) if low <= at <= high else (1.0, 0.0)
        else:
            first, last = sorted(((low - at) / step, (high - at) / step))
            enters, leaves = max(enters, first), min(leaves, last)
    return max(r, leaves) if enters < leaves < length * 0.6 else r


def looks(parent: Element, kind: str, x: float, y: float, r: float, look: style.Stance) -> None:
    """A node's shape in the look of its stance: filled, ringed with the stance's dash, its symbol inside."""
    plain = not look.dash
    shape(parent, kind, x, y, r, fill=look.fill, stroke=look.line, stroke_width=2 if plain else 0, **{"class": "shape"})
    if not plain:
        shape(parent, kind, x, y, r + 4, fill="none", stroke=look.line, stroke_width=2, stroke_dasharray=look.dash)
    if look.symbol:
        add(parent, "text", x=x, y=y + r * 0.36, font_size=r * 1.05, font_weight="700", text_anchor="middle", fill=look.ink).text = look.symbol


def arrow(parent: Element, start: Point, tip: Point, palette: Palette, size: float = 7.0) -> Element:
    """An arrow head at `tip`, seen from `start`."""
    length = hypot(tip[0] - start[0], tip[1] - start[1]) or 1.0
    ux, uy = (tip[0] - start[0]) / length, (tip[1] - start[1]) / length
    back = (tip[0] - ux * size, tip[1] - uy * size)
    side = size * 0.5
    corners = [tip, (back[0] - uy * side, back[1] + ux * side), (back[0] + uy * side, back[1] - ux * side)]
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return add(parent, "polygon", points=points, **{"class": "f-tie", "fill": palette.tie})
