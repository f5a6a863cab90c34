"""Maps of a slide: nodes as shapes by kind, ties as connectors glued to them and drawn before them, stance by colour, symbol and outline."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from graph.results import Node, Tie
from viz import style
from viz.briefing.deck import places
from viz.briefing.deck.fit import Box
from viz.briefing.deck.places import Placed
from viz.briefing.deck.runs import Sheet, bare, colour, describe, paragraph, put_cites, run
from viz.briefing.model import Cite
from viz.briefing.office import called, cited, claimed, days_text, node_text, on_paper, said, tie_text
from viz.names import doubt, kinds_of
from viz.style import LIGHT, Stance
from viz.text import count

# shapes whose four sites are top, left, bottom, right, in this order
SHAPES: Mapping[str, MSO_SHAPE] = {
    style.ORGANISATION: MSO_SHAPE.RECTANGLE,
    style.COMPANY: MSO_SHAPE.DIAMOND,
    style.BODY: MSO_SHAPE.FLOWCHART_PREPARATION,
    style.PERSON: MSO_SHAPE.ROUNDED_RECTANGLE,
    style.TEXT: MSO_SHAPE.FOLDED_CORNER,
    style.TOPIC: MSO_SHAPE.STAR_4_POINT,
    style.PLACE: MSO_SHAPE.FLOWCHART_EXTRACT,
    style.OTHER: MSO_SHAPE.ROUNDED_RECTANGLE,
}
ADJUSTMENTS: Mapping[str, float] = {style.PERSON: 0.5, style.TOPIC: 0.28}
TOP, LEFT, BOTTOM, RIGHT = range(4)
DASHES: Mapping[str, MSO_LINE] = {"4 3": MSO_LINE.DASH, "1 3": MSO_LINE.ROUND_DOT, "7 4": MSO_LINE.DASH, "2 4": MSO_LINE.ROUND_DOT}
RING = 3.0
MOST_CITED = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A shape that connectors are glued to, its box, and which of its sites they may take."""

    shape: Any
    box: Box
    sites: tuple[int, ...] = (TOP, LEFT, BOTTOM, RIGHT)

    def at(self, site: int) -> tuple[float, float]:
        """Where a connection site is."""
        box = self.box
        middle, centre = box.y + box.h / 2, box.x + box.w / 2
        return ((centre, box.y), (box.x, middle), (centre, box.y + box.h), (box.x + box.w, middle))[site]


End = tuple[Stop, int]


def put_around(sheet: Sheet, placed: Placed) -> None:
    """An ego view: a symbol with its name below it for each node, straight connectors between them."""
    view = placed.view
    first = len(sheet.slide.shapes)
    stops = {
        node.id: _symbol(sheet, node, style.stance(stance), box, radius, centre=node.id in view.centre)
        for node, stance, box, radius in zip(view.nodes, view.stances, placed.nodes, placed.radii, strict=True)
    }
    for tie in view.ties:
        a, b = (tie.b, tie.a) if tie.direction == "backward" else (tie.a, tie.b)
        start, end = min(((one, other) for one in _ends(stops[a.id]) for other in _ends(stops[b.id])), key=lambda pair: _length(*pair))
        _below(sheet, first, _connector(sheet, start, end, tie, arrow=tie.direction != "both"))


def _ends(stops: tuple[Stop, Stop]) -> list[End]:
    """Where a connector may end at a node: the sites of its symbol, and those of its name below it."""
    return [(stop, site) for stop in stops for site in stop.sites]


def put_along(sheet: Sheet, placed: Placed) -> None:
    """A path view: cards with their symbol and name, and between them labels that say what the tie is and what it rests on."""
    view = placed.view
    first = len(sheet.slide.shapes)
    cards = {
        node.id: _card(sheet, node, style.stance(stance), box, placed.size, centre=node.id in view.centre)
        for node, stance, box in zip(view.nodes, view.stances, placed.nodes, strict=True)
    }
    for tie, box in zip(view.ties, placed.ties, strict=True):
        chip = _chip(sheet, tie, box, placed.size)
        a, b = (cards[tie.b.id], cards[tie.a.id]) if tie.direction == "backward" else (cards[tie.a.id], cards[tie.b.id])
        for start, end, arrow in ((a, chip, False), (chip, b, tie.direction != "both")):
            sites = (RIGHT, LEFT) if start.box.x <= end.box.x else (LEFT, RIGHT)
            _below(sheet, first, _connector(sheet, (start, sites[0]), (end, sites[1]), tie, arrow=arrow))


