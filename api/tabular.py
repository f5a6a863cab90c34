"""Answers as tables: CSV or Parquet in place of JSON for those who ask for it by `Accept`.

A table holds what reads as rows (`rows` of a Result, or the items of a page); what belongs to the answer as a whole stays in JSON alone,
but for the revision and the day, which come as headers.
"""

import csv
import inspect
import io
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, get_args

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from api.drawing import cell
from api.paging import Page
from graph.errors import RequestError
from graph.frames import flat
from graph.results import Answer


class Form(StrEnum):
    """The media types that an answer of rows is given in."""

    JSON = "application/json"
    CSV = "text/csv"
    PARQUET = "application/vnd.apache.parquet"


async def asked(request: Request) -> Form:
    """The form asked for; see `form`."""
    return form(request)


def form(request: Request) -> Form:
    """The form asked for by `Accept`: the first that is CSV or Parquet before one that takes JSON, else JSON."""
    for part in request.headers.get("accept", "").split(","):
        wanted = part.partition(";")[0].strip().casefold()
        if wanted in (Form.CSV, Form.PARQUET):
            return Form(wanted)
        if wanted in (Form.JSON, "application/*", "*/*"):
            break
    return Form.JSON


class TableRoute(APIRoute):
    """A route whose answer also comes as a table, where it has rows."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        answer = inspect.signature(endpoint).return_annotation
        if all(inspect.isclass(one) and issubclass(one, (Answer, Page)) for one in get_args(answer) or (answer,)):
            content = {form.value: {"schema": {"type": "string", "format": "binary"}} for form in (Form.CSV, Form.PARQUET)}
            options["responses"] = {200: {"content": content}, **(options.get("responses") or {})}
            endpoint = _tabular(endpoint)
        super().__init__(path, endpoint, **options)


def _tabular(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The same endpoint, which hands a table out where one is asked for, and else the answer as JSON: it is valid already, so nothing checks it again."""
    own = inspect.signature(endpoint)
    added = inspect.Parameter("table_form", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[Form, Depends(asked)])

    @wraps(endpoint)
    def answer(*args: Any, table_form: Form, **given: Any) -> Any:
        found = endpoint(*args, **given)
        if table_form is Form.JSON:
            made = Response(found.model_dump_json(by_alias=True), media_type=Form.JSON, headers={"Vary": "Accept"})
        else:
            made = table(found, table_form)
        if tag := given.get("tag"):
            made.headers.update({"ETag": tag, "Cache-Control": "private, no-cache"})
        return made

    answer.__signature__ = own.replace(parameters=[*own.parameters.values(), added])  # type: ignore[attr-defined]
    return answer


def table(answer: Answer | Page[Any], form: Form) -> Response:
    """The rows of an answer in a form. Raises RequestError where the library for Parquet is missing."""
    rows = answer.rows if isinstance(answer, Answer) else [dict(item) for item in answer.items]
    content = _parquet(flat(rows)) if form is Form.PARQUET else _csv(flat(rows))
    headers = {"Trilateral-Revision": answer.revision, "Trilateral-As-Of": answer.as_of.isoformat(), "Vary": "Accept"}
    if isinstance(answer, Page) and answer.next:
        headers["Trilateral-Next"] = answer.next
    media_type = f"{form.value}; charset=utf-8" if form is Form.CSV else form.value
    return Response(content, media_type=media_type, headers=headers)


def _csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    out = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) if isinstance(value := row.get(name, ""), str) else value for name in columns] for row in rows)
    return out.getvalue().encode()


def _parquet(rows: Sequence[Mapping[str, object]]) -> bytes:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RequestError("application/vnd.apache.parquet: the server lacks a library for it; ask for text/csv, or install trilateral[parquet]") from error
    columns = dict.fromkeys(name for row in rows for name in row)
    held = pyarrow.table({name: [row.get(name) for row in rows] for name in columns})
    out = io.BytesIO()
    pyarrow.parquet.write_table(held, out)
    return out.getvalue()
