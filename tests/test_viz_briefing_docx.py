"""The document of a briefing: headings, native tables, described pictures, sources with numbers, the same for the same input, whatever it is told."""

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any, Literal
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from graph.errors import RequestError
from graph.results import GraphView
from viz.briefing import charts
from viz.briefing.docx import write
from viz.briefing.model import Bar, Block, Chart, Cite, Line, Quote, Slide, SourceLine, Story, Table, Theme

EGO = GraphView.model_validate_json((Path(__file__).parent / "fixtures" / "viz" / "ego.json").read_text(encoding="utf-8"))
PATH = GraphView.model_validate_json((Path(__file__).parent / "fixtures" / "viz" / "path.json").read_text(encoding="utf-8"))
TECHNATION = Theme(organisation="Technation Canada")
SOURCES = (
    SourceLine(number=1, title="Joint letter", publisher="ITI", published=date(2025, 4, 29), url="https://example.org/letter?a=1&b=2", claims=("a1" * 16,)),
    SourceLine(number=2, title="Register", publisher="", published=None, url="javascript:alert(1)", licence="CC BY 4.0", claims=("b2" * 16, "c3" * 16)),
    SourceLine(number=3, title="Call", publisher="Us", published=None, url=""),
)
WORDS = {
    "en": ("Who is with us", "Technation supports the annex.", "older than a year"),
    "es": ("Quién nos apoya", "Technation apoya el anexo.", "más de un año"),
}
HOSTILE = (
    "<w:p><script>window.hit=1</script>",
    "]]><!--&amp;&lt;",
    "two\nlines\r\u2028more\x0b",
    "\u202eright to left\u202c\u2066",
    "\x00\x1b[31m\ud800\ufffe",
    "javascript:alert(1)",
    "{n} {0} %s",
    *(pytest.param(long, marks=pytest.mark.slow) for long in ("x" * 10_000, "word " * 2_000)),
)


def cite(number: int) -> tuple[Cite, ...]:
    return (Cite(source=number, claim="a1" * 16),)


def a_story(language: Literal["en", "es"] = "en", theme: Theme = TECHNATION, text: str = "") -> Story:
    """A story with each kind of block; `text` stands wherever a text may come from outside."""
    heading, first, doubt = (text or word for word in WORDS[language])
    lines = (
        Line(text=first, cites=(*cite(1), *cite(2)), mark="support"),
        Line(text=first, doubt=doubt, mark="oppose", cites=cite(3)),
        Line(text=first, level=1, cites=cite(99)),
    )
    table = Table(headings=(heading, "+", "−"), rows=tuple((Line(text=f"{first} {at}"), lines[0], lines[1]) for at in range(3)))
    bars = (Bar(label=text or "Services", value=160.3, low=140, high=190, cites=cite(1)), Bar(label=text or "Goods", value=90.1, mark="support", cites=cite(2)))
    chart = Chart(title=text or "Services lead", unit=text or "billion US dollars", bars=bars, words=text or "Services 160, goods 90.")
    page = (Block(heading=heading, lines=lines), Block(heading=heading, lines=lines[:2]))
    more = (
        (Block(heading=heading, lines=lines),),
        (Block(heading=heading, map=EGO), Block(heading=heading, lines=lines)),
        (Block(heading=heading, map=PATH), Block(heading=heading, lines=lines)),
        (Block(heading=heading, table=table),),
        (Block(heading=heading, chart=chart),),
    )
    quote = Quote(text=text or "We urge the governments to agree.", speaker=text or "Angela Mondou", cite=cite(1)[0])
    slides = tuple(Slide(title=text or f"Finding {at}", blocks=blocks, quotes=(quote,) if at == 2 else ()) for at, blocks in enumerate(more, start=1))
    footer = text or "As of October 28, 2025 · layers: public alone · 3 sources · revision 9f2c1ab04d77"
    return Story(
        language=language,
        title=first,
        subtitle=heading,
        as_of=date(2025, 10, 28),
        footer=footer,
        page=page,
        slides=slides,
        sources=SOURCES,
        theme=theme,
    )


@cache
def written(language: Literal["en", "es"] = "en") -> bytes:
    return write(a_story(language))


def opened(data: bytes) -> Any:
    return Document(BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def external(data: bytes) -> set[str]:
    found = set()
    for name, content in parts(data).items():
        if name.endswith(".rels"):
            found |= {one.get("Target") or "" for one in etree.fromstring(content) if one.get("TargetMode") == "External"}
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_comes_first_and_has_headings(language: Literal["en", "es"]) -> None:
    document = opened(written(language))
    styled = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style.name.startswith(("Title", "Heading"))]
    heading, first, _ = WORDS[language]
    assert styled[:3] == [("Title", first), ("Heading 1", heading), ("Heading 1", heading)]
    assert styled[-1] == ("Heading 1", {"en": "Sources", "es": "Fuentes"}[language])
    assert [text for style, text in styled if text.startswith("Finding")] == ["Finding 2", "Finding 3", "Finding 4", "Finding 5"], "the first says nothing new"
    breaks = [paragraph.text for paragraph in document.paragraphs if paragraph.paragraph_format.page_break_before]
    assert breaks == ["Finding 2"]


