"""The slides of a briefing: editable, readable, sourced, the same for the same input, whatever they are told."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import combinations
from pathlib import Path
from struct import pack
from time import perf_counter
from typing import Any, Literal
from zipfile import ZipFile
from zlib import compress, crc32

import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from graph.results import GraphView
from viz.briefing.model import Bar, Block, Chart, Cite, Line, Quote, Slide, SourceLine, Story, Table, Theme
from viz.briefing.pptx import write

FIXTURES = Path(__file__).parent / "fixtures" / "viz"
VIEWS = {key: GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path", "none")}
EMU, SMALLEST = 12700, 9.0
TECHNATION = Theme(organisation="Technation Canada")
WORDS = {
    "en": ("Where things stand", "Technation supports the annex, and so do two partners.", "older than a year", "Nobody is known to oppose it."),
    "es": ("Situación", "Technation apoya el anexo, igual que dos socios.", "más de un año", "No se conoce ninguna oposición."),
}
HOSTILE = (
    "<script>window.hit=1</script>",
    "]]><!--&amp;&lt;",
    "two\nlines\r\u2028more\x0b",
    "\u202eright to left\u202c\u2066",
    "شركة البيانات",
    "🙂🇲🇽",
    "\x00\x1b[31m\ud800\ufffe",
    '=HYPERLINK("http://evil.example")',
    "javascript:alert(1)",
    "{n} {0} %s",
    *(pytest.param(long, marks=pytest.mark.slow) for long in ("x" * 10_000, "word " * 2_000)),
)


def sources() -> tuple[SourceLine, ...]:
    """The sources of the two maps, and two that may not be linked."""
    claims: dict[tuple[str, str, date | None, str], list[str]] = {}
    for view in VIEWS.values():
        for proof in (proof for tie in view.ties for proof in tie.evidence):
            of = proof.source
            claims.setdefault((of.title, of.publisher, of.published, of.url), []).append(proof.claim)
    listed = [
        SourceLine(number=at, title=key[0], publisher=key[1], published=key[2], url=key[3], claims=tuple(dict.fromkeys(found)))
        for at, (key, found) in enumerate(sorted(claims.items(), key=str), start=1)
    ]
    more = len(listed)
    bad = SourceLine(number=more + 1, title="A paper", publisher="", published=None, url="javascript:alert(1)", claims=("claim:p",))
    return (*listed, bad, SourceLine(number=more + 2, title="A call", publisher="Us", published=None, url="", claims=("claim:q",)))


def cite(number: int) -> tuple[Cite, ...]:
    return (Cite(source=number, claim=sources()[number - 1].claims[0]),)


def a_story(language: Literal["en", "es"] = "en", theme: Theme = TECHNATION, text: str = "", map_: str = "ego") -> Story:
    """A story with each kind of block; `text` stands wherever a text may come from outside."""
    heading, first, doubt, second = (text or word for word in WORDS[language])
    lines = (
        Line(text=first, cites=cite(1), mark="support"),
        Line(text=second, doubt=doubt, mark="oppose", cites=(*cite(2), *cite(4))),
        Line(text=first, mark="mixed", level=1, cites=cite(5)),
        Line(text=second, mark="unknown"),
    )
    table = Table(headings=(heading, "+", "−", "?"), rows=tuple((Line(text=second), lines[0], lines[1], lines[3]) for _ in range(4)))
    bars = (
        Bar(label=text or "Services", value=160.3, low=140, high=190, cites=cite(1)),
        Bar(label=text or "Goods", value=90.1, mark="support", cites=cite(2)),
        Bar(label=text or "=1+1", value=22, low=22),
    )
    chart = Chart(title=text or "Services lead", unit=text or "billion US dollars", bars=bars, words=text or "Services 160, goods 90.")
    blocks: tuple[tuple[Block, ...], ...] = (
        (Block(heading=heading, lines=lines), Block(heading=heading, map=VIEWS[map_])),
        (Block(heading=heading, table=table), Block(heading=heading, lines=lines)),
        (Block(heading=heading, map=VIEWS["path"]), Block(heading=heading, lines=lines[:2])),
        (Block(heading=heading, chart=chart), Block(heading=heading, lines=lines)),
        (Block(heading=heading, lines=lines), Block(heading=heading, lines=lines[:2]), Block(heading=heading, lines=lines[2:])),
    )
    quote = Quote(text=text or "We urge the governments to agree.", speaker=text or "Angela Mondou", cite=cite(1)[0])
    slides = tuple(Slide(title=text or f"{first[:-1]} {at}", blocks=each, notes=(lines[1],), quotes=(quote,)) for at, each in enumerate(blocks, start=1))
    return Story(
        language=language,
        title=first,
        subtitle=heading,
        as_of=date(2025, 10, 28),
        footer=text or "As of October 28, 2025 · layers: public alone · 5 sources · revision 9f2c1ab04d77",
        page=blocks[0],
        slides=slides,
        sources=sources(),
        theme=theme,
    )


@cache
def written(language: Literal["en", "es"] = "en") -> bytes:
    return write(a_story(language))


def opened(data: bytes) -> Any:
    return Presentation(BytesIO(data))


def every(shapes: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every(shape.shapes)


def nodes(slide: Any, view: GraphView) -> list[Any]:
    """The groups that stand for the nodes of a map, in its order."""
    names = {node.name for node in view.nodes}
    return [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP and shape.name in names]


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def links(data: bytes) -> list[str]:
    """Every address that the package names outside itself."""
    found = []
    for name, content in parts(data).items():
        if name.endswith(".rels"):
            found += [one.get("Target") or "" for one in etree.fromstring(content) if one.get("TargetMode") == "External"]
    return found


def png() -> bytes:
    """A red picture of 8 × 2 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body))

    rows = b"".join(b"\x00" + b"\xff\x00\x00" * 8 for _ in range(2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", pack(">IIBBBBB", 8, 2, 8, 2, 0, 0, 0)) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("language", ["en", "es"])
def test_five_wide_slides_with_a_title_a_footer_and_a_number_each(language: Literal["en", "es"]) -> None:
    deck = opened(written(language))
    assert deck.slide_width * 9 == deck.slide_height * 16
    assert len(deck.slides) == 5
    for slide, said in zip(deck.slides, a_story(language).slides, strict=True):
        assert slide.shapes.title.text_frame.text == said.title
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id, "the title is read first"
        kinds = [shape.placeholder_format.type.name for shape in slide.placeholders]
        assert sorted(kinds) == ["FOOTER", "SLIDE_NUMBER", "TITLE"]
        footer = next(shape for shape in slide.placeholders if shape.placeholder_format.type.name == "FOOTER")
        assert footer.text_frame.text == a_story().footer
        assert b'type="slidenum"' in etree.tostring(slide._element)


def test_all_is_native_and_can_be_edited() -> None:
    deck = opened(written())
    first, second, third, fourth, fifth = deck.slides
    view = VIEWS["ego"]
    groups = nodes(first, view)
    glued = [shape for shape in first.shapes if shape._element.xpath(".//a:stCxn")]
    assert [len(groups), len(glued)] == [len(view.nodes), len(view.ties)]
    table = next(shape for shape in second.shapes if shape.has_table).table
    assert [len(table.rows), len(table.columns)] == [5, 4]
    assert len(nodes(third, VIEWS["path"])) == len(VIEWS["path"].nodes)
    chart = next(shape for shape in fourth.shapes if shape.has_chart).chart
    assert list(chart.plots[0].series[0].values) == [160.3, 90.1, 22]
    assert not any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for slide in deck.slides for shape in slide.shapes)
    assert len(list(fifth.shapes)) >= 6


def test_connectors_are_glued_to_one_of_four_sites_and_lie_below_the_nodes() -> None:
    for slide in (opened(written()).slides[0], opened(written()).slides[2]):
        ids = {shape.shape_id for shape in every(slide.shapes)}
        order = [etree.QName(shape._element).localname for shape in slide.shapes]
        glued = [at for at, shape in enumerate(slide.shapes) if shape._element.xpath(".//a:stCxn")]
        for at in glued:
            for end in slide.shapes[at]._element.xpath(".//a:stCxn | .//a:endCxn"):
                assert int(end.get("idx")) in range(4)
                assert int(end.get("id")) in ids
        assert glued
        assert max(glued) < order.index("grpSp")


def test_a_stance_has_a_sign_and_an_outline_beside_its_colour() -> None:
    slide = opened(written()).slides[0]
    view = VIEWS["ego"]
    signs = {"support": "+", "oppose": "−", "conditional": "±", "unknown": "?", "": ""}
    for group, stance in zip(nodes(slide, view), view.stances, strict=True):
        symbols = [shape.text_frame.text for shape in group.shapes if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]
        assert symbols[-1] == signs[stance]
        assert (len(symbols) == 2) == (stance in ("oppose", "conditional")), "a dashed ring"
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    for sign in "+−±?":
        assert f"{sign}\t" in text


def test_whatever_is_no_text_says_what_it_is() -> None:
    for slide in opened(written()).slides:
        for shape in every(slide.shapes):
            if not (shape.has_text_frame and shape.text_frame.text):
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), shape.name
        ids = [shape.shape_id for shape in every(slide.shapes)]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("data", [written, lambda: write(a_story(text="word " * 300))], ids=["plain", "long"])
