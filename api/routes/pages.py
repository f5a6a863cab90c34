"""The explorer's pages and fragments: Results handed to the templates of `viz`."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from api.deps import Graph
from graph.results import GraphView
from viz.pages import Links, render, routes
from viz.svg import svg

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Text = Annotated[str, Query(max_length=300)]
Steps = Annotated[int, Query(ge=1, le=3)]
Paths = Annotated[int, Query(ge=1, le=20)]


@router.get("/")
def explorer(graph: Graph, entity: Text = "", open: Text = "", q: Text = "", as_of: Text = "", ask: Text = "", steps: Steps = 1) -> str:
    """The map around an entity, with the evidence of what is opened; without one, where to begin."""
    links = routes(as_of=as_of)
    if not len(graph.snapshot().ids):
        return render("empty.html", links=links, as_of=as_of, command="trilateral demo")
    context: dict[str, Any] = {"open": open, "q": q, "as_of": as_of, "steps": steps, "ask": ask}
    if not entity:
        return render("explorer.html", links=links, view=None, svg="", entity=None, suggestions=graph.prominent(), **context)
    view = graph.picture("ego", entity, as_of=as_of, steps=steps, ask=ask)
    assert isinstance(view, GraphView)
    centre = view.centre[0]
    drawn = svg(view, link=lambda key: links("explorer", entity=centre, open=key, steps=steps, ask=ask))
    shown = graph.show(_node(open) or centre, as_of=as_of)
    return render("explorer.html", links=links, view=view, svg=drawn, entity=shown, suggestions=(), asks=graph.everyone(kind="ask"), **context)


@router.get("/path")
def path(
    graph: Graph,
    start: Annotated[str, Query(alias="from", max_length=300)] = "",
    end: Annotated[str, Query(alias="to", max_length=300)] = "",
    k: Paths = 5,
    open: Text = "",
    as_of: Text = "",
) -> str:
    """Introduction paths between two entities, drawn and read aloud."""
    links = routes(as_of=as_of)
    context: dict[str, Any] = {"result": None, "svg": "", "start": start, "end": end, "k": k, "open": open, "as_of": as_of}
    if start and end:
        from graph.neighbourhood import path_view

        result = graph.path(start, end, k=k, as_of=as_of)
        view = path_view(graph.snapshot(result.layers), result)
        context |= {"result": result, "svg": svg(view, link=_path_link(links, start, end, k))}
    return render("path.html", links=links, **context)


@router.get("/search")
def search(graph: Graph, request: Request, q: Text = "", as_of: Text = "") -> str:
    """Matches of a text: a fragment for the search box, a page of its own without scripts."""
    hits = graph.search(q) if q.strip() else None
    if request.headers.get("hx-request"):
        return render("hits.html", links=routes(as_of=as_of), hits=hits, q=q, as_of=as_of)
    return render("search.html", links=routes(as_of=as_of), hits=hits or graph.search(""), q=q, as_of=as_of)


def static() -> StaticFiles:
    """The built files of the browser code."""
    return StaticFiles(directory=Path(str(files("viz"))) / "static", check_dir=False)


def _path_link(links: Links, start: str, end: str, k: int) -> Callable[[str], str]:
    return lambda key: links("path", from_=start, to=end, k=k, open=key)


def _node(key: str) -> str:
    """The key as an entity's id; a tie's key is none."""
    return "" if "~" in key else key
