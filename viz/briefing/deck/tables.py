"""Tables of a slide: native, with columns as wide as their words need and as many rows as fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from viz.briefing.deck.fit import LEADING, SMALL, Box, line_text, tall
from viz.briefing.deck.runs import Sheet, colour, describe, paragraph, put_line, put_small, run
from viz.briefing.model import Line, Table
from viz.briefing.office import PAPER, cut, on_colour, said
from viz.style import LIGHT
from viz.text import width as text_width

SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
SIDE, EDGE = 6.0, 4.0
LENGTHS = (300, 160, 90, 50)
REST = SMALL * LEADING + 4
NARROWEST = 34.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A table that fits: its rows with shortened texts, widths, heights (heading first), size of type, and how many rows were left out."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    left: int
    short: bool

    @property
    def height(self) -> float:
        """The height with what is said below it."""
        return sum(self.heights) + (REST if self.left else 0.0)


def plan(table: Table, width: float, height: float) -> Plan:
    """The table at the largest size at which it fits, with shorter texts and fewer rows when it fits at none."""
    for size in SIZES:
        whole = _try(table, width, LENGTHS[0], size)
        if whole.height <= height:
            return whole
    tried = (_fewer(_try(table, width, most, SIZES[-1]), height) for most in LENGTHS)
    return min(tried, key=lambda one: one.left)


def _try(table: Table, width: float, most: int, size: float) -> Plan:
    count = len(table.headings)
    headings = tuple(cut(one, most) for one in table.headings)
    rows = tuple(tuple(_capped(line, most) for line in row[:count]) + (Line(text=""),) * (count - len(row)) for row in table.rows)
    short = any(line.text != before.text for row, old in zip(rows, table.rows, strict=True) for line, before in zip(row, old, strict=False))
    widths = column_widths(headings, rows, width, size)
    heights = [max(tall(text, room - 2 * SIDE, size, bold=True) for text, room in zip(headings, widths, strict=True)) + 2 * EDGE]
    heights += [max(tall(cell_text(line), room - 2 * SIDE, size) for line, room in zip(row, widths, strict=True)) + 2 * EDGE for row in rows]
    return Plan(headings, rows, widths, tuple(heights), size, 0, short)


def cell_text(line: Line) -> str:
    """What a cell shows, to be measured."""
    return ("± " if line.mark else "") + line_text(line)


def _capped(line: Line, most: int) -> Line:
    return line.model_copy(update={"text": cut(line.text, most), "doubt": cut(line.doubt, most)})


def column_widths(headings: Sequence[str], rows: Sequence[Sequence[Line]], width: float, size: float) -> tuple[float, ...]:
    """Widths in points as the words of each column want them, none narrower than its longest word where that is possible; together at most `width`."""
    columns = [[heading, *(cell_text(row[at]) for row in rows)] for at, heading in enumerate(headings)]
    words = [max((text_width(word[:24], size, bold=True) for text in column for word in text.split()), default=0.0) + 2 * SIDE for column in columns]
    least = [max(NARROWEST, word) for word in words]
    wanted = [max(few, 2 * SIDE + 2 + max(text_width(text, size, bold=True) for text in column)) for few, column in zip(least, columns, strict=True)]
    if sum(least) >= width:
        return tuple(width * one / sum(least) for one in least)
    if sum(wanted) <= width:
        more = min(width - sum(wanted), 0.3 * width) / len(wanted)
        return tuple(want + more for want in wanted)
    spare = [max(0.0, want - few) ** 0.7 for want, few in zip(wanted, least, strict=True)]
    return tuple(few + (width - sum(least)) * part / sum(spare) for few, part in zip(least, spare, strict=True))


def _fewer(one: Plan, height: float) -> Plan:
    used, kept = one.heights[0] + REST, 0
    for row in one.heights[1:]:
        if used + row > height:
            break
        used, kept = used + row, kept + 1
    return Plan(one.headings, one.rows[:kept], one.widths, one.heights[: kept + 1], one.size, len(one.rows) - kept, one.short)


def put(sheet: Sheet, box: Box, planned: Plan, title: str) -> None:
    """The table as a native one at the top of the box, with how many rows are not shown below it."""
    if not planned.headings:
        return
    tall_frame = sum(planned.heights)
    shape = sheet.slide.shapes.add_table(len(planned.rows) + 1, len(planned.headings), Pt(box.x), Pt(box.y), Pt(sum(planned.widths)), Pt(tall_frame))
    describe(shape, f"{title}. " + "; ".join(planned.headings), title or said(sheet.story, "Table"))
    table = shape.table
    table.horz_banding = False
    for column, room in zip(table.columns, planned.widths, strict=True):
        column.width = Pt(room)
    for row, height in zip(table.rows, planned.heights, strict=True):
        row.height = Pt(height)
    for at, heading in enumerate(planned.headings):
        target = _cell(table.cell(0, at), sheet.story.theme.primary)
        run(paragraph(target, planned.size), heading, planned.size, sheet.story, ink=on_colour(sheet.story.theme.primary), bold=True)
    for down, lines in enumerate(planned.rows, start=1):
        for at, line in enumerate(lines):
            target = _cell(table.cell(down, at), LIGHT.card if down % 2 == 0 else PAPER)
            put_line(sheet, paragraph(target, planned.size), line, planned.size, listed=False)
    if planned.left:
        put_small(sheet, Box(box.x, box.y + tall_frame + 3, box.w, REST - 3), "…", [(sheet.more.format(n=planned.left), ())])


def _cell(cell: Any, fill: str) -> Any:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(fill)
    cell.margin_left = cell.margin_right = Pt(SIDE)
    cell.margin_top = cell.margin_bottom = Pt(EDGE)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    _ruled(cell)
    return cell.text_frame


def _ruled(cell: Any) -> None:
    """A faint line below a cell."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": LIGHT.faint.lstrip("#")}))
    line.append(fill)
    properties.insert(0, line)