def test_no_type_is_smaller_than_nine_points(data: Any) -> None:
    for name, content in parts(data()).items():
        if not name.endswith(".xml") or "/theme/" in name:
            continue
        for found in etree.fromstring(content).iter("{*}rPr", "{*}defRPr"):
            if found.get("sz"):
                shown = int(found.get("sz") or 0) / 100 * (2 / 3 if found.get("baseline") not in (None, "0") else 1)
                assert shown >= SMALLEST, (name, etree.tostring(found))


def boxes(slide: Any) -> list[tuple[str, float, float, float, float]]:
    shapes = [shape for shape in slide.shapes if etree.QName(shape._element).localname != "cxnSp"]
    return [(shape.name, shape.left / EMU, shape.top / EMU, (shape.left + shape.width) / EMU, (shape.top + shape.height) / EMU) for shape in shapes]


@pytest.mark.parametrize(
    "story", [a_story(), a_story("es"), a_story(text="word " * 300), a_story(map_="none"), a_story(text="x" * 400)], ids=["en", "es", "long", "none", "wide"]
)
def test_nothing_lies_over_anything_else_or_beyond_the_slide(story: Story) -> None:
    deck = opened(write(story))
    for number, slide in enumerate(deck.slides, start=1):
        for name, left, top, right, bottom in boxes(slide):
            assert -0.1 <= left <= right <= 960.1, (number, name)
            assert -0.1 <= top <= bottom <= 540.1, (number, name)
        for one, other in combinations(boxes(slide), 2):
            apart = one[3] <= other[1] + 0.2 or other[3] <= one[1] + 0.2 or one[4] <= other[2] + 0.2 or other[4] <= one[2] + 0.2
            assert apart, (number, one, other)


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    path = next(path for path in sorted(Path(str(files("viz") / "static" / "fonts")).glob("Inter*.ttf")))
    return ImageFont.truetype(str(path), round(size * 10))


