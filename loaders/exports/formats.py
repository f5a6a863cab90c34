"""The formats that the record is written in, by name, and the writing itself."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

from graph.claims import Frozen, write_lines
from graph.errors import RequestError, shown
from loaders.exports.told import Lines, Told, tell
from loaders.wordlists import wordlist

LOSSLESS = "jsonl"


class Format(Frozen):
    """A format: what it is for, its module, the suffix and media type of its file, or the names of its `files` where it has several."""

    name: str
    what: str
    module: str
    suffix: str
    media: str
    files: tuple[str, ...] = ()


class Exported(Frozen):
    """What was written: entities and ties (or lines, or rows), the layers it shows, and what the format could not hold, counted."""

    format: str
    layers: tuple[str, ...]
    counts: Mapping[str, int]
    lost: Mapping[str, int]


@cache
def formats() -> Mapping[str, Format]:
    """All formats by name, the lossless one first."""
    return {name: Format(name=name, **fields) for name, fields in wordlist("loaders.exports", "formats").items()}


def named(name: str) -> Format:
    """The format of a name. Raises RequestError."""
    if name in formats():
        return formats()[name]
    raise RequestError(f"{shown(name)}: no format of that name; use one of {', '.join(formats())}")


def write(lines: Lines, form: str, layers: Sequence[str], out: IO[str]) -> Exported:
    """Write the record in a format of one file. Raises RequestError for an unknown format, and for one of several files."""
    found = named(form)
    if found.files:
        raise RequestError(f"{form}: has several files ({', '.join(found.files)}); name a folder for them with -o")
    if form == LOSSLESS:
        return Exported(format=form, layers=tuple(layers), counts={"lines": write_lines(lines(), out)}, lost={})
    told = tell(lines)
    import_module(f"loaders.exports.{found.module}").write(told, out, ", ".join(layers))
    return _exported(form, layers, told)


def write_files(lines: Lines, form: str, layers: Sequence[str], folder: Path, check: Callable[[], None] = lambda: None) -> Exported:
    """Write the record in a format of several files into a folder that is there: all of them, or none where something fails.

    `check` is called before they are put in place, and may raise.
    """
    found = named(form)
    told = tell(lines)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as scratch, ExitStack() as stack:
        outs = {name: stack.enter_context((Path(scratch) / name).open("wb")) for name in found.files}
        import_module(f"loaders.exports.{found.module}").write(told, outs, ", ".join(layers))
        stack.close()
        check()
        for name in found.files:
            (Path(scratch) / name).replace(folder / name)
    return _exported(form, layers, told)


def _exported(form: str, layers: Sequence[str], told: Told) -> Exported:
    lost = {what: number for what, number in sorted(told.lost.items()) if number}
    return Exported(format=form, layers=tuple(layers), counts=dict(told.counts), lost=lost)
