"""What a file is, by its first bytes and, for a ZIP package, by what it holds; never by its suffix."""

import io
import zipfile
from typing import Literal

from graph.errors import SourceError

Kind = Literal["pdf", "word", "text"]
REFUSED = {
    b"\xd0\xcf\x11\xe0": "an old or encrypted office document; save it as .docx without a password",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"BZh": "a bzip2 archive; unpack it",
    b"\xfd7zXZ": "an xz archive; unpack it",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it",
    b"Rar!": "a RAR archive; unpack it",
    b"{\\rtf": "an RTF file; save it as .docx or .txt",
    b"SQLite format 3": "an SQLite database",
}
ZIP = b"PK\x03\x04"
EXPECTED = "expected plain text, Markdown, HTML, PDF or Word (.docx)"
WORD_TEXT = "word/document.xml"


def kind_of(data: bytes, label: str) -> Kind:
    """The kind of a document. Raises SourceError for what no reader reads, with what to do."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(ZIP):
        if fault := package_fault(data):
            raise SourceError(f"{label}: is {fault}; {EXPECTED}")
        return "word"
    for signature, what in REFUSED.items():
        if data.startswith(signature):
            raise SourceError(f"{label}: is {what}; {EXPECTED}")
    return "text"


def package_fault(data: bytes) -> str:
    """Why a ZIP package is no Word document that can be read; "" when it is one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return office_fault(package)
    except zipfile.BadZipFile:
        return "a damaged ZIP archive or office document"


def is_office(package: zipfile.ZipFile) -> bool:
    """Whether a ZIP package is an office document of any kind rather than an archive of files."""
    return bool({"[Content_Types].xml", "mimetype"} & set(package.namelist()))


def office_fault(package: zipfile.ZipFile) -> str:
    """The same for an open package."""
    names = set(package.namelist())
    if not is_office(package):
        return "a ZIP archive, and archives within archives are not looked into; unpack it"
    if "word/vbaProject.bin" in names:
        return "a Word document with macros (.docm); save it as .docx"
    if WORD_TEXT in names:
        return ""
    if "mimetype" in names:
        return "an OpenDocument file or an e-book; save it as .docx or .txt"
    return "an office document other than Word's; save its text as .txt, its tables as CSV"
