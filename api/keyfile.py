"""A key that the environment or a file holds."""

from pathlib import Path

from pydantic import SecretStr

from api.settings import PREFIX
from graph.errors import RequestError, shown

LONGEST_KEY = 10_000


def read_key(key: SecretStr, file: str, name: str) -> SecretStr:
    """The key as set, else the content of the file; empty where neither is given. Raises RequestError naming the setting."""
    found = key.get_secret_value().strip()
    if not found and file:
        try:
            with Path(file).expanduser().open(encoding="ascii") as stream:
                found = stream.read(LONGEST_KEY).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise RequestError(f"{PREFIX}{name}_FILE={shown(file)}: cannot be read; check the path and its permissions") from error
    if not found.isascii() or not found.isprintable() or " " in found:
        raise RequestError(f"{PREFIX}{name}: is no key; it must be one word of plain characters")
    return SecretStr(found)
