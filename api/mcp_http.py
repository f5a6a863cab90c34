"""The tools of `api.mcp` over streamable HTTP, where a caller's key decides what exists for it."""

from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import known
from api.deps import seen
from api.keys import OWN, Caller
from api.knowledge import KnowledgeGraph
from api.mcp import server
from api.problems import problem
from api.settings import Settings
from graph.errors import AccessError


def app(graph: KnowledgeGraph, settings: Settings, *, write: bool = False) -> ASGIApp:
    """The app at /mcp. Without keys it answers only under this machine's own names, so that no page of another site reaches it."""
    tools = server(lambda context: seen(graph, _caller(context).layers), write=write)
    host, need_keys = settings.host, settings.need_keys
    names = [f"{name}:*" for name in ("127.0.0.1", "localhost", f"[{host}]" if ":" in host else host)]
    guard = TransportSecuritySettings(enable_dns_rebinding_protection=not need_keys, allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names])
    made = tools.streamable_http_app(json_response=True, stateless_http=True, transport_security=guard, host=host)
    return Keyed(made, graph, settings) if need_keys else made


class Keyed:
    """Lets in who has a key, and notes whose it is."""

    def __init__(self, app: ASGIApp, graph: KnowledgeGraph, settings: Settings) -> None:
        self.app, self.graph, self.settings = app, graph, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 401."""
        if scope["type"] == "http":
            try:
                scope.setdefault("state", {})["caller"] = known(self.graph.store, Headers(scope=scope).get("authorization", ""), self.settings)
            except AccessError as error:
                await problem(Request(scope), 401, error.title, str(error), kind="/docs#AccessError")(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _caller(context: Context[Any, Any]) -> Caller:
    request = context.request_context.request
    found = getattr(request.state, "caller", OWN) if isinstance(request, Request) else OWN
    assert isinstance(found, Caller)
    return found
