"""The empty document: A4, its styles in the colours of the theme, its properties, language and footer."""

from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from viz.briefing.model import Story
from viz.briefing.office import FONT, LOCALES, author, cut, midnight, on_paper, said
from viz.style import LIGHT

WIDE, HIGH = 210.0, 297.0
SIDE, TOP, BOTTOM = 15.0, 11.0, 17.0
MM = 72 / 25.4
ROOM = (WIDE - 2 * SIDE) * MM
HEIGHT = (HIGH - TOP - BOTTOM) * MM
SMALL = 9.0
LEADING = 1.2
STYLES = {"Title": 6.0, "Subtitle": 0.5, "Heading 1": 2.0, "Heading 2": 0.5}
BEFORE = {"Title": 0.0, "Subtitle": 0.0, "Heading 1": 2.5, "Heading 2": 2.0}
FOOTER = 400


def empty(story: Story, size: float, after: float) -> Paper:
    """A document without text, its body in type of `size` points, with `after` points below each paragraph."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(WIDE), Mm(HIGH)
    section.left_margin = section.right_margin = Mm(SIDE)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.header_distance = section.footer_distance = Mm(7)
    _styles(paper, story, size, after)
    _language(paper, story)
    _properties(paper, story)
    _footer(section, story)
    rels = paper.part.package.rels
    for key in [key for key, relation in rels.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        rels.pop(key)
    return paper


def colour(value: str) -> RGBColor:
    """#RRGGBB as the library takes it."""
    return RGBColor.from_string(value.lstrip("#").upper())


def _styles(paper: Paper, story: Story, size: float, after: float) -> None:
    body = paper.styles["Normal"]
    _font(body, size, LIGHT.ink)
    for name, larger in STYLES.items():
        style = paper.styles[name]
        _font(style, size + larger, LIGHT.muted if name == "Subtitle" else on_paper(story.theme.primary))
        style.font.bold, style.font.italic = name != "Subtitle", False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(BEFORE[name] * after), Pt(after)
        style.paragraph_format.keep_with_next = True
        for border in style.element.xpath(".//w:pBdr"):
            border.getparent().remove(border)
    for name in ("Normal", "List Bullet", "List Bullet 2", "Caption", "Footer"):
        style = paper.styles[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        for tight in style.element.xpath("./w:pPr/w:contextualSpacing"):
            tight.getparent().remove(tight)
    _font(paper.styles["Caption"], SMALL, LIGHT.muted)
    paper.styles["Caption"].font.bold = False
    _font(paper.styles["Footer"], SMALL, LIGHT.muted)


def _font(style: Any, size: float, ink: str) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = colour(ink)
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    for spacing in style.element.xpath("./w:rPr/w:spacing | ./w:rPr/w:kern"):
        spacing.getparent().remove(spacing)


def _language(paper: Paper, story: Story) -> None:
    for lang in paper.styles.element.xpath(".//w:docDefaults//w:lang"):
        lang.set(qn("w:val"), LOCALES[story.language])


def _properties(paper: Paper, story: Story) -> None:
    about = paper.core_properties
    about.title, about.subject = cut(story.title, 200), cut(story.subtitle, 200)
    about.author = about.last_modified_by = author(story)
    about.language, about.keywords, about.comments, about.category = LOCALES[story.language], "", cut(story.footer, 250), ""
    about.created = about.modified = midnight(story)
    about.revision = 1


def _footer(section: Any, story: Story) -> None:
    """What the document rests on, and the number of the page, on every page."""
    target = section.footer.paragraphs[0]
    target.add_run(cut(story.footer, FOOTER))
    target.add_run(f" · {said(story, 'Page')} ")
    field(target, "PAGE", "1")
    target.add_run(" / ")
    field(target, "NUMPAGES", "1")


def field(target: Any, code: str, shown: str) -> None:
    """A field that the program fills in when it opens the document."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = target.add_run(shown if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)
        elif kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
