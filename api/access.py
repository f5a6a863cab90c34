"""Who asks, and what exists and is allowed for them."""

from fastapi import Request

from api import keys, oidc, sessions
from api.keys import Caller, Role
from api.settings import Settings
from graph.errors import AccessError, Forbidden
from graph.store.base import GraphStore

RANK = {Role.READER: 0, Role.EDITOR: 1, Role.ADMIN: 2}
BEARER = "bearer "


def asking(store: GraphStore, request: Request, settings: Settings) -> Caller:
    """The caller of a request: by its `Authorization` header, else by its session. Raises AccessError or Forbidden."""
    said = request.headers.get("authorization", "")
    if not said and (found := sessions.caller(store, request)):
        return found
    return known(store, said, settings)


def known(store: GraphStore, authorization: str, settings: Settings) -> Caller:
    """The caller of an `Authorization: Bearer` header: a key of this store, or a token of the identity provider in the settings.

    Raises AccessError for one that is none or opens nothing.
    """
    if not authorization:
        raise AccessError("no key was given; send Authorization: Bearer KEY (an administrator makes one with `trilateral keys create`)")
    token = authorization[len(BEARER) :].strip() if authorization.casefold().startswith(BEARER) else ""
    if settings.oidc_issuer and token.count(".") == 2:
        return oidc.caller(token, settings)
    found = keys.caller(store, token)
    if not found:
        raise AccessError("the key opens nothing here: mistyped, expired or revoked; ask an administrator for another")
    return found


def allowed(caller: Caller, role: Role) -> None:
    """Raise Forbidden where the caller's role does not reach so far."""
    if RANK[caller.role] < RANK[role]:
        raise Forbidden(f"this takes the role {role.value}, and the key has {caller.role.value}; ask an administrator")
