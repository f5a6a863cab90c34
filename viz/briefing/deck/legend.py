"""The legend of a map on a slide: only what the map uses, and how much is shown."""

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.util import Pt

from graph.results import GraphView
from viz import legend, style
from viz.briefing.deck.fit import LEADING, SMALL, Box
from viz.briefing.deck.maps import DASHES, RING, draw_symbol, flat, point
from viz.briefing.deck.places import Placed
from viz.briefing.deck.runs import Sheet, colour, describe, paragraph, run, text_box
from viz.briefing.office import said
from viz.style import LIGHT
from viz.text import clean, width

MARK, ROW, GAP = 12.0, 19.0, 12.0
WORDS_ONLY = ("weight", "size")
NOT_DRAWN = ("number",)

Entry = tuple[tuple[str, str], str]


def rows(sheet: Sheet, view: GraphView, room: float) -> list[list[tuple[Entry, float]]]:
    """Rows of entries with where each begins, none wider than `room`."""
    found: list[list[tuple[Entry, float]]] = [[]]
    x = 0.0
    for mark, text in (entry for row in legend.rows(view) for entry in row):
        if mark[0] in NOT_DRAWN or (view.kind == "path" and mark[0] == "shape"):
            continue
        label = said(sheet.story, text)
        needed = _lead(mark) + width(label, SMALL) + 4
        if found[-1] and x + needed > room:
            found.append([])
            x = 0.0
        found[-1].append(((mark, label), x))
        x += needed + GAP
    return [row for row in found if row]


def _lead(mark: tuple[str, str]) -> float:
    return 0.0 if mark[0] in WORDS_ONLY else MARK + 2 * RING + 4 + (10.0 if mark[0] in ("tie", "arrow") else 0.0)


def height(sheet: Sheet, view: GraphView, room: float) -> float:
    """The height of the legend with the line on how much is shown."""
    return len(rows(sheet, view, room)) * ROW + SMALL * LEADING + 4


def put(sheet: Sheet, box: Box, placed: Placed) -> None:
    """The legend at the top of the box."""
    y = box.y
    for row in rows(sheet, placed.view, box.w):
        for (mark, label), x in row:
            _mark(sheet, mark, label, box.x + x, y)
            at = box.x + x + _lead(mark)
            frame = text_box(sheet, Box(at, y + (ROW - SMALL * LEADING) / 2, width(label, SMALL) + 4, SMALL * LEADING), label)
            frame.word_wrap = False
            run(paragraph(frame, SMALL), label, SMALL, sheet.story)
        y += ROW
    if text := shown(sheet, placed):
        frame = text_box(sheet, Box(box.x, y, box.w, SMALL * LEADING), said(sheet.story, "What is shown"))
        run(paragraph(frame, SMALL), text, SMALL, sheet.story, ink=LIGHT.muted)


def shown(sheet: Sheet, placed: Placed) -> str:
    """How much of the surroundings is on the slide, and what is left out of it."""
    view = placed.view
    around = len(view.nodes) - len(view.centre)
    parts = [f"+{number} {said(sheet.story, clean(plural))}" for plural, number in view.folded[:4]]
    if placed.left:
        parts.append(sheet.more.format(n=placed.left))
    if view.kind == "ego" and view.total > around:
        parts.insert(0, said(sheet.story, "{n} of {total} neighbours shown", n=str(around), total=str(view.total)))
    return " · ".join(parts)


def _mark(sheet: Sheet, mark: tuple[str, str], label: str, x: float, y: float) -> None:
    what, key = mark
    if what in WORDS_ONLY:
        return
    at = Box(x + RING, y + (ROW - MARK) / 2, MARK, MARK)
    if what in ("stance", "shape"):
        kind, look = (style.PERSON, style.STANCES[key]) if what == "stance" else (key, style.PLAIN)
        group = sheet.slide.shapes.add_group_shape()
        draw_symbol(sheet, group.shapes, kind, at, look, label)
        describe(group, label, label)
        return
    middle = y + ROW / 2
    line = sheet.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(x), Pt(middle), Pt(x + MARK + 14), Pt(middle))
    line.line.color.rgb = colour(LIGHT.tie)
    line.line.width = Pt(1.75)
    if key:
        line.line.dash_style = DASHES[key]
    if what == "arrow":
        point(line)
    flat(line)
    describe(line, label, label)
