"""Stage 1: from a file to one canonical text (NFC) and what the file says of itself."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from graph.errors import SourceError, shown
from loaders.documents.markup import html_text, markdown_text
from loaders.documents.model import PROSE, Document
from loaders.documents.structure import structured

LARGEST = 50_000_000
MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
HTML = frozenset({".html", ".htm", ".xhtml"})
SIGNATURES = {
    b"%PDF": "a PDF file; save its text as .txt",
    b"PK\x03\x04": "a ZIP archive or an office document; save its text as .txt or .html",
    b"\xd0\xcf\x11\xe0": "an old office document; save its text as .txt or .html",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"{\\rtf": "an RTF file; save its text as .txt",
    b"SQLite format 3": "an SQLite database",
}
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
UNDEFINED_IN_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
LOOKS_HTML = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Plain:
    """A canonical text before its structure is known; `meta` has title, date, author, publisher, url where stated."""

    text: str
    format: str
    meta: Mapping[str, str] = field(default_factory=dict)


WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS = 2


def read_document(path: Path) -> Document:
    """The document in a file of plain text, Markdown or HTML.

    Raises SourceError when the file is missing, a folder, unreadable, empty, larger than 50 MB, binary,
    wrongly encoded, or holds no prose.
    """
    name = shown(path.name or str(path))
    text, encoding = decode(_bytes(path, name), name)
    suffix = path.suffix.lower()
    kind = "markdown" if suffix in MARKDOWN else "html" if suffix in HTML or LOOKS_HTML.match(text[:2000]) else "text"
    document = document_from_text(text, path.stem, format=kind, shown_as=name)
    return replace(document, encoding=encoding)


def document_from_text(
    text: str, name: str, *, format: str = "text", url: str = "", published: date | None = None, publisher: str = "", shown_as: str = ""
) -> Document:
    """The document in a text of `format` "text", "markdown" or "html"; what is given outranks what the text says.

    Raises SourceError when there is no prose in it.
    """
    label = shown_as or shown(name)
    plain = _plain(text, format, label)
    document = structured(name, plain.text, plain.format, plain.meta)
    if not any(block.kind in PROSE and len(WORD.findall(document.quote(block.span))) >= FEWEST_WORDS for block in document.blocks):
        raise SourceError(f"{label}: holds no prose; check that the article itself was saved, not a picture or a script of it")
    return replace(document, url=url or document.url, published=published or document.published, publisher=publisher or document.publisher)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and its encoding: by its mark, else UTF-8, else Windows-1252 if that reads as text."""
    for signature, what in SIGNATURES.items():
        if data.startswith(signature):
            raise SourceError(f"{name}: is {what}; expected plain text, Markdown or HTML")
    encoding = next((encoding for mark, encoding in BOMS.items() if data.startswith(mark)), "")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise SourceError(f"{name}: is marked as {encoding.removesuffix('-sig')} but byte {error.start} is not; save it as UTF-8") from error
        return _western(data, name), "windows-1252"
    if CONTROL.search(text):
        raise SourceError(f"{name}: is binary or in an unmarked encoding; save it as UTF-8 text")
    return text, encoding.removesuffix("-sig") or "utf-8"


def _western(data: bytes, name: str) -> str:
    """Bytes read as Windows-1252 when nearly all that is not ASCII is a letter or typographic mark."""
    high = [byte for byte in data if byte >= 0x80]
    plausible = sum(byte >= 0xC0 or byte in b"\x85\x91\x92\x93\x94\x96\x97\xa0\xa1\xa9\xaa\xab\xb0\xb7\xba\xbb\xbf\x80" for byte in high)
    if UNDEFINED_IN_1252.intersection(high) or plausible < 0.9 * len(high) or len(high) > 0.3 * len(data):
        raise SourceError(f"{name}: is neither UTF-8 nor Windows-1252 text; save it as UTF-8")
    text = data.decode("windows-1252")
    if CONTROL.search(text):
        raise SourceError(f"{name}: is binary; expected plain text, Markdown or HTML")
    return text


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{name}: is a folder; name the files in it")
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{name}: is larger than {LARGEST // 1_000_000} MB; split it or save the article alone")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{name}: no such file; check the path") from error
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error.strerror}); check its permissions") from error
    if not data.strip():
        raise SourceError(f"{name}: is empty; check that the article was saved")
    return data


def _plain(text: str, format: str, label: str) -> Plain:
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if format == "html":
        body, meta = html_text(text, label)
        return Plain(unicodedata.normalize("NFC", body), "html", meta)
    meta = {}
    if head := FRONT_MATTER.match(text):
        meta = {key.casefold(): value.strip("\"'") for key, value in FIELD.findall(head[1])}
    if format == "markdown":
        return Plain(markdown_text(text[head.end() :] if head else text), "markdown", {key: markdown_text(value) for key, value in meta.items()})
    return Plain(text, "text", meta)
