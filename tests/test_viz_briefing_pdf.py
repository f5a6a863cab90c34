"""The briefing as PDF: one page and five slides, tagged, readable, the same bytes every time, inert whatever they are told."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from math import sqrt
from pathlib import Path
from typing import Any, Literal

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

from graph.results import GraphView
from viz.briefing import pdf
from viz.briefing.model import SLIDES, Bar, Block, Chart, Cite, Line, Slide, SourceLine, Story, Table, Theme

FIXTURES = Path(__file__).parent / "fixtures" / "viz"
EGO, PATH = (GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path"))
Run = tuple[str, float, float, float]
SIGNS = set("+−±?=2")  # in the shapes of a map and of its legend, where they are drawings
HOSTILE = (
    '#eval("panic()") #panic("x") $x$ @label <label> */ // [',
    "</svg><script>hit()</script>",
    '"}]} \\u0000 \\',
    "\x00\x1b[31m\u202ertl\u2066 \ud800 two\nlines",
    "شركة البيانات 漢字 🙂 ﷽",
    "x" * 10_000,
    "word " * 2_000,
)


def logo() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (60, 30), "#0072B2").save(stream, "PNG")
    return stream.getvalue()


def line(text: str, *claims: str, **more: Any) -> Line:
    return Line(text=text, cites=tuple(Cite(source=int(claim[0]), claim=f"claim:{claim}") for claim in claims), **more)


def story(language: Literal["en", "es", "fr"] = "en", **more: Any) -> Story:
    spanish = language == "es"
    chart = Chart(
        title="México exporta más" if spanish else "Mexico exports most",
        unit="US$",
        words="Mexico 466, Canada 377.",
        bars=(Bar(label="México", value=466, low=440, high=480, mark="support"), Bar(label="Canada", value=377, cites=(Cite(source=2, claim="claim:2cc"),))),
    )
    with_us = Block(
        heading="Quién nos apoya" if spanish else "Who is with us",
        lines=(
            line("ITI supports it.", "1aaaa1111bbbb", "2bb", mark="support"),
            line("COECE opposes it.", "1bb", mark="oppose", doubt="one source alone"),
            line("Some go both ways.", mark="mixed"),
            line("Of USTR nothing is known.", mark="unknown"),
        ),
    )
    door = Block(
        heading="Quién abre la puerta" if spanish else "Who opens the door", lines=(line("AMITI met USTR.", "1aaaa1111bbbb"), line("In April.", level=1))
    )
    table = Block(
        heading="Roles",
        table=Table(headings=("Role", "For", "Against"), rows=((line("Executive"), line("Economía", "2bb", mark="support"), line("–")),)),
    )
    slides = (
        Slide(title="The finding of one", blocks=(with_us, door)),
        Slide(title="The finding of two", blocks=(table, door)),
        Slide(title="The finding of three", blocks=(Block(heading="Map", map=PATH), door)),
        Slide(title="The finding of four", blocks=(Block(heading="Figures", chart=chart), with_us)),
        Slide(title="The finding of five", blocks=(Block(heading="Around USTR", map=EGO), Block(heading="Alone", lines=(line("One line."),)))),
    )
    told: dict[str, Any] = {
        "language": language,
        "title": "AMITI abre la puerta de USTR" if spanish else "AMITI opens the door of USTR",
        "subtitle": "Sectoral annex",
        "as_of": date(2025, 10, 28),
        "footer": "As of 28 Oct 2025 · public · 3 sources · revision 9f2c1ab04d77",
        "page": (Block(heading="", lines=(line("The door is open.", "1aaaa1111bbbb"),)), with_us, door, table, Block(heading="Figures", chart=chart)),
        "slides": slides,
        "sources": (
            SourceLine(
                number=1,
                title="U.S. news, vol. 3",
                publisher="Press",
                published=date(2025, 4, 29),
                url="https://example.com/a",
                claims=("claim:1aaaa1111bbbb", "claim:1bb"),
            ),
            SourceLine(number=2, title="Figures", publisher="", published=None, url="javascript:hit()", licence="CC BY 4.0", claims=("claim:2bb", "claim:2cc")),
            SourceLine(number=3, title="Not cited here", publisher="", published=None, url="", claims=("claim:3dd",)),
        ),
        "words": {"sources": "Fuentes", "claims": "afirmaciones"} if spanish else {"sources": "Sources"},
        "theme": Theme(organisation="AMITI", logo=logo(), logo_type="png"),
    }
    return Story(**(told | more))


def opened(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def flat(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def runs(page: PageObject) -> list[Run]:
    """Each piece of text with its place from the left and the bottom and its size, in points."""
    found: list[Run] = []

    def seen(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x, y, size * sqrt(a * a + b * b)))

    page.extract_text(visitor_text=seen)
    return found


def tags(reader: PdfReader) -> Iterator[Any]:
    todo: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        node = todo.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            yield node
            todo += [node["/K"]] if "/K" in node else []


def fonts(reader: PdfReader) -> dict[str, bool]:
    """The fonts by name, and whether the file holds their shapes."""
    found = {}
    for reference in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 5):
        try:
            thing = reader.get_object(reference)
        except Exception:
            continue
        if isinstance(thing, dict) and thing.get("/Type") == "/FontDescriptor":
            found[str(thing["/FontName"])] = any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


@pytest.fixture(scope="module")
def page() -> PdfReader:
    return opened(pdf.page(story()))


@pytest.fixture(scope="module")
def slides() -> PdfReader:
    return opened(pdf.slides(story()))


def test_the_page_is_one_page_of_a4_and_says_everything(page: PdfReader) -> None:
    assert len(page.pages) == 1
    assert [round(float(side)) for side in page.pages[0].mediabox[2:]] == [595, 842]
    said = flat(page)
    told = story()
    for block in told.page:
        assert block.heading in said
        for each in block.lines:
            assert each.text in said
            assert each.doubt in said
    for part in (told.title, told.subtitle, told.footer, "1 / 1", "Economía", "Mexico exports most", "México", "466"):
        assert part in said


def test_the_slides_are_five_of_16_to_9_each_with_finding_lines_footer_and_number(slides: PdfReader) -> None:
    assert len(slides.pages) == SLIDES
    told = story()
    for number, (slide, sheet) in enumerate(zip(told.slides, slides.pages, strict=True), 1):
        said = " ".join(sheet.extract_text().split())
        assert float(sheet.mediabox[2]) / float(sheet.mediabox[3]) == pytest.approx(16 / 9)
        for part in (slide.title, told.footer, f"{number} / {SLIDES}", *(block.heading for block in slide.blocks)):
            assert part in said
        for block in slide.blocks:
            assert all(each.text in said for each in block.lines)


def test_maps_and_charts_are_text_too(slides: PdfReader) -> None:
    assert PATH.nodes[0].name in slides.pages[2].extract_text()
    assert "México" in slides.pages[3].extract_text()
    assert EGO.nodes[0].name in slides.pages[4].extract_text()


def test_a_stance_has_its_sign(page: PdfReader) -> None:
    for sign in "+−±?":
        assert any(text == sign for text, *_ in runs(page.pages[0]))


def test_each_sentence_names_its_claims_and_each_claim_stands_with_its_source(page: PdfReader) -> None:
    said = flat(page)
    for part in (
        "ITI supports it. [1a, 2a]",
        "COECE opposes it. — one source alone [1b]",
        "1a 1aaaa111",
        "1b 1bb",
        "2a 2bb",
        "U.S. news, vol. 3. Press, 29 Oct"[:22],
        "CC BY 4.0",
    ):
        assert part in said
    assert "Not cited here" not in said


@pytest.mark.parametrize("write", [pdf.page, pdf.slides])
def test_links_lead_to_the_web_or_to_a_claim_in_the_file(write: Any) -> None:
    reader = opened(write(story()))
    notes = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", [])]
    addresses = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    assert addresses == {"https://example.com/a"}
    assert len(notes) > 4
    assert b"javascript" not in write(story())


@pytest.mark.parametrize(("write", "least"), [(pdf.page, 7.0), (pdf.slides, 9.0)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_type_is_too_small_and_none_leaves_the_paper(write: Any, least: float, language: Literal["en", "es"]) -> None:
    for sheet in opened(write(story(language))).pages:
        width, height = float(sheet.mediabox[2]), float(sheet.mediabox[3])
        for text, x, y, size in runs(sheet):
            assert size > (5.5 if text in SIGNS else least - 0.06), text
            assert 20 < x < width - 20, text
            assert 15 < y < height - 20, text


@pytest.mark.parametrize("write", [pdf.page, pdf.slides])
def test_the_file_is_tagged_in_its_language_with_title_and_fonts(write: Any) -> None:
    told = story("es")
    reader = opened(write(told))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert reader.metadata.title == told.title
    assert reader.metadata.creation_date
    assert reader.metadata.creation_date.date() == told.as_of
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    kinds = [node.get("/S") for node in tags(reader)]
    assert {"/H1", "/H2", "/L", "/LI", "/LBody", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= set(kinds)
    assert all(node.get("/Alt") for node in tags(reader) if node.get("/S") == "/Figure")
    assert fonts(reader)
    assert all(fonts(reader).values())
    assert {name.partition("+")[2].partition("-")[0] for name in fonts(reader)} <= {"Inter", "DejaVuSans"}


def test_words_of_ours_are_in_the_language_of_the_story() -> None:
    said = flat(opened(pdf.page(story("es"))))
    assert "Fuentes" in said
    assert "afirmaciones 1a" in said
    assert "29 de abril de 2025" in said


def test_a_page_of_too_much_stays_one_page_and_says_how_much_it_leaves_out() -> None:
    lines = tuple(line(f"Point {i}: {'what is known of it and what is not. ' * 3}", "1bb") for i in range(40))
    rows = (line("Point", "1bb", mark="oppose"),) * 2
    table = Table(headings=("One", "Two"), rows=(rows,) * 3)
    much = (*(Block(heading=f"Part {i}", lines=lines) for i in range(8)), Block(heading="Rows", table=table))
    reader = opened(pdf.page(story(page=much)))
    said = flat(reader)
    assert len(reader.pages) == 1
    assert "more in the document and on the web page" in said
    assert all(f"Part {i}" in said for i in range(8))
    left = sum(int(part.split()[0]) for part in said.split("+")[1:] if part.split()[0].isdigit())
    assert left + said.count(": what is known") + said.count("Point [") // 2 == 323
    assert min(size for *_, size in runs(reader.pages[0])) > 6.94


def test_a_slide_of_too_much_stays_one_slide_with_its_picture() -> None:
    lines = tuple(line(f"Point {i}: {'what is known of it. ' * 6}") for i in range(30))
    full = story().slides[0].model_copy(update={"blocks": (Block(heading="Map", map=PATH), Block(heading="Much", lines=lines))})
    reader = opened(pdf.slides(story(slides=(full,) * SLIDES)))
    assert len(reader.pages) == SLIDES
    said = reader.pages[0].extract_text()
    assert PATH.nodes[0].name in said
    assert "more in the document" in said
    assert "Point 0" in said


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_and_fits(text: str) -> None:
    lines = tuple(Line(text=text, doubt=text, mark="oppose", cites=(Cite(source=1, claim=text),)) for _ in range(3))
    chart = Chart(title=text, unit=text, words=text, bars=(Bar(label=text, value=1.0),))
    cells = tuple(Line(text=text, mark="unknown") for _ in range(4))
    blocks = (
        Block(heading=text, lines=lines, chart=chart),
        Block(heading=text, table=Table(headings=(text,) * 4, rows=(cells,) * 3)),
        Block(heading=text, map=EGO.model_copy(update={"title": text, "nodes": tuple(node.model_copy(update={"name": text}) for node in EGO.nodes)})),
    )
    told = story(
        title=text,
        subtitle=text,
        footer=text,
        page=blocks,
        slides=tuple(Slide(title=text, blocks=(block,)) for block in (*blocks, blocks[0], blocks[0])),
        sources=(SourceLine(number=1, title=text, publisher=text, published=None, url=f"https://example.com/{text}", licence=text, claims=(text,)),),
        words={"sources": text, "claims": text, "more": text},
        theme=Theme(organisation=text[:120].replace("\ud800", ""), logo=text.encode("utf-8", "replace"), logo_type="svg"),
    )
    for reader, pages in ((opened(pdf.page(told)), 1), (opened(pdf.slides(told)), SLIDES)):
        assert len(reader.pages) == pages
        for sheet in reader.pages:
            assert not any(key in str(reader.trailer["/Root"]) for key in ("/JavaScript", "/OpenAction", "/EmbeddedFiles"))
            for said, x, y, _ in runs(sheet):
                assert 0 < x < float(sheet.mediabox[2]), said
                assert 0 < y < float(sheet.mediabox[3]), said


def test_typst_markup_is_shown_as_it_was_written() -> None:
    said = flat(opened(pdf.page(story(title='#eval("1+1") $x$ *bold* @a'))))
    assert '#eval("1+1") $x$ *bold* @a' in said


def test_a_letter_that_no_font_has_is_a_square_and_no_failure() -> None:
    assert "USTR □□ □" in flat(opened(pdf.page(story(title="USTR 漢字 🙂"))))


def test_colours_that_cannot_be_read_are_not_used_for_text() -> None:
    assert len(opened(pdf.page(story(theme=Theme(primary="#FFFFFF", accent="#FFFF00")))).pages) == 1


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_logo_that_is_none_is_left_out(kind: Literal["png", "svg"]) -> None:
    reader = opened(pdf.page(story(theme=Theme(organisation="AMITI", logo=b"\x89PNG no <svg", logo_type=kind))))
    assert "AMITI" in flat(reader)


def test_an_svg_logo_is_drawn_and_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(logo())
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/><image href="{secret}" width="9" height="9"/></svg>'
    )
    theme = Theme(organisation="AMITI", logo=drawing.encode(), logo_type="svg")
    assert b"/Subtype/Image" not in pdf.page(story(theme=theme, page=story().page[:2]))


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "story.json").write_text(story(theme=Theme()).model_dump_json(), encoding="utf-8")
    script = (
        "import sys, hashlib\nfrom viz.briefing.model import Story\nfrom viz.briefing import pdf\n"
        "told = Story.model_validate_json(open(sys.argv[1], encoding='utf-8').read())\n"
        "print(hashlib.sha256(pdf.page(told) + pdf.slides(told)).hexdigest())"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "story.json")]
    found = {subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout for _ in range(2)}
    assert len(found) == 1
