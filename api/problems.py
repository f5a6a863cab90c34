"""Errors as RFC 9457 problem details, whatever raised them."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deps import NotModifiedError
from graph.errors import TrilateralError, shown
from viz.pages import render, routes

LONGEST = 400  # characters of an address that are said again
MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("trilateral")


def problem(request: Request, status: int, title: str, detail: str, *, kind: str = "about:blank") -> Response:
    """The one shape of an error; a page for people who opened a page."""
    if _is_page(request):
        return HTMLResponse(render("error.html", links=routes(), title=title, problem=detail, status=status, todo=""), status)
    content = {"type": kind, "title": title, "status": status, "detail": detail, "instance": request.url.path[:LONGEST]}
    return JSONResponse(content, status, media_type=MEDIA_TYPE)


def _is_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(("/api/", "/static/"))


class TooLarge:
    """Gives the refusal of a body that is too large the shape of every other error; the framework sends it as plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with a problem in place of a bare 413."""
        refused = False

        async def sending(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 413 and scope["type"] == "http":
                refused = True
                answer = problem(
                    Request(scope), 413, "Content Too Large", "the body is larger than this address takes; send less, or load files by /api/v1/loads"
                )
                await answer(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, sending)


def install(app: FastAPI) -> None:
    """Answer every error of the app with problem details."""
    app.add_exception_handler(TrilateralError, _trilateral)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotModifiedError, _unchanged)
    app.add_exception_handler(Exception, _unexpected)
    app.add_middleware(TooLarge)


def _trilateral(request: Request, error: Exception) -> Response:
    assert isinstance(error, TrilateralError)
    if error.status == 401 and _is_page(request) and request.method == "GET":
        return RedirectResponse(f"/login?{urlencode({'next': request.url.path + (f'?{request.url.query}' if request.url.query else '')})}", 303)
    answer = problem(request, error.status, error.title, str(error), kind=f"/docs#{type(error).__name__}")
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="trilateral"'
    return answer


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = []
    for fault in error.errors():
        value = "" if fault["type"] == "missing" else f"{shown(str(fault.get('input', ''))) or 'nothing'}: "
        faults.append(f"{'.'.join(map(str, fault['loc'][1:])) or 'request'}: {value}{fault['msg'].lower()}")
    return problem(request, 422, "The request is wrong", "; ".join(faults), kind="/docs#RequestError")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = f"{shown(request.url.path)}: nothing is here; see /docs" if error.status_code == 404 else str(error.detail)
    answer = problem(request, error.status_code, HTTPStatus(error.status_code).phrase, detail)
    answer.headers.update(error.headers or {})
    return answer


def _unchanged(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotModifiedError)
    return Response(status_code=304, headers={"ETag": error.tag, "Cache-Control": "private, no-cache"})


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    return problem(request, 500, "Trilateral failed", "a fault of ours; the server's log has the details")
