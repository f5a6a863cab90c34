"""The five slides: what stands around the blocks, and the file as a whole."""

from io import BytesIO

from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from viz.briefing.deck import notes, plan
from viz.briefing.deck.fit import LEADING, SMALL, Box
from viz.briefing.deck.master import EDGE, TITLE, WIDE, empty, put_foot, put_title
from viz.briefing.deck.runs import Sheet, describe, link, paragraph, run, text_box
from viz.briefing.model import Slide, Story
from viz.briefing.office import cut, entry, logo, on_paper, said, settled
from viz.style import LIGHT
from viz.text import wrap

KICKER = Box(EDGE, 20.0, WIDE - 2 * EDGE - 150, 14.0)
BELOW_TITLE, BOTTOM = 16.0, 496.0
SOURCES = 62.0
LOGO = Box(WIDE - EDGE - 140, 18.0, 140.0, 44.0)
GAP = 8.0


def shown(story: Story) -> bytes:
    """The slides as a PowerPoint file, the same bytes for the same story."""
    deck = empty(story)
    drawn = [deck.slides.add_slide(deck.slide_layouts[0]) for _ in story.slides]
    sources = {source.number: source for source in story.sources}
    for slide, said_on_it in zip(drawn, story.slides, strict=True):
        _put(Sheet(slide, story, sources, drawn[-1]), said_on_it)
    out = BytesIO()
    deck.save(out)
    return settled(out.getvalue(), story.as_of)


def _put(sheet: Sheet, slide: Slide) -> None:
    _head(sheet)
    top = TITLE.y + put_title(sheet.slide, sheet.story, slide.title) + BELOW_TITLE
    body = Box(EDGE, top, WIDE - 2 * EDGE, BOTTOM - top)
    list_sources = None
    if sheet.slide == sheet.last and sheet.story.sources:
        body = Box(body.x, body.y, body.w, body.h - SOURCES - GAP)
        list_sources = Box(body.x, BOTTOM - SOURCES, body.w, SOURCES)
    done = plan.put_blocks(sheet, slide, body)
    if list_sources:
        _sources(sheet, list_sources)
    put_foot(sheet.slide, sheet.story)
    warnings = list(done.warnings)
    if sheet.slide == sheet.last and sheet.story.theme.logo and logo(sheet.story) is None:
        warnings.append(said(sheet.story, "The logo is left out: it cannot be shown here."))
    notes.write(sheet, slide, whole=done.whole and len(slide.title) <= 120, warnings=warnings)


def _head(sheet: Sheet) -> None:
    """What the slides are about, above the title; the organisation or its logo in the corner."""
    story = sheet.story
    about = cut(story.subtitle or story.title, 240)
    if about:
        lines = wrap(about, KICKER.w, 10.0, 1)
        run(paragraph(text_box(sheet, KICKER, "Briefing"), 10.0), " ".join(lines), 10.0, story, ink=LIGHT.muted)
    organisation = cut(story.theme.organisation, 120)
    picture = logo(story)
    if picture is not None:
        shape = sheet.slide.shapes.add_picture(picture, Pt(0), Pt(0))
        scale = min(Pt(LOGO.w) / shape.width, Pt(LOGO.h) / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        shape.left, shape.top = int(Pt(LOGO.x + LOGO.w)) - shape.width, int(Pt(LOGO.y))
        describe(shape, f"{said(story, 'Logo')}: {organisation}" if organisation else said(story, "Logo"), "Logo")
    elif organisation:
        frame = text_box(sheet, LOGO, "Organisation")
        for line in wrap(organisation, LOGO.w, 11.0, 3, bold=True):
            run(paragraph(frame, 11.0, align=PP_ALIGN.RIGHT), line, 11.0, story, ink=on_paper(story.theme.primary), bold=True)


def _sources(sheet: Sheet, box: Box) -> None:
    """The first of the sources as small print; all of them are in the notes."""
    story = sheet.story
    frame = text_box(sheet, box, said(story, "Sources"))
    run(paragraph(frame, SMALL), said(story, "Sources"), SMALL, story, ink=on_paper(story.theme.primary), bold=True)
    lines = int(box.h / (SMALL * LEADING)) - 2
    target = paragraph(frame, SMALL)
    target = frame.add_paragraph() if target.runs else target
    listed = 0
    used = ""
    for source in story.sources:
        text = f"[{source.number}] {entry(story, source, most=70)}"
        if len(wrap(f"{used}   {text}", box.w, SMALL, 99)) > lines:
            break
        used = f"{used}   {text}"
        if listed:
            run(target, "   ", SMALL, story)
        link(sheet, run(target, text, SMALL, story), source)
        listed += 1
    if listed < len(story.sources):
        left = paragraph(frame, SMALL)
        run(left, said(story, "…and {n} more in the notes of this slide", n=str(len(story.sources) - listed)), SMALL, story, ink=LIGHT.muted, italic=True)
