"""What routes are given: the knowledge graph, and the tag by which an answer is known to be unchanged."""

import hashlib
from datetime import date
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request, Response

from api.knowledge import KnowledgeGraph
from api.settings import Settings


class NotModifiedError(Exception):
    """The caller has this answer already."""

    def __init__(self, tag: str) -> None:
        self.tag = tag


def graph(request: Request) -> KnowledgeGraph:
    """The graph that the app serves, opened with the first request. Raises StoreError when it cannot be."""
    kept: KnowledgeGraph | None = request.app.state.graph
    if kept is None:
        with request.app.state.lock:
            kept = request.app.state.graph = request.app.state.graph or _opened(request.app.state.settings)
    return kept


def _opened(settings: Settings) -> KnowledgeGraph:
    return KnowledgeGraph(settings.store, us=settings.us)


def settings(request: Request) -> Settings:
    """The settings that the app was made with."""
    found = request.app.state.settings
    assert isinstance(found, Settings)
    return found


Graph = Annotated[KnowledgeGraph, Depends(graph)]
AppSettings = Annotated[Settings, Depends(settings)]


def etag(request: Request, response: Response, graph: Graph) -> str:
    """The tag of the answer: revision of the layers asked for, the question, today. Raises NotModifiedError."""
    layers = tuple(sorted({"public", *request.query_params.getlist("layer")}))
    said = "\n".join([graph.store.revision(layers), request.url.path, *sorted(map(str, request.query_params.multi_items())), date.today().isoformat()])
    tag = f'W/"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"'
    given = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if not given.isdisjoint(("*", tag.removeprefix("W/"))):
        raise NotModifiedError(tag)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return tag


Tag = Annotated[str, Depends(etag)]


def own_pages_only(request: Request) -> None:
    """Refuse (403) what a page of another site sends through someone's browser: without keys, reaching this address is all the right there is.

    A page may write from the address that it came from, and only where that is this machine's own: another name may be made to lead here.
    """
    origin = request.headers.get("origin", "")
    if (origin and not _is_own(origin, request)) or request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise HTTPException(403, "a page of another site may not write here; use this server's own pages, the command line or a program")


def _is_own(origin: str, request: Request) -> bool:
    """Whether a page comes from the very address that it writes to, and from this machine."""
    try:
        page = urlsplit(origin)
        name = page.hostname or ""
        return page.netloc == request.headers.get("host") and (name in ("localhost", settings(request).host) or ip_address(name).is_loopback)
    except ValueError:
        return False
