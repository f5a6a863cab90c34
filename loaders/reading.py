"""From one file to what it says, in any process: recognised, read, checked, and never raising for a bad file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claims import LAYER, Judgement, Line, Record, Source
from graph.errors import ClaimError, RequestError, SourceError, shown
from loaders import catalogue, jsonl
from loaders.inputs import LONGEST_PATH, Input, head, unreadable

if TYPE_CHECKING:
    from loaders.documents.model import Document, Extraction
    from loaders.extras import Extras

DOCUMENT_BYTES = 20_000_000
HOME = "public"
DATA = frozenset({".csv", ".gexf", ".graphml", ".tsv", ".xlsm", ".xlsx", ".xml", ".yaml", ".yml"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, by the loader that read it, or the `reason` why it says nothing.

    `lines` are those of a document; other files have none here, since they are read as they are filed.
    `unchanged`: its text is among the known ones.
    """

    loader: str = ""
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document's extraction in its parts, or the `reason` why there is none."""

    extraction: "Extraction | None" = None
    reason: str = ""


def read(source: Input, *, loader: str = "", layer: str = "", known: Path | None = None, extras: "Extras | None" = None) -> Reading:
    """What a file says, filed in `layer`; `known` is a file of digests of texts that need not be read again, one a line.

    `extras` are the optional extractors that read documents beside the rules.
    """

    def work() -> Reading:
        if source.fault:
            raise SourceError(source.fault)
        name = loader or recognise(source)
        if name != "documents":
            return Reading(name, notes=_said(source))
        document = _document(source.path, source.name)
        if known and document.sha256 in _digests(known):
            return Reading("documents", unchanged=True)
        found = _document_lines(document, layer, extras)
        return replace(found, notes=(*_said(source), *found.notes))

    return _tried(source.name, work)


def read_text(text: str, name: str, *, format: str = "text", layer: str = "", url: str = "", published: date | None = None, publisher: str = "") -> Reading:
    """What a text says that is in no file of its own; what is given beside it outranks what the text says of itself."""

    def work() -> Reading:
        from loaders.documents import document_from_text

        return _document_lines(document_from_text(text, name, format=format, url=url, published=published, publisher=publisher), layer, None)

    return _tried(name, work)


def _tried(name: str, work: Callable[[], Reading]) -> Reading:
    try:
        return work()
    except SourceError as error:
        return Reading(reason=str(error))
    except ClaimError as error:
        return Reading(reason=f"{shown(name, LONGEST_PATH)}: {error}; nothing of this file was loaded")
    except ImportError:
        raise
    except Exception as error:  # one document that the rules fail on must not stop ten thousand others
        return Reading(reason=_failed(name, error))


def check_layer(layer: str) -> None:
    """Raise RequestError for a layer that cannot be one; "" stands for the public one."""
    if layer and not re.fullmatch(LAYER, layer):
        raise RequestError(f"{shown(layer)}: no name of a layer; use up to 64 of a-z, 0-9, dot, hyphen and underscore, such as ours")


def check_size(size: int, name: str) -> None:
    """Raise SourceError for a file of more bytes than a document may have."""
    if size > DOCUMENT_BYTES:
        raise SourceError(f"{shown(name, LONGEST_PATH)}: {size // 10**6} MB is more than a document may have ({DOCUMENT_BYTES // 10**6} MB); split it")


def annotated(source: Input, extras: "Extras | None" = None) -> Annotated:
    """The extraction of a file, which is read as a document."""
    try:
        if source.fault:
            raise SourceError(source.fault)
        found = extracted(source.path, source.name, extras)
        return Annotated(replace(found, notes=(*_said(source), *found.notes)))
    except SourceError as error:
        return Annotated(reason=str(error))
    except ImportError:
        raise
    except Exception as error:  # as above
        return Annotated(reason=_failed(source.name, error))


def killed(source: Input) -> str:
    """The reason for a file whose reading ended the process that read it."""
    return f"{shown(source.name, LONGEST_PATH)}: the process that read it was killed, perhaps for want of memory; split it"


def recognise(source: Input) -> str:
    """The name of the loader for a file. Raises SourceError when none reads it."""
    if source.bundle:
        return source.bundle
    start = head(source)
    if jsonl.recognise(start):
        return "jsonl"
    if name := catalogue.recognise(source.path.name, start):
        return name
    if source.path.suffix.lower() in JSON_LINES:
        return "jsonl"
    if source.path.suffix.lower() in DATA:
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: data of no kind that is known; see `trilateral loaders`, or name one with --as")
    if (start.lstrip().startswith(b"{") and not start.startswith(b"{\\rtf")) or source.path.suffix.lower() == ".json":
        raise SourceError(f"{shown(source.name, LONGEST_PATH)}: JSON of no kind that is known; see `trilateral loaders`, or name one with --as")
    return "documents"


def extracted(path: Path, name: str, extras: "Extras | None" = None) -> "Extraction":
    """What a document says. Raises SourceError when it is too big, no text, or has no prose."""
    return _extraction(_document(path, name), extras)


def _extraction(document: "Document", extras: "Extras | None") -> "Extraction":
    if extras is None:
        from loaders.documents import extract

        return extract(document)
    from loaders.extras.extend import extended

    return extended(document, extras)


def relayered(lines: Iterator[Line], layer: str) -> Iterator[Line]:
    """The lines with all that has a layer in this one, unless it is empty."""
    for line in lines:
        yield line.model_copy(update={"layer": layer}) if layer and isinstance(line, Source | Record | Judgement) else line


def _said(source: Input) -> tuple[str, ...]:
    return (source.note,) if source.note else ()


def _failed(name: str, error: Exception) -> str:
    return f"{shown(name, LONGEST_PATH)}: the reader failed on it ({type(error).__name__}: {shown(str(error), 120)}); report this document"


def _document(path: Path, name: str) -> "Document":
    from loaders.documents import read_document

    try:
        check_size(path.stat().st_size, name)
        return read_document(path)
    except OSError as error:
        raise unreadable(name, error) from error
    except SourceError as error:
        # The reader knows the file by the last part of its path; people named it otherwise.
        said = str(error).removeprefix(f"{shown(path.name)}: ").removeprefix(f"{shown(name, LONGEST_PATH)}: ")
        raise SourceError(f"{shown(name, LONGEST_PATH)}: {said}") from error


def _document_lines(document: "Document", layer: str, extras: "Extras | None") -> Reading:
    """The lines and notes of a document."""
    from loaders.documents.claims import lines

    extraction = _extraction(document, extras)
    home = layer or HOME
    return Reading("documents", tuple(relayered(lines(extraction, layer=home), home)), extraction.notes)


@cache
def _digests(path: Path) -> frozenset[str]:
    return frozenset(path.read_text(encoding="ascii").split())
