"""Tables, charts and maps of the document; a chart or map that cannot be drawn here stands as a table of the same data."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

from graph.errors import TrilateralError
from graph.results import GraphView
from viz import picture
from viz.briefing import charts, maps
from viz.briefing.deck.tables import column_widths
from viz.briefing.model import Bar, Block, Chart, Cite, Line, Story, Table
from viz.briefing.office import claimed, cut, on_colour, said, tie_text
from viz.briefing.paper.template import HEIGHT, ROOM, SMALL, colour
from viz.briefing.paper.texts import LONGEST, put_cites, put_line, put_text
from viz.briefing.words import Tongue
from viz.style import LIGHT
from viz.svg import describe

LEAST_TYPE = 8.0
MAP_TYPE = 10.0
CHART = 0.78 * ROOM


def put_picture(paper: Paper, story: Story, block: Block) -> None:
    """The map, chart and table of a block, as far as it has them."""
    if block.map and block.map.nodes:
        _map(paper, story, block.map)
    if block.chart and block.chart.bars:
        _chart(paper, story, block.chart)
    if block.table and block.table.headings:
        put_table(paper, story, block.table, block.heading)


def _chart(paper: Paper, story: Story, chart: Chart) -> None:
    title = cut(" · ".join(part for part in (chart.title, chart.unit) if part), 300)
    try:
        png = charts.chart_png(chart, language=story.language, width=CHART, size=SMALL)
    except TrilateralError:
        put_table(paper, story, _chart_table(story, chart), title)
        return
    _picture(paper, png, CHART, chart.words or title, title)
    left = len(chart.bars) - len(charts.drawn(chart))
    _caption(paper, story, title, left, tuple(cite for bar in chart.bars for cite in bar.cites))


def _chart_table(story: Story, chart: Chart) -> Table:
    number = Tongue(story.language).number
    headings = (said(story, "What"), cut(chart.unit, 80) or said(story, "Value"), said(story, "Range"))

    def row(bar: Bar) -> tuple[Line, Line, Line]:
        between = f"{number(bar.low)}–{number(bar.high)}" if bar.low is not None and bar.high is not None else ""
        return Line(text=bar.label, mark=bar.mark), Line(text=number(bar.value), cites=bar.cites), Line(text=between)

    return Table(headings=headings, rows=tuple(row(bar) for bar in chart.bars))


def _map(paper: Paper, story: Story, view: GraphView) -> None:
    cites = claimed(story, (proof for tie in view.ties for proof in tie.evidence))
    try:
        found = maps.fitted(view, ROOM, HEIGHT * 0.55, LEAST_TYPE, story.language)
        png = picture.converted(found.svg, "png", title=view.title, alt=describe(view), day=story.as_of, lang=story.language) if found else b""
    except TrilateralError:
        found = None
    if found is None:
        for tie in view.ties:
            put_line(paper, story, Line(text=tie_text(story, tie), cites=claimed(story, tie.evidence)))
        return
    width = min(ROOM, found.width * MAP_TYPE / maps.SMALLEST_TYPE)
    _picture(paper, png, width, describe(view), view.title)
    _caption(paper, story, view.title, found.left, cites)


def _picture(paper: Paper, png: bytes, width: float, words: str, title: str) -> None:
    paper.add_picture(BytesIO(png), width=Pt(width))
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    describe_picture(paper.paragraphs[-1], words, title)


def describe_picture(target: Any, words: str, title: str) -> None:
    """Give the picture of a paragraph its alternative text."""
    properties = target._p.xpath(".//wp:docPr")[0]
    properties.set("descr", cut(words, LONGEST))
    properties.set("title", cut(title, 200))
    for inner in target._p.xpath(".//pic:cNvPr"):
        inner.set("descr", cut(words, LONGEST))


def _caption(paper: Paper, story: Story, text: str, left: int, cites: Sequence[Cite]) -> None:
    target = paper.add_paragraph(style="Caption")
    target.add_run(cut(text, 300))
    if left:
        target.add_run(" · " + said(story, "{n} more not shown", n=str(left)))
    put_cites(target, story, cites)


def put_table(paper: Paper, story: Story, table: Table, title: str) -> None:
    """A native table whose first row is repeated on every page and read as its headings."""
    count = len(table.headings)
    drawn = paper.add_table(rows=1 + len(table.rows), cols=count, style="Table Grid")
    drawn.autofit = False
    _about(drawn, title, "; ".join(table.headings))
    for column, width in zip(drawn.columns, column_widths(table.headings, table.rows, ROOM, SMALL), strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)
    for cell, text in zip(drawn.rows[0].cells, table.headings, strict=True):
        _fill(cell, story.theme.primary)
        run = cell.paragraphs[0].add_run(cut(text, 200))
        run.font.bold, run.font.size, run.font.color.rgb = True, Pt(SMALL), colour(on_colour(story.theme.primary))
    for row, lines in zip(drawn.rows[1:], table.rows, strict=True):
        for cell, line in zip(row.cells, lines, strict=False):
            put_text(cell.paragraphs[0], story, line)
            for run in cell.paragraphs[0]._p.xpath(".//w:r"):
                Run(run, cell.paragraphs[0]).font.size = Pt(SMALL)
    for at, row in enumerate(drawn.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
    paper.add_paragraph().paragraph_format.line_spacing = Pt(4)


def _about(table: Any, title: str, words: str) -> None:
    """The alternative text of a table, and faint lines around its cells."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LIGHT.faint.lstrip("#"))):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.find(qn("w:tblLayout")).addprevious(borders)
    for name, text in (("tblCaption", title or words), ("tblDescription", words)):
        found = OxmlElement(f"w:{name}")
        found.set(qn("w:val"), cut(text, 300))
        properties.append(found)


def _fill(cell: Any, fill: str) -> None:
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill.lstrip("#").upper())):
        shading.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shading)
