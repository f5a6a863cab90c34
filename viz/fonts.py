"""The fonts that ship with the product, for PDF files and pictures that must look the same on every machine.

The build puts them into `viz/static/fonts`: Inter, and DejaVu Sans for the letters that Inter lacks.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import unpack_from

from graph.errors import TrilateralError
from viz.text import clean

FAMILIES = ("Inter", "DejaVu Sans")
MISSING = "□"


def folder() -> Path:
    """Where the fonts are. Raises TrilateralError when the build has not put them there."""
    path = Path(str(files("viz") / "static" / "fonts"))
    if not path.is_dir():
        raise TrilateralError("viz/static/fonts: the fonts are not there; install Trilateral from its wheel or run `python hatch_build.py`")
    return path


def drawable(text: str) -> str:
    """Cleaned `text` with a hollow square for each character that no shipped font has."""
    return "".join(map(_drawn, clean(text)))


def drawable_markup(markup: str) -> str:
    """As `drawable`, for XML whose texts were cleaned already: its own characters are ASCII and stay."""
    return "".join(map(_drawn, markup))


def _drawn(character: str) -> str:
    return character if character < "\x7f" or ord(character) in covered() else MISSING


@cache
def covered() -> frozenset[int]:
    """The code points for which a shipped font has a glyph."""
    return frozenset(point for path in sorted(folder().glob("*.ttf")) for point in _points(path.read_bytes()))


def _points(font: bytes) -> set[int]:
    """The code points of a TrueType font: the groups of its character map of format 12, the segments of format 4 without one (OpenType 1.9, `cmap`)."""
    (tables,) = unpack_from(">H", font, 4)
    places = {font[at : at + 4]: unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    start = places[b"cmap"]
    (maps,) = unpack_from(">H", font, start + 2)
    subtables = {start + unpack_from(">I", font, start + 8 + 8 * i)[0] for i in range(maps)}
    forms = {unpack_from(">H", font, at)[0]: at for at in sorted(subtables)}
    return _groups(font, forms[12]) if 12 in forms else _segments(font, forms[4])


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = unpack_from(">I", font, at + 12)
    ranges = (unpack_from(">III", font, at + 16 + 12 * i) for i in range(count))
    return {point for first, last, glyph in ranges for point in range(first, last + 1) if glyph + point - first}


def _segments(font: bytes, at: int) -> set[int]:
    (double,) = unpack_from(">H", font, at + 6)
    ends = unpack_from(f">{double // 2}H", font, at + 14)
    starts = unpack_from(f">{double // 2}H", font, at + 16 + double)
    return {point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1) if point != 0xFFFF}
