"""The HTTP API and the explorer's pages."""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from brotli_asgi import BrotliMiddleware
from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.bodies import Prompt
from api.deps import opened, seen
from api.jobs import Runner
from api.limits import Limits
from api.observed import API, Observed
from api.openapi import describe
from api.parameters import check, known
from api.routes import (
    allies,
    briefings,
    brokerage,
    changes,
    claims,
    coalitions,
    curation,
    docs,
    entities,
    exports,
    graph,
    health,
    influence,
    jobs,
    opinion,
    pages,
    paths,
    session,
    sources,
    spread,
    trade,
    views,
    watch,
)
from api.settings import Settings
from api.warm import WAIT, warm
from api.works import WRITING, works
from graph.errors import StoreError

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
QUESTIONS = (
    *(entities, claims, sources, paths, opinion, influence, brokerage, spread, allies, coalitions, changes, curation, trade, views, graph, exports),
    briefings,
    session,
    watch,
)
THREADS = 16  # that work at answers at once; more would only take turns
log = logging.getLogger("trilateral")
SMALLEST = 1000  # bytes: what is shorter is not worth compressing
LARGEST = 1 << 20  # bytes of a request body; jobs say their own
DESCRIPTION = "Who can introduce us to whom, who moves whom, with the evidence for each tie. Errors are RFC 9457 problem details."


def create_app(settings: Settings | None = None, *, ahead: bool = False) -> FastAPI:
    """The app of a store; the store is opened with the first request, or with `ahead` before any is taken."""
    app = FastAPI(title="Trilateral", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=_lifespan)
    app.state.settings = settings or Settings()
    app.state.graph, app.state.ahead = None, ahead
    app.state.lock = threading.Lock()
    app.state.limits = Limits(app.state.settings.per_minute)
    app.state.runner = Runner(lambda: opened(app).store, works(lambda layers: seen(opened(app), layers)), WRITING)
    for module in QUESTIONS:
        app.include_router(module.router, prefix=API, max_body_size=LARGEST, dependencies=[Depends(known)])
    app.include_router(jobs.router, prefix=API, dependencies=[Depends(known)])
    app.include_router(health.router, dependencies=[Depends(check)])
    for module in (docs, pages):
        app.include_router(module.router)
    app.include_router(session.pages)
    app.mount("/static", pages.static(), name="static")
    app.add_middleware(HeadAsGet)
    app.add_middleware(BrotliMiddleware, quality=4, minimum_size=SMALLEST, gzip_fallback=True)
    app.add_middleware(Prompt)
    app.add_middleware(Observed)
    app.add_middleware(Guarded)
    problems.install(app)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # the framework's own way to change what it says
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    if app.state.ahead:
        warming = threading.Thread(target=_warm, args=(app,), daemon=True)
        warming.start()
        await run_in_threadpool(warming.join, WAIT)
    app.state.runner.start()
    yield
    app.state.runner.stop()
    if app.state.graph:
        app.state.graph.close()
        app.state.graph = None


def _warm(app: FastAPI) -> None:
    try:
        warm(opened(app))
    except StoreError as error:
        log.warning("not ready: %s", error)


class HeadAsGet:
    """HEAD is answered like GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a HEAD request on as GET."""
        await self.app({**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope, receive, send)


class Guarded:
    """Gives every answer the headers that protect a browser, where it has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with HEADERS."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    told.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)
