"""What is known of each request: an id, a line in the log, counts and times for Prometheus.

Neither ever holds a query, a body, a name that was asked for or a key: of the path only the route's form is kept, so that nothing tells
of layers that a reader of the metrics may not see.
"""

import json
import logging
import os
import re
import time
import uuid

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/v1"
NAME = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SHARED = "PROMETHEUS_MULTIPROC_DIR"
log = logging.getLogger("trilateral.requests")
REQUESTS = Counter("trilateral_requests", "Requests answered", ("method", "route", "status"))
SECONDS = Histogram(
    "trilateral_request_seconds",
    "Time from a request to the end of its answer",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


class Observed:
    """Gives each request an id (the caller's own, where it is short and plain), then logs and counts what became of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note how it went, also where the caller has gone or the app failed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(NAME, "")
        request_id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = time.perf_counter(), 499  # the caller was gone before there was an answer

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[NAME] = request_id
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            _note(scope, request_id, status, time.perf_counter() - began)


def exposition() -> tuple[bytes, str]:
    """What Prometheus reads, of all workers of this server, and its media type."""
    if not os.environ.get(SHARED):
        return generate_latest(), CONTENT_TYPE_LATEST
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _note(scope: Scope, request_id: str, status: int, seconds: float) -> None:
    route = _route(scope)
    method = scope["method"] if scope["method"] in METHODS else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)
    caller = getattr(scope["state"].get("caller"), "id", "")
    said = {"request": request_id, "method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1), "caller": caller}
    log.info(json.dumps(said))


def _route(scope: Scope) -> str:
    """The form of the route that answered, such as /api/v1/entities/{entity}; "none" where none did."""
    own = str(getattr(scope.get("route"), "path", "")).replace(":path}", "}")
    within = scope["path"].startswith(f"{API}/") and not own.startswith(API)
    return f"{API}{own}" if own and within else own or "none"
