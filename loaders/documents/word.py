"""The text of a Word document (.docx): paragraphs, headings, lists, tables row by row and notes, and its core properties."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNREAD = frozenset({f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}instrText", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"})
MARKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
LARGEST = 200_000_000
STEEPEST = 200
TEMPLATE_DAY = date(2013, 12, 23)  # the day of python-docx's own template: its documents were not written then
Element = Any  # an lxml element, which has no types


@dataclass(frozen=True, slots=True)
class Word:
    """The text, blocks parted by blank lines; `meta` has title, author and created (a day) where stated."""

    text: str
    meta: Mapping[str, str]


def read_word(data: bytes, label: str) -> Word:
    """The text of a Word document. Raises SourceError when it is damaged, empty or would unpack to very much."""
    import docx  # 0.2 s to import; only Word documents need it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
        if size > LARGEST or size > STEEPEST * len(data):
            raise SourceError(f"{label}: is a Word document that unpacks to {size // 1_000_000} MB; save the article alone")
        document = docx.Document(io.BytesIO(data))
        blocks = [*_blocks(document.element.body, _styles(document)), *_notes(document)]
        meta = _meta(document)
    except SourceError:
        raise
    except Exception as error:  # a damaged file makes the parser fail in any way at all
        raise SourceError(f"{label}: is a damaged Word document; save it again") from error
    if not blocks:
        raise SourceError(f"{label}: is a Word document without text; check that the article is in it, not a picture of it")
    return Word("\n\n".join(blocks), meta)


def _styles(document: "WordDocument") -> dict[str, str]:
    """The names of paragraph styles by id, in lower case."""
    return {style.style_id: (style.name or "").casefold() for style in document.styles}


def _blocks(parent: Element, styles: Mapping[str, str]) -> Iterator[str]:
    """Paragraphs and rows in order; content controls are looked into, tables within cells are part of the cell."""
    for child in parent:
        if child.tag == f"{W}p":
            if text := _text(child):
                yield _marked(child, text, styles)
        elif child.tag == f"{W}tbl":
            yield from filter(None, (_row(row) for row in child.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is child))
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(child, styles)


def _marked(paragraph: Element, text: str, styles: Mapping[str, str]) -> str:
    """A paragraph with "# " before it if it is a heading, "- " if it is an item of a list."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    style = styles.get(named.get(f"{W}val"), "") if named is not None else ""
    if style == "title":
        return f"# {text}"
    if style.startswith("heading"):
        return f"## {text}"
    listed = style.startswith("list") or paragraph.find(f"{W}pPr/{W}numPr") is not None
    return f"- {text}" if listed else text


def _row(row: Element) -> str:
    """The cells of a row with a tab between; a merged cell stands once."""
    cells = [" ".join(text for paragraph in cell.iter(f"{W}p") if (text := _text(paragraph))) for cell in row.iter(f"{W}tc") if _outer(cell, row)]
    return "\t".join(" ".join(cell.split()) for cell in cells).strip()


def _outer(cell: Element, row: Element) -> bool:
    return next(cell.iterancestors(f"{W}tr")) is row


def _text(paragraph: Element) -> str:
    """What a reader sees of a paragraph: insertions are read, deletions, field codes and text boxes are not."""
    return "\n".join(" ".join(line.split()) for line in "".join(_runs(paragraph)).split("\n") if line.strip())


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in UNREAD:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        else:
            yield from _runs(child)


def _notes(document: "WordDocument") -> Iterator[str]:
    """Footnotes and endnotes, after the text."""
    from docx.oxml.parser import parse_xml

    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            for note in parse_xml(part.blob):
                if text := " ".join(filter(None, (_text(paragraph) for paragraph in note.iter(f"{W}p")))):
                    yield text


def _meta(document: "WordDocument") -> dict[str, str]:
    core = document.core_properties
    meta = {key: " ".join(value.split()) for key, value in (("title", core.title), ("author", core.author)) if value and value != "python-docx"}
    made = core.created.date() if core.created else None
    return meta | ({"created": made.isoformat()} if made and made != TEMPLATE_DAY else {})
