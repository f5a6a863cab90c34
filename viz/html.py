"""One self-contained interactive page: pyvis builds the network's data, the template and the script are ours.

Nothing in the page asks for anything outside it, and no text of the view is ever parsed as HTML: names
and quotes are escaped by Jinja2, the data is escaped JSON, and the map draws its labels on a canvas.
"""

import base64
import hashlib
import json
from collections import Counter
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from graph.errors import TrilateralError
from graph.results import GraphView, Node, Tie
from viz import egomap, pathmap, style
from viz.names import ends, folded, name, tie_key
from viz.pages import render
from viz.style import PALETTES
from viz.svg import describe
from viz.text import count, wrap

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
STATES = ("certain", "possible", "proposed", "rejected")
STATIC = files("viz") / "static"


def html(view: GraphView, *, lang: str = "en") -> str:
    """The page of a view. Raises TrilateralError when the browser code was not built."""
    script, css = _built("offline.js"), _built("offline.css")
    states = Counter(map(state, view.ties))
    kinds = Counter(tie.kind for tie in view.ties)
    context = {
        "policy": policy(script, css),
        "css": Markup(css),
        "js": Markup(script),
        "data": Markup(escaped(network(view))),
        "kinds": [(kind, style.tie_label(kind), kinds[kind]) for kind in sorted(kinds)],
        "states": [(one, states[one]) for one in STATES if states[one]],
        "nodes": list(zip(view.nodes, view.stances, strict=True)),
        "counts": f"{count(len(view.nodes), 'actor')}, {count(len(view.ties), 'tie')}",
        "fold": folded(view),
        "described": describe(view),
    }
    return render("offline.html", view=view, lang=lang, **context)


def state(tie: Tie) -> str:
    """Under which standing the page files a tie: its certainty, or its status when it is not accepted."""
    return tie.certainty if tie.status == "accepted" else str(tie.status)


def network(view: GraphView) -> dict[str, Any]:
    """What the script needs: nodes and edges as pyvis builds them, the ties that they show, and the colours of both themes."""
    from pyvis.network import Network

    net = Network(directed=True)
    drawn, edges = _ego(view) if view.kind == "ego" else _path(view)
    for node in drawn:
        net.add_node(node.pop("id"), **node)
    for start, end, edge in edges:
        net.add_edge(start, end, **edge)
    nodes, arcs, *_ = net.get_network_data()
    ties = [{"key": tie_key(tie), "ends": [tie.a.id, tie.b.id], "kind": tie.kind, "state": state(tie)} for tie in view.ties]
    colours = {theme: {key: getattr(palette, key) for key in ("ground", "card", "ink", "faint", "tie", "accent")} for theme, palette in PALETTES.items()}
    return {"kind": view.kind, "nodes": nodes, "edges": arcs, "ties": ties, "colours": colours, "font": style.FONT}


Edge = tuple[str, str, dict[str, Any]]


def _ego(view: GraphView) -> tuple[list[dict[str, Any]], list[Edge]]:
    marks, _ = egomap.place(view)
    nodes = []
    for node, stance in zip(view.nodes, view.stances, strict=True):
        mark = marks[node.id]
        nodes.append(_node(node, stance, view) | {"x": mark.x, "y": mark.y, "size": mark.r, "label": "\n".join(mark.lines)})
    edges: list[Edge] = []
    for tie in view.ties:
        first, second = ends(tie)
        edges.append((first.id, second.id, _edge(tie, arrow=tie.direction != "both")))
    return nodes, edges


def _path(view: GraphView) -> tuple[list[dict[str, Any]], list[Edge]]:
    """A path's ties have labels that are nodes of the network, so that no label lies over another."""
    space = pathmap.place(view)
    nodes = []
    for node, stance, box in zip(view.nodes, view.stances, space.nodes, strict=True):
        nodes.append(_node(node, stance, view) | {"x": box.x, "y": box.y - 12, "size": 14.0, "label": "\n".join(wrap(name(node), 150, 12, 4))})
    edges: list[Edge] = []
    for tie, box in zip(view.ties, space.ties, strict=True):
        key = tie_key(tie)
        look = {"shape": "custom", "form": "chip", "physics": False, "label": "\n".join(pathmap.tie_lines(tie))}
        nodes.append({"id": key, "x": box.x, "y": box.y - 12, "wide": box.w, "high": box.h, **look})
        first, second = ends(tie)
        edges += [(first.id, key, _edge(tie, arrow=False, chip=True)), (key, second.id, _edge(tie, arrow=tie.direction != "both", chip=True))]
    return nodes, edges


def _node(node: Node, stance: str, view: GraphView) -> dict[str, Any]:
    """How the script draws a node."""
    look = style.stance(stance)
    dash = [float(part) for part in look.dash.split()]
    drawn = {"form": style.shape(node.kind), "fill": look.fill, "line": look.line, "dash": dash, "symbol": look.symbol, "ink": look.ink}
    return {"id": node.id, "shape": "custom", "physics": False, "centre": node.id in view.centre, **drawn}


def _edge(tie: Tie, *, arrow: bool, chip: bool = False) -> dict[str, Any]:
    dash = [float(part) for part in style.tie_dash(tie).split()]
    number = str(len(tie.interactions)) if len(tie.interactions) > 1 and not chip else ""
    return {"tie": tie_key(tie), "label": number, "width": style.tie_width(tie), "dashes": dash or False, "arrows": "to" if arrow else ""}


def escaped(data: object) -> str:
    """JSON that is inert inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "".join(ESCAPES.get(character, character) for character in text)


def policy(script: str, css: str) -> str:
    """A content security policy under which only this script and this style sheet run, and nothing is fetched."""
    return f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(css)}'; img-src data:; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """The hash of an inline element's text as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _built(name: str) -> str:
    """A file of the browser code. Raises TrilateralError when it is not there."""
    try:
        return (STATIC / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise TrilateralError(f"viz/static/{name}: the browser code was not built; run `make install` (or `python hatch_build.py`)") from error
