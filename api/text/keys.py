"""Keys as text: what is kept of them, never the secret."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic_core import to_json

from api.keys import Key
from api.text.base import inert, safe, table


def key_text(key: Key) -> str:
    """One key in a line."""
    end = f", until {_when(key.expires)}" if key.expires else ""
    return f"{safe(key.name)} ({key.id}), {key.role.value}, layers {', '.join(map(safe, ('public', *key.layers)))}{end}"


def keys_text(keys: Sequence[Key], *, json: bool) -> str:
    """Keys as a table, or as JSON."""
    if json:
        return inert(to_json([key.model_dump(mode="json", exclude={"digest"}) for key in keys], indent=2).decode())
    if not keys:
        return "no keys; make one with `trilateral keys create NAME`"
    rows = [("id", "name", "role", "made", "expires", "last used", "layers")]
    rows += [(k.id, k.name, k.role.value, _when(k.made), _expiry(k), _when(k.used), ", ".join(("public", *k.layers))) for k in keys]
    return table(rows)


def _expiry(key: Key) -> str:
    return f"{_when(key.expires)} (expired)" if key.expires and key.expires <= datetime.now(UTC) else _when(key.expires)


def _when(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M}" if time else "never"
