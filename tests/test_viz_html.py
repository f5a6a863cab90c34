"""The single-file page: nothing leaves it, nothing in it runs but its own script, everything in it can be reached."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from graph.errors import TrilateralError
from graph.results import GraphView
from viz.html import digest, escaped, html

FIXTURES = Path(__file__).parent / "fixtures" / "viz"
VIEWS = {key: GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path", "none")}
EGO = VIEWS["ego"]
Rename = Callable[[GraphView, str], GraphView]
HOSTILE = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    '<a href="javascript:window.hit=1">href</a>',
    "two\nlines\u2028more\u202eback",
    "{{ 7 * 7 }} 🙂 شركة",
)


class Opened:
    """A file opened in a fresh page, with all that it asked for and complained of."""

    def __init__(self, browser: Browser, path: Path, **options: object) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 900}, **options)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]")


def opened(browser: Browser, folder: Path, view: GraphView, **options: object) -> Opened:
    path = folder / "view.html"
    path.write_text(html(view), encoding="utf-8")
    return Opened(browser, path, **options)


def colours(page: Page) -> int:
    """How many different colours the map's canvas holds."""
    return int(
        page.evaluate(
            "() => { const c = document.querySelector('#map canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            " const s = new Set(); for (let i = 0; i < d.length; i += 4) s.add(d[i] << 24 | d[i + 1] << 16 | d[i + 2] << 8 | d[i + 3]); return s.size; }"
        )
    )


def test_json_in_a_script_element_cannot_end_it() -> None:
    text = escaped({"name": "</script><!--&\u2028\u2029"})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"name": "</script><!--&\u2028\u2029"}


def test_a_missing_bundle_is_named_with_the_command_that_builds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("viz.html.STATIC", tmp_path)
    with pytest.raises(TrilateralError, match=r"offline\.js.*make install"):
        html(EGO)


@pytest.mark.parametrize("key", VIEWS)
def test_the_page_names_no_address_but_those_of_its_sources(key: str) -> None:
    page = html(VIEWS[key])
    assert set(re.findall(r"(?:src|href)=\"([^\"#]+)\"", page)) <= {proof.source.url for tie in VIEWS[key].ties for proof in tie.evidence}
    assert "unsafe" not in page.split("</head>")[0].split("<style>")[0]
    script = page.rsplit("<script>", 1)[1].split("</script>")[0]
    assert digest(script) in page
    assert page == html(VIEWS[key])


@pytest.mark.slow
@pytest.mark.parametrize("key", VIEWS)
def test_nothing_leaves_the_page_and_the_map_is_drawn(browser: Browser, tmp_path: Path, key: str) -> None:
    seen = opened(browser, tmp_path, VIEWS[key])
    assert len(seen.requests) == 1
    assert seen.complaints == []
    assert colours(seen.page) > 20
    for part in ("As of 28 Oct 2025", "3 sources", "Not searched"):
        assert part in seen.page.inner_text("header")


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("key", ["ego", "path"])
def test_hostile_names_are_shown_and_never_run(browser: Browser, tmp_path: Path, renamed: Rename, key: str, name: str) -> None:
    seen = opened(browser, tmp_path, renamed(VIEWS[key], name))
    page = seen.page
    page.locator("#list button:visible").first.click()
    canvas = page.locator("#map canvas").bounding_box()
    assert canvas
    page.mouse.move(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    assert page.evaluate("window.hit") is None
    assert page.locator("img, iframe, object, [onerror]").count() == 0
    assert page.locator("script").count() == 2
    assert len(seen.requests) == 1
    assert name.split()[0][:8].strip('<"') in page.inner_text("h1")


@pytest.mark.slow
def test_filters_and_search_change_what_is_counted_and_listed(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, EGO).page
    assert page.inner_text("#counts") == "9 actors, 9 ties"
    page.check("input[value=proposed]")
    assert page.inner_text("#counts") == "10 actors, 10 ties"
    page.uncheck("input[value=met]")
    assert page.inner_text("#counts") == "8 actors, 8 ties"
    rows = page.locator("tr[data-key]:visible")
    assert rows.count() == 16
    page.fill("#search", "perez gasque")
    assert 0 < rows.count() < 8


@pytest.mark.slow
def test_the_keyboard_reaches_evidence_and_comes_back(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, EGO).page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.open") == "org:amiti~org:ustr":
            break
    page.keyboard.press("Enter")
    panel = page.inner_text("#panel")
    for part in (EGO.ties[0].evidence[0].quote, "Ministry delegation ends Washington week", "29 Apr 2025", "confidence 0.90", "accepted"):
        assert part in panel
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.open") == "org:amiti~org:ustr"
    assert EGO.ties[0].evidence[0].quote not in page.inner_text("#panel")


@pytest.mark.slow
def test_a_click_on_the_map_opens_evidence_and_the_address_restores_it(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, VIEWS["path"]).page
    canvas = page.locator("#map canvas").bounding_box()
    assert canvas
    for y in range(10, int(canvas["height"]), 12):
        page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + y)
        if page.locator("#panel blockquote").count():
            break
    assert page.locator("#panel blockquote").count()
    shown = page.inner_text("#panel h2")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.inner_text("#panel h2") == shown


@pytest.mark.slow
def test_our_own_words_are_marked_where_no_text_may_be_kept(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, EGO).page
    page.click("[data-open='org:amiti~org:iti']")
    assert "in our words" in page.inner_text("#panel")


@pytest.mark.slow
def test_dark_and_narrow_screens_hold_the_whole_page(browser: Browser, tmp_path: Path) -> None:
    seen = opened(browser, tmp_path, EGO, color_scheme="dark")
    seen.page.set_viewport_size({"width": 390, "height": 844})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 31)"
