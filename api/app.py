"""The HTTP API and the explorer's pages."""

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.routes import (
    allies,
    brokerage,
    changes,
    claims,
    coalitions,
    curation,
    docs,
    entities,
    exports,
    health,
    influence,
    opinion,
    pages,
    paths,
    sources,
    spread,
    trade,
    views,
)
from api.settings import Settings

SELF_ONLY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": SELF_ONLY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
DESCRIPTION = "Who can introduce us to whom, who moves whom, with the evidence for each tie. Errors are RFC 9457 problem details."


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app of a store; the store is opened with the first request."""
    app = FastAPI(title="Trilateral", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=_lifespan)
    app.state.settings = settings or Settings()
    app.state.graph = None
    app.state.lock = threading.Lock()
    for module in (entities, claims, sources, paths, opinion, influence, brokerage, spread, allies, coalitions, changes, curation, trade, views, exports):
        app.include_router(module.router, prefix="/api/v1")
    for module in (health, docs, pages):
        app.include_router(module.router)
    app.mount("/static", pages.static(), name="static")
    app.middleware("http")(_headers)
    app.add_middleware(HeadAsGet)
    problems.install(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.graph:
        app.state.graph.close()


class HeadAsGet:
    """HEAD is answered like GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a HEAD request on as GET."""
        await self.app({**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope, receive, send)


async def _headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