def wide(text: str, size: float) -> float:
    return font(size).getlength(text) / 10


def needed(frame: Any, width: float) -> float:
    """How high the paragraphs of a text box are in the type of the build, broken between words."""
    total = 0.0
    for paragraph in frame.paragraphs:
        if not paragraph.runs:
            continue
        size = min(run.font.size.pt for run in paragraph.runs)
        indent = int(paragraph._p.pPr.get("marL") or 0) / EMU
        lines, used = 1, 0.0
        for word in paragraph.text.rpartition("\t")[2].split(" "):  # a sign stands in the indent
            step = wide(f"{word} ", size)
            if used and used + step > width - indent + wide(" ", size):
                lines, used = lines + 1, 0.0
            used += step
        total += lines * paragraph.line_spacing.pt + (paragraph.space_before.pt if paragraph.space_before else 0.0)
    return total


@pytest.mark.parametrize("story", [a_story(), a_story("es"), a_story(text="Some words of a usual length " * 12)], ids=["en", "es", "long"])
def test_every_text_fits_its_box(story: Story) -> None:
    for number, slide in enumerate(opened(write(story)).slides, start=1):
        for shape in every(slide.shapes):
            if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX and shape.text_frame.word_wrap:
                assert needed(shape.text_frame, shape.width / EMU) <= shape.height / EMU + 1, (number, shape.name)