def test_tables_are_native_with_a_heading_row_that_is_repeated() -> None:
    (table,) = opened(written()).tables
    assert [len(table.rows), len(table.columns)] == [4, 3]
    assert table.rows[0]._tr.xpath(".//w:tblHeader")
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "Who is with us; +; −"
    assert table.rows[1].cells[1].text == "+ Technation supports the annex. [1] [2]"


def test_pictures_say_what_they_show() -> None:
    document = opened(written())
    described = [one.get("descr") for one in document.element.iter(qn("wp:docPr"))]
    assert len(described) == 2
    assert "10 nodes" in described[0]
    assert described[1] == "Services 160, goods 90."


def test_a_path_too_wide_for_the_paper_is_told() -> None:
    text = "\n".join(paragraph.text for paragraph in opened(written()).paragraphs)
    assert "AMITI met Office of the U.S. Trade Representative, between 20 and 28 Apr 2025" in text


def test_without_the_drawing_part_a_chart_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> bytes:
        raise RequestError("chart: needs the extra `briefing`")

    monkeypatch.setattr(charts, "chart_png", missing)
    tables = opened(write(a_story())).tables
    assert [cell.text for cell in tables[-1].rows[1].cells] == ["Services", "160.3 [1]", "140–190"]


def test_every_cite_leads_to_its_source() -> None:
    document = opened(written())
    anchors = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))}
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert anchors == {"source_1", "source_2", "source_3"}
    assert marks == ["source_1", "source_2", "source_3"]
    listed = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("[")]
    assert listed[0].startswith("[1]\tJoint letter. ITI. 29 Apr 2025. https://example.org/letter?a=1&b=2")
    assert "Claims: a1a1a1a1" in listed[0]
    assert listed[1] == "[2]\tRegister. CC BY 4.0.  Claims: b2b2b2b2, c3c3c3c3"
    assert "[99]" in "\n".join(paragraph.text for paragraph in document.paragraphs), "a source that is not listed is shown, not linked"


def test_only_web_addresses_are_linked() -> None:
    assert external(written()) == {"https://example.org/letter?a=1&b=2"}


def test_the_footer_is_on_every_page_with_its_number() -> None:
    section = opened(written()).sections[0]
    assert a_story().footer in section.footer.paragraphs[0].text
    codes = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_type_is_never_smaller_than_nine_points_and_becomes_so_for_a_full_page() -> None:
    lines = tuple(Line(text=f"Sentence {at} says what decides, in as many words as fill a line of the page and a few more.", cites=cite(1)) for at in range(60))
    for data in (written(), write(a_story().model_copy(update={"page": (Block(heading="All", lines=lines),)}))):
        document = opened(data)
        used = {paragraph.style.name: paragraph.style for paragraph in (*document.paragraphs, *document.sections[0].footer.paragraphs)}
        assert all(style.font.size.pt >= 9 for style in used.values() if style.font.size)
        for name in ("word/document.xml", "word/footer1.xml"):
            sizes = [int(one.get(qn("w:val")) or 0) for one in etree.fromstring(parts(data)[name]).iter(qn("w:sz"))]
            assert all(size >= 18 for size in sizes), name
    assert document.styles["Normal"].font.size.pt == 9


def test_language_properties_and_day_are_those_of_the_story() -> None:
    document = opened(written("es"))
    about = document.core_properties
    assert (about.title, about.author, about.language) == ("Technation apoya el anexo.", "Technation Canada", "es-MX")
    assert about.created == about.modified
    assert about.created.date() == date(2025, 10, 28)
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"es-MX"}
    assert "29 de abril de 2025" in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_same_story_makes_the_same_bytes() -> None:
    assert write(a_story()) == written()
    with ZipFile(BytesIO(written())) as package:
        assert {info.date_time for info in package.infolist()} == {(2025, 10, 28, 0, 0, 0)}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(text: str) -> None:
    begun = perf_counter()
    data = write(a_story(text=text))
    assert perf_counter() - begun < 20
    assert opened(data).paragraphs
    assert external(data) == {"https://example.org/letter?a=1&b=2"}
    for content in parts(data).values():
        assert "\u202e".encode() not in content
        assert b"<script" not in content
    anchors = {link.get(qn("w:anchor")) for link in opened(data).element.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))}
    assert anchors == {"source_1", "source_2", "source_3"}
