"""The explorer's pages: work as plain forms and links, better with scripts, under the strictest policy."""

from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path as File
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page, Route

from graph.results import Entity, EntityHit, EntityResult, GraphView, NoPath, Path, PathResult, SearchResult, Statement
from viz.html import html
from viz.pages import is_web, render, routes, when
from viz.svg import svg

ROOT = File(__file__).parent.parent
STATIC = ROOT / "viz" / "static"
FIXTURES = File(__file__).parent / "fixtures" / "viz"
EGO, PATH, NONE = (GraphView.model_validate_json((FIXTURES / f"{key}.json").read_text(encoding="utf-8")) for key in ("ego", "path", "none"))
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
Rename = Callable[[GraphView, str], GraphView]
SITE = "http://explorer.test"
LINKS = routes(as_of="2025-10-28")
HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    "' onfocus='window.hit=1' autofocus='",
    '<a href="javascript:window.hit=1">href</a>',
    "javascript:window.hit=1",
    "two\nlines\u2028more\u202eback",
    "{{ 7 * 7 }}{% raw %} 🙂 شركة",
)


def fields(view: GraphView) -> dict[str, object]:
    return {name: getattr(view, name) for name in ("query", "revision", "as_of", "view", "layers", "sources", "not_searched", "warnings")}


def entity(view: GraphView = EGO) -> EntityResult:
    node = view.nodes[0]
    about = Entity(id=node.id, name=node.name, kind=node.kind, aliases=(node.name,), country="mx", description=node.name, url="https://amiti.example")
    said = Statement(
        claim="claim:1",
        subject=node,
        predicate="supports",
        object=None,
        value="",
        ask="ask:sectoral-annex",
        figure=None,
        qualifiers=(),
        modality="asserted",
        stance="support",
        sentence=f"{node.name} supports an annex",
        evidence=view.ties[0].evidence[0],
    )
    return EntityResult(entity=about, ties=view.ties[:3], statements=(said,), **fields(view))


def explorer(view: GraphView | None = EGO, open: str = "", **more: object) -> str:
    drawn = svg(view, link=lambda key: LINKS("explorer", entity=view.centre[0], open=key)) if view else ""
    context = {"view": view, "svg": drawn, "entity": entity(view) if view else None, "open": open, "steps": 1, "suggestions": hits().items}
    return render("explorer.html", links=LINKS, as_of="2025-10-28", **(context | more))


def hits(name: str = "AMITI") -> SearchResult:
    return SearchResult(items=(EntityHit(id="org:amiti", name=name, kind="association", matched=name, score=1.0),), **fields(EGO))


def found(view: GraphView = PATH) -> PathResult:
    path = Path(
        nodes=view.nodes[:3],
        ties=view.ties[:2],
        hops=2,
        reliability=0.22,
        hub_penalty=0.8,
        score=0.18,
        certainty="certain",
        weakest_tie=1,
        oldest=date(2025, 1, 1),
        newest=date(2025, 4, 28),
        sentence=f"{view.nodes[0].name} signed with {view.nodes[1].name}, which met {view.nodes[2].name}.",
        why_not_shorter="No tie of its own is in evidence.",
    )
    return PathResult(found=True, start=view.nodes[0], end=view.nodes[2], paths=(path,), would_change="Without one article nothing remains.", **fields(view))


def missing() -> PathResult:
    none = NoPath(nearest_gap="no text puts the agency in the delegation", missing_tie=NONE.nodes, excluded_by_view=("3 proposed ties",))
    return PathResult(found=False, start=NONE.nodes[0], end=NONE.nodes[1], paths=(), none=none, **fields(NONE))


def paths(result: PathResult | None, view: GraphView = PATH, open: str = "") -> str:
    drawn = svg(view, link=lambda key: LINKS("path", from_="org:technation", to="org:ustr", open=key)) if result else ""
    return render("path.html", links=LINKS, as_of="2025-10-28", result=result, svg=drawn, start="", end="", k=5, open=open)


