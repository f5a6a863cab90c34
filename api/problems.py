"""Errors as RFC 9457 problem details, whatever raised them."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from api.deps import NotModifiedError
from graph.errors import TrilateralError, shown
from viz.pages import render, routes

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("trilateral")


def problem(request: Request, status: int, title: str, detail: str, *, kind: str = "about:blank") -> Response:
    """The one shape of an error; a page for people who opened a page."""
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(("/api/", "/static/")):
        return HTMLResponse(render("error.html", links=routes(), title=title, problem=detail, status=status, todo=""), status)
    content = {"type": kind, "title": title, "status": status, "detail": detail, "instance": request.url.path}
    return JSONResponse(content, status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of the app with problem details."""
    app.add_exception_handler(TrilateralError, _trilateral)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotModifiedError, _unchanged)
    app.add_exception_handler(Exception, _unexpected)


def _trilateral(request: Request, error: Exception) -> Response:
    assert isinstance(error, TrilateralError)
    return problem(request, error.status, error.title, str(error), kind=f"/docs#{type(error).__name__}")


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
