"""Long work: documents and loads filed in the background, influence worked out there, and what becomes of it."""

from datetime import date
from typing import Annotated, Any

import yaml
from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from pydantic import BaseModel, Field

from api import jobs
from api.deps import Asking, Editor, Graph
from api.jobs import Job
from api.keys import Caller, Role
from api.requests import InfluenceRequest
from api.works import packed
from graph.claims import Frozen

MOST, SMALL = 64 << 20, 1 << 20  # bytes of one upload, and of a request that is none
router = APIRouter(tags=["jobs"], max_body_size=MOST)


class DocumentRequest(Frozen):
    """A text to be read like a file of that name; `published` and `url` are what its front matter would say."""

    text: str = Field(min_length=1, max_length=5_000_000)
    title: str = Field(default="", max_length=500)
    name: str = Field(default="document.txt", max_length=200)
    published: date | None = None
    url: str = Field(default="", max_length=2000)
    layer: str = Field(default="", max_length=64)
    dry_run: bool = False


class Jobs(BaseModel):
    """The jobs of the caller, the oldest first."""

    items: tuple[Job, ...]


@router.post("/documents", status_code=202)
def read_document(graph: Graph, editor: Editor, http: Request, answer: Response, request: DocumentRequest) -> Job:
    """Read a text and file what it says, in the background; the job's result is the report of the load."""
    head = {"title": request.title, "date": request.published and request.published.isoformat(), "url": request.url}
    told = yaml.safe_dump({name: value for name, value in head.items() if value}, allow_unicode=True) if any(head.values()) else ""
    text = f"---\n{told}---\n{request.text}" if told else request.text
    options = {"layer": request.layer, "dry_run": request.dry_run}
    return waiting(http, answer, jobs.submit(graph.store, "load", options, given=packed([(request.name, text.encode())]), **by(editor)))


@router.post("/loads", status_code=202)
def load(
    graph: Graph,
    editor: Editor,
    http: Request,
    answer: Response,
    files: Annotated[list[UploadFile], File(description="files or archives, recognised by their content", max_length=1000)],
    loader: Annotated[str, Form(alias="as", max_length=64)] = "",
    layer: Annotated[str, Form(max_length=64)] = "",
    dry_run: Annotated[bool, Form()] = False,
) -> Job:
    """File what the files hold, in the background; the job's result is the report of the load."""
    options = {"loader": loader, "layer": layer, "dry_run": dry_run}
    given = packed((file.filename or "", file.file.read()) for file in files)
    return waiting(http, answer, jobs.submit(graph.store, "load", options, given=given, **by(editor)))


@router.post("/influence", status_code=202, max_body_size=SMALL)
def influence(graph: Graph, caller: Asking, http: Request, answer: Response, request: InfluenceRequest) -> Job:
    """Rank actors by influence in the background, for graphs that take long; the job's result is the ranking."""
    options = request.model_dump(mode="json", exclude_defaults=True)
    return waiting(http, answer, jobs.submit(graph.store, "influence", options, **by(caller)))


@router.get("/jobs")
def listed(graph: Graph, caller: Asking, state: Annotated[jobs.State | None, Query()] = None) -> Jobs:
    """The caller's own jobs of the last day, or of one state; an administrator sees those of all."""
    mine = [job for job in jobs.jobs(graph.store) if (caller.role is Role.ADMIN or job.by == caller.id) and state in (None, job.state)]
    return Jobs(items=tuple(job.model_copy(update={"result": None}) for job in mine))


@router.get("/jobs/{id}")
def job(graph: Graph, caller: Asking, id: str) -> Job:
    """How far a job is, and what came of it; kept for a day after its end."""
    return jobs.job(graph.store, id, own(caller))


@router.delete("/jobs/{id}")
def cancel(graph: Graph, caller: Asking, id: str) -> Job:
    """Cancel a job: one that waits ends at once, one that runs at its next step."""
    return jobs.cancel(graph.store, id, own(caller))


def by(caller: Caller) -> dict[str, Any]:
    """Whose job it is, as `jobs.submit` is told."""
    return {"by": caller.id, "layers": caller.layers, "name": caller.name}


def own(caller: Caller) -> str:
    """Whose jobs a caller sees; "": all."""
    return "" if caller.role is Role.ADMIN else caller.id


def waiting(http: Request, answer: Response, job: Job) -> Job:
    """The job, with the place where to look for it; a runner is woken."""
    answer.headers["Location"] = f"/api/v1/jobs/{job.id}"
    http.app.state.runner.wake()
    return job
