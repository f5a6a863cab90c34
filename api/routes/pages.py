"""The explorer's pages and fragments: Results handed to the templates of `viz`."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles

from api.deps import Graph
from api.knowledge import KnowledgeGraph
from graph.claims import Source
from graph.errors import AmbiguousName, BadDate, RequestError, UnknownName
from graph.results import EntityHit, GraphView, Node
from viz.pages import Links, render, routes
from viz.svg import map_svg

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Text = Annotated[str, Query(max_length=300)]
Steps = Annotated[int, Query(ge=1, le=3)]
Paths = Annotated[int, Query(ge=1, le=20)]
STATIC = Path(str(files("viz"))) / "static"


@router.get("/")
def explorer(
    graph: Graph, request: Request, entity: Text = "", open: Text = "", q: Text = "", as_of: Text = "", ask: Text = "", steps: Steps = 1
) -> HTMLResponse:
    """The map around an entity, with the evidence of what is opened; without one, where to begin."""
    links = routes(as_of=as_of)
    if not len(graph.snapshot().ids):
        return HTMLResponse(render("empty.html", links=links, as_of=as_of, command="trilateral demo"))
    context: dict[str, Any] = {"links": links, "open": open, "q": q, "as_of": as_of, "steps": steps}
    try:
        context |= _around(graph, links, entity, open, as_of, ask, steps) if entity else _start(graph)
    except RequestError as error:
        return _refused(graph, request, error, as_of)
    return HTMLResponse(render("explorer.html", **context))


@router.get("/path")
def path(
    graph: Graph,
    request: Request,
    start: Annotated[str, Query(alias="from", max_length=300)] = "",
    end: Annotated[str, Query(alias="to", max_length=300)] = "",
    k: Paths = 5,
    open: Text = "",
    as_of: Text = "",
) -> HTMLResponse:
    """Introduction paths between two entities, drawn and read aloud."""
    links = routes(as_of=as_of)
    context: dict[str, Any] = {"result": None, "svg": "", "start": _spoken(graph, start), "end": _spoken(graph, end), "k": k, "open": open, "as_of": as_of}
    if start and end:
        from graph.neighbourhood import path_view

        try:
            result = graph.path(start, end, k=k, as_of=as_of)
        except RequestError as error:
            return _refused(graph, request, error, as_of)
        view = path_view(result)
        context |= {"result": result, "picture": view, "svg": map_svg(view, link=_path_link(links, view.centre, k))}
    return HTMLResponse(render("path.html", links=links, **context))


@router.get("/search")
def search(graph: Graph, request: Request, q: Text = "", as_of: Text = "") -> str:
    """Matches of a text: a fragment for the search box, a page of its own without scripts."""
    hits = graph.search(q) if q.strip() else None
    if request.headers.get("hx-request"):
        return render("hits.html", links=routes(as_of=as_of), hits=hits, q=q, as_of=as_of)
    return render("search.html", links=routes(as_of=as_of), hits=hits or graph.search(""), q=q, as_of=as_of)


@router.get("/favicon.ico", response_class=FileResponse)
def favicon() -> FileResponse:
    """The sign of the site, for pages that name none."""
    return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")


def static() -> StaticFiles:
    """The built files of the browser code."""
    return StaticFiles(directory=STATIC, check_dir=False)


def _around(graph: KnowledgeGraph, links: Links, entity: str, open: str, as_of: str, ask: str, steps: int) -> dict[str, Any]:
    """What the map of an entity needs. Raises a child of RequestError."""
    asked = graph.entity_id(ask) if ask else ""
    view = graph.picture("ego", entity, as_of=as_of, steps=steps, ask=asked)
    assert isinstance(view, GraphView)
    centre = view.centre[0]
    drawn = map_svg(view, link=lambda key: links("explorer", entity=centre, open=key, steps=steps, ask=asked))
    shown = graph.show(_node(open) or centre, as_of=as_of)
    return {"view": view, "target": _spoken(graph, centre), "svg": drawn, "entity": shown, "suggestions": (), "ask": asked, "asks": _asks(graph)}


def _spoken(graph: KnowledgeGraph, id: str) -> str:
    """The name by which a form can ask for an entity: its own, or its id where others carry that name; other text as it is."""
    try:
        name = _entity(graph, id).name
        return name if graph.entity_id(name) == id else id
    except RequestError:
        return id


def _start(graph: KnowledgeGraph) -> dict[str, Any]:
    """What the first page needs: actors to begin with, and what the store rests on."""
    return {"view": None, "svg": "", "entity": None, "suggestions": graph.prominent(), "sources": _sources(graph)}


def _asks(graph: KnowledgeGraph) -> list[EntityHit]:
    return sorted(graph.everyone(kind="ask"), key=lambda hit: (hit.name.casefold(), hit.id))


def _sources(graph: KnowledgeGraph) -> list[Source]:
    """What was loaded, newest first, without our own reference data."""
    read = [source for source in graph.sources() if source.kind != "reference"]
    return sorted(read, key=lambda source: (-source.published.toordinal() if source.published else 0, source.id))


def _refused(graph: KnowledgeGraph, request: Request, error: RequestError, as_of: str) -> HTMLResponse:
    """The page of a wrong request: what is wrong and, for a name, what may have been meant, one click away."""
    day = "" if isinstance(error, BadDate) else as_of
    choices = [(hit, _instead(request, error.name, hit.id)) for hit in _meant(graph, error)] if isinstance(error, UnknownName | AmbiguousName) else []
    page = render("error.html", links=routes(as_of=day), as_of=as_of, title=error.title, problem=str(error), status=error.status, todo="", choices=choices)
    return HTMLResponse(page, error.status)


def _meant(graph: KnowledgeGraph, error: UnknownName | AmbiguousName) -> list[EntityHit]:
    """Entities that a name may have meant, best first, each once."""
    names = error.nearest if isinstance(error, UnknownName) else [candidate.split(" (")[0] for candidate in error.candidates]
    found = [hit for name in names for hit in _hits(graph, name)[:1]]
    if isinstance(error, UnknownName):
        found = [*_hits(graph, error.name)[:4], *found]
    return list({hit.id: hit for hit in found}.values())


def _hits(graph: KnowledgeGraph, name: str) -> list[EntityHit]:
    """An id's entity, or what a search for the name finds."""
    try:
        node = _entity(graph, name)
    except UnknownName:
        return graph.hits(name, limit=4)
    return [EntityHit(id=node.id, name=node.name, kind=node.kind, matched=node.name, score=1)]


def _entity(graph: KnowledgeGraph, id: str) -> Node:
    """The entity of an id. Raises UnknownName."""
    snapshot = graph.snapshot()
    return snapshot.node(snapshot.index(id))


def _instead(request: Request, name: str, id: str) -> str:
    """The address asked for with an id in place of the name."""
    given = [(key, id if value == name else value) for key, value in request.query_params.multi_items()]
    return f"{request.url.path}?{urlencode(given, safe=':/~')}"


def _path_link(links: Links, ends: tuple[str, ...], k: int) -> Callable[[str], str]:
    return lambda key: links("path", from_=ends[0], to=ends[-1], k=k, open=key)


def _node(key: str) -> str:
    """The key as an entity's id; a tie's key is none."""
    return "" if "~" in key else key
