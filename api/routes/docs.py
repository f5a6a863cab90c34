"""The page that documents the HTTP API, made from its OpenAPI description; it asks nothing of other hosts."""

from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph import errors

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every route with its parameters, and every error."""
    api: dict[str, Any] = request.app.openapi()
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        "<title>Trilateral: HTTP API</title><link rel='stylesheet' href='/static/explorer.css'></head><body><main>",
        f"<h1>HTTP API</h1><p>{escape(api['info']['description'])} <a href='/openapi.json'>OpenAPI</a> · <a href='/'>Explorer</a></p>",
        *_routes(api),
        "<h2>Errors</h2><table><thead><tr><th>type<th>status<th>title<th>when</tr></thead><tbody>",
        *_errors(errors.TrilateralError),
        "</tbody></table></main></body></html>",
    ]
    return HTMLResponse("\n".join(parts))


def _routes(api: dict[str, Any]) -> Iterator[str]:
    for path, methods in api["paths"].items():
        for method, route in methods.items():
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(route.get('description', ''))}</p>"
            if parameters := route.get("parameters"):
                yield "<table><thead><tr><th>parameter<th>in<th>type<th>default<th>meaning</tr></thead><tbody>"
                yield from (_parameter(parameter) for parameter in parameters)
                yield "</tbody></table>"


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    kind = schema.get("type", "") + (" (may be repeated)" if schema.get("type") == "array" else "")
    bounds = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    bounds += [" or ".join(repr(value) for value in schema["enum"])] if "enum" in schema else []
    default = "required" if parameter.get("required") else schema.get("default", "")
    cells = (
        f"<code>{escape(parameter['name'])}</code>",
        parameter["in"],
        escape(" ".join([kind, *bounds])),
        escape(str(default)),
        escape(parameter.get("description", "")),
    )
    return "<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _errors(error: type[errors.TrilateralError]) -> Iterator[str]:
    when = escape((error.__doc__ or "").partition("\n")[0])
    yield f"<tr id='{error.__name__}'><td><code>{error.__name__}</code><td>{error.status}<td>{escape(error.title)}<td>{when}</tr>"
    for child in error.__subclasses__():
        yield from _errors(child)
