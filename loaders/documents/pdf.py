"""The lines of a PDF file, page by page, with where they stand, and what the file says of itself."""

import io
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import SourceError
from loaders.documents.layout import Line

MOST_PAGES = 5_000
UNREADABLE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|/g\d+|\(cid:\d+\)")
MOST_UNREADABLE = 0.1
NO_TITLE = re.compile(r"^(?:untitled|microsoft (?:word|powerpoint)|document\d*|\(?unspecified\)?|.*\.(?:docx?|pdf|indd|pptx?|qxd|rtf))\b", re.IGNORECASE)
Matrix = list[float]


@dataclass(frozen=True, slots=True)
class Pdf:
    """Lines by page; `meta` has title, author and created (a day) where stated; `empty` the numbers of pages without text."""

    pages: tuple[tuple[Line, ...], ...]
    meta: Mapping[str, str]
    empty: tuple[int, ...]


def read_pdf(data: bytes, label: str) -> Pdf:
    """The text of a PDF file. Raises SourceError when it is encrypted, damaged, scanned or too long."""
    import pypdf  # 0.2 s to import; only PDF files need it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{label}: is a PDF file encrypted with a password; save a copy without it")
        if len(reader.pages) > MOST_PAGES:
            raise SourceError(f"{label}: has more than {MOST_PAGES} pages; split it")
        pages = tuple(_lines(page) for page in reader.pages)
        meta = _meta(reader)
    except SourceError:
        raise
    except pypdf.errors.DependencyError as error:
        raise SourceError(f"{label}: is a PDF file encrypted in a way that cannot be read; save a copy without encryption") from error
    except Exception as error:  # a damaged file makes the parser fail in any way at all
        raise SourceError(f"{label}: is a damaged PDF file; save it again") from error
    _check(pages, label)
    return Pdf(pages, meta, tuple(number for number, lines in enumerate(pages, 1) if not lines))


def _check(pages: tuple[tuple[Line, ...], ...], label: str) -> None:
    if not any(pages):
        many = "its page holds" if len(pages) == 1 else f"its {len(pages)} pages hold"
        raise SourceError(f"{label}: is a scanned PDF file, {many} no text; run text recognition (OCR) over it")
    text = "".join(line.text for lines in pages for line in lines)
    if sum(len(match) for match in UNREADABLE.findall(text)) > MOST_UNREADABLE * len(text):
        raise SourceError(f"{label}: is a PDF file whose fonts do not say which letters they show; print it anew, or run text recognition (OCR) over it")


def _lines(page: object) -> tuple[Line, ...]:
    """The lines of a page in reading order, each with the place and size of its first words."""
    lines: list[Line] = []
    parts: list[str] = []
    place: tuple[float, float, float] | None = None

    def visit(text: str, cm: Matrix, tm: Matrix, _font: object, size: float) -> None:
        nonlocal place
        for piece in text.splitlines(keepends=True):
            if place is None and piece.strip():
                place = (
                    tm[4] * cm[0] + tm[5] * cm[2] + cm[4],
                    tm[4] * cm[1] + tm[5] * cm[3] + cm[5],
                    abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1)),
                )
            parts.append(piece)
            if piece.endswith("\n"):
                _end(lines, parts, place)
                place = None

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]  # pypdf is imported only where it is needed
    _end(lines, parts, place)
    return tuple(lines)


def _end(lines: list[Line], parts: list[str], place: tuple[float, float, float] | None) -> None:
    text = " ".join("".join(parts).split())
    parts.clear()
    if text and place:
        lines.append(Line(text, *place))


def _meta(reader: object) -> dict[str, str]:
    try:
        found = reader.metadata  # type: ignore[attr-defined]
        made = found.creation_date if found else None
    except Exception:  # a date in no known form, or a damaged table: the text is what counts
        return {}
    values = {"title": found.title if found else "", "author": found.author if found else ""}
    meta = {key: " ".join(str(value).split()) for key, value in values.items() if value and not NO_TITLE.match(str(value))}
    return meta | ({"created": made.date().isoformat()} if made else {})
