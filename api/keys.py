"""Keys of callers: made by command, shown once, kept in the store as a digest, with a role, layers and an end.

A key reads `tri_<id>_<secret>`. The secret has 256 random bits, so that one SHA-256 of it is as good as a slow hash of a password.
"""

import hashlib
import hmac
import re
import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pydantic import Field

from graph.claims import Frozen
from graph.errors import RequestError, StoreError, UnknownName, shown
from graph.store.base import PUBLIC, GraphStore

DRAWER = "key"
TOKEN = re.compile(r"tri_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
NOBODY = hashlib.sha256(b"nobody").hexdigest()
STALE = timedelta(minutes=1)
AT_MOST = 0.05  # seconds that a request waits for its key's last use to be noted
_NOTING: set[str] = set()  # keys whose use is being noted


class Role(StrEnum):
    """What a caller may do: read; also write claims and curate; also manage keys and see that all is well."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class Key(Frozen):
    """A key as it is kept: never the secret. Times are UTC; `expires` and `used` are None where there is none."""

    id: str
    name: str = Field(max_length=200)
    role: Role
    layers: tuple[str, ...] = ()
    made: datetime
    expires: datetime | None = None
    used: datetime | None = None
    digest: str


class Caller(Frozen):
    """Who asks: a name for logs and history, a role, and the layers that exist for them (None: all)."""

    id: str
    name: str
    role: Role
    layers: tuple[str, ...] | None = None


OWN = Caller(id="local", name="", role=Role.ADMIN)


def create(store: GraphStore, name: str, role: Role, layers: Sequence[str] = (), *, expires: datetime | None = None) -> tuple[str, Key]:
    """A new key: the token, which is shown this once, and what is kept of it. Raises RequestError for an end that has passed."""
    now = _now()
    if expires and expires <= now:
        raise RequestError(f"{expires:%Y-%m-%d}: the key would have expired already; name a later day")
    secret = secrets.token_urlsafe(32)
    key = Key(id=secrets.token_hex(6), name=name, role=role, layers=tuple(sorted({*layers} - {*PUBLIC})), made=now, expires=expires, digest=_digest(secret))
    store.keep(DRAWER, key.id, key.model_dump_json())
    return f"tri_{key.id}_{secret}", key


def keys(store: GraphStore) -> list[Key]:
    """Every key that was not revoked, the oldest first."""
    return sorted((Key.model_validate_json(body) for body in store.memos(DRAWER).values()), key=lambda key: (key.made, key.id))


def revoke(store: GraphStore, name: str) -> Key:
    """Take a key away, by its id, the beginning of it or its name; it opens nothing from then on. Raises UnknownName or RequestError."""
    found = [key for key in keys(store) if name and (key.id.startswith(name) or key.name == name)]
    if not found:
        raise UnknownName(name, what="key", todo="`trilateral keys list` lists them")
    if len(found) > 1:
        raise RequestError(f"{shown(name)}: several keys are called that; name one of {', '.join(key.id for key in found)}")
    while was := store.memo(DRAWER, found[0].id):
        if store.keep(DRAWER, found[0].id, None, was=was):
            break
    return found[0]


def caller(store: GraphStore, token: str) -> Caller | None:
    """Who holds the token; None where no key is like it, or it has expired. Takes as long for an unknown id as for a wrong secret."""
    parts = TOKEN.fullmatch(token)
    id, secret = parts.groups() if parts else ("", "")
    body = store.memo(DRAWER, id)
    key = Key.model_validate_json(body) if body else None
    same = hmac.compare_digest(_digest(secret), key.digest if key else NOBODY)
    now = _now()
    if key is None or not same or (key.expires and key.expires <= now):
        return None
    if key.used is None or now - key.used > STALE:
        _note_use(store, key, now, body)
    return Caller(id=key.id, name=key.name, role=key.role, layers=key.layers)


def holder(store: GraphStore, id: str) -> Caller | None:
    """Who holds the key of an id, for a session that began with it; None where it was revoked or has expired."""
    body = store.memo(DRAWER, id)
    key = Key.model_validate_json(body) if body else None
    if key is None or (key.expires and key.expires <= _now()):
        return None
    return Caller(id=key.id, name=key.name, role=key.role, layers=key.layers)


def _note_use(store: GraphStore, key: Key, now: datetime, body: str | None) -> None:
    """Note when a key was used last. A load may hold the store for long: nobody waits for that here, it is noted when the load lets it."""
    if key.id in _NOTING:
        return
    _NOTING.add(key.id)

    def note() -> None:
        try:
            with suppress(StoreError):
                store.keep(DRAWER, key.id, key.model_copy(update={"used": now}).model_dump_json(), was=body)
        finally:
            _NOTING.discard(key.id)

    noting = threading.Thread(target=note, name="key", daemon=True)
    noting.start()
    noting.join(AT_MOST)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
