"""Logging in with a key, so that a browser need not send it each time."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from api import keys, sessions
from api.deps import Asking, Whole, own_pages_only
from api.keys import Role
from viz.pages import render, routes

router = APIRouter(tags=["session"])
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


class Session(BaseModel):
    """Who is logged in, and the token that a page must send as X-CSRF-Token with whatever writes; empty without a cookie."""

    name: str
    role: Role
    layers: tuple[str, ...] | None
    csrf: str


@router.get("/session")
def session(whole: Whole, caller: Asking, request: Request) -> Session:
    """Who asks, and the token for a browser's requests that write."""
    signed = request.cookies.get(sessions.COOKIE, "")
    return Session(name=caller.name, role=caller.role, layers=caller.layers, csrf=sessions.token(whole.store, signed) if signed else "")


@pages.get("/login")
def ask(next: str = "/") -> str:
    """The page that asks for a key."""
    return render("login.html", links=routes(), next=_local(next), problem="")


@pages.post("/login")
def begin(whole: Whole, request: Request, key: Annotated[str, Form(max_length=5000)], next: Annotated[str, Form()] = "/") -> Response:
    """Begin a session with a key, and lead on; a wrong one is said on the page."""
    own_pages_only(request)
    request.app.state.limits.hit(f"login:{request.client.host if request.client else ''}")
    caller = keys.caller(whole.store, key.strip())
    if caller is None:
        told = "The key opens nothing here: mistyped, expired or revoked."
        return HTMLResponse(render("login.html", links=routes(), next=_local(next), problem=told), 401)
    answer = RedirectResponse(_local(next), 303)
    sessions.begin(whole.store, answer, caller, secure=request.url.scheme == "https")
    return answer


@pages.post("/logout")
def end(request: Request) -> Response:
    """End the session."""
    own_pages_only(request)
    answer = RedirectResponse("/login", 303)
    sessions.end(answer)
    return answer


def _local(next: str) -> str:
    """An address of this server, whatever was asked for."""
    return next if next.startswith("/") and not next.startswith(("//", "/\\")) and next.isprintable() else "/"
