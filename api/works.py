"""What jobs do, by their kind: each takes the store as its caller sees it, the job and its progress, and returns an answer as JSON."""

import tempfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from api.briefing import files_of, theme_given, told
from api.jobs import Job, Work, given, put_file
from api.knowledge import KnowledgeGraph
from api.questions import briefing
from api.requests import PackRequest, checked
from graph.progress import Progress
from graph.store.base import GraphStore

Graphs = Callable[[tuple[str, ...] | None], KnowledgeGraph]
WRITING = frozenset({"load"})


def packed(files: Iterable[tuple[str, bytes]]) -> str:
    """Files by name as the input of a job. Of a name only its last part is kept, and nothing that could lead elsewhere."""
    return orjson.dumps([{"name": Path(name.replace("\\", "/")).name or "document.txt", "content": b64encode(body).decode()} for name, body in files]).decode()


def works(graphs: Graphs) -> Mapping[str, Work]:
    """The kinds of jobs over what `graphs` gives for some layers."""

    def load(store: GraphStore, job: Job, progress: Progress) -> dict[str, Any]:
        files = orjson.loads(given(store, job.id))
        with tempfile.TemporaryDirectory(prefix="trilateral-") as folder:
            for number, file in enumerate(files):
                own = Path(folder) / str(number)
                own.mkdir()
                (own / file["name"]).write_bytes(b64decode(file["content"]))
            places = [str(Path(folder) / str(number) / file["name"]) for number, file in enumerate(files)]
            report = graphs(job.layers).load(*places, progress=lambda done, _: progress(done - 1, max(len(files), done)), **job.request)
        return dict(report.model_dump(mode="json"))

    def influence(store: GraphStore, job: Job, progress: Progress) -> dict[str, Any]:
        return dict(graphs(job.layers).influence(progress=progress, **job.request).model_dump(mode="json"))

    def brief(store: GraphStore, job: Job, progress: Progress) -> dict[str, Any]:
        request = checked(PackRequest, **job.request, theme=orjson.loads(given(store, job.id) or "{}"))
        answers = briefing.answers(graphs(job.layers), request, progress)
        story = told(answers, request.lang, theme_given(request.theme))
        files = {**files_of(story, request.formats), "briefing.json": answers.model_dump_json().encode()}
        for name, content in files.items():
            put_file(store, job.id, name, content)
        return {"finding": story.title, "findings": [slide.title for slide in story.slides], "footer": story.footer, "files": list(files)}

    return {"load": load, "influence": influence, "briefing": brief}
