"""Query parameters that an operation does not know: refused by name, since a misspelt one would silently ask another question."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.deps import Asking

BROKEN = "\ufffd"  # what bytes that are no UTF-8 are read as


async def known(request: Request, caller: Asking) -> None:
    """Refuse a parameter that the operation does not know, and an address that is no UTF-8; whoever needs a key is told of that first.

    Raises RequestValidationError.
    """
    await check(request)


async def check(request: Request) -> None:
    """Refuse as `known`, whoever asks."""
    route = request.scope.get("route")
    names = _names(route.path, route.endpoint) if isinstance(route, APIRoute) else frozenset()
    given = request.query_params.multi_items()
    faults = [("query", name, value, "there is no such parameter") for name, value in given if name not in names]
    faults += [("query", name, value, "is no UTF-8") for name, value in given if BROKEN in value]
    faults += [("path", "path", request.scope["path"], "is no UTF-8")] if BROKEN in request.scope["path"] else []
    if faults:
        raise RequestValidationError([{"type": "value_error", "loc": (place, name), "input": value, "msg": told} for place, name, value, told in faults])


@lru_cache(maxsize=512)
def _names(path: str, endpoint: Callable[..., Any]) -> frozenset[str]:
    return frozenset(_of(get_dependant(path=path, call=endpoint)))


def _of(dependant: Dependant) -> set[str]:
    """The parameters of a function and of all that it depends on."""
    names: set[str] = set()
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= {one.alias or name for name, one in kind.model_fields.items()}
        else:
            names.add(field.alias)
    return names.union(*(_of(one) for one in dependant.dependencies))
