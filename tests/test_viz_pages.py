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

from graph.claims import Source
from graph.results import Entity, EntityHit, EntityResult, GraphView, NoPath, Path, PathResult, SearchResult, Statement
from viz.pages import is_web, render, routes, when
from viz.svg import map_svg

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
    drawn = map_svg(view, link=lambda key: LINKS("explorer", entity=view.centre[0], open=key)) if view else ""
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
    drawn = map_svg(view, link=lambda key: LINKS("path", from_="org:technation", to="org:ustr", open=key)) if result else ""
    return render("path.html", links=LINKS, as_of="2025-10-28", result=result, picture=view, svg=drawn, start="", end="", k=5, open=open)


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


def test_the_start_says_what_the_store_rests_on_and_asks_for_two_ends() -> None:
    source = Source(id="source:a", title="A note on digital trade", publisher="Digital Ledger", published=date(2025, 4, 29), url="https://a.example/x")
    page = explorer(None, sources=[source])
    for part in ("A note on digital trade", "Digital Ledger", "29 Apr 2025", "may still exist", 'name="from"', 'name="to"'):
        assert part in page
    assert "and 2 older sources" in explorer(None, sources=[source] * 10)


def test_stances_on_an_ask_are_counted_named_and_shown_in_the_panel() -> None:
    ask = EntityHit(id="ask:sectoral-annex", name="Sectoral annex", kind="ask", matched="Sectoral annex", score=1)
    page = explorer(ask=ask.id, asks=[ask])
    assert '<option value="ask:sectoral-annex" selected>' in page
    for part in ("On “Sectoral annex”:", "opposes", "unknown on this", "supports: “Sectoral annex”"):
        assert part in page
    assert "On “" not in explorer()


def test_a_wrong_name_offers_what_may_have_been_meant() -> None:
    page = render("error.html", links=LINKS, title="Unknown name", problem="x", status=404, todo="", choices=[(hits().items[0], "/path?from=org:amiti&to=x")])
    assert 'href="/path?from=org:amiti&amp;to=x"' in page
    assert "Did you mean" in page
    assert "Did you mean" not in PAGES["error"]()


def test_every_page_has_a_title_of_its_own_and_our_sign() -> None:
    titles = {PAGES[key]().split("<title>")[1].split("</title>")[0] for key in ("explorer", "start", "path", "no path", "search", "error")}
    assert len(titles) == 6
    assert all('href="/static/favicon.svg"' in page() for page in PAGES.values())
    assert (STATIC / "favicon.svg").is_file()


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
    assert [when("2025-04"), when(""), when("not a date")] == ["Apr 2025", "undated", "not a date"]
    assert when("2025-04-20..2025-04-28", True) == "between 20 and 28 Apr 2025"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text_in_every_page(renamed: Rename, name: str) -> None:
    (ego, tame_ego), (path, tame_path) = ((renamed(view, one) for one in (name, "Meridian")) for view in (EGO, PATH))
    search = render("search.html", links=LINKS, hits=hits(name), q=name)
    for page, plain in ((explorer(ego), explorer(tame_ego)), (paths(found(path), path), paths(found(tame_path), tame_path)), (search, PAGES["search"]())):
        seen, known = Elements(page), Elements(plain)
        assert seen.tags <= known.tags
        assert seen.attributes <= known.attributes
        assert not [address for address in seen.addresses if address.startswith("javascript")]
        assert "\u202e" not in page
    drawing = explorer(ego).split('id="stage"')[1].split("<svg", 1)[1].split("</svg>")[0]
    ElementTree.fromstring(f"<svg{drawing}</svg>")


class Site:
    """The explorer of a view, as the server would answer, and what the browser complained of."""

    def __init__(self, browser: Browser, view: GraphView) -> None:
        self.view = view
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        given = {key: values[0] for key, values in parse_qs(address.query).items()}
        if address.path.startswith("/static/"):
            kinds = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2", "svg": "image/svg+xml"}
            route.fulfill(path=STATIC / File(address.path).name, content_type=kinds[address.path.rsplit(".")[-1]])
        else:
            page = explorer(self.view, given.get("open", ""))
            route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": STRICT})


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
