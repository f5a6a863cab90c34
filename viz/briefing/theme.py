"""A theme as a person writes it, checked: colours that can be read, a logo that is what it says and does nothing."""

import re
from collections.abc import Mapping

from lxml import etree

from graph.errors import RequestError, shown
from viz.briefing.model import Theme
from viz.briefing.words import outside

FIELDS = ("primary", "accent", "organisation", "logo")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
READABLE = 4.5
LARGEST = 1 << 20  # bytes of a logo
WIDEST = 4000  # pixels of a logo's side
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = ("g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "symbol", "use")
INERT = frozenset(("svg", "title", "desc", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "metadata", *SHAPES))
REFERS = re.compile(r"url\s*\(|@import|expression|javascript:|data:", re.IGNORECASE)
LOCAL = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)", re.IGNORECASE)


def themed(fields: Mapping[str, object], logo: bytes = b"") -> Theme:
    """The theme of some fields and the bytes of a logo. Raises RequestError saying what is wrong with which."""
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise RequestError(f"theme: {shown(str(unknown[0]))}: no such field; known are {', '.join(FIELDS)}")
    found: dict[str, str] = {}
    for name in ("primary", "accent"):
        if fields.get(name):
            found[name] = _colour(name, str(fields[name]))
    organisation = outside(str(fields.get("organisation") or ""), 120)
    return Theme(organisation=organisation, logo=logo, logo_type=logo_kind(logo) if logo else "", **found)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours #RRGGBB, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def logo_kind(logo: bytes) -> str:
    """png or svg. Raises RequestError for anything else, and for a picture that is too large or holds more than shapes and text."""
    if len(logo) > LARGEST:
        raise RequestError(f"theme: logo: has {len(logo):,} bytes, more than {LARGEST:,}; make it smaller")
    if logo.startswith(PNG):
        width, height = int.from_bytes(logo[16:20], "big"), int.from_bytes(logo[20:24], "big")
        if logo[12:16] != b"IHDR" or not (0 < width <= WIDEST and 0 < height <= WIDEST):
            raise RequestError(f"theme: logo: is no PNG of at most {WIDEST} by {WIDEST} pixels; give another")
        return "png"
    _check_svg(logo)
    return "svg"


def _colour(name: str, value: str) -> str:
    if not COLOUR.fullmatch(value):
        raise RequestError(f"theme: {name}: {shown(value)}: is no colour; write it as #RRGGBB")
    ratio = contrast(value, "#FFFFFF")
    if ratio < READABLE:
        raise RequestError(f"theme: {name}: {value}: has a contrast of {ratio:.1f} on white, below {READABLE}; choose a darker one")
    return value


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _check_svg(logo: bytes) -> None:
    """Refuse what is no SVG, and an SVG that could run, fetch or show anything from elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(logo, parser)
    except etree.XMLSyntaxError as error:
        raise RequestError("theme: logo: is neither a PNG nor an SVG; give one of them") from error
    if root.tag != f"{SVG}svg" or b"<!DOCTYPE" in logo.upper():
        raise RequestError("theme: logo: is no plain SVG; save it as plain SVG or PNG")
    for element in root.iter(etree.Element):
        name = str(element.tag).removeprefix(SVG)
        inside_metadata = any(str(above.tag) == f"{SVG}metadata" for above in element.iterancestors())
        if name not in INERT and not inside_metadata:
            raise RequestError(f"theme: logo: holds <{shown(name, 40)}>, which may do more than draw; save it as plain SVG or PNG")
        for key, value in element.attrib.items():
            _check_attribute(str(key).rpartition("}")[2].lower(), str(value))


def _check_attribute(key: str, value: str) -> None:
    refers = key == "href" and not value.startswith("#")
    if key.startswith("on") or refers or REFERS.search(LOCAL.sub("", value)):
        raise RequestError(f"theme: logo: has {shown(key, 40)}={shown(value, 40)}, which leads out of the picture; save it as plain SVG or PNG")