def tie_texts(sheet: Sheet, tie: Tie) -> tuple[str, ...]:
    """What the label of a tie says: verb, days, what it rests on, and the numbers of its sources."""
    kind, *others = kinds_of(tie)
    verb = said(sheet.story, style.tie_label(kind)) + (f" +{len(others)}" if others else "")
    claims = count(len(tie.evidence), said(sheet.story, "claim"), said(sheet.story, "claims"))
    numbers = "".join(f"[{number}]" for number in cited(_proofs(sheet, tie)))
    return verb, days_text(sheet.story, tie), f"{said(sheet.story, doubt(tie))} · {claims}", numbers


def _proofs(sheet: Sheet, tie: Tie) -> list[Cite]:
    """The cites of a tie's first sources, as many as its label has room for."""
    cites = claimed(sheet.story, tie.evidence)
    shown = cited(cites)[:MOST_CITED]
    return [cite for cite in cites if cite.source in shown]


def _symbol(sheet: Sheet, node: Node, look: Stance, box: Box, radius: float, *, centre: bool) -> tuple[Stop, Stop]:
    """A group of a symbol and its name below it, which connectors are glued to."""
    group = sheet.slide.shapes.add_group_shape()
    spoken_name = node_text(sheet.story, node, look)
    at = Box(box.x + box.w / 2 - radius, box.y + places.PAD + RING, 2 * radius, 2 * radius)
    shape = draw_symbol(sheet, group.shapes, style.shape(node.kind), at, look, spoken_name)
    top = at.y + at.h + RING
    frame = group.shapes.add_textbox(Pt(box.x), Pt(top), Pt(box.w), Pt(box.y + box.h - top))
    frame.name = called(node)
    frame.fill.solid()
    frame.fill.fore_color.rgb = colour(LIGHT.ground)
    target = bare(frame.text_frame)
    for line in places.label(called(node)):
        run(paragraph(target, places.LABEL, align=PP_ALIGN.CENTER), line, places.LABEL, sheet.story, bold=centre)
    describe(group, spoken_name, called(node))
    return Stop(shape, at, (TOP, LEFT, RIGHT)), Stop(frame, Box(box.x, top, box.w, box.y + box.h - top), (LEFT, BOTTOM, RIGHT))


