"""Addresses of Neo4j servers, and who signs in there. A password never stands in an address."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from graph.errors import StoreError, shown

SCHEME = re.compile(r"(neo4j|bolt)(\+s|\+ssc)?", re.IGNORECASE)
FORM = "write neo4j://host:7687/database (or neo4j+s://, bolt://, bolt+s://)"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs in; without a user nobody does."""

    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """A server and a database of it; without a name the user's home database."""

    server: str
    database: str | None

    @property
    def url(self) -> str:
        """The address as a person writes it."""
        return f"{self.server}/{self.database}" if self.database else self.server


def is_server(url: str) -> bool:
    """Whether an address is one of a server."""
    return bool(SCHEME.fullmatch(url.partition(":")[0]))


def parse(url: str) -> Address:
    """The parts of an address. Raises StoreError for one that is none, or that holds a user or password; it is never shown then."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise StoreError(f"the server's address is none ({shown(str(error))}); {FORM}") from error
    if "@" in parts.netloc:
        raise StoreError("the server's address holds a user or password, which would be logged; set TRILATERAL_NEO4J_USER and _PASSWORD (or _PASSWORD_FILE)")
    database = parts.path.strip("/")
    if not host or parts.fragment or parts.query or "/" in database:
        raise StoreError(f"{shown(url)}: not the address of a server; {FORM}")
    place = f"[{host}]" if ":" in host else host
    server = urlunsplit((parts.scheme.lower(), place if port is None else f"{place}:{port}", "", "", ""))
    return Address(server, database or None)
