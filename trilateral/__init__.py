"""Trilateral in a notebook.

>>> import trilateral as tri
>>> kg = tri.open("trilateral.db")
>>> kg.load("articles/")
>>> kg.path("AMITI", "USTR")
>>> kg.influence().to_pandas()
>>> kg.networkx(as_of="2025-10-01")
>>> team = tri.open("https://trilateral.example", key="tri_...")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.client import Client
    from api.notebook import Notebook

__all__ = ["open"]


def open(url: str = "./trilateral.db", *, us: str = "", key: str = "") -> "Notebook | Client":
    """The knowledge graph of a store, made when there is none, or of a server at http:// or https://. Raises StoreError when it cannot be used.

    `us` names our own organisation, for which "us" stands in questions; TRILATERAL_US unless given (a server has its own). `key` opens a server
    that needs one; TRILATERAL_KEY, or the file TRILATERAL_KEY_FILE, unless given.
    """
    from os import environ

    from api.settings import from_environment

    settings = from_environment(environ)
    if url.startswith(("http://", "https://")):
        from api.client import Client
        from api.keyfile import read_key

        return Client(url, key=key or read_key(settings.key, settings.key_file, "KEY").get_secret_value())
    from api.notebook import Notebook
    from api.signin import credentials

    return Notebook(url, create=True, us=us or settings.us, credentials=credentials(settings))
