"""Trilateral in a notebook.

>>> import trilateral as tri
>>> kg = tri.open("trilateral.db")
>>> kg.load("articles/")
>>> kg.path("AMITI", "USTR")
>>> kg.influence().to_pandas()
>>> kg.networkx(as_of="2025-10-01")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.notebook import Notebook

__all__ = ["open"]


def open(url: str = "./trilateral.db", *, us: str = "") -> "Notebook":
    """The knowledge graph of a store, made when there is none. Raises StoreError when it cannot be used.

    `us` names our own organisation, for which "us" stands in questions; TRILATERAL_US unless given.
    """
    from os import environ

    from api.notebook import Notebook
    from api.settings import from_environment

    return Notebook(url, create=True, us=us or from_environment(environ).us)
