"""Typst as a function: a template of ours and data make a PDF file or a PNG picture, the same bytes for the same input.

The data reaches the template as JSON and is never read as markup. No package and no font is fetched, and fonts of the machine are not looked at.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from graph.errors import RequestError, TrilateralError, shown
from viz import fonts

if TYPE_CHECKING:
    from typst import Fonts

EXTRA = "needs the extra `briefing`; install it with pip install 'trilateral[briefing]'"


def typeset(template: str, data: Mapping[str, Any], day: date, *, form: Literal["pdf", "png"] = "pdf", ppi: float = 144.0) -> bytes:
    """The pages that a template of `viz/briefing` makes of the data: a tagged PDF/UA-1 file, or a picture of its one page.

    `day` stands in the file as the day of its making. Raises RequestError without the extra, TrilateralError when typst refuses.
    """
    try:
        import typst
    except ImportError as error:
        raise RequestError(f"{form}: {EXTRA}") from error
    root = Path(str(files("viz") / "briefing"))
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        made = typst.compile(
            str(root / template),
            format=form,
            root=str(root),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"] if form == "pdf" else [],
            timestamp=moment,
            ppi=ppi,
        )
    except typst.TypstError as error:
        raise TrilateralError(f"{template}: cannot be set ({shown(error.message)}); report this with the command that you gave") from error
    if not isinstance(made, bytes):
        raise TrilateralError(f"{template}: came out as several pictures; report this with the command that you gave")
    return made


@cache
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.folder())])
