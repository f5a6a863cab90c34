"""The record in the formats of other programs."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.deps import Graph, Tag
from api.knowledge import KnowledgeGraph
from api.requests import LayersRequest
from loaders.exports import formats
from loaders.exports.formats import Exported

router = APIRouter(tags=["exports"])
CHUNK = 1 << 18


@router.get("/exports/{format}", response_class=StreamingResponse)
def export(graph: Graph, tag: Tag, format: str, request: Annotated[LayersRequest, Query()]) -> StreamingResponse:
    """The public record and the layers named; a format of several files comes as a ZIP archive.

    The header Trilateral-Export says in JSON what was written, and what the format does not hold.
    """
    found = formats.named(format)
    with ExitStack() as stack:
        content = stack.enter_context(tempfile.TemporaryFile())
        done = (_zip if found.files else _write)(graph, format, request.layer, content)
        content.seek(0)
        stack.pop_all()
    headers = {
        "Trilateral-Export": json.dumps({"counts": dict(done.counts), "lost": dict(done.lost), "layers": done.layers}),
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="trilateral-{format}{found.suffix}"',
    }
    return StreamingResponse(_chunks(content), media_type=found.media, headers=headers)


def _write(graph: KnowledgeGraph, form: str, layer: Sequence[str], content: IO[bytes]) -> Exported:
    text = TextIOWrapper(content, encoding="utf-8", newline="")
    done = graph.export(layer, format=form, to=text)
    text.flush()
    text.detach()
    return done


def _zip(graph: KnowledgeGraph, form: str, layer: Sequence[str], content: IO[bytes]) -> Exported:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        done = graph.export(layer, format=form, to=folder)
        for file in sorted(Path(folder).iterdir()):
            packed.write(file, file.name)
    return done


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    with content:
        while block := content.read(CHUNK):
            yield block
