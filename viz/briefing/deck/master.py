"""The empty presentation: 16:9, the colours and font of the theme, one layout with places for title, footer and page number."""

import re
from copy import deepcopy
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout
from pptx.util import Pt

from viz.briefing.deck.fit import LEADING, SMALL, Box
from viz.briefing.deck.runs import bare, describe, paragraph, run
from viz.briefing.model import Story
from viz.briefing.office import FONT, INK, LOCALES, PAPER, author, cut, midnight, on_paper, said
from viz.style import LIGHT, STANCES
from viz.text import wrap

WIDE, HIGH, EDGE = 960.0, 540.0, 36.0
TITLE = Box(EDGE, 38.0, WIDE - 2 * EDGE, 68.0)
CORNER = 150.0
FOOTER = Box(EDGE, HIGH - 31.0, WIDE - 2 * EDGE - 60, 23.0)
NUMBER = Box(WIDE - EDGE - 50, HIGH - 31.0, 50.0, 23.0)
TITLES = (26.0, 24.0, 22.0, 20.0, 18.0)
LAYOUT = "Title Only"
LONGEST = 500
PLACES = {"title": TITLE, "ftr": FOOTER, "sldNum": NUMBER}
BAND = (
    '<p:sp {space}><p:nvSpPr><p:cNvPr id="90" name="Band" descr=""/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
)
NOT_NEEDED = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS)


def empty(story: Story) -> Deck:
    """A presentation without slides, with the properties of the story."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    for layout in list(deck.slide_layouts):
        if layout.name != LAYOUT:
            deck.slide_layouts.remove(layout)
    _theme(deck.slide_master.part, story)
    for holder in (deck.slide_master, deck.slide_layouts[0]):
        _arrange(holder, story)
    for owner in (deck.part.package, deck.part):
        for key, relation in list(owner._rels.items()):
            if relation.reltype in NOT_NEEDED:
                owner._rels.pop(key)
    _properties(deck, story)
    return deck


def _properties(deck: Deck, story: Story) -> None:
    about = deck.core_properties
    about.title, about.subject = cut(story.title, 200), cut(story.subtitle, 200)
    about.author = about.last_modified_by = author(story)
    about.language, about.keywords, about.comments, about.category = LOCALES[story.language], "", cut(story.footer, 250), ""
    about.created = about.modified = midnight(story)
    about.revision = 1


def _theme(master: Any, story: Story) -> None:
    """Colours and fonts of the theme, so that what is added by hand looks the same."""
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    accent = on_paper(story.theme.accent)
    colours = {
        "dk1": INK,
        "lt1": PAPER,
        "dk2": story.theme.primary,
        "lt2": LIGHT.card,
        "accent1": story.theme.primary,
        "accent2": story.theme.accent,
        "accent3": STANCES["support"].fill,
        "accent4": STANCES["oppose"].fill,
        "accent5": STANCES["ambivalent"].fill,
        "accent6": LIGHT.tie,
        "hlink": accent,
        "folHlink": accent,
    }
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value.lstrip("#").upper()}"/></a:{name}>' for name, value in colours.items())
    text = part.blob.decode()
    text = re.sub(r"<a:clrScheme .*?</a:clrScheme>", f'<a:clrScheme name="Trilateral">{scheme}</a:clrScheme>', text, flags=re.S)
    part._blob = re.sub(r'<a:latin typeface="[^"+][^"]*"', f'<a:latin typeface="{FONT}"', text).encode()


def _arrange(holder: Any, story: Story) -> None:
    """Put the placeholders of a master or layout where slides have them; the one for the date goes, since the footer says it."""
    for shape in list(holder.placeholders):
        kind = shape._element.xpath(".//p:nvPr/p:ph")[0].get("type", "body")
        if kind == "dt":
            shape._element.getparent().remove(shape._element)
            continue
        box = PLACES.get(kind, Box(EDGE, 108.0, WIDE - 2 * EDGE, 390.0))
        shape.left, shape.top, shape.width, shape.height = Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h)
        if kind in PLACES:
            _styled(shape, kind, story)
    if isinstance(holder, SlideLayout):
        band = holder.shapes._spTree
        band.insert(2, parse_xml(BAND.format(space=nsdecls("p", "a"), wide=int(Pt(WIDE)), high=int(Pt(6)), ink=story.theme.primary.lstrip("#").upper())))


def _styled(shape: Any, kind: str, story: Story) -> None:
    size, bold, ink = (TITLES[0], "1", on_paper(story.theme.primary)) if kind == "title" else (SMALL, "0", LIGHT.muted)
    align = "r" if kind == "sldNum" else "l"
    style = shape._element.txBody.find(qn("a:lstStyle"))
    style.clear()
    style.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} algn="{align}"><a:defRPr sz="{int(size * 100)}" b="{bold}">'
            f'<a:solidFill><a:srgbClr val="{ink.lstrip("#")}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def put_title(slide: Slide, story: Story, title: str) -> float:
    """Write the title of a slide into its place; returns its height."""
    heading = slide.shapes.title
    assert heading is not None
    text = cut(title, 300)
    room = TITLE.w - (CORNER if story.theme.organisation or story.theme.logo else 0.0)
    size = next((size for size in TITLES if len(wrap(text, room, size, 9, bold=True)) * size * LEADING <= TITLE.h), TITLES[-1])
    lines = wrap(text, room, size, int(TITLE.h / (size * LEADING)), bold=True)
    high = len(lines) * size * LEADING
    heading.left, heading.top, heading.width, heading.height = (Pt(value) for value in (TITLE.x, TITLE.y, room, high))
    frame = bare(heading.text_frame)
    run(paragraph(frame, size), " ".join(lines), size, story, ink=on_paper(story.theme.primary), bold=True)
    return high


def put_foot(slide: Slide, story: Story) -> None:
    """Write the footer and the page number of a slide into their places."""
    for place in slide.slide_layout.placeholders:
        kind = place._element.xpath(".//p:nvPr/p:ph")[0].get("type")
        if kind in ("ftr", "sldNum"):
            _put_place(slide, place, kind, story)


def _put_place(slide: Slide, place: Any, kind: str, story: Story) -> None:
    element = deepcopy(place._element)
    element.xpath(".//p:cNvPr")[0].set("id", str(max(map(int, slide.shapes._spTree.xpath(".//p:cNvPr/@id"))) + 1))
    slide.shapes._spTree.append(element)
    shape = slide.shapes[-1]
    frame = bare(shape.text_frame)
    if kind == "ftr":
        lines = wrap(cut(story.footer, LONGEST), FOOTER.w, SMALL, 2)
        run(paragraph(frame, SMALL), " ".join(lines), SMALL, story, ink=LIGHT.muted)
        return
    for field in element.xpath(".//a:fld/a:rPr"):
        field.set("lang", LOCALES[story.language])
        field.set("sz", str(int(SMALL * 100)))
    describe(shape, said(story, "Page number"))
