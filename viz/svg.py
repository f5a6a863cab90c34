"""Pictures as SVG, complete in themselves: the finding, the map, the legend and what it rests on."""

from xml.etree.ElementTree import Element, tostring

from graph.results import GraphView
from viz import egomap, legend, pathmap, style
from viz.drawing import number
from viz.frame import PAD, Link, begin, finish, footer
from viz.labels import ENGLISH, Labels
from viz.names import folded, notes
from viz.ranking import ranking_svg
from viz.style import PALETTES, Theme
from viz.text import count

__all__ = ["map_svg", "ranking_svg", "svg"]

NARROWEST, EDGE = 880.0, 14.0


def svg(view: GraphView, *, theme: Theme = "light", lang: str = "en", link: Link | None = None) -> str:
    """The picture of a view as one SVG element, the same bytes for the same view.

    `link` turns the id of a node, or the key of a tie (`viz.names.tie_key`), into an address; without
    it nothing in the picture is a link. `lang` is the language of the view's texts.
    """
    palette = PALETTES[theme]
    drawn = (egomap if view.kind == "ego" else pathmap).draw(view, palette, link or _nowhere)
    width = max(NARROWEST, drawn.width + 2 * PAD)
    root, top = begin(view.title, describe(view), width, palette, lang, notes(view))
    drawn.group.set("transform", f"translate({number((width - drawn.width) / 2)} {number(top)})")
    root.append(drawn.group)
    bottom = legend.draw(root, view, palette, PAD, top + drawn.height + 22, width - PAD)
    return finish(root, view, width, bottom, palette)


def map_svg(view: GraphView, *, link: Link, labels: Labels = ENGLISH) -> str:
    """The map alone, for a page that says the finding, the legend and what it rests on in its own text.

    `link` as for `svg`; the page's style sheet gives the colours of its theme by the classes.
    """
    drawn = egomap.draw(view, PALETTES["light"], link) if view.kind == "ego" else pathmap.draw(view, PALETTES["light"], link, labels)
    size = (number(drawn.width + 2 * EDGE), number(drawn.height + 2 * EDGE))
    root = Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "width": size[0], "height": size[1], "viewBox": f"0 0 {size[0]} {size[1]}"}
        | {"role": "group", "aria-label": describe(view), "font-family": style.FONT},
    )
    drawn.group.set("transform", f"translate({number(EDGE)} {number(EDGE)})")
    root.append(drawn.group)
    return tostring(root, encoding="unicode")


def describe(view: GraphView) -> str:
    """The picture in one sentence for those who do not see it."""
    parts = [count(len(view.nodes), "node"), count(len(view.ties), "tie"), folded(view), *footer(view)]
    return ". ".join(part for part in parts if part) + "."


def _nowhere(key: str) -> str:
    return ""
