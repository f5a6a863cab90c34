"""Paragraphs and runs of a slide: text with its stance, its doubt and the numbers of its sources as links."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph, _Run
from pptx.util import Pt

from viz.briefing.deck.fit import BEFORE, INDENT, LEADING, MOST, SMALL, Box, Fitted
from viz.briefing.model import Cite, Line, SourceLine, Story
from viz.briefing.office import LOCALES, LOOKS, cited, cut, entry, on_paper, said, web
from viz.style import LIGHT

RAISED = 13.5
BULLETS = ("•", "◦")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide under work: the story it belongs to, its sources by number, and the slide that lists them."""

    slide: Slide
    story: Story
    sources: dict[int, SourceLine]
    last: Slide

    @property
    def more(self) -> str:
        """What says how many were left out, with {n} for the number."""
        return said(self.story, "…and {n} more (see the page)", n="{n}")


def colour(value: str) -> RGBColor:
    """#RRGGBB as the library takes it."""
    return RGBColor.from_string(value.lstrip("#").upper())


def describe(shape: Any, text: str, name: str = "") -> None:
    """Give a shape its alternative text, and a name for the list of shapes."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", cut(text, MOST * 3))
    if name:
        properties.set("name", cut(name, 80))


def text_box(sheet: Sheet, box: Box, name: str) -> TextFrame:
    """An empty text box without margins that neither grows nor shrinks."""
    shape = sheet.slide.shapes.add_textbox(Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    shape.name = name
    return bare(shape.text_frame)


def bare(frame: TextFrame, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP) -> TextFrame:
    """A text frame without margins, wrapped, of a fixed size."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    return frame


def paragraph(frame: TextFrame, size: float, *, before: float = 0.0, align: PP_ALIGN | None = None) -> _Paragraph:
    """The next paragraph of a frame (its first one while that is empty), with exact spacing, so that its height is what was measured."""
    found = frame.paragraphs[-1] if not frame.paragraphs[-1].runs else frame.add_paragraph()
    found.line_spacing = Pt(round(size * LEADING, 1))
    found.space_before = Pt(round(before, 1))
    if align is not None:
        found.alignment = align
    return found


def run(target: _Paragraph, text: str, size: float, story: Story, *, ink: str = LIGHT.ink, bold: bool = False, italic: bool = False) -> _Run:
    """A run of text at the end of a paragraph, in the language of the story; the text must be clean."""
    found = target.add_run()
    found.text = text
    font = found.font
    font.size, font.bold, font.italic = Pt(size), bold, italic
    font.color.rgb = colour(ink)
    found._r.get_or_add_rPr().set("lang", LOCALES[story.language])
    return found


def link(sheet: Sheet, found: _Run, source: SourceLine | None) -> None:
    """Link a run to its source, or to the slide that lists it where it has no address."""
    if source is None:
        return
    if address := web(source.url):
        found.hyperlink.address = address
        found._r.rPr.find(qn("a:hlinkClick")).set("tooltip", cut(entry(sheet.story, source), 250))
    elif sheet.slide != sheet.last:
        click = found._r.get_or_add_rPr().add_hlinkClick(sheet.slide.part.relate_to(sheet.last.part, RELATIONSHIP_TYPE.SLIDE))
        click.set("action", "ppaction://hlinksldjump")
        click.set("tooltip", cut(entry(sheet.story, source), 250))


def put_cites(sheet: Sheet, target: _Paragraph, cites: Iterable[Cite], size: float, *, raised: bool = True) -> None:
    """The numbers of the sources, each a link, raised unless in small print; never smaller than SMALL as shown."""
    for number in cited(cites):
        found = run(target, f"[{number}]", max(size, RAISED) if raised else size, sheet.story, ink=on_paper(sheet.story.theme.accent))
        if raised:
            found._r.get_or_add_rPr().set("baseline", "30000")
        link(sheet, found, sheet.sources.get(number))


def put_line(sheet: Sheet, target: _Paragraph, line: Line, size: float, *, listed: bool = True) -> None:
    """A line: its stance as a symbol or a bullet before it, its doubt and its sources behind it."""
    if listed:
        _hang(target, size, line)
    if line.mark:
        look = LOOKS[line.mark]
        run(target, look.symbol + ("\t" if listed else " "), size, sheet.story, ink=on_paper(look.fill), bold=True)
    run(target, cut(line.text, MOST), size, sheet.story)
    if line.doubt:
        run(target, f" ({cut(line.doubt, MOST)})", size, sheet.story, ink=LIGHT.muted, italic=True)
    put_cites(sheet, target, line.cites, size)


def _hang(target: _Paragraph, size: float, line: Line) -> None:
    step = int(Pt(INDENT * size))
    properties = target._p.get_or_add_pPr()
    properties.set("marL", str(step * (1 + line.level)))
    properties.set("indent", str(-step))
    if line.mark:
        properties.append(properties.makeelement(qn("a:buNone"), {}))
    else:
        properties.append(properties.makeelement(qn("a:buFont"), {"typeface": "Arial"}))
        properties.append(properties.makeelement(qn("a:buChar"), {"char": BULLETS[line.level]}))


def put_groups(sheet: Sheet, box: Box, fitted: Fitted) -> None:
    """Groups of lines as one text box."""
    name = next((group.heading for group in fitted.groups if group.heading), sheet.story.title)
    frame = text_box(sheet, box, cut(name, 60) or "Text")
    size, story = fitted.size, sheet.story
    for at, group in enumerate(fitted.groups):
        if group.heading:
            heading = paragraph(frame, size, before=size * 0.8 if at else 0.0)
            run(heading, group.heading, size, story, ink=on_paper(story.theme.primary), bold=True)
        for line in group.lines:
            put_line(sheet, paragraph(frame, size, before=size * BEFORE), line, size)
        if group.left:
            left = paragraph(frame, size, before=size * BEFORE)
            run(left, sheet.more.format(n=group.left), size, story, ink=LIGHT.muted, italic=True)


def put_small(sheet: Sheet, box: Box, name: str, parts: Iterable[tuple[str, tuple[Cite, ...]]], size: float = SMALL) -> None:
    """Small print: texts with their sources, each a paragraph."""
    frame = text_box(sheet, box, name)
    for text, cites in parts:
        target = paragraph(frame, size)
        if text:
            run(target, text, size, sheet.story, ink=LIGHT.muted)
        put_cites(sheet, target, cites, size, raised=False)
