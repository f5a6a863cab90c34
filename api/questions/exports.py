"""The record written in a format, from one state of the store."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from api.files import make_folder, writing
from graph.errors import RequestError, StoreError
from loaders.exports import formats
from loaders.exports.formats import Exported

if TYPE_CHECKING:
    from api.knowledge import KnowledgeGraph


def export(graph: "KnowledgeGraph", layers: Sequence[str], form: str, to: str | Path | IO[str]) -> Exported:
    """Write the public layer and those named; `to` is a file, a stream, or the folder of a format of several files.

    Raises RequestError for an unknown format or a place that cannot be written, and StoreError when the record
    changed meanwhile; nothing is left half-written in a file or folder.
    """
    found = formats.named(form)
    if to == "":
        raise RequestError("nothing to write to; name a file, a folder or a stream (to=...)")
    shown = graph.layers(layers)
    lines = partial(graph.store.dump, shown)
    before = graph.store.revision(shown)

    def unchanged() -> None:
        if graph.store.revision(shown) != before:
            raise StoreError(f"{graph.url}: was written to during the export; export again")

    if not isinstance(to, str | Path):
        done = formats.write(lines, form, shown, to)
        unchanged()
        return done
    if found.files:
        make_folder(Path(to))
        return formats.write_files(lines, form, shown, Path(to), unchanged)
    with writing(Path(to)) as out:
        done = formats.write(lines, form, shown, out)
        unchanged()
    return done
