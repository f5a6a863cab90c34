"""An SVG picture of ours as PNG or PDF, with the fonts that ship."""

import re
from datetime import date
from typing import Literal

from graph.errors import RequestError
from viz.fonts import drawable, drawable_markup
from viz.typesetting import typeset

SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')
SCALE = 2.0
CSS_PPI, PT = 96.0, 0.75
MOST_SIDE, MOST_PIXELS = 20_000.0, 40_000_000.0


def size(svg: str) -> tuple[float, float]:
    """Width and height that an SVG picture of ours says of itself, in CSS pixels."""
    found = SIZE.search(svg[:4000])
    if found is None:
        raise RequestError("picture: an SVG without width and height; draw it with `viz.svg`")
    return float(found[1]), float(found[2])


def converted(svg: str, form: Literal["png", "pdf"], *, title: str, alt: str, day: date, lang: str = "en") -> bytes:
    """The picture as PNG, two pixels to each of the SVG's, or as a PDF page of its size with text that can be selected.

    `alt` is read to those who cannot see it. Raises RequestError for a picture of more than 20,000 pixels a side or 40 million in all.
    """
    width, height = size(svg)
    if max(width, height) > MOST_SIDE or width * height * SCALE**2 > MOST_PIXELS:
        raise RequestError(f"{form}: a picture of {width:.0f} × {height:.0f} is too large; draw fewer entities, or write an .svg")
    return framed(drawable_markup(svg), width * PT, height * PT, form, title=title, alt=alt, day=day, lang=lang)


def framed(svg: str, width: float, height: float, form: Literal["png", "pdf"], *, title: str, alt: str, day: date, lang: str = "en") -> bytes:
    """The picture on a page of its own of width × height points. Raises TrilateralError for an SVG that cannot be drawn."""
    data = {
        "svg": svg,
        "width": width,
        "height": height,
        "title": drawable(title) or "Trilateral",
        "alt": drawable(alt) or "Picture",
        "lang": lang,
        "day": [day.year, day.month, day.day],
    }
    return typeset("picture.typ", data, day, form=form, ppi=CSS_PPI * SCALE)
