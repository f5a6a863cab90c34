"""Pictures and their data."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.deps import Graph, Tag
from api.drawing import drawn, supported
from api.requests import PictureRequest, ViewName

router = APIRouter(tags=["views"])
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv; charset=utf-8",
}
# The single-file page holds its scripts, allowed by hashes in its own policy; it runs apart from this server's origin.
POLICIES = {
    "html": "sandbox allow-scripts allow-popups; frame-ancestors 'none'",
    "svg": "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox",
}


@router.get("/views/{view}.{form}", response_class=Response)
def picture(graph: Graph, tag: Tag, view: ViewName, form: str, request: Annotated[PictureRequest, Query()]) -> Response:
    """A view of `entities` (ego one, path two, ranking none) as svg, png, pdf, html, json, graphml, gexf or csv."""
    form = supported(view, form)
    options = dict(request)
    content = drawn(graph.picture(view, *options.pop("entities"), **options), form)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if form in POLICIES:
        headers["Content-Security-Policy"] = POLICIES[form]
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
