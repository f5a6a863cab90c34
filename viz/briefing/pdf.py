"""The briefing as PDF: one page, and five slides. Tagged (PDF/UA-1), text that can be selected, fonts within, the same bytes for the same story."""

from base64 import b64encode

from graph.errors import TrilateralError
from viz import picture
from viz.briefing import office, sheet
from viz.briefing.model import Story
from viz.fonts import drawable_markup
from viz.typesetting import typeset


def page(story: Story) -> bytes:
    """One A4 page: everything where it fits in type of 8.5 points; else what matters least is left out, and it is said how much."""
    made, count = sheet.blocks(story, story.page, sheet.PAGE)
    return typeset("page.typ", {**sheet.whole(story), "logo": _logo(story), "blocks": made, "items": count}, story.as_of)


def slides(story: Story) -> bytes:
    """Five pages of 16:9, one to a slide, fitted in the same way in type of at least 12 points; sources, notes and footer have 9."""
    made = []
    for slide in story.slides:
        blocks, count = sheet.blocks(story, slide.blocks, sheet.SLIDE)
        title = sheet.text(slide.title, sheet.TITLE)
        for pictured in (block["picture"] for block in blocks if block["picture"]):
            pictured["caption"] = pictured["caption"] if pictured["caption"] != title else ""  # the slide has said it
        made.append({"title": title, "blocks": blocks, "items": count})
    return typeset("slides.typ", {**sheet.whole(story), "logo": _logo(story), "slides": made}, story.as_of)


def _logo(story: Story) -> str:
    """The logo as SVG, "" where there is none or it cannot be drawn."""
    if story.theme.logo_type == "svg":
        return _tried(story)
    if story.theme.logo_type == "png" and office.logo(story):
        width, height = (int.from_bytes(story.theme.logo[at : at + 4]) for at in (16, 20))
        size = f'width="{width}" height="{height}"'
        data = b64encode(story.theme.logo).decode()
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/png;base64,{data}"/></svg>'
    return ""


def _tried(story: Story) -> str:
    """The SVG logo where it can be drawn: typst reads it without scripts, and no file or address that it names."""
    svg = drawable_markup(story.theme.logo.decode("utf-8", "replace"))
    try:
        picture.framed(svg, 30.0, 30.0, "png", title="Logo", alt="Logo", day=story.as_of)
    except TrilateralError:
        return ""
    return svg
