"""Pictures as SVG, complete in themselves: the finding, the map, the legend and what it rests on."""

from graph.results import GraphView
from viz import egomap, legend, pathmap
from viz.drawing import number
from viz.frame import PAD, Link, begin, finish, footer
from viz.names import folded, shown
from viz.ranking import ranking_svg
from viz.style import PALETTES, Theme
from viz.text import count

__all__ = ["ranking_svg", "svg"]

NARROWEST = 880.0


def svg(view: GraphView, *, theme: Theme = "light", lang: str = "en", link: Link | None = None) -> str:
    """The picture of a view as one SVG element, the same bytes for the same view.

    `link` turns the id of a node, or the key of a tie (`viz.names.tie_key`), into an address; without
    it nothing in the picture is a link. `lang` is the language of the view's texts.
    """
    palette = PALETTES[theme]
    drawn = (egomap if view.kind == "ego" else pathmap).draw(view, palette, link or _nowhere)
    width = max(NARROWEST, drawn.width + 2 * PAD)
    root, top = begin(view.title, describe(view), width, palette, lang, " · ".join(part for part in (shown(view), folded(view)) if part))
    drawn.group.set("transform", f"translate({number((width - drawn.width) / 2)} {number(top)})")
    root.append(drawn.group)
    bottom = legend.draw(root, view, palette, PAD, top + drawn.height + 22, width - PAD)
    return finish(root, view, width, bottom, palette)


def describe(view: GraphView) -> str:
    """The picture in one sentence for those who do not see it."""
    parts = [count(len(view.nodes), "node"), count(len(view.ties), "tie"), folded(view), *footer(view)]
    return ". ".join(part for part in parts if part) + "."


def _nowhere(key: str) -> str:
    return ""
