"""How the blocks of a slide share its room: texts beside or above the pictures, in columns where there is nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from pptx.enum.text import PP_ALIGN

from graph.results import GraphView
from viz.briefing.deck import charts, legend, maps, places, tables
from viz.briefing.deck.fit import SIZES, Box, Fitted, Group, fit, tall
from viz.briefing.deck.runs import Sheet, paragraph, put_groups, run, text_box
from viz.briefing.model import Block, Line, Slide
from viz.briefing.office import claimed, cut, on_paper, said, tie_text

GAP = 22.0
HEADING = 14.0
MAP, NO_MAP = 320.0, 130.0
BESIDE = 0.37
ABOVE = (0.5, 0.45, 0.4, 0.35, 0.3, 0.24)
FEW_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Done:
    """Whether all of it is on the slide, and what is not, in words."""

    whole: bool = True
    warnings: tuple[str, ...] = ()


def put_blocks(sheet: Sheet, slide: Slide, body: Box) -> Done:
    """Draw the blocks of a slide into its body."""
    pictures = [block for block in slide.blocks if _pictured(block)]
    texts = [Group(cut(block.heading, 120), block.lines) for block in slide.blocks if block.lines or not _pictured(block)]
    if not pictures:
        return Done(whole=_put_columns(sheet, texts, body))
    if not texts:
        return _put_pictures(sheet, pictures, body)
    first = _pictured(slide.blocks[0])
    if all(_wide(block) for block in pictures):
        return _put_stacked(sheet, texts, pictures, body, first=first)
    narrow = body.w * BESIDE
    wide = body.w - narrow - GAP
    fitted = fit(texts, narrow, body.h, more=sheet.more)
    done = Done()
    for pictured in (first, not first):
        if pictured:
            done = _put_pictures(sheet, pictures, Box(body.x if first else body.x + narrow + GAP, body.y, wide, body.h))
        else:
            put_groups(sheet, Box(body.x + wide + GAP if first else body.x, body.y, narrow, body.h), fitted)
    return Done(fitted.whole and done.whole, done.warnings)


def _put_stacked(sheet: Sheet, texts: Sequence[Group], pictures: Sequence[Block], body: Box, *, first: bool) -> Done:
    """Texts above or (where the slide begins with a picture) below wide pictures; each takes only the room that it needs."""
    most = _pictures_height(pictures, body.w, 9000.0)
    for share in ABOVE:
        fitted = _columns(sheet, texts, Box(body.x, body.y, body.w, max(body.h * share, body.h - most - GAP)))
        used = max(one.height for one in fitted)
        if all(_fits(sheet, block, Box(body.x, body.y, body.w, (body.h - used - GAP) / len(pictures))) for block in pictures):
            break
    done = Done()
    room = min(body.h - used - GAP, most)
    room = min(room, _pictures_height(pictures, body.w, room))
    for pictured in (first, not first):
        if pictured:
            done = _put_pictures(sheet, pictures, Box(body.x, body.y if first else body.y + used + GAP, body.w, room))
        else:
            _put_fitted(sheet, fitted, Box(body.x, body.y + room + GAP if first else body.y, body.w, used))
    return Done(all(one.whole for one in fitted) and done.whole, done.warnings)


def _pictures_height(blocks: Sequence[Block], width: float, room: float) -> float:
    """The height that pictures would take at most in so much room."""
    return sum(_table_height(block, width, room / len(blocks)) if _tabled(block) else _map_height(block) for block in blocks) + GAP * (len(blocks) - 1)


def _map_height(block: Block) -> float:
    return MAP if block.map is None or block.map.ties else NO_MAP


def _tabled(block: Block) -> bool:
    return block.table is not None and not block.map and not block.chart


def _pictured(block: Block) -> bool:
    charted = block.chart is not None and any(isfinite(bar.value) for bar in block.chart.bars)
    return charted or bool((block.map and block.map.nodes) or (block.table and block.table.headings))


def _wide(block: Block) -> bool:
    return bool((block.map and block.map.kind == "path") or (block.table and len(block.table.headings) > FEW_COLUMNS))


def _put_columns(sheet: Sheet, texts: Sequence[Group], box: Box) -> bool:
    fitted = _columns(sheet, texts, box)
    _put_fitted(sheet, fitted, box)
    return all(one.whole for one in fitted)


def _columns(sheet: Sheet, texts: Sequence[Group], box: Box) -> list[Fitted]:
    """Groups in up to three columns of about the same length, all at one size."""
    columns = _shared(texts, min(3, len(texts)))
    width = _column_width(box, len(columns))
    size = min(fit(column, width, box.h, more=sheet.more).size for column in columns)
    return [fit(column, width, box.h, tuple(one for one in SIZES if one <= size), sheet.more) for column in columns]


def _put_fitted(sheet: Sheet, fitted: Sequence[Fitted], box: Box) -> float:
    """Draw columns side by side; returns the height of the tallest."""
    width = _column_width(box, len(fitted))
    for at, one in enumerate(fitted):
        put_groups(sheet, Box(box.x + at * (width + GAP), box.y, width, min(box.h, one.height)), one)
    return min(box.h, max(one.height for one in fitted))


def _column_width(box: Box, count: int) -> float:
    return (box.w - GAP * (count - 1)) / count


def _shared(texts: Sequence[Group], count: int) -> list[list[Group]]:
    """Groups dealt in order to columns so that the longest column is as short as possible (Knuth's linear partition, tried in full)."""
    if count < 2:
        return [list(texts)]
    weights = [1.5 + sum(1 + len(line.text) / 60 for line in group.lines) for group in texts]
    best: tuple[float, list[list[Group]]] | None = None
    for first in range(1, len(texts) - count + 2):
        rest = _shared(texts[first:], count - 1)
        columns = [list(texts[:first]), *rest]
        at, longest = 0, 0.0
        for column in columns:
            longest, at = max(longest, sum(weights[at : at + len(column)])), at + len(column)
        if best is None or longest < best[0]:
            best = (longest, columns)
    return best[1] if best else [list(texts)]


def _put_pictures(sheet: Sheet, blocks: Sequence[Block], box: Box) -> Done:
    """Pictures below one another; what a table does not need goes to the others."""
    room = box.h - GAP * (len(blocks) - 1)
    share = room / len(blocks)
    fixed = {at: _table_height(block, box.w, share) for at, block in enumerate(blocks) if _tabled(block)}
    others = (room - sum(fixed.values())) / max(1, len(blocks) - len(fixed))
    done = Done()
    y = box.y
    for at, block in enumerate(blocks):
        height = fixed.get(at, others)
        one = _put_picture(sheet, block, Box(box.x, y, box.w, height))
        done = Done(done.whole and one.whole, done.warnings + one.warnings)
        y += height + GAP
    return done


def _table_height(block: Block, width: float, most: float) -> float:
    above = 0.0 if block.lines or not block.heading else HEADING * 1.6
    return min(most, above + tables.plan(block.table, width, most - above).height) if block.table else most


def _put_picture(sheet: Sheet, block: Block, box: Box) -> Done:
    """The picture of a block, below its heading where that does not stand above the lines of the block."""
    if block.heading and not block.lines and not block.chart:
        heading = cut(block.heading, 120)
        high = tall(heading, box.w, HEADING, bold=True)
        frame = text_box(sheet, Box(box.x, box.y, box.w, high), heading)
        run(paragraph(frame, HEADING), heading, HEADING, sheet.story, ink=on_paper(sheet.story.theme.primary), bold=True)
        box = Box(box.x, box.y + high + 5, box.w, box.h - high - 5)
    if block.map and block.map.nodes:
        return _put_map(sheet, block, box)
    if block.chart and block.chart.bars:
        left = charts.put(sheet, box, block.chart)
        return Done(warnings=(sheet.more.format(n=left),) if left else ())
    if block.table is not None:
        planned = tables.plan(block.table, box.w, box.h)
        tables.put(sheet, box, planned, cut(block.heading, 120))
        return Done(whole=not planned.left and not planned.short)
    return Done()


def _fits(sheet: Sheet, block: Block, box: Box) -> bool:
    """Whether a path can be drawn in the box below its heading; other pictures adapt."""
    return block.map is None or block.map.kind != "path" or _placed(sheet, block.map, Box(box.x, box.y, box.w, box.h - HEADING * 2)) is not None


def _placed(sheet: Sheet, view: GraphView, box: Box) -> places.Placed | None:
    room = Box(box.x, box.y, box.w, box.h - legend.height(sheet, view, box.w) - 6)
    return places.around(view, room) if view.kind == "ego" else places.along(view, room, [maps.tie_texts(sheet, tie) for tie in view.ties])


def _put_map(sheet: Sheet, block: Block, box: Box) -> Done:
    """The map with its legend below, as a list of its ties where it has no room."""
    view = block.map
    assert view is not None
    below = legend.height(sheet, view, box.w)
    placed = _placed(sheet, view, box)
    if placed is None:
        return _put_list(sheet, block, box)
    if view.kind == "ego":
        maps.put_around(sheet, placed)
    elif view.ties:
        maps.put_along(sheet, placed)
    else:
        _put_gap(sheet, placed)
    legend.put(sheet, Box(box.x, box.y + box.h - below, box.w, below), placed)
    return Done(warnings=(sheet.more.format(n=placed.left),) if placed.left else ())


def _put_list(sheet: Sheet, block: Block, box: Box) -> Done:
    """The ties of a map as sentences."""
    ties = block.map.ties if block.map else ()
    lines = tuple(Line(text=tie_text(sheet.story, tie), cites=claimed(sheet.story, tie.evidence)) for tie in ties)
    fitted = fit([Group("", lines)], box.w, box.h, more=sheet.more)
    put_groups(sheet, box, fitted)
    return Done(fitted.whole, (said(sheet.story, "The map has no room on a slide; see the page."),))


def _put_gap(sheet: Sheet, placed: places.Placed) -> None:
    """The two ends of a path that is not there, and the gap between them."""
    maps.put_along(sheet, placed)
    for left, right in zip(placed.nodes, placed.nodes[1:], strict=False):
        start = left.x + left.w
        text = said(sheet.story, "no path in evidence")
        high = tall(text, right.x - start - 12, placed.size, bold=True)
        frame = text_box(sheet, Box(start + 6, left.y + left.h / 2 - high / 2, right.x - start - 12, high), text)
        run(paragraph(frame, placed.size, align=PP_ALIGN.CENTER), text, placed.size, sheet.story, bold=True)
