"""Maps of a briefing: the picture of a view with its legend, no larger than what can be read on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from graph.results import GraphView, Tie
from viz import egomap, legend, pathmap, style
from viz.briefing.labels import labels
from viz.briefing.office import cut
from viz.briefing.words import Language
from viz.drawing import number
from viz.fonts import drawable_markup
from viz.labels import Labels

SMALLEST_TYPE = 11.0  # of a map's labels, in units of the picture
EDGE, GAP, LEGEND, NAME, FEWEST = 10.0, 18.0, 220.0, 200, 4


@dataclass(frozen=True, slots=True)
class Map:
    """A picture as SVG with its size in units, and how many nodes of the view it lacks."""

    svg: str
    width: float
    height: float
    left: int


def fitted(view: GraphView, width: float, height: float, type_size: float, language: Language = "en") -> Map | None:
    """The map with as many of the view's nodes as can be read at `type_size` in a room of width × height points.

    Around a centre the smallest nodes go first; a path is whole or not drawn at all. None where nothing fits.
    """
    view = view.model_copy(update=_short(view))
    room = SMALLEST_TYPE / type_size
    most = min(len(view.nodes), style.MAX_NODES)
    for count in range(most, min(most, FEWEST) - 1, -1) if view.kind == "ego" else (most,):
        for picture in _drawn(_largest(view, count), labels(language)):
            if picture.width <= width * room and picture.height <= height * room:
                return Map(picture.svg, picture.width, picture.height, len(view.nodes) - count)
    return None


def _short(view: GraphView) -> dict[str, object]:
    """Names that no label could show whole, cut before they are measured again and again."""
    nodes = {node.id: node.model_copy(update={"name": cut(node.name, NAME)}) for node in view.nodes}
    ties = (tie.model_copy(update={"a": nodes.get(tie.a.id, tie.a), "b": nodes.get(tie.b.id, tie.b)}) for tie in view.ties)
    return {"title": cut(view.title, NAME), "nodes": tuple(nodes.values()), "ties": tuple(ties)}


def _largest(view: GraphView, count: int) -> GraphView:
    if count == len(view.nodes):
        return view
    order = sorted(range(len(view.nodes)), key=lambda i: (view.nodes[i].id not in view.centre, -view.sizes[i], view.nodes[i].id))
    kept = sorted(order[:count])
    ids = {view.nodes[i].id for i in kept}
    ties: tuple[Tie, ...] = tuple(tie for tie in view.ties if tie.a.id in ids and tie.b.id in ids)
    chosen = {"nodes": tuple(view.nodes[i] for i in kept), "sizes": tuple(view.sizes[i] for i in kept), "stances": tuple(view.stances[i] for i in kept)}
    return view.model_copy(update={**chosen, "ties": ties})


def _drawn(view: GraphView, said: Labels) -> Iterator[Map]:
    """The map with its legend below it, then beside it."""
    palette = style.LIGHT
    drawn = egomap.draw(view, palette, lambda key: "") if view.kind == "ego" else pathmap.draw(view, palette, lambda key: "", said)
    drawn.group.set("transform", f"translate({number(EDGE)} {number(EDGE)})")
    for beside in (False, True):
        width = drawn.width + 2 * EDGE + (LEGEND if beside else 0.0)
        root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": style.FONT})
        root.append(drawn.group)
        left, top = (drawn.width + 2 * EDGE, EDGE + GAP) if beside else (EDGE, drawn.height + EDGE + GAP)
        height = max(legend.draw(root, view, palette, left, top, width - EDGE, said), drawn.height + 2 * EDGE)
        for name, value in (("width", number(width)), ("height", number(height)), ("viewBox", f"0 0 {number(width)} {number(height)}")):
            root.set(name, value)
        yield Map(drawable_markup(tostring(root, encoding="unicode")), width, height, 0)
