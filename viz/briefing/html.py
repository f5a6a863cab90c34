"""The briefing as one offline HTML file: no script, nothing fetched, readable on paper."""

import base64
from importlib.resources import files

from markupsafe import Markup

from viz.briefing.labels import labels
from viz.briefing.model import Chart, Story, Theme
from viz.html import digest
from viz.pages import render
from viz.svg import map_svg

SYMBOLS = {"support": "+", "oppose": "−", "mixed": "±", "unknown": "?"}
WIDE = 240.0


def write(story: Story) -> bytes:
    """The file, the same bytes for the same story. Outside texts are escaped; the policy admits this style sheet alone and nothing else."""
    css = _css(story.theme)
    context = {
        "story": story,
        "css": Markup(css),
        "policy": f"default-src 'none'; style-src '{digest(css)}'; img-src data:; base-uri 'none'; form-action 'none'",
        "logo": _logo(story.theme),
        "symbols": SYMBOLS,
        "drawn_map": lambda view: Markup(map_svg(view, link=lambda key: "", labels=labels(story.language))),
        "bars": _bars,
    }
    return render("briefing.html", lang=story.language, **context).encode()


def _css(theme: Theme) -> str:
    sheet = (files("viz") / "templates" / "briefing.css").read_text(encoding="utf-8")
    return f":root{{--primary:{theme.primary};--accent:{theme.accent}}}\n{sheet}"


def _logo(theme: Theme) -> str:
    if not theme.logo_type:
        return ""
    kind = "image/png" if theme.logo_type == "png" else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(theme.logo).decode()}"


def _bars(chart: Chart) -> list[tuple[str, str, str]]:
    """For each bar its length and where its interval begins and ends, in units of a picture 240 wide; "" where there is none."""
    largest = max((max(bar.value, bar.high or 0) for bar in chart.bars), default=1) or 1
    scaled = [[value and f"{WIDE * max(value, 0) / largest:.1f}" for value in (bar.value, bar.low, bar.high)] for bar in chart.bars]
    return [(length or "0", low or "", high or "") for length, low, high in scaled]
