"""The briefing as a document: the page first, then pictures and tables, the words of the sources, and the sources with numbers."""

from io import BytesIO

from docx.document import Document as Paper
from docx.shared import Pt

from viz.briefing.model import Block, Line, Story
from viz.briefing.office import cited, cut, logo, said, settled
from viz.briefing.paper import pictures, template, texts
from viz.briefing.paper.template import BEFORE, HEIGHT, LEADING, ROOM, STYLES
from viz.text import wrap

SIZES = ((10.5, 2.5), (10.0, 2.0), (9.5, 2.0), (9.0, 2.0), (9.0, 1.0), (9.0, 0.5))
LOGO = 26.0
MANY = 10_000


def write(story: Story) -> bytes:
    """The document as a Word file, the same bytes for the same story."""
    size, after = next(((size, after) for size, after in SIZES if _height(story, size, after) <= HEIGHT), SIZES[-1])
    paper = template.empty(story, size, after)
    _head(paper, story)
    for block in story.page:
        _block(paper, story, block, 1)
    _details(paper, story)
    if story.sources:
        texts.put_sources(paper, story)
    out = BytesIO()
    paper.save(out)
    return settled(out.getvalue(), story.as_of)


def _head(paper: Paper, story: Story) -> None:
    organisation = cut(story.theme.organisation, 120)
    picture = logo(story)
    if picture is not None:
        paper.add_picture(picture, height=Pt(LOGO))
        alt = said(story, "Logo")
        pictures.describe_picture(paper.paragraphs[-1], f"{alt}: {organisation}" if organisation else alt, alt)
    elif organisation:
        paper.add_paragraph(organisation, style="Caption")
    paper.add_paragraph(cut(story.title, 300), style="Title")
    if story.subtitle:
        paper.add_paragraph(cut(story.subtitle, 300), style="Subtitle")


def _block(paper: Paper, story: Story, block: Block, level: int) -> None:
    if block.heading:
        texts.heading(paper, block.heading, level)
    for line in block.lines:
        texts.put_line(paper, story, line)
    pictures.put_picture(paper, story, block)


def _details(paper: Paper, story: Story) -> None:
    """What the slides show beyond the page, on pages of its own: under each finding its pictures, tables, further lines and quotes."""
    told = {line.text for block in story.page for line in block.lines}
    begun = False
    for slide in story.slides:
        blocks = [found for block in slide.blocks if (found := _beyond(story, block, told))]
        notes = [line for line in slide.notes if line.text not in told]
        if not blocks and not notes and not slide.quotes:
            continue
        if not begun:
            begun = True
            texts.heading(paper, slide.title, 1).paragraph_format.page_break_before = True
        else:
            texts.heading(paper, slide.title, 1)
        for block in blocks:
            _block(paper, story, block, 2)
        for line in notes:
            texts.put_line(paper, story, line)
        told |= {line.text for line in notes} | {line.text for block in blocks for line in block.lines}
        if slide.quotes:
            texts.heading(paper, said(story, "In their words"), 2)
            for quote in slide.quotes:
                texts.put_quote(paper, story, quote)


def _beyond(story: Story, block: Block, told: set[str]) -> Block | None:
    """The block without what the page says already; None when nothing is left."""
    shown = [one for one in story.page if block.map in (None, one.map) and block.chart in (None, one.chart) and block.table in (None, one.table)]
    lines = tuple(line for line in block.lines if line.text not in told)
    if shown and not lines:
        return None
    return block.model_copy(update={"lines": lines} | ({"map": None, "chart": None, "table": None} if shown else {}))


def _height(story: Story, size: float, after: float) -> float:
    """About how high the page is at a size of type with `after` points below each paragraph; pictures and tables of the page are left out."""
    used = LOGO if story.theme.organisation or story.theme.logo else 0.0
    used += _tall(story.title, size + STYLES["Title"], ROOM, after) + _tall(story.subtitle, size + STYLES["Subtitle"], ROOM, after)
    for block in story.page:
        used += _tall(block.heading, size + STYLES["Heading 1"], ROOM, after) + BEFORE["Heading 1"] * after if block.heading else 0.0
        used += sum(_tall(_shown(line), size, ROOM - texts.STEP * (1 + line.level), after) for line in block.lines)
    return used


def _shown(line: Line) -> str:
    return cut(line.text, texts.LONGEST) + line.doubt[: texts.LONGEST] + " [00]" * len(cited(line.cites))


def _tall(text: str, size: float, room: float, after: float) -> float:
    return len(wrap(cut(text, texts.LONGEST * 2), room, size, MANY)) * size * LEADING + after
