"""A briefing as files: the formats that can be written, and themes read from files and requests."""

import tomllib
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from graph.errors import RequestError, shown
from graph.results import BriefingResult

if TYPE_CHECKING:
    from viz.briefing.model import Story, Theme
    from viz.briefing.words import Language

# format: its files, each with the module and function of viz.briefing that writes it
WRITERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "html": {"briefing.html": ("html", "write")},
    "pdf": {"page.pdf": ("pdf", "page"), "slides.pdf": ("pdf", "slides")},
    "docx": {"briefing.docx": ("docx", "write")},
    "pptx": {"slides.pptx": ("pptx", "write")},
}
NEEDS = {"pdf": ("typst", "altair", "vl_convert"), "docx": ("altair", "vl_convert"), "pptx": ("pptx",)}
MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
LARGEST = 1 << 21  # bytes of a theme file or a logo


def formats(wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The formats wanted; where none is named, all for which what they need is installed. Raises RequestError for one that is none or cannot be written."""
    if unknown := [form for form in wanted if form not in WRITERS]:
        raise RequestError(f"{shown(unknown[0]) or 'nothing'}: no format of a briefing; known are {', '.join(WRITERS)}")
    if lacking := [form for form in wanted if form in missing()]:
        raise RequestError(f"{lacking[0]}: needs the extra `briefing`; install it with pip install 'trilateral[briefing]'")
    return tuple(form for form in WRITERS if form in wanted or not (wanted or form in missing()))


def missing() -> tuple[str, ...]:
    """The formats that need what is not installed."""
    return tuple(form for form, modules in NEEDS.items() if any(find_spec(module) is None for module in modules))


def told(result: BriefingResult, language: "Language" = "en", theme: "Theme | None" = None) -> "Story":
    """The answers as a story in a language."""
    from viz.briefing.story import PLAIN, tell

    return tell(result, language, theme or PLAIN)


def files_of(story: "Story", wanted: Sequence[str] = ()) -> dict[str, bytes]:
    """The files of a story by name, the same bytes for the same story. Raises RequestError for a format that is none."""
    parts = [part for form in formats(wanted) for part in WRITERS[form].items()]
    return {name: _writer(module, function)(story) for name, (module, function) in parts}


def write(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Write the files into a folder, each whole or not at all; their places."""
    from api.files import make_folder, write_whole

    make_folder(folder)
    for name, content in files.items():
        write_whole(folder / name, content)
    return [str(folder / name) for name in files]


def theme_of(file: Path) -> "Theme":
    """The theme of a YAML or TOML file; its logo's place is seen from the file. Raises RequestError."""
    from viz.briefing.theme import themed

    fields = _read(file)
    logo = fields.get("logo")
    return themed(fields, _bytes(file.parent / str(logo)) if logo else b"")


def theme_given(fields: Mapping[str, str]) -> "Theme":
    """The theme of a request, its logo in base64. Raises RequestError."""
    from viz.briefing.theme import themed

    try:
        logo = b64decode(fields.get("logo", ""), validate=True)
    except (BadBase64, ValueError) as error:
        raise RequestError("theme: logo: is no base64; send the bytes of a PNG or SVG in base64") from error
    return themed(fields, logo)


def fields_of(theme: "Theme") -> dict[str, str]:
    """A theme as the fields of a request."""
    return {"primary": theme.primary, "accent": theme.accent, "organisation": theme.organisation, "logo": b64encode(theme.logo).decode()}


def _writer(module: str, function: str) -> "Callable[[Story], bytes]":
    found: Callable[[Story], bytes] = getattr(import_module(f"viz.briefing.{module}"), function)
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        text = _bytes(file).decode()
        found = tomllib.loads(text) if file.suffix.lower() == ".toml" else yaml.safe_load(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise RequestError(f"{shown(str(file))}: cannot be read as YAML or TOML; see the reference for a theme file") from error
    if not isinstance(found, dict):
        raise RequestError(f"{shown(str(file))}: holds no fields; see the reference for a theme file")
    return found


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise RequestError(f"{shown(str(file))}: is larger than {LARGEST:,} bytes; make it smaller")
        return file.read_bytes()
    except OSError as error:
        raise RequestError(f"{shown(str(file))}: cannot be read ({(error.strerror or str(error)).lower()}); name another file") from error
