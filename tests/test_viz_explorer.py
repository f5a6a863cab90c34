"""The explorer on the bundled example, from the server to the screen."""

import socket
import threading
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Record
from loaders.example import documents, lines
from loaders.run import ONE_TRANSACTION, file_registry

DAY = "as_of=2025-10-28"
TWINS = ("org:meridian-mx", "org:meridian-ca")
AMITI = f"/?entity=AMITI&{DAY}"
TECHNATION = f"/path?from=Technation&to=USTR&{DAY}"
FILE = f"/api/v1/views/ego.html?entities=AMITI&{DAY}"
NO_PATH = f"/path?from=AMITI&to=ATDT&{DAY}"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the bundled example and two companies of one name."""
    url = str(tmp_path_factory.mktemp("explorer") / "example.db")
    with KnowledgeGraph(url, create=True) as graph:
        file_registry(graph.store)
        graph.store.write(lines(), batch=ONE_TRANSACTION)
        for document in documents():
            with as_file(document) as path:
                graph.load(str(path))
        named = [(id, said) for id in TWINS for said in (("kind", "company"), ("name", "Meridian Data"))]
        graph.store.write([Record(claim=Claim(subject=id, predicate=predicate, value=value, source="source:registry")) for id, (predicate, value) in named])
    return url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=url))) as client:
        yield client


@pytest.fixture(scope="module")
def site(url: str) -> Iterator[str]:
    """The address of a running server."""
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(store=url)), log_level="error"))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("address", ["/", AMITI, f"/?entity=USMCA&{DAY}&steps=3", f"{AMITI}&ask=ask:digital-sectoral-annex", TECHNATION, NO_PATH])
def test_a_page_is_small_and_allows_no_code_but_ours(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) < 300_000
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_finding_the_counts_and_the_day_stand_above_and_below_the_map(client: TestClient) -> None:
    page = client.get(AMITI).text
    for part in ("<h1><bdi>AMITI has documented contact with", "8 neighbours", "28 Oct 2025", "layer public", "Not searched", "strongest first"):
        assert part in page
    for form in ("svg", "html", "json"):
        assert f"/api/v1/views/ego.{form}?{DAY}&amp;entities=org:amiti&amp;steps=1" in page


def test_an_early_day_says_that_nothing_is_certain_yet(client: TestClient) -> None:
    assert "ties are only possible on this day, not certain" in client.get("/?entity=AMITI&as_of=2025-03-01").text
    assert "1 of 15 ties only possible on this day" in client.get(AMITI).text
    picture = client.get("/api/v1/views/ego.svg", params={"entities": "AMITI", "as_of": "2025-03-01"}).text
    assert "only possible on this day, not certain" in picture


def test_what_carries_no_contact_is_not_drawn_around_an_actor(client: TestClient) -> None:
    stage = client.get(AMITI).text.split('id="stage"')[1].split("</svg>")[0]
    for verb in ("urged", "belongs to", "takes a position on"):
        assert verb not in stage


def test_a_panel_shows_our_words_the_place_the_source_and_the_doubt(client: TestClient) -> None:
    panel = client.get(f"{AMITI}&open=org:amiti~org:ustr").text.split('<aside id="panel"')[1].split("</aside>")[0]
    for part in (
        "AMITI met USTR, between 20 and 28 Apr 2025",
        "in our words",
        "paragraph",
        "Inside U.S. Trade",
        "29 Apr 2025",
        "confidence",
        "accepted",
        "claim:",
    ):
        assert part in panel


def test_no_path_says_so_with_the_nearest_gap_in_the_page_and_in_the_picture(client: TestClient) -> None:
    page = client.get(NO_PATH).text
    assert "No path in evidence connects AMITI to ATDT" in page
    assert "Nearest gap" in page
    picture = client.get("/api/v1/views/path.svg", params={"entities": ["AMITI", "ATDT"], "as_of": "2025-10-28"}).text
    assert "no path in evidence" in picture
    assert "does not introduce" in picture


def test_an_unknown_name_offers_others_in_its_place(client: TestClient) -> None:
    answer = client.get(f"/path?from=Tecnation&to=USTR&{DAY}")
    assert answer.status_code == 404
    assert f'href="/path?from=org:technation&amp;to=USTR&amp;{DAY}"' in answer.text


def test_an_ambiguous_name_offers_every_candidate(client: TestClient) -> None:
    answer = client.get("/?entity=Meridian+Data&steps=2")
    assert answer.status_code == 409
    for id in TWINS:
        assert f'href="/?entity={id}&amp;steps=2"' in answer.text


def test_a_form_asks_for_the_same_entity_again(client: TestClient) -> None:
    assert 'name="entity" type="text" value="AMITI"' in client.get("/?entity=org:amiti").text
    assert f'name="entity" type="text" value="{TWINS[0]}"' in client.get(f"/?entity={TWINS[0]}").text
    assert 'name="to" type="text" value="USTR"' in client.get("/path?to=org:ustr").text


def test_a_date_that_is_none_stays_in_its_field_and_out_of_the_links(client: TestClient) -> None:
    answer = client.get("/?entity=AMITI&as_of=2025-13-45")
    assert answer.status_code == 400
    assert 'name="as_of" type="text" value="2025-13-45"' in answer.text
    assert "?as_of=2025-13-45" not in answer.text


def test_stances_on_an_ask_are_its_own_and_unknown_is_never_neutral(client: TestClient) -> None:
    page = client.get(f"{AMITI}&ask=ask:digital-sectoral-annex").text
    stage = page.split('id="stage"')[1].split("</svg>")[0]
    assert 'aria-label="AMITI, association, conditional"' in stage
    assert 'aria-label="ITI, association, unknown on this"' in stage
    assert "neutral" not in stage


def test_a_sign_is_there_for_browsers_that_ask_for_one(client: TestClient) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert client.get("/static/favicon.svg").status_code == 200


class Visit:
    """A page of the running server, with every answer and complaint."""

    def __init__(self, browser: Browser, site: str, **options: object) -> None:
        self.page: Page = browser.new_page(**({"viewport": {"width": 1280, "height": 900}} | options))
        self.site = site
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda answer: self.faults.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def to(self, address: str) -> Page:
        self.page.goto(self.site + address)
        return self.page


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/", AMITI, TECHNATION, NO_PATH, "/search?q=perez", "/docs", FILE])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_asks_nobody_else_misses_nothing_and_fits(browser: Browser, site: str, address: str, width: int) -> None:
    visit = Visit(browser, site, viewport={"width": width, "height": 844})
    page = visit.to(address)
    page.wait_for_load_state("networkidle")
    assert visit.faults == []
    assert all(one.startswith((site, "data:")) for one in visit.asked)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", f"{AMITI}&ask=ask:digital-sectoral-annex", TECHNATION, NO_PATH, "/?entity=Zorblax", FILE])
def test_a_real_page_is_accessible(browser: Browser, site: str, axe: Path, address: str, scheme: str) -> None:
    page = Visit(browser, site, color_scheme=scheme, bypass_csp=True).to(address)
    page.add_script_tag(path=axe)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab reaches {selector}")


@pytest.mark.slow
def test_one_types_a_name_and_reads_evidence_without_a_mouse(browser: Browser, site: str) -> None:
    visit = Visit(browser, site)
    page = visit.to(f"/?{DAY}")
    page.focus("#q")
    page.keyboard.type("perez")
    page.wait_for_selector("#hits a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator("#hits a").count() == 0
    page.keyboard.type(" g")
    page.wait_for_selector("#hits a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Sofía Pérez Gasque has documented contact')")
    tab_to(page, "#stage a[data-key$='~org:ustr']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel:focus")
    assert "USTR" in page.inner_text("#panel h2")
    assert "open=" in page.url
    assert DAY in page.url
    address = page.url
    page.go_back()
    page.wait_for_selector("#panel h2 > bdi:only-child:has-text('Sofía Pérez Gasque')")
    page.go_forward()
    page.wait_for_selector("#panel h2:has-text('USTR')")
    page.reload()
    assert page.url == address
    assert "USTR" in page.inner_text("#panel h2")
    assert visit.faults == []


@pytest.mark.slow
def test_everything_works_with_scripts_off(browser: Browser, site: str) -> None:
    page = Visit(browser, site, java_script_enabled=False).to(AMITI)
    page.click("#table a[href*='org:amiti~org:ustr']")
    assert "in our words" in page.inner_text("#panel")
    page.fill("#q", "perez")
    page.click(".find button")
    page.click("main .hits a")
    assert page.inner_text("h1").startswith("Sofía Pérez Gasque")
    assert DAY in page.url
    page.goto(f"{site}/?{DAY}")
    page.fill("main [name=from]", "Technation")
    page.fill("main [name=to]", "USTR")
    page.click("main button")
    assert page.inner_text("h1").startswith("A joint statement and one meeting")


@pytest.mark.slow
def test_the_single_file_works_in_the_sandbox_that_the_server_puts_it_in(browser: Browser, site: str) -> None:
    visit = Visit(browser, site)
    page = visit.to(FILE)
    page.click("[data-open='org:amiti~org:ustr']")
    assert "in our words" in page.inner_text("#panel")
    page.keyboard.press("Escape")
    assert visit.faults == []
