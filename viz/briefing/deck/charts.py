"""Charts of a slide: native bars whose data can be edited, with the interval that each may lie in."""

from math import isfinite
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from viz.briefing.deck.fit import LEADING, SMALL, Box, tall
from viz.briefing.deck.runs import Sheet, colour, describe, put_small, text_box
from viz.briefing.deck.runs import paragraph as next_paragraph
from viz.briefing.deck.runs import run as put_run
from viz.briefing.model import Bar, Chart, Cite, Story
from viz.briefing.office import FONT, LOOKS, cut, on_paper, said
from viz.briefing.words import Tongue
from viz.style import LIGHT
from viz.text import wrap

TITLE, LABELS = 13.0, 11.0
BAR = 19.0
MOST = 38
FORMULA = ("=", "{=", "http", "ftp", "mailto:", "internal:", "external:")


def put(sheet: Sheet, box: Box, chart: Chart) -> int:
    """The chart with its finding above and its sources below; returns how many bars had no room."""
    title = cut(" · ".join(part for part in (chart.title, chart.unit) if part), 200)
    lines = wrap(title, box.w, TITLE, 2, bold=True)
    above = len(lines) * TITLE * LEADING
    frame = text_box(sheet, Box(box.x, box.y, box.w, above), cut(title, 60))
    put_run(next_paragraph(frame, TITLE), " ".join(lines), TITLE, sheet.story, ink=on_paper(sheet.story.theme.primary), bold=True)
    notes = _notes(sheet, chart)
    below = sum(tall(text + " [00]" * len(cites), box.w, SMALL) for text, cites in notes)
    room = box.h - above - below - 8
    drawable = [bar for bar in chart.bars if isfinite(bar.value)]
    shown = tuple(drawable[: max(1, int((room - 12) / BAR))])
    if left := len(chart.bars) - len(shown):
        notes = [(sheet.more.format(n=left), ()), *notes]
        below += SMALL * LEADING
        room -= SMALL * LEADING
    if not shown:
        return left
    high = min(room, 40 + 64.0 * len(shown))
    _bars(sheet, Box(box.x, box.y + above + 4, box.w, high), chart, shown, title)
    if notes:
        put_small(sheet, Box(box.x, box.y + above + high + 8, box.w, below), said(sheet.story, "Sources"), notes)
    return left


def _notes(sheet: Sheet, chart: Chart) -> list[tuple[str, tuple[Cite, ...]]]:
    """What stands below the bars: what the thin lines are, and the sources."""
    cites = tuple(cite for bar in chart.bars for cite in bar.cites)
    found: list[tuple[str, tuple[Cite, ...]]] = []
    if any(_ranged(bar) for bar in chart.bars):
        found.append((said(sheet.story, "Thin lines: the range in which the value may lie"), ()))
    if cites:
        found.append((said(sheet.story, "Sources") + " ", cites))
    return found


def _bars(sheet: Sheet, box: Box, chart: Chart, bars: tuple[Bar, ...], title: str) -> None:
    data = CategoryChartData(number_format=_format(bars))
    ranged = any(bar.low is not None or bar.high is not None for bar in bars)
    data.categories = [label(sheet.story, bar, _shown(sheet, bar) if ranged else "") for bar in bars]
    data.add_series(inert(cut(chart.unit, 80)) or "value", [bar.value for bar in bars])
    shape = sheet.slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h), data)
    describe(shape, chart.words or title, title)
    drawn = shape.chart
    drawn.font.size, drawn.font.name = Pt(LABELS), FONT
    drawn.font.color.rgb = colour(LIGHT.ink)
    drawn.has_legend = drawn.has_title = False
    _axes(drawn, bars)
    plot = drawn.plots[0]
    plot.gap_width = 55
    if not ranged:
        _values(plot, bars)
    series = plot.series[0]
    series.invert_if_negative = False
    for at, bar in enumerate(bars):
        fill = LOOKS[bar.mark] if bar.mark else None
        point = series.points[at].format
        point.fill.solid()
        point.fill.fore_color.rgb = colour(fill.fill if fill else sheet.story.theme.accent)
        point.line.color.rgb = colour(fill.line if fill else sheet.story.theme.accent)
    _intervals(series, bars)


def label(story: Story, bar: Bar, value: str) -> str:
    """A bar's label with the sign of its stance and maybe its value; never a formula or an address for the workbook behind the chart."""
    name = (f"{LOOKS[bar.mark].symbol} " if bar.mark else "") + cut(bar.label, MOST)
    text = said(story, "{a}: {amount}", a=name, amount=value) if value else name
    return inert(text)


def inert(text: str) -> str:
    """A text that the workbook behind a chart takes for a text, whatever it begins with."""
    return f" {text}" if text.lower().startswith(FORMULA) else text


def _ranged(bar: Bar) -> bool:
    return bar.low is not None and bar.high is not None and isfinite(bar.low) and isfinite(bar.high)


def _shown(sheet: Sheet, bar: Bar) -> str:
    """The value with the range in which it may lie, as text, since the line of a range would run through it at the end of its bar."""
    tongue = Tongue(sheet.story.language)
    value = tongue.number(bar.value)
    if bar.low is not None and bar.high is not None:
        return f"{value} ({tongue.number(bar.low)}–{tongue.number(bar.high)})"
    if bar.low is None and bar.high is None:
        return value
    return tongue.say("more than {value}" if bar.high is None else "less than {value}", value=value)


def _format(bars: tuple[Bar, ...]) -> str:
    most = max(abs(bar.value) for bar in bars)
    whole = all(float(bar.value).is_integer() for bar in bars)
    return "#,##0" if whole or most >= 1000 else "0.0" if most >= 10 else "0.00"


def _axes(drawn: Any, bars: tuple[Bar, ...]) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    ends = [end for bar in bars for end in (bar.value, bar.low, bar.high) if end is not None and isfinite(end)]
    values.minimum_scale, values.maximum_scale = min(0.0, *ends) * 1.1, (max(0.0, *ends) or 1.0) * 1.1
    values.visible = values.has_major_gridlines = False
    names.reverse_order = True
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = colour(LIGHT.tie)
    names.tick_labels.font.size = Pt(LABELS)


def _values(plot: Any, bars: tuple[Bar, ...]) -> None:
    """Values behind the bars."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value = True
    labels.font.size = Pt(LABELS)
    labels.font.color.rgb = colour(LIGHT.ink)
    labels.number_format, labels.number_format_is_linked = _format(bars), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _intervals(series: Any, bars: tuple[Bar, ...]) -> None:
    """Error bars from low to high, with figures of their own."""
    if not any(_ranged(bar) for bar in bars):
        return
    plus = [max(0.0, bar.high - bar.value) if _ranged(bar) and bar.high is not None else 0.0 for bar in bars]
    minus = [max(0.0, bar.value - bar.low) if _ranged(bar) and bar.low is not None else 0.0 for bar in bars]
    errors = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{_literal(plus)}</c:plus><c:minus>{_literal(minus)}</c:minus>"
        f'<c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="{LIGHT.ink.lstrip("#")}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(errors)


def _literal(values: list[float]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{value:.10g}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'
