"""What routes are given: the knowledge graph, and the tag by which an answer is known to be unchanged."""

import hashlib
from datetime import date
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.access import allowed, asking
from api.keys import OWN, Caller, Role
from api.knowledge import KnowledgeGraph
from api.limits import Limits
from api.settings import Settings
from api.signin import credentials
from api.tabular import form
from graph.errors import AccessError

PATIENCE = 0.5  # seconds that a request waits for what a load has just changed


class NotModifiedError(Exception):
    """The caller has this answer already."""

    def __init__(self, tag: str) -> None:
        self.tag = tag


async def whole(request: Request) -> KnowledgeGraph:
    """The graph that the app serves, with all of its layers. Raises StoreError when it cannot be opened."""
    kept: KnowledgeGraph | None = request.app.state.graph
    return await run_in_threadpool(opened, request.app) if kept is None else kept


def opened(app: FastAPI) -> KnowledgeGraph:
    """The graph of an app, opened when it is first wanted. Raises StoreError."""
    kept: KnowledgeGraph | None = app.state.graph
    if kept is None:
        with app.state.lock:
            kept = app.state.graph = app.state.graph or _opened(app.state.settings)
    return kept


async def settings(request: Request) -> Settings:
    """The settings that the app was made with."""
    return _settings(request)


def _settings(request: Request) -> Settings:
    found = request.app.state.settings
    assert isinstance(found, Settings)
    return found


def _opened(settings: Settings) -> KnowledgeGraph:
    return KnowledgeGraph(settings.store, us=settings.us, patience=PATIENCE, credentials=credentials(settings))


Whole = Annotated[KnowledgeGraph, Depends(whole)]
AppSettings = Annotated[Settings, Depends(settings)]


async def caller(request: Request, whole: Whole, settings: AppSettings) -> Caller:
    """Who asks: the user of this machine where no keys are needed, else the holder of the key. Raises AccessError, and 429 for too many requests."""
    if not settings.need_keys:
        request.state.caller = OWN
        return OWN
    limits: Limits = request.app.state.limits
    try:
        found = await run_in_threadpool(asking, whole.store, request, settings)
    except AccessError:
        limits.hit(f"address:{request.client.host if request.client else ''}")
        raise
    limits.hit(f"key:{found.id}")
    request.state.caller = found
    return found


Asking = Annotated[Caller, Depends(caller)]


async def graph(whole: Whole, caller: Asking) -> KnowledgeGraph:
    """The graph as it is for the caller: layers that the key does not open are not there."""
    return seen(whole, caller.layers)


def seen(whole: KnowledgeGraph, layers: tuple[str, ...] | None) -> KnowledgeGraph:
    """The graph as it is where only these layers exist; None: all."""
    return whole if layers is None else whole.seen_by(layers)


async def editor(request: Request, caller: Asking) -> Caller:
    """A caller who may write: an editor's key, or without keys a page of this server or a program of this machine. Raises Forbidden."""
    allowed(caller, Role.EDITOR)
    if caller is OWN:
        own_pages_only(request)
    return caller


async def administrator(caller: Asking) -> Caller:
    """A caller who may see how the server does. Raises Forbidden."""
    allowed(caller, Role.ADMIN)
    return caller


Graph = Annotated[KnowledgeGraph, Depends(graph)]
Editor = Annotated[Caller, Depends(editor)]
Administrator = Annotated[Caller, Depends(administrator)]


def etag(request: Request, response: Response, graph: Graph) -> str:
    """The tag of the answer: revision of the layers asked for, the question, today. Raises NotModifiedError."""
    layers = tuple(sorted({"public", *request.query_params.getlist("layer")}))
    said = "\n".join([graph.revision(layers), request.url.path, form(request), *sorted(map(str, request.query_params.multi_items())), date.today().isoformat()])
    tag = f'W/"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"'
    given = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if not given.isdisjoint(("*", tag.removeprefix("W/"))):
        raise NotModifiedError(tag)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept"
    return tag


Tag = Annotated[str, Depends(etag)]


def own_pages_only(request: Request) -> None:
    """Refuse (403) what a page of another site sends through someone's browser.

    A page may write from the address that it came from. Without keys, where reaching this address is all the right there is, only where
    that is this machine's own: another name may be made to lead here.
    """
    origin = request.headers.get("origin", "")
    if (origin and not _is_own(origin, request)) or request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise HTTPException(403, "a page of another site may not write here; use this server's own pages, the command line or a program")


def _is_own(origin: str, request: Request) -> bool:
    """Whether a page comes from the very address that it writes to, and without keys from this machine."""
    kept = _settings(request)
    try:
        page = urlsplit(origin)
        name = page.hostname or ""
        return page.netloc == request.headers.get("host") and (kept.need_keys or name in ("localhost", kept.host) or ip_address(name).is_loopback)
    except ValueError:
        return False