def test_what_has_no_room_is_counted_and_stands_in_the_notes() -> None:
    many = tuple(Line(text=f"Line {at} says something that takes the width of a line and more than that, so that it wraps.") for at in range(60))
    rows = tuple((Line(text=f"Row {at}"), Line(text="a"), Line(text="b"), Line(text="c")) for at in range(60))
    slides = list(a_story().slides)
    slides[0] = Slide(title="Many lines", blocks=(Block(heading="All", lines=many),))
    slides[1] = Slide(title="Many rows", blocks=(Block(heading="All", table=Table(headings=("1", "2", "3", "4"), rows=rows)),))
    deck = opened(write(a_story().model_copy(update={"slides": tuple(slides)})))
    for slide, words in ((deck.slides[0], "Line"), (deck.slides[1], "Row")):
        text = [one for shape in slide.shapes for one in texts(shape)]
        shown = sum(one.startswith(words) for one in text)
        assert f"…and {60 - shown} more (see the page)" in text
        assert 5 < shown < 60
        assert all(f"{words} {at}" in slide.notes_slide.notes_text_frame.text for at in range(60))


def texts(shape: Any) -> list[str]:
    if shape.has_text_frame:
        return [paragraph.text.lstrip("\t") for paragraph in shape.text_frame.paragraphs]
    return [cell.text_frame.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []


def test_a_map_of_many_keeps_the_largest_and_says_how_many_it_lacks() -> None:
    view = VIEWS["ego"]
    extra = [view.nodes[1].model_copy(update={"id": f"org:extra-{at}", "name": f"Extra association number {at}"}) for at in range(49)]
    tie = view.ties[0]
    other = tie.b if tie.a.id in view.centre else tie.a
    ties = [tie.model_copy(update={"a" if other is tie.a else "b": node}) for node in extra]
    large = view.model_copy(
        update={
            "nodes": (*view.nodes, *extra),
            "sizes": (*view.sizes, *([0.01] * 49)),
            "stances": (*view.stances, *(["unknown"] * 49)),
            "ties": (*view.ties, *ties),
        }
    )
    slides = (a_story().slides[0].model_copy(update={"blocks": (Block(heading="All", map=large),)}), *a_story().slides[1:])
    slide = opened(write(a_story().model_copy(update={"slides": slides}))).slides[0]
    names = {shape.name for shape in nodes(slide, large)}
    assert {node.name for node in view.nodes} <= names
    left = len(large.nodes) - len(names)
    assert left > 0
    assert any(f"…and {left} more (see the page)" in one for shape in slide.shapes for one in texts(shape))


def test_every_cite_is_a_link_to_its_source_and_all_sources_stand_behind_the_last_slide() -> None:
    story = a_story()
    deck = opened(written())
    *_, last = deck.slides
    notes = last.notes_slide.notes_text_frame.text
    for source in story.sources:
        assert f"[{source.number}]" in notes
        assert source.title in notes
        assert all(claim in notes for claim in source.claims)
    address = {source.number: source.url for source in story.sources}
    seen = set()
    for slide in deck.slides:
        runs = [run for shape in every(slide.shapes) if shape.has_text_frame for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
        for run in runs:
            if run.text.startswith("[") and run.text.endswith("]"):
                number = int(run.text[1:-1])
                seen.add(number)
                click = run._r.rPr.find("{*}hlinkClick")
                if address[number].startswith("http"):
                    assert run.hyperlink.address == address[number]
                elif slide.slide_id != last.slide_id:
                    assert click.get("action") == "ppaction://hlinksldjump"
                    assert slide.part.related_part(click.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")) is last.part
    assert seen >= {1, 2, 4, 5}


def test_notes_hold_doubts_and_literal_quotes_with_speaker_source_and_day() -> None:
    story = a_story()
    for slide in opened(written()).slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert "“We urge the governments to agree.” — Angela Mondou, " in notes
        assert story.sources[0].title in notes
        assert "29 Apr 2025" in notes
        assert "Doubt: older than a year" in notes
    assert "met" in opened(written()).slides[0].notes_slide.notes_text_frame.text


def test_only_web_addresses_are_linked() -> None:
    for data in (written(), write(a_story(text="javascript:alert(1)"))):
        assert links(data)
        assert all(link.startswith(("http://", "https://")) for link in links(data))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(text: str) -> None:
    begun = perf_counter()
    data = write(a_story(text=text))
    assert perf_counter() - begun < 20
    deck = opened(data)
    assert len(deck.slides) == 5
    for content in parts(data).values():
        assert "\u202e".encode() not in content
        assert b"<script" not in content
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                book = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
                cells = [cell for row in book.active.iter_rows() for cell in row]
                assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_the_same_story_makes_the_same_bytes_dated_by_the_story() -> None:
    assert write(a_story()) == written()
    about = opened(written()).core_properties
    assert about.created == about.modified
    assert (about.created.date(), about.author, about.language) == (date(2025, 10, 28), "Technation Canada", "en-US")
    with ZipFile(BytesIO(written())) as package:
        assert {info.date_time for info in package.infolist()} == {(2025, 10, 28, 0, 0, 0)}
        assert not any("thumbnail" in name or "printer" in name for name in package.namelist())


def test_a_theme_gives_colours_a_logo_and_who_made_it() -> None:
    theme = Theme(primary="#FFEE00", accent="#663399", organisation="Cámara", logo=png(), logo_type="png")
    data = write(a_story("es", theme))
    deck = opened(data)
    for slide in deck.slides:
        picture = next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
        assert picture._element.xpath(".//p:cNvPr")[0].get("descr") == "Logotipo: Cámara"
        assert picture.width / picture.height == pytest.approx(4, rel=0.01)
    scheme = next(content for name, content in parts(data).items() if name.endswith("theme1.xml"))
    assert b"FFEE00" in scheme
    assert b"663399" in scheme
    title = deck.slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert str(title.font.color.rgb) == "16202B", "yellow on white cannot be read"
    assert deck.core_properties.author == "Cámara"


def test_a_logo_drawn_as_svg_is_shown_too() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><rect width="80" height="20" fill="#663399"/></svg>'
    deck = opened(write(a_story(theme=Theme(logo=svg, logo_type="svg"))))
    picture = next(shape for shape in deck.slides[0].shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert picture.width / picture.height == pytest.approx(4, rel=0.02)
    assert picture.image.content_type == "image/png"


@pytest.mark.parametrize(("logo", "kind"), [(b"<svg/>", "svg"), (b"no picture", "png"), (png()[:-20], "png")])
def test_a_logo_that_cannot_be_shown_is_left_out_and_said_so(logo: bytes, kind: Literal["svg", "png"]) -> None:
    deck = opened(write(a_story(theme=Theme(logo=logo, logo_type=kind))))
    assert not any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in deck.slides[0].shapes)
    assert "The logo is left out" in deck.slides[4].notes_slide.notes_text_frame.text


def test_texts_are_in_the_language_of_the_story() -> None:
    slides = opened(written("es")).slides
    shown = "\n".join(text for shape in slides[0].shapes for text in texts(shape))
    assert "apoya" in shown
    assert "supports" not in shown
    langs: Sequence[str] = [run.get("lang") or "" for run in slides[0]._element.iter("{*}rPr") if run.get("lang")]
    assert set(langs) == {"es-MX"}
