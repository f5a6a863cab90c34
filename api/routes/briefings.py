"""Briefings written in the background, and their files."""

from mimetypes import guess_type

import orjson
from fastapi import APIRouter, Request, Response

from api import briefing, jobs
from api.deps import Asking, Graph
from api.jobs import Job
from api.requests import PackRequest
from api.routes.jobs import by, own, waiting

router = APIRouter(tags=["jobs"])


@router.post("/briefings", status_code=202)
def brief(graph: Graph, caller: Asking, http: Request, answer: Response, request: PackRequest) -> Job:
    """Write a briefing in the background; the job's result has its finding and the names of its files, `briefing.json` the answers behind it."""
    briefing.formats(request.formats)
    briefing.theme_given(request.theme)
    options = request.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"theme"})
    return waiting(http, answer, jobs.submit(graph.store, "briefing", options, given=orjson.dumps(request.theme).decode(), **by(caller)))


@router.get("/jobs/{id}/files/{name}", response_class=Response)
def file(graph: Graph, caller: Asking, id: str, name: str) -> Response:
    """A file that a job has made, for a day."""
    content = jobs.file(graph.store, jobs.job(graph.store, id, own(caller)).id, name)
    media = briefing.MEDIA.get(f".{name.rpartition('.')[2]}") or guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"})
