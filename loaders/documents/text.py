"""Stage 1: from a file to one canonical text (NFC) and what the file says of itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from graph.errors import SourceError, shown
from loaders.documents import language
from loaders.documents.markup import html_text, markdown_text
from loaders.documents.model import PROSE, Document
from loaders.documents.repair import clean
from loaders.documents.signatures import EXPECTED, kind_of
from loaders.documents.structure import structured

LARGEST = 50_000_000
MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
HTML = frozenset({".html", ".htm", ".xhtml"})
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
UNDEFINED_IN_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
LOOKS_HTML = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Plain:
    """A canonical text before its structure is known.

    `meta` has title, date, author, publisher, url where stated, and `created`, the day of the file itself;
    `pages` says where each printed page starts; `notes` what was mended or left out.
    """

    text: str
    format: str
    meta: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS = 2
EMPTY_SHOWN = 10


def read_document(path: Path) -> Document:
    """The document in a file of plain text, Markdown, HTML, PDF or Word (.docx), told by its content.

    Raises SourceError when the file is missing, a folder, unreadable, empty, larger than 50 MB, binary,
    encrypted, damaged, scanned, wrongly encoded, or holds no prose.
    """
    name = shown(path.name or str(path))
    data = _bytes(path, name)
    kind = kind_of(data, name)
    if kind != "text":
        return _finished(path.stem, _printed(data, name) if kind == "pdf" else _typed(data, name), name)
    text, encoding = decode(data, name)
    suffix = path.suffix.lower()
    format = "markdown" if suffix in MARKDOWN else "html" if suffix in HTML or LOOKS_HTML.match(text[:2000]) else "text"
    document = document_from_text(text, path.stem, format=format, shown_as=name)
    notes = () if encoding.startswith("utf") else (f"read as {encoding}",)
    return replace(document, encoding=encoding, notes=(*notes, *document.notes))


def document_from_text(
    text: str, name: str, *, format: str = "text", url: str = "", published: date | None = None, publisher: str = "", shown_as: str = ""
) -> Document:
    """The document in a text of `format` "text", "markdown" or "html"; what is given outranks what the text says.

    Raises SourceError when there is no prose in it.
    """
    label = shown_as or shown(name)
    document = _finished(name, _plain(text, format, label), label)
    return replace(document, url=url or document.url, published=published or document.published, publisher=publisher or document.publisher)


def _finished(name: str, plain: Plain, label: str) -> Document:
    """The document of a canonical text. Raises SourceError when there is no prose in it."""
    document = structured(name, plain.text, plain.format, plain.meta, plain.pages)
    read = [block for block in document.blocks if block.kind in PROSE]
    if not read and (foreign := [block.language for block in document.blocks if block.kind == "foreign"]):
        raise SourceError(f"{label}: is in {language.NAMES[foreign[0]]}, which is not read; give it in English, Spanish or French")
    if not any(len(WORD.findall(document.quote(block.span))) >= FEWEST_WORDS for block in read):
        raise SourceError(f"{label}: holds no prose; check that the article itself was saved, not a picture or a script of it")
    return replace(document, notes=(*plain.notes, *document.notes))


def _printed(data: bytes, label: str) -> Plain:
    """A PDF file as text with a page map."""
    from loaders.documents.layout import joined
    from loaders.documents.pdf import read_pdf

    found = read_pdf(data, label)
    lines = [[replace(line, text=clean(line.text, keep_soft=True)[0]) for line in page] for page in found.pages]
    text, pages = joined(lines)
    empty = ", ".join(str(number) for number in found.empty[:EMPTY_SHOWN]) + (" and more" if len(found.empty) > EMPTY_SHOWN else "")
    notes = (f"no text on {'page' if len(found.empty) == 1 else 'pages'} {empty} (pictures?)",) if found.empty else ()
    return Plain(text, "pdf", found.meta, pages, notes)


def _typed(data: bytes, label: str) -> Plain:
    """A Word document as text."""
    from loaders.documents.word import read_word

    found = read_word(data, label)
    text, notes = clean(found.text)
    return Plain(text, "word", found.meta, notes=notes)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and its encoding: by its mark, else UTF-8, else Windows-1252 if that reads as text."""
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
        raise SourceError(f"{name}: is binary; {EXPECTED}")
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
    text, notes = clean(text)
    if format == "html":
        body, meta = html_text(text, label)
        body, more = clean(body)
        return Plain(body, "html", meta, notes=tuple(dict.fromkeys(notes + more)))
    meta = {}
    if head := FRONT_MATTER.match(text):
        meta = {key.casefold(): value.strip("\"'") for key, value in FIELD.findall(head[1])}
    if format == "markdown":
        bare = {key: markdown_text(value) for key, value in meta.items()}
        return Plain(markdown_text(text[head.end() :] if head else text), "markdown", bare, notes=notes)
    return Plain(text, "text", meta, notes=notes)
