"""The offline page of a briefing: nothing runs, nothing is fetched, everything opens to its source, on paper too."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from lxml import html as markup
from playwright.sync_api import Browser

from api.knowledge import KnowledgeGraph
from graph.results import BriefingResult
from viz.briefing import html
from viz.briefing.model import Story
from viz.briefing.story import tell
from viz.briefing.theme import themed

HOSTILE = (
    "<script>document.title='hit'</script>",
    "\"><img src=x onerror=document.title='hit'>",
    "</style></title><svg onload=document.title='hit'>",
    "javascript:document.title='hit'",
    "{{ 7*7 }}{% raw %}",
    "\u202e\u0000\x1b[31mred",
)


@pytest.fixture(scope="module")
def result(example_url: str) -> BriefingResult:
    with KnowledgeGraph(example_url) as graph:
        return graph.brief("USTR", "sectoral annex", start="Technation", as_of="2025-10-28")


@pytest.fixture(scope="module")
def story(result: BriefingResult) -> Story:
    return tell(result)


def test_the_page_holds_the_whole_story(story: Story) -> None:
    text = " ".join(markup.fromstring(html.write(story)).text_content().split())
    said = [story.title, story.subtitle, *(slide.title for slide in story.slides), *(line.text for block in story.page for line in block.lines)]
    said += [quote.text for slide in story.slides for quote in slide.quotes] + [source.title for source in story.sources]
    assert not [each for each in said if " ".join(each.split()) not in text]
    assert text.count(story.footer) == 7


def test_every_proof_is_a_link_to_its_source_and_names_its_claim(story: Story) -> None:
    page = markup.fromstring(html.write(story))
    anchors = {each.get("id") for each in page.iter() if each.get("id")}
    links = page.xpath("//a[@class='cite']")
    assert links
    assert {link.get("href").lstrip("#") for link in links} <= anchors
    assert all(re.fullmatch(r"claim:[0-9a-f]{32}", link.get("title")) for link in links)


def test_the_policy_admits_the_style_sheet_alone(story: Story) -> None:
    page = html.write(story).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    told = policy[1].replace("&#39;", "'")
    assert f"style-src 'sha256-{digest}'" in told
    assert "default-src 'none'" in told
    assert "unsafe" not in told
    assert "<script" not in page
    assert " style=" not in page


def test_the_same_story_makes_the_same_bytes(result: BriefingResult) -> None:
    assert html.write(tell(result, "fr")) == html.write(tell(result, "fr"))


def test_the_page_says_its_language_and_wears_its_theme(result: BriefingResult) -> None:
    theme = themed({"primary": "#102030", "accent": "#8A1C1C", "organisation": "Cámara <b>X</b>"})
    page = html.write(tell(result, "es", theme)).decode()
    assert '<html lang="es">' in page
    assert "--primary:#102030;--accent:#8A1C1C" in page
    assert "Cámara &lt;b&gt;X&lt;/b&gt;" in page


def hostile(story: Story, text: str) -> Story:
    """The story with one text wherever one comes from outside."""
    slides = tuple(
        slide.model_copy(update={"quotes": tuple(quote.model_copy(update={"text": text, "speaker": text}) for quote in slide.quotes)}) for slide in story.slides
    )
    sources = tuple(source.model_copy(update={"title": text, "publisher": text, "licence": text}) for source in story.sources)
    page = tuple(
        block.model_copy(update={"lines": tuple(line.model_copy(update={"text": text, "doubt": text}) for line in block.lines)}) for block in story.page
    )
    return story.model_copy(update={"title": text, "subtitle": text, "slides": slides, "sources": sources, "page": page})


@pytest.mark.slow
def test_in_a_browser_nothing_runs_nothing_is_fetched_and_nothing_spills(story: Story, browser: Browser, axe: Path, tmp_path: Path) -> None:
    for number, text in enumerate(("", *HOSTILE)):
        (tmp_path / f"{number}.html").write_bytes(html.write(hostile(story, text) if text else story))
    for width in (1280, 390):
        with browser.new_page(viewport={"width": width, "height": 900}) as page:
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            for number, text in enumerate(("", *HOSTILE)):
                page.goto((tmp_path / f"{number}.html").as_uri())
                assert page.title() != "hit", text
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, text)
            assert all(url.startswith("file:") for url in asked)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_page_is_accessible(result: BriefingResult, browser: Browser, axe: Path, tmp_path: Path, language: str) -> None:
    (tmp_path / "page.html").write_bytes(html.write(tell(result, language)))  # type: ignore[arg-type]  # one of the three
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.add_script_tag(content=axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]))")
    context.close()
    assert found == []
