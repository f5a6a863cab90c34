"""The description of the API: an example of every operation, the errors that each may answer, and how a caller says who asks."""

import warnings
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.warnings import UnsupportedFieldAttributeWarning

from api.observed import API

PROBLEM = "application/problem+json"
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "about:blank, or the error's part of /docs"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "one line: the thing, what is wrong with it, what to do"},
        "instance": {"type": "string"},
    },
}
OPEN = frozenset({"/healthz", "/readyz"})
WRITING = frozenset({"post", "put", "delete"})
ALWAYS = (400, 401, 403, 404, 409, 422, 429, 500, 503)
ASK, DAY = "sectoral annex", "2025-10-28"
# Parameters and bodies that make sense on the bundled example, by method and path (below API).
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "GET /entities": {"q": "AMITI"},
    "GET /entities/{entity}/ties": {"entity": "USTR", "as_of": DAY},
    "GET /entities/{entity}": {"entity": "USTR", "as_of": DAY},
    "GET /claims": {"about": "AMITI"},
    "GET /claims/{claim}": {"claim": "claim:335019ac"},
    "GET /paths": {"from": "AMITI", "to": "USTR", "as_of": DAY},
    "GET /paths/explain": {"from": "Technation", "to": "USTR", "as_of": DAY},
    "GET /influence/on/{target}": {"target": "USTR", "as_of": DAY},
    "POST /scenarios": {"body": {"target": "USTR", "move": {"AMITI": 80}, "as_of": DAY}},
    "GET /settlement/{ask}": {"ask": ASK},
    "GET /influence": {"scope": "us", "top": 10},
    "POST /influence": {"body": {"top": 10, "draws": 1000}},
    "POST /briefings": {"body": {"target": "USTR", "ask": ASK, "from": ["AMITI"], "as_of": DAY}},
    "GET /changes": {"from": "2025-03-01", "to": DAY},
    "GET /allies/{ask}": {"ask": ASK, "as_of": DAY},
    "GET /allies/{ask}/grid": {"ask": ASK, "as_of": DAY},
    "GET /allies/{ask}/coalition": {"ask": ASK, "as_of": DAY},
    "GET /allies/{ask}/next": {"ask": ASK, "from": "AMITI", "as_of": DAY},
    "GET /allies/{ask}/gaps": {"ask": ASK, "from": "AMITI", "as_of": DAY},
    "GET /decisions/{ask}": {"ask": ASK, "from": "AMITI", "as_of": DAY},
    "POST /reviews": {"body": {"decision": "accept", "claims": ["claim:335019ac"], "by": "Ana"}},
    "POST /merges": {"body": {"left": "org:commerce", "right": "org:doc", "by": "Ana"}},
    "DELETE /merges/{id}": {"id": "merge:1f3a77b0"},
    "GET /views/{view}.{form}": {"view": "ego", "form": "svg", "entities": "USTR", "as_of": DAY},
    "GET /exports/{format}": {"format": "graphml"},
    "GET /watch/{target}": {"target": "USTR"},
    "GET /watch/{target}/feed": {"target": "USTR"},
    "PUT /saved/{name}": {"name": "door", "body": {"question": "path", "options": {"start": "AMITI", "end": "USTR"}}},
    "GET /saved/{name}": {"name": "door"},
    "DELETE /saved/{name}": {"name": "door"},
    "POST /documents": {"body": {"text": "AMITI met USTR in Washington on 22 April 2025.", "title": "A meeting", "published": "2025-04-29"}},
    "GET /jobs/{id}": {"id": "0123456789abcdef"},
    "DELETE /jobs/{id}": {"id": "0123456789abcdef"},
    "GET /jobs/{id}/files/{name}": {"id": "0123456789abcdef", "name": "briefing.html"},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)  # the framework names a body that may be one of two models
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    made["components"]["schemas"] |= {"Problem": SCHEMA}
    made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "a key, where the server needs one"}}
    made["security"] = [{}, {"key": []}]
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            operation["responses"] = _responses(path, method, operation["responses"])
            _exemplify(operation, EXAMPLES.get(f"{method.upper()} {path.removeprefix(API)}", {}))
    app.openapi_schema = made
    return made


def _responses(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    """What an operation may answer: its own answers, and every problem that may befall it."""
    statuses = (422, 500, 503) if path in OPEN else ALWAYS if method not in WRITING else (*ALWAYS, 408, 413)
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    errors = {str(status): {"description": HTTPStatus(status).phrase, **problem} for status in sorted(statuses)}
    unchanged = {"304": {"description": "Not modified since the ETag that was sent"}} if method == "get" and path.startswith(API) else {}
    return {status: answer for status, answer in told.items() if status < "300"} | unchanged | errors


def _exemplify(operation: dict[str, Any], example: Mapping[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example:
            several = parameter["schema"].get("type") == "array"
            parameter["example"] = [example[parameter["name"]]] if several else example[parameter["name"]]
    if "body" in example:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example["body"]
