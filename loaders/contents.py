"""Whether what was downloaded is a file of its kind, told by how it begins."""

from pathlib import Path
from zipfile import is_zipfile

from graph.errors import shown

HEAD = 300
OTHERS = (b"{", b"<!doctype html", b"<html")  # how errors are told where a table or XML was asked for


def is_cut(part: Path, suffix: str) -> bool:
    """Whether an archive lacks its end."""
    return suffix == ".zip" and _head(part).startswith(b"PK") and not is_zipfile(part)


def foreign(part: Path, suffix: str) -> str:
    """How a file begins that is none of its suffix, such as an error told in JSON or HTML; "" for any other."""
    begins = _head(part)
    fits = begins.startswith(b"PK") if suffix == ".zip" else bool(begins) and not begins.lower().startswith(OTHERS)
    return "" if fits else shown(" ".join(begins.decode("utf-8", "replace").split()), 80) or "nothing"


def _head(part: Path) -> bytes:
    with part.open("rb") as file:
        return file.read(HEAD).lstrip(b"\xef\xbb\xbf \r\n\t")
