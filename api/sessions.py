"""Sessions of browsers: a signed cookie that stands for a key, and a token of its own for whatever writes.

The cookie holds the id of a key and when it was shown, signed with a secret that the store keeps; the key is looked up at every request,
so that a revoked one ends its sessions at once. Scripts cannot read it, other sites' pages do not send it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner

from api import keys
from api.keys import Caller
from graph.errors import AccessError, Forbidden
from graph.store.base import GraphStore

COOKIE = "trilateral_session"
TOKEN = "X-CSRF-Token"
DRAWER = "session"
LASTS = 12 * 3600  # seconds
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def begin(store: GraphStore, answer: Response, caller: Caller, *, secure: bool) -> None:
    """Give a browser the cookie that stands for a caller's key."""
    signed = _signer(store).sign(caller.id).decode()
    answer.set_cookie(COOKIE, signed, max_age=LASTS, path="/", secure=secure, httponly=True, samesite="strict")


def end(answer: Response) -> None:
    """Take the cookie back."""
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


def caller(store: GraphStore, request: Request) -> Caller | None:
    """Whose session a request belongs to; None without one. Raises AccessError for one that has ended, Forbidden for a write without its token."""
    signed = request.cookies.get(COOKIE, "")
    if not signed:
        return None
    with _ended():
        id = _signer(store).unsign(signed, max_age=LASTS).decode()
    found = keys.holder(store, id)
    if found is None:
        raise AccessError("the session has ended, since its key was revoked or expired; log in with another")
    if request.method not in SAFE and not hmac.compare_digest(request.headers.get(TOKEN, "").encode(), token(store, signed).encode()):
        raise Forbidden(f"a browser's request that writes needs the header {TOKEN} with the token that GET /api/v1/session gives")
    return found


def token(store: GraphStore, signed: str) -> str:
    """The token that a page must send with whatever writes in a session; pages of other sites cannot read it."""
    return hmac.new(_secret(store), b"csrf:" + signed.encode(), hashlib.sha256).hexdigest()


@contextmanager
def _ended() -> Iterator[None]:
    try:
        yield
    except (BadSignature, UnicodeDecodeError) as error:
        raise AccessError("the session has ended; log in again") from error


def _signer(store: GraphStore) -> TimestampSigner:
    return TimestampSigner(_secret(store), salt="trilateral.session", digest_method=hashlib.sha256)


def _secret(store: GraphStore) -> bytes:
    """The secret of a store's sessions, made when it is first wanted; of two makers at once one wins."""
    while not (found := store.memo(DRAWER, "secret")):
        store.keep(DRAWER, "secret", secrets.token_hex(32))
    return bytes.fromhex(found)
