"""Who signs in at a store's server, as the settings say."""

from pathlib import Path

from api.settings import PREFIX, Settings
from graph.errors import RequestError, shown
from graph.store import Credentials

LONGEST = 10_000


def credentials(settings: Settings) -> Credentials:
    """User and password; the password as set, else the first line of the file. Raises RequestError naming the setting."""
    password = settings.neo4j_password.get_secret_value()
    if not password and settings.neo4j_password_file:
        password = first_line(settings.neo4j_password_file, f"{PREFIX}NEO4J_PASSWORD_FILE")
    return Credentials(settings.neo4j_user if password else "", password)


def first_line(file: str, setting: str) -> str:
    """The first line of a file of a secret. Raises RequestError naming the setting."""
    try:
        with Path(file).expanduser().open(encoding="utf-8") as stream:
            return stream.readline(LONGEST).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{setting}={shown(file)}: cannot be read; check the path and its permissions") from error