PAGES: dict[str, Callable[[], str]] = {
    "explorer": explorer,
    "tie": lambda: explorer(open="org:amiti~org:ustr"),
    "start": lambda: explorer(None),
    "path": lambda: paths(found()),
    "path tie": lambda: paths(found(), open="org:amiti~org:ustr"),
    "no path": lambda: paths(missing(), NONE),
    "path form": lambda: paths(None),
    "search": lambda: render("search.html", links=LINKS, hits=hits(), q="am"),
    "error": lambda: render("error.html", links=LINKS, title="Unknown name", problem="Foo: nobody is called that", status=404, todo="Try another spelling."),
    "empty": lambda: render("empty.html", links=LINKS, command="trilateral demo"),
}


class Elements(HTMLParser):
    """The tags, the names of attributes and the addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.mark.parametrize("key", PAGES)
def test_a_page_holds_no_inline_code_and_a_way_to_correct_it(key: str) -> None:
    page = PAGES[key]()
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == 1
    assert not [part for part in (" onclick=", " onerror=", "javascript:") if part in page]
    assert 'id="wrong"' in page
    assert len(page.encode()) < 300_000
    assert page == PAGES[key]()


def test_the_explorer_shows_the_finding_the_counts_and_the_same_data_as_a_table() -> None:
    page = explorer()
    for part in (EGO.title.split(":")[0], "9 of 25 neighbours shown", "10 ties, strongest first", "As of", "Not searched", "Export"):
        assert part in page
    for tie in EGO.ties:
        assert f"open={tie.a.id}~{tie.b.id}" in page


def test_an_opened_tie_shows_every_claim_with_source_date_confidence_and_status() -> None:
    page = explorer(open="org:amiti~org:iti")
    panel = page.split('<aside id="panel"')[1].split("</aside>")[0]
    for part in (
        "Technation, ITI and AMITI signed one text.",
        "in our words",
        "Digital Ledger",
        "29 Apr 2025",
        "confidence 0.92",
        "accepted",
        "claim:",
        "#wrong",
    ):
        assert part in panel


def test_a_path_is_read_aloud_with_its_hops_and_what_would_change_it() -> None:
    page = paths(found())
    for part in (found().paths[0].sentence, "reliability 0.22", "weakest tie", "No tie of its own", "What would change it", EGO.ties[0].evidence[0].quote):
        assert escape(part) in page


def test_no_path_names_the_gap_the_missing_tie_and_what_was_not_searched() -> None:
    page = paths(missing(), NONE)
    for part in ("No path in evidence", "no text puts the agency in the delegation", "Evidence of a tie between", "3 proposed ties", "Not searched"):
        assert part in page


def test_addresses_keep_the_day_and_leave_out_what_is_empty() -> None:
    assert LINKS("explorer", entity="org:amiti", open="") == "/?as_of=2025-10-28&entity=org:amiti"
    assert LINKS("path", from_="A & B", to="é") == "/path?as_of=2025-10-28&from=A+%26+B&to=%C3%A9"
    assert routes()("export", view="path", format="svg", entities=["a", "b"]) == "/api/v1/views/path.svg?entities=a&entities=b"
    assert routes()("static", file="explorer.css") == "/static/explorer.css"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, safe: bool) -> None:
    assert is_web(url) is safe


def test_intervals_read_as_words() -> None:
    assert [when("2025-04"), when(""), when("not a date")] == ["1–30 Apr 2025", "undated", "not a date"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text_in_every_page(renamed: Rename, name: str) -> None:
    ego, path = renamed(EGO, name), renamed(PATH, name)
    search = render("search.html", links=LINKS, hits=hits(name), q=name)
    for page, plain in ((explorer(ego), explorer()), (paths(found(path), path), paths(found())), (search, PAGES["search"]())):
        seen, known = Elements(page), Elements(plain)
        assert seen.tags <= known.tags
        assert seen.attributes <= known.attributes
        assert not [address for address in seen.addresses if address.startswith("javascript")]
        assert "\u202e" not in page
    drawing = explorer(ego).split("<figure")[1].split(">", 1)[1].split("</figure>")[0]
    ElementTree.fromstring(drawing)


class Site:
    """The pages behind addresses, as the server would answer, and what the browser asked for and complained of."""

    def __init__(self, browser: Browser, view: GraphView = EGO, **options: object) -> None:
        self.view = view
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(**({"viewport": {"width": 1280, "height": 900}} | options))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        self.asked.append(route.request.url)
        given = {key: values[0] for key, values in parse_qs(address.query).items()}
        headers = {"Content-Security-Policy": STRICT}
        if address.path.startswith("/static/"):
            kinds = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2"}
            route.fulfill(path=STATIC / File(address.path).name, content_type=kinds[address.path.rsplit(".")[-1]])
        elif address.path == "/search":
            name = "hits.html" if "hx-request" in route.request.headers else "search.html"
            route.fulfill(body=render(name, links=LINKS, hits=hits(), q=given.get("q", "")), content_type="text/html", headers=headers)
        elif address.path == "/file":
            route.fulfill(body=html(self.view), content_type="text/html", headers={"Content-Security-Policy": "sandbox allow-scripts allow-popups"})
        elif address.path == "/path":
            route.fulfill(body=paths(found(), open=given.get("open", "")), content_type="text/html", headers=headers)
        else:
            route.fulfill(body=explorer(self.view, given.get("open", "")), content_type="text/html", headers=headers)


QUOTE = EGO.ties[0].evidence[0].quote


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab reaches {selector}")


@pytest.mark.slow
def test_the_keyboard_opens_evidence_from_the_map_and_the_address_restores_it(browser: Browser) -> None:
    site = Site(browser)
    site.page.goto(f"{SITE}/?entity=org:amiti")
    tab_to(site.page, "#stage a[data-key='org:amiti~org:iti']")
    site.page.keyboard.press("Enter")
    site.page.wait_for_selector("#panel:focus")
    assert "signed one text" in site.page.inner_text("#panel")
    assert "open=org:amiti~org:iti" in site.page.url
    site.page.reload()
    assert "signed one text" in site.page.inner_text("#panel")
    assert site.complaints == []
    assert all(url.startswith((SITE, "data:")) for url in site.asked)


@pytest.mark.slow
def test_everything_works_with_scripts_off(browser: Browser) -> None:
    site = Site(browser, java_script_enabled=False)
    site.page.goto(f"{SITE}/?entity=org:amiti")
    site.page.click("#table a[href*='org:amiti~org:ustr']")
    assert QUOTE in site.page.inner_text("#panel")
    site.page.fill("#q", "am")
    site.page.click(".find button")
    assert "AMITI" in site.page.inner_text("main")


@pytest.mark.slow
def test_the_search_box_answers_while_one_types(browser: Browser) -> None:
    site = Site(browser)
    site.page.goto(f"{SITE}/")
    site.page.locator("#q").press_sequentially("ami")
    site.page.wait_for_selector("#hits a")
    site.page.keyboard.press("ArrowDown")
    assert site.page.evaluate("document.activeElement.matches('#hits a')")
    site.page.keyboard.press("Escape")
    assert site.page.locator("#hits a").count() == 0
    assert site.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_never_run_in_a_page(browser: Browser, renamed: Rename, name: str) -> None:
    site = Site(browser, renamed(EGO, name))
    site.page.goto(f"{SITE}/?entity=org:amiti")
    site.page.click("#table a[href*='org:amiti~org:ustr']")
    site.page.wait_for_selector("#panel:focus")
    assert site.page.evaluate("window.hit") is None
    assert site.page.locator("img, [onfocus], [onerror]").count() == 0
    assert site.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/?entity=org:amiti&open=org:amiti~org:ustr", "/path?open=org:amiti~org:ustr", "/search?q=am", "/file"])
def test_a_page_is_accessible_and_fits_its_screen(browser: Browser, axe: File, address: str, width: int, scheme: str) -> None:
    site = Site(browser, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    site.page.goto(SITE + address)
    assert site.page.evaluate("document.documentElement.scrollWidth") <= width
    site.page.add_script_tag(path=axe)
    found = site.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


@pytest.mark.slow
def test_the_single_file_works_in_the_sandbox_that_the_server_puts_it_in(browser: Browser) -> None:
    site = Site(browser)
    site.page.goto(f"{SITE}/file")
    site.page.click("[data-open='org:amiti~org:ustr']")
    assert QUOTE in site.page.inner_text("#panel")
    site.page.keyboard.press("Escape")
    assert site.complaints == []
