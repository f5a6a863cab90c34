"""Pictures as PNG and PDF: the SVG in the fonts that ship, the same bytes every time, no larger than can be held."""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from pypdf import PdfReader

from api.drawing import FORMATS, drawn, supported
from graph.errors import RequestError, TrilateralError
from graph.results import GraphView, RankingResult
from viz import fonts
from viz.picture import converted, framed, size
from viz.svg import svg

FIXTURES = Path(__file__).parent / "fixtures" / "viz"
VIEWS = {key: GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path", "none")}
DAY = date(2025, 10, 28)


def text(data: str | bytes) -> str:
    assert isinstance(data, bytes)
    return " ".join(PdfReader(BytesIO(data)).pages[0].extract_text().split())


@pytest.mark.parametrize("key", VIEWS)
def test_a_pdf_holds_the_picture_as_text_with_title_language_and_words(key: str) -> None:
    view = VIEWS[key]
    data = drawn(view, "pdf")
    assert isinstance(data, bytes)
    reader = PdfReader(BytesIO(data))
    assert view.title in text(data)
    assert view.nodes[0].name in text(data)
    assert "As of 28 Oct 2025" in text(data)
    assert reader.metadata
    assert reader.metadata.title == view.title
    assert (reader.trailer["/Root"]["/Lang"], reader.trailer["/Root"]["/MarkInfo"]["/Marked"]) == ("en", True)
    assert [float(side) for side in reader.pages[0].mediabox[2:]] == pytest.approx([0.75 * side for side in size(svg(view))], abs=0.1)


@pytest.mark.parametrize("key", VIEWS)
def test_a_png_has_two_pixels_to_each_of_the_svg_and_is_not_blank(key: str) -> None:
    data = drawn(VIEWS[key], "png")
    assert isinstance(data, bytes)
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == tuple(pytest.approx(2 * side, abs=1.5) for side in size(svg(VIEWS[key])))
        assert len(picture.convert("RGB").getcolors(1_000_000) or ()) > 20


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_the_same_view_gives_the_same_file(form: str) -> None:
    assert drawn(VIEWS["ego"], form) == drawn(VIEWS["ego"], form)


def test_every_view_has_both_formats_and_a_ranking_is_drawn_too() -> None:
    assert all(supported(view, f".{form}") == form for view in FORMATS for form in ("png", "pdf"))
    ranking = RankingResult(
        **VIEWS["ego"].model_dump(include=set(RankingResult.model_fields) & set(GraphView.model_fields)), items=(), sentence="Nobody comes first"
    )
    assert "Nobody comes first" in text(drawn(ranking, "pdf"))


def test_hostile_names_stay_text() -> None:
    view = VIEWS["ego"]
    names = ('#eval("x")', "</svg><script>", "\u202e\x00漢字", "x" * 10_000)
    nodes = tuple(node.model_copy(update={"name": names[i % 4]}) for i, node in enumerate(view.nodes))
    said = text(drawn(view.model_copy(update={"nodes": nodes}), "pdf"))
    assert '#eval("x")' in said
    assert "□□" in said


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_picture_that_is_too_large_is_refused_in_one_line(form: Literal["png", "pdf"]) -> None:
    large = '<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"></svg>'
    with pytest.raises(RequestError, match="draw fewer entities"):
        converted(large, form, title="t", alt="a", day=DAY)


def test_what_is_no_picture_is_refused_in_one_line() -> None:
    with pytest.raises(TrilateralError, match=r"picture\.typ: cannot be set"):
        framed("<svg", 10, 10, "png", title="t", alt="a", day=DAY)


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_without_the_extra_one_line_says_what_to_install(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RequestError, match=rf"^{form}: needs the extra `briefing`; install it with pip install 'trilateral\[briefing\]'$"):
        drawn(VIEWS["ego"], form)


def test_fonts_have_the_letters_of_the_three_languages_and_the_signs() -> None:
    assert fonts.drawable("áéíóúñü¿¡àâçèêëîïôœùûÿ «» “” … – — → + − ± ? = □") == "áéíóúñü¿¡àâçèêëîïôœùûÿ «» “” … – — → + − ± ? = □"
    assert fonts.drawable("漢\U000f0000") == "□"
    assert fonts.drawable("Ω Ж א ش") == "Ω Ж א ش"
