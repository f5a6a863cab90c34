"""Charts of a briefing as SVG and PNG: bars from zero with the interval that each may lie in, made offline by Altair and vl-convert."""

from collections.abc import Mapping
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring

from babel.numbers import format_decimal

from graph.errors import RequestError
from viz.briefing.model import Bar, Chart, Mark
from viz.briefing.words import LOCALES
from viz.fonts import FAMILIES, drawable, folder
from viz.style import LIGHT, PLAIN, STANCES, Stance
from viz.text import wrap
from viz.typesetting import EXTRA

if TYPE_CHECKING:
    import altair

SVG = "http://www.w3.org/2000/svg"
LOOKS: Mapping[Mark, Stance] = {
    "support": STANCES["support"],
    "oppose": STANCES["oppose"],
    "mixed": STANCES["ambivalent"],
    "unknown": STANCES["unknown"],
    "": PLAIN,
}
MOST_BARS, LABEL_SHARE, LABEL_LINES, FIGURE_SHARE, LEADING, GAP = 20, 0.38, 3, 0.21, 1.3, 7.0


def chart_svg(chart: Chart, *, language: str = "en", width: float = 480.0, size: float = 9.0) -> str:
    """The chart as one SVG element `width` units wide, with type of `size` units, the same bytes for the same chart.

    The first 20 bars whose value is finite are drawn. The title is not in the picture: it stands above it in the text. `chart.words` is
    its description. Raises RequestError without the extra `briefing`.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise RequestError(f"chart: {EXTRA}") from error
    _register()
    svg = vl_convert.vegalite_to_svg(_spec(chart, language, width, size), allowed_base_urls=[])
    return _described(svg, chart)


def chart_png(chart: Chart, *, language: str = "en", width: float = 480.0, size: float = 9.0, scale: float = 3.0) -> bytes:
    """The same picture in pixels, `scale` of them to a unit."""
    import vl_convert

    svg = chart_svg(chart, language=language, width=width, size=size)
    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def drawn(chart: Chart) -> tuple[Bar, ...]:
    """The bars that a picture of the chart shows."""
    return tuple(bar for bar in chart.bars if isfinite(bar.value))[:MOST_BARS]


@cache
def _register() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(folder()))


def _spec(chart: Chart, language: str, width: float, size: float) -> dict[str, Any]:
    import altair as alt

    rows = [_row(bar, place, language, width, size) for place, bar in enumerate(drawn(chart))]
    ends = [value for row in rows for value in (row["value"], row["end"], row.get("low", 0.0))] + [0.0]
    room = (max(ends) - min(ends) or 1.0) * FIGURE_SHARE
    y = alt.Y("key:N", sort=None, axis=None)
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[min(ends), max(ends) + room], nice=False),
        title=drawable(chart.unit)[:80] or None,
        axis=alt.Axis(labels=False, ticks=False, grid=False, domain=False),
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=y)
    bars = base.mark_bar(height={"band": 0.62}, strokeWidth=1).encode(x=x, color=alt.Color("fill:N", scale=None), stroke=alt.Stroke("line:N", scale=None))
    figures = base.mark_text(align="left", baseline="middle", dx=5).encode(x="end:Q", text="figure:N")
    labels = base.mark_text(align="right", baseline="middle", lineHeight=LEADING * size).encode(x=alt.value(-GAP), text="label:N")
    tall = sum(max(2, len(row["label"])) for row in rows) + 2
    picture = alt.layer(bars, *_intervals(rows, y, size), figures, labels).properties(
        width=width,
        height=tall * LEADING * size,
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        padding=2,
    )
    spec: dict[str, Any] = picture.configure(**_look(size)).to_dict()
    return spec


def _intervals(rows: list[dict[str, Any]], y: "altair.Y", size: float) -> "list[altair.Chart]":
    """Lines with ends over the bars that have an interval, on white so that they show on every bar."""
    import altair as alt

    known = [row for row in rows if "low" in row]
    if not known:
        return []
    base = alt.Chart(alt.InlineData(values=known)).encode(y=y)
    lines = [base.mark_rule(strokeWidth=thick, color=colour).encode(x="low:Q", x2="high:Q") for thick, colour in ((4.0, LIGHT.ground), (1.4, LIGHT.ink))]
    return [*lines, *(base.mark_tick(thickness=1.4, size=size, color=LIGHT.ink).encode(x=f"{end}:Q") for end in ("low", "high"))]


def _row(bar: Bar, place: int, language: str, width: float, size: float) -> dict[str, Any]:
    look = LOOKS[bar.mark]
    name = f"{look.symbol} {drawable(bar.label[:2000])}".strip()
    row: dict[str, Any] = {
        "key": f"{place:02}",
        "label": wrap(name, width * LABEL_SHARE, size, LABEL_LINES) or (" ",),  # lines: data, which no expression of the library reads
        "value": bar.value,
        "figure": _figure(bar.value, language),
        "fill": look.fill,
        "line": look.line,
        "end": max(bar.value, 0.0),
    }
    if bar.low is not None and bar.high is not None and isfinite(bar.low) and isfinite(bar.high):
        row |= {"low": bar.low, "high": bar.high, "end": max(bar.value, bar.high, 0.0)}
    return row


def _figure(value: float, language: str) -> str:
    digits = "#,##0.##" if abs(value) < 100 else "#,##0"
    return format_decimal(value, digits, locale=LOCALES[language])


def _look(size: float) -> dict[str, Any]:
    text = {"font": FAMILIES[0], "fontSize": size, "color": LIGHT.ink}
    axis = {
        "titleFont": FAMILIES[0],
        "titleFontSize": size,
        "titleFontWeight": "normal",
        "titleColor": LIGHT.muted,
    }
    # Without `aria` the library makes no descriptions; it would read our titles as expressions there.
    return {"aria": False, "font": FAMILIES[0], "axis": axis, "text": text, "view": {"stroke": None}, "background": LIGHT.ground}


def _described(svg: str, chart: Chart) -> str:
    """The picture with its title and words for screen readers, and nothing of the library's own words for them."""
    register_namespace("", SVG)
    root = fromstring(svg)
    for element in root.iter():
        for name in [name for name in element.attrib if name.startswith("aria-") or name == "role"]:
            del element.attrib[name]
    root.set("role", "img")
    root.set("aria-label", drawable(chart.title) or "Chart")
    for place, (tag, said) in enumerate((("title", chart.title), ("desc", chart.words))):
        child = Element(f"{{{SVG}}}{tag}")
        child.text = drawable(said)
        root.insert(place, child)
    return tostring(root, encoding="unicode")
