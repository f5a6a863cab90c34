"""Texts of the document: lines with their stance and doubt, citations that lead to the list of sources, and that list."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from viz.briefing.model import Cite, Line, Quote, SourceLine, Story
from viz.briefing.office import LOOKS, cited, cut, day_text, entry, on_paper, said, web
from viz.briefing.paper.template import SMALL, colour
from viz.style import LIGHT
from viz.text import clean

LONGEST = 1500
CLAIM = 8
STEP = 13.0
BULLETS = ("List Bullet", "List Bullet 2")


def anchor(number: int) -> str:
    """The name of the bookmark of a source."""
    return f"source_{number}"


def short(claim: str) -> str:
    """The first letters of a claim's id, by which `trilateral claims` finds it."""
    return cut(claim.removeprefix("claim:"), 64)[:CLAIM]


def heading(paper: Paper, text: str, level: int) -> Any:
    """A heading, which the navigation of the program shows."""
    return paper.add_heading(cut(text, 300), level)


def put_line(paper: Paper, story: Story, line: Line) -> None:
    """A line as a paragraph: its stance as a sign or a bullet before it, its doubt and its sources behind it."""
    if line.mark:
        target = paper.add_paragraph()
        shape = target.paragraph_format
        shape.left_indent, shape.first_line_indent = Pt(STEP * (1 + line.level)), Pt(-STEP)
        shape.tab_stops.add_tab_stop(Pt(STEP * (1 + line.level)))
    else:
        target = paper.add_paragraph(style=BULLETS[line.level])
        target.paragraph_format.left_indent, target.paragraph_format.first_line_indent = Pt(STEP * (1 + line.level)), Pt(-STEP)
    put_text(target, story, line, separator="\t")


def put_text(target: Any, story: Story, line: Line, separator: str = " ") -> None:
    """A line in a paragraph or a cell."""
    if line.mark:
        look = LOOKS[line.mark]
        sign = target.add_run(look.symbol + separator)
        sign.font.bold, sign.font.color.rgb = True, colour(on_paper(look.fill))
    target.add_run(cut(line.text, LONGEST))
    if line.doubt:
        doubt = target.add_run(f" ({cut(line.doubt, LONGEST)})")
        doubt.font.italic, doubt.font.color.rgb = True, colour(LIGHT.muted)
    put_cites(target, story, line.cites)


def put_cites(target: Any, story: Story, cites: Iterable[Cite]) -> None:
    """The numbers of the sources, each leading to its entry in the list."""
    known = {source.number: source for source in story.sources}
    for number in cited(cites):
        target.add_run(" ")
        if number in known:
            found = OxmlElement("w:hyperlink")
            found.set(qn("w:anchor"), anchor(number))
            found.set(qn("w:tooltip"), cut(entry(story, known[number]), 250))
            found.set(qn("w:history"), "1")
            _into(target, found, f"[{number}]", story)
        else:
            target.add_run(f"[{number}]")


def _into(target: Any, link: Any, text: str, story: Story) -> None:
    """Put a link with its text at the end of a paragraph."""
    run = target.add_run(text)
    run.font.color.rgb, run.font.underline = colour(on_paper(story.theme.accent)), True
    link.append(run._r)
    target._p.append(link)


def put_sources(paper: Paper, story: Story) -> None:
    """The numbered list of sources, each with its address and the claims that were taken from it."""
    heading(paper, said(story, "Sources"), 1)
    for at, source in enumerate(story.sources, start=1):
        target = paper.add_paragraph()
        target.paragraph_format.left_indent, target.paragraph_format.first_line_indent = Pt(2 * STEP), Pt(-2 * STEP)
        target.paragraph_format.tab_stops.add_tab_stop(Pt(2 * STEP))
        _marked(target, f"[{source.number}]", anchor(source.number), at)
        target.add_run(f"\t{entry(story, source, most=400)}. ")
        _address(target, story, source)
        if source.claims:
            claims = target.add_run(f" {said(story, 'Claims')}: {', '.join(short(claim) for claim in source.claims)}")
            claims.font.size, claims.font.color.rgb = Pt(SMALL), colour(LIGHT.muted)


def _marked(target: Any, text: str, name: str, number: int) -> None:
    """Text within a bookmark."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for one in (start, end):
        one.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    target._p.append(start)
    target.add_run(text)
    target._p.append(end)


def _address(target: Any, story: Story, source: SourceLine) -> None:
    address = web(source.url)
    if not address:
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    _into(target, link, cut(address, 120), story)


def put_quote(paper: Paper, story: Story, quote: Quote) -> None:
    """Literal words with who said them, where and when."""
    source = next((one for one in story.sources if one.number == quote.cite.source), None)
    target = paper.add_paragraph(style=BULLETS[0])
    target.paragraph_format.left_indent, target.paragraph_format.first_line_indent = Pt(STEP), Pt(-STEP)
    target.add_run(f"“{clean(quote.text[:LONGEST])}”").font.italic = True
    parts = (cut(quote.speaker, 200), cut(source.title, 200) if source else "", day_text(story, source.published) if source else "")
    target.add_run(" — " + ", ".join(part for part in parts if part))
    put_cites(target, story, (quote.cite,))