def draw_symbol(sheet: Sheet, shapes: Any, kind: str, box: Box, look: Stance, words: str) -> Any:
    """A symbol filled and outlined by its stance, with the stance's sign in it; a dashed outline is a ring around it."""
    if look.dash:
        ring = shapes.add_shape(SHAPES[kind], Pt(box.x - RING), Pt(box.y - RING), Pt(box.w + 2 * RING), Pt(box.h + 2 * RING))
        _paint(ring, kind, None, look.line, 1.25)
        ring.line.dash_style = DASHES[look.dash]
        describe(ring, said(sheet.story, look.label))
    shape = shapes.add_shape(SHAPES[kind], Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    _paint(shape, kind, look.fill, look.line, 1.25)
    describe(shape, words)
    frame = bare(shape.text_frame, MSO_ANCHOR.MIDDLE)
    frame.word_wrap = False
    if look.symbol:
        size = min(14.0, max(9.0, box.h * 0.55))
        run(paragraph(frame, size, align=PP_ALIGN.CENTER), look.symbol, size, sheet.story, ink=look.ink, bold=True)
    return shape


def _paint(shape: Any, kind: str, fill: str | None, line: str, weight: float) -> None:
    if kind in ADJUSTMENTS:
        shape.adjustments[0] = ADJUSTMENTS[kind]
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
    shape.line.color.rgb = colour(line)
    shape.line.width = Pt(weight)
    flat(shape)


def _card(sheet: Sheet, node: Node, look: Stance, box: Box, size: float, *, centre: bool) -> Stop:
    """A card: a rounded rectangle with the name and kind, and the symbol beside them, as a group."""
    group = sheet.slide.shapes.add_group_shape()
    words = node_text(sheet.story, node, look)
    card = group.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    card.adjustments[0] = 0.08
    _paint(card, "", LIGHT.card, on_paper(sheet.story.theme.primary) if centre else LIGHT.tie, 1.75 if centre else 0.75)
    describe(card, words)
    frame = bare(card.text_frame, MSO_ANCHOR.MIDDLE)
    frame.margin_left, frame.margin_right = Pt(2 * size + 10), Pt(2)
    for line in places.wrapped(called(node), box.w - 2 * size - 8, size, bold=True):
        run(paragraph(frame, size, align=PP_ALIGN.LEFT), line, size, sheet.story, bold=True)
    small = max(9.0, size - 1)
    run(paragraph(frame, small, align=PP_ALIGN.LEFT), said(sheet.story, style.kind_label(node.kind)), small, sheet.story, ink=LIGHT.muted)
    draw_symbol(sheet, group.shapes, style.shape(node.kind), Box(box.x + 6, box.y + box.h / 2 - size, 2 * size, 2 * size), look, words)
    describe(group, words, called(node))
    return Stop(card, box)


def _chip(sheet: Sheet, tie: Tie, box: Box, size: float) -> Stop:
    """The label of a tie."""
    shape = sheet.slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    shape.adjustments[0] = 0.1
    _paint(shape, "", LIGHT.ground, LIGHT.faint, 0.75)
    describe(shape, tie_text(sheet.story, tie), tie_text(sheet.story, tie))
    frame = bare(shape.text_frame, MSO_ANCHOR.MIDDLE)
    verb, days, rests, _ = tie_texts(sheet, tie)
    for line in places.wrapped(verb, box.w, size, bold=True):
        run(paragraph(frame, size, align=PP_ALIGN.CENTER), line, size, sheet.story, bold=True)
    for text in (days, rests):
        for line in places.wrapped(text, box.w, size):
            run(paragraph(frame, size, align=PP_ALIGN.CENTER), line, size, sheet.story, ink=LIGHT.muted)
    if proofs := _proofs(sheet, tie):
        put_cites(sheet, paragraph(frame, size, align=PP_ALIGN.CENTER), proofs, size, raised=False)
    return Stop(shape, box)


def _length(start: End, end: End) -> tuple[float, int, int]:
    """How long a connector would be; equal ones are told apart by their sites."""
    (ax, ay), (bx, by) = start[0].at(start[1]), end[0].at(end[1])
    return round(hypot(bx - ax, by - ay), 3), start[1], end[1]


def _connector(sheet: Sheet, start: End, end: End, tie: Tie, *, arrow: bool) -> Any:
    words = tie_text(sheet.story, tie)
    (ax, ay), (bx, by) = start[0].at(start[1]), end[0].at(end[1])
    found = sheet.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(ax), Pt(ay), Pt(bx), Pt(by))
    found.begin_connect(start[0].shape, start[1])
    found.end_connect(end[0].shape, end[1])
    found.line.color.rgb = colour(LIGHT.tie)
    found.line.width = Pt(min(style.tie_width(tie), 4.5))
    if dash := style.tie_dash(tie):
        found.line.dash_style = DASHES[dash]
    if arrow:
        point(found)
    flat(found)
    describe(found, words, words)
    return found


def point(connector: Any) -> None:
    """Give a connector an arrow head at its end."""
    line = connector.line._get_or_add_ln()
    line.append(line.makeelement(qn("a:tailEnd"), {"type": "triangle", "w": "med", "len": "med"}))


def flat(shape: Any) -> None:
    """Take the shadow of the theme from a shape or connector."""
    for effect in shape._element.xpath(".//p:style/a:effectRef"):
        effect.set("idx", "0")


def _below(sheet: Sheet, first: int, connector: Any) -> None:
    """Move a connector below the shapes of the map, the first of which is the slide's shape number `first`."""
    tree = sheet.slide.shapes._spTree
    shapes = [one for one in tree if one.tag in {qn(f"p:{tag}") for tag in ("sp", "grpSp", "graphicFrame", "cxnSp", "pic")}]
    target = next(one for one in shapes[first:] if one.tag != qn("p:cxnSp"))
    target.addprevious(connector._element)
