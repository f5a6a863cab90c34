"""Charts of a briefing: bars from zero, intervals drawn, the same bytes every time, offline, inert whatever they are told."""

import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from viz.briefing.charts import chart_png, chart_svg
from viz.briefing.model import Bar, Chart

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    title="Mexico exports most",
    unit="billion US dollars",
    words="Mexico 466.6 (440 to 480), Canada 377.2, Japan 12.5.",
    bars=(
        Bar(label="Mexico", value=466.6, low=440, high=480, mark="support"),
        Bar(label="Canada", value=377.2, mark="oppose"),
        Bar(label="Japan", value=12.5, mark="mixed"),
        Bar(label="Chile", value=3.25, mark="unknown"),
        Bar(label="Peru", value=-20),
    ),
)
HOSTILE = (
    "</svg><script>hit()</script>",
    '\'],"url":"https://example.com/x","a":[',
    "datum.value); alert(1); (",
    "{{ x }} ${y}",
    '\\u0000 \\" + 1 + "\\',
    "\x00\u202e\ud800x\ny",
    "漢字 🙂",
    "x" * 10_000,
)


def texts(picture: str) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_a_chart_shows_labels_signs_figures_and_unit_and_says_itself_in_words() -> None:
    root = ElementTree.fromstring(chart_svg(CHART))
    shown = " ".join(texts(chart_svg(CHART)))
    for part in ("+ Mexico", "− Canada", "± Japan", "? Chile", "Peru", "467", "12.5", "3.25", "-20", "billion US dollars"):
        assert part in shown
    assert (root.get("role"), root.get("aria-label")) == ("img", CHART.title)
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == (CHART.title, CHART.words)
    assert root.get("width") == "480"


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    root = ElementTree.fromstring(chart_svg(CHART))
    found = {}
    for path in root.iter(f"{SVG}path"):
        if path.get("fill") in {"#0072B2", "#C14A00"}:
            found[path.get("fill")] = float(path.get("d", "").partition("h")[2].partition("v")[0])
    assert found["#0072B2"] / found["#C14A00"] == pytest.approx(466.6 / 377.2, rel=0.01)


def test_an_interval_is_drawn_only_where_there_is_one() -> None:
    without = CHART.model_copy(update={"bars": (Bar(label="Mexico", value=466.6),)})
    assert "mark-rule" in chart_svg(CHART)
    assert "mark-rule" not in chart_svg(without)


def test_figures_are_written_as_the_language_writes_them() -> None:
    chart = CHART.model_copy(update={"bars": (Bar(label="x", value=12345), Bar(label="y", value=1.5))})
    assert {"12,345", "1.5"} <= set(texts(chart_svg(chart, language="en")))
    assert "1,5" in texts(chart_svg(chart, language="fr"))


def test_all_type_has_the_size_asked_for_in_the_font_that_ships() -> None:
    for element in ElementTree.fromstring(chart_svg(CHART, size=9)).iter(f"{SVG}text"):
        assert (element.get("font-size"), element.get("font-family")) == ("9px", "Inter")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    bars = (Bar(label=text, value=1.0), Bar(label="after", value=2.0))
    picture = chart_svg(Chart(title=text, unit=text, words=text, bars=bars))
    root = ElementTree.fromstring(picture)
    assert not {element.tag.removeprefix(SVG) for element in root.iter()} - {"svg", "title", "desc", "g", "path", "text", "rect", "line", "tspan"}
    assert not any(name in ("href", "onload", "style") for element in root.iter() for name in element.attrib)
    assert "after" in texts(picture)
    assert len(picture) < 40_000


def test_no_bars_or_values_that_are_none_make_no_broken_picture() -> None:
    bars = (Bar(label="none", value=float("nan")), Bar(label="one", value=float("inf")), Bar(label="fine", value=0.0, low=float("-inf"), high=1))
    assert "fine" in texts(chart_svg(CHART.model_copy(update={"bars": bars})))
    assert "NaN" not in chart_svg(CHART.model_copy(update={"bars": bars}))
    ElementTree.fromstring(chart_svg(CHART.model_copy(update={"bars": ()})))


def test_the_png_is_the_same_picture_in_more_pixels() -> None:
    small, large = chart_png(CHART, scale=1), chart_png(CHART, scale=3)
    widths = [int.from_bytes(picture[16:20]) for picture in (small, large)]
    assert widths == [480, 1440]


@pytest.mark.slow
def test_two_processes_draw_the_same_bytes() -> None:
    script = (
        "import sys, hashlib\nfrom viz.briefing.model import Chart\nfrom viz.briefing.charts import chart_svg, chart_png\n"
        "c = Chart.model_validate_json(sys.stdin.read())\nprint(hashlib.sha256(chart_svg(c).encode() + chart_png(c)).hexdigest())"
    )
    told = json.dumps(CHART.model_dump(mode="json"))
    found = {subprocess.run([sys.executable, "-c", script], input=told, capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(found) == 1
