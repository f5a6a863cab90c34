"""The HTTP API: same answers as the commands, problem details for every error, tags, pages of lists, headers."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph import errors
from graph.claims import Claim, Record, Source

PROBLEM = "application/problem+json"
RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with a small record: an entity whose name is an attack, and a claim in a private layer."""
    url = str(tmp_path_factory.mktemp("api") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        assert graph.load(str(RECORD)).exit_code == 0
    return url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=url, page_size=5)), raise_server_exceptions=False) as client:
        yield client


def test_a_path_is_the_same_result_as_in_python(client: TestClient, url: str) -> None:
    answer = client.get("/api/v1/paths", params={"from": "AMITI", "to": "ustr", "as_of": "2025-10-28", "k": 2})
    with KnowledgeGraph(url) as graph:
        expected = graph.path("AMITI", "ustr", as_of="2025-10-28", k=2)
    assert answer.status_code == 200
    assert answer.json() == expected.model_dump(mode="json")
    assert answer.json()["found"] is True


def test_every_mode_and_several_ends_are_the_same_results_as_in_python(client: TestClient, url: str) -> None:
    day = {"as_of": "2025-10-28"}
    with KnowledgeGraph(url) as graph:
        for mode in ("reliable", "widest", "disjoint"):
            answer = client.get("/api/v1/paths", params={"from": ["AMITI", "technation"], "to": "ustr", "mode": mode, **day})
            assert answer.json() == graph.path(["AMITI", "technation"], "ustr", mode=mode, as_of="2025-10-28").model_dump(mode="json")
        window = {"mode": "temporal", "between": ["2025-01", "2025-06"]}
        answer = client.get("/api/v1/paths", params={"from": "AMITI", "to": "ustr", **window})
        assert answer.json() == graph.path("AMITI", "ustr", **window).model_dump(mode="json")
        pattern = "association -met- agency"
        answer = client.get("/api/v1/paths", params={"from": "AMITI", "to": "ustr", "mode": "metapath", "pattern": pattern, **day})
        assert answer.json() == graph.metapath("AMITI", "ustr", pattern, as_of="2025-10-28").model_dump(mode="json")
        answer = client.get("/api/v1/paths/explain", params={"from": "AMITI", "to": "ustr", **day})
        assert answer.json() == graph.explain("AMITI", "ustr", as_of="2025-10-28").model_dump(mode="json")


def test_no_path_is_an_answer(client: TestClient) -> None:
    answer = client.get("/api/v1/paths", params={"from": "AMITI", "to": "ATDT", "as_of": "2025-10-28"})
    assert (answer.status_code, answer.json()["found"]) == (200, False)


@pytest.mark.parametrize(
    "path",
    [
        "/entities?q=amiti",
        "/entities/org:amiti",
        "/entities/chapter:usmca/19",
        "/entities/chapter:usmca/19/ties",
        "/claims",
        "/sources",
        "/paths?from=AMITI&to=USTR",
        "/influence?draws=20",
        "/views/ego.json?entities=USTR",
    ],
)
def test_every_answer_says_revision_day_view_and_layers(client: TestClient, path: str) -> None:
    answer = client.get("/api/v1" + path)
    assert answer.status_code == 200
    assert answer.json().keys() >= {"revision", "as_of", "view", "layers"}
    assert answer.json()["layers"] == ["public"]


def test_names_in_addresses_may_be_ids_names_or_aliases(client: TestClient) -> None:
    ids = {client.get(f"/api/v1/entities/{quote(name, safe='')}").json()["entity"]["id"] for name in ("agreement:usmca", "T-MEC", "cusma", "Aceum")}
    assert ids == {"agreement:usmca"}
    assert client.get("/api/v1/entities/chapter%3Ausmca%2F19").json()["entity"]["id"] == "chapter:usmca/19"


def test_one_claim_by_id(client: TestClient) -> None:
    listed = client.get("/api/v1/claims", params={"about": "AMITI", "limit": 1}).json()["items"][0]["claim"]
    answer = client.get(f"/api/v1/claims/{listed}").json()
    assert answer["claim"]["source"].startswith("source:")
    assert {"revision", "as_of", "view", "layers"} <= set(answer)
    assert "no claim of that name" in client.get("/api/v1/claims/claim:00").json()["detail"]


def test_views_come_as_pictures_and_as_files(client: TestClient) -> None:
    for form, kind in {
        "svg": "image/svg+xml",
        "png": "image/png",
        "pdf": "application/pdf",
        "html": "text/html",
        "json": "application/json",
        "graphml": "application/graphml+xml",
        "csv": "text/csv",
    }.items():
        answer = client.get(f"/api/v1/views/ego.{form}", params={"entities": "USTR", "as_of": "2025-10-28"})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    assert client.get("/api/v1/views/path.svg", params={"entities": ["AMITI", "USTR"]}).status_code == 200
    assert client.get("/api/v1/views/ranking.svg").status_code == 200
    assert client.get("/api/v1/views/ranking.gexf").status_code == 400
    assert client.get("/api/v1/views/hairball.svg").status_code == 422


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing/here", 404),
        ("/api/v1/nothing", 404),
        ("/static/nothing.js", 404),
        ("/api/v1/entities/Nobody%20At%20All", 404),
        ("/api/v1/claims/claim:00", 404),
        ("/api/v1/paths", 422),
        ("/api/v1/paths?from=AMITI&to=USTR&k=many", 422),
        ("/api/v1/paths?from=AMITI&to=USTR&k=51", 422),
        ("/api/v1/paths?from=AMITI&to=USTR&colour=red", 422),
        ("/api/v1/paths?from=AMITI&to=USTR&as_of=soon", 400),
        ("/api/v1/paths?from=AMITI&to=USTR&mode=sideways", 400),
        ("/api/v1/paths?from=AMITI&to=USTR&mode=temporal", 400),
        ("/api/v1/paths?from=AMITI&to=USTR&mode=temporal&between=2025", 422),
        ("/api/v1/paths?from=us&to=USTR", 400),
        ("/api/v1/paths?from=AMITI&to=USTR&mode=metapath&pattern=x", 400),
        ("/api/v1/paths/explain?from=AMITI", 422),
        ("/api/v1/paths?from=AMITI&to=USTR&exclude=Nobody", 404),
        ("/api/v1/entities?cursor=zzz", 400),
        ("/api/v1/entities?kind=wizard", 400),
    ],
)
def test_every_error_is_a_problem(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json().keys() == {"type", "title", "status", "detail", "instance"}
    assert answer.json()["status"] == status


def test_wrong_methods_are_problems_too(client: TestClient) -> None:
    answer = client.post("/api/v1/paths")
    assert (answer.status_code, answer.headers["content-type"], answer.headers["allow"]) == (405, PROBLEM, "GET")


def tree(error: type[errors.TrilateralError]) -> Iterator[type[errors.TrilateralError]]:
    yield error
    for child in error.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize("error", list(tree(errors.TrilateralError)), ids=lambda error: error.__name__)
def test_each_error_of_the_tree_has_its_status_and_one_shape(error: type[errors.TrilateralError]) -> None:
    app = create_app(Settings(store="unused.db"))

    @app.get("/fail")
    def fail() -> None:
        raise error("a", ()) if error in (errors.UnknownName, errors.AmbiguousName) else error("a: wrong; do b")

    answer = TestClient(app, raise_server_exceptions=False).get("/fail")
    assert answer.status_code == error.status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["title"] == error.title
    assert answer.json()["type"] == f"/docs#{error.__name__}"


def test_an_unforeseen_failure_tells_nothing_of_the_inside() -> None:
    app = create_app(Settings(store="unused.db"))

    @app.get("/fail")
    def fail() -> None:
        raise ZeroDivisionError("inside")

    answer = TestClient(app, raise_server_exceptions=False).get("/fail")
    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert "inside" not in answer.text


def test_a_tag_spares_the_answer_until_the_store_changes(tmp_path: Path) -> None:
    url = str(tmp_path / "small.db")
    source = Source(id="source:a", title="A", kind="curated")
    with KnowledgeGraph(url, create=True) as graph, TestClient(create_app(Settings(store=url))) as client:
        graph.load(str(RECORD))
        first = client.get("/api/v1/entities", params={"q": "USTR"})
        tag = {"If-None-Match": first.headers["etag"]}
        unchanged = client.get("/api/v1/entities", params={"q": "USTR"}, headers=tag)
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", first.headers["etag"])
        assert client.get("/api/v1/entities", params={"q": "CISA"}, headers=tag).status_code == 200
        private = Claim(subject="org:amiti", predicate="met_with", object="org:ustr", when="2025", source=source.id)
        graph.store.write([source, Record(claim=private, layer="private")])
        assert client.get("/api/v1/entities", params={"q": "USTR"}, headers=tag).status_code == 304
        graph.store.write([Record(claim=private)])
        assert client.get("/api/v1/entities", params={"q": "USTR"}, headers=tag).status_code == 200


def test_a_tag_may_come_back_weak_strong_or_as_any(client: TestClient) -> None:
    path = "/api/v1/entities?q=USTR"
    tag = client.get(path).headers["etag"]
    for given, status in ((tag.removeprefix("W/"), 304), ("*", 304), (f'"x", {tag}', 304), ('"x"', 200)):
        assert client.get(path, headers={"If-None-Match": given}).status_code == status


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/entities?q=USTR", "/api/v1/views/ego.svg?entities=AMITI"])
def test_head_is_answered_like_get_without_a_body(client: TestClient, path: str) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("etag") == got.headers.get("etag")


def test_a_private_source_shows_in_no_list(tmp_path: Path) -> None:
    url = str(tmp_path / "layers.db")
    with KnowledgeGraph(url, create=True) as graph, TestClient(create_app(Settings(store=url))) as client:
        graph.load(str(RECORD))
        paths = ["/api/v1/sources", "/api/v1/claims?source=source:notes", "/api/v1/entities?q=notes", "/readyz", "/?entity=AMITI"]
        before = [(client.get(path).text, client.get(path).headers.get("etag")) for path in paths]
        graph.store.write([Source(id="source:notes", title="Notes", layer="ours")])
        assert [(client.get(path).text, client.get(path).headers.get("etag")) for path in paths] == before
        assert "source:notes" in client.get("/api/v1/sources?layer=ours").text


def test_lists_are_paged_to_the_last_item(client: TestClient, url: str) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        answer = client.get("/api/v1/entities", params={"kind": "agency", "cursor": cursor}).json()
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == answer["total"] > 5
    assert seen == sorted(seen)
    first = client.get("/api/v1/claims", params={"about": "AMITI", "limit": 2}).json()
    second = client.get("/api/v1/claims", params={"about": "AMITI", "limit": 2, "cursor": first["next"]}).json()
    assert not {item["claim"] for item in first["items"]} & {item["claim"] for item in second["items"]}


def test_the_private_layer_is_left_out_unless_asked_for(client: TestClient) -> None:
    question = {"from": "AMITI", "to": "NIST", "as_of": "2025-10-28"}
    public = client.get("/api/v1/paths", params=question)
    private = client.get("/api/v1/paths", params=question | {"layer": "private"})
    assert "source:diary" not in public.text
    assert "source:diary" in private.text
    assert set(private.json()["layers"]) == {"private", "public"}


@pytest.mark.parametrize("path", ["/", "/docs", "/api/v1/sources", "/nothing", "/static/explorer.css", "/healthz"])
def test_answers_carry_the_headers_that_protect_a_browser(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/?q=USTR", "/path?from=AMITI&to=USTR", "/docs", "/search?q=hostile", "/?entity=org:hostile"])
def test_pages_load_nothing_from_other_hosts_and_keep_attacks_inert(client: TestClient, path: str) -> None:
    answer = client.get(path)
    page = answer.text
    assert answer.status_code == 200
    assert not re.search(r"""(?:src|action|<link[^>]*href)=["']?(?:https?:)?//""", page)
    assert "<script>alert" not in page


def test_the_explorer_opens_the_evidence_of_a_node_and_of_a_tie(client: TestClient) -> None:
    for key in ("org:amiti", "org:amiti~org:ustr", "org:ustr~org:amiti"):
        page = client.get("/", params={"entity": "USTR", "open": key, "as_of": "2025-10-28"})
        assert page.status_code == 200
        assert "On 22 April 2025 representatives of AMITI met officials of USTR." in page.text
        assert len(page.content) < 300_000


def test_every_link_of_the_explorer_leads_somewhere(client: TestClient) -> None:
    for start in ("/", "/?entity=USTR&ask=sectoral%20annex&steps=2", "/path?from=Technation&to=USTR", "/path?from=AMITI&to=ATDT", "/search?q=amiti"):
        for link in sorted(set(re.findall(r'href="(/[^"]*)"', client.get(start).text))):
            assert client.get(html.unescape(link)).status_code == 200, link


def test_search_answers_scripts_with_a_fragment(client: TestClient) -> None:
    fragment = client.get("/search", params={"q": "amiti"}, headers={"HX-Request": "true"}).text
    assert "AMITI" in fragment
    assert "<html" not in fragment
    assert client.get("/search", headers={"HX-Request": "true"}).status_code == 200


def test_people_who_open_a_page_get_errors_as_a_page(client: TestClient) -> None:
    answer = client.get("/", params={"entity": "<b>nobody</b>"}, headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<b>nobody" not in answer.text
    assert client.get("/api/v1/nothing", headers={"Accept": "text/html"}).headers["content-type"] == PROBLEM


def test_an_empty_store_says_how_to_begin(tmp_path: Path) -> None:
    url = str(tmp_path / "empty.db")
    KnowledgeGraph(url, create=True).close()
    with TestClient(create_app(Settings(store=url))) as client:
        assert "trilateral demo" in client.get("/").text


@pytest.mark.parametrize("form", ["svg", "html"])
def test_pictures_keep_attacks_inert(client: TestClient, form: str) -> None:
    answer = client.get(f"/api/v1/views/ego.{form}", params={"entities": "USTR"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "hostile" in answer.text


def test_the_description_names_every_route_and_the_page_shows_it(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    page = client.get("/docs").text
    assert all(path in page for path in described["paths"])
    assert json.dumps(described).count("/api/v1/paths") >= 1


def test_health_needs_no_store_and_readiness_does(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/readyz").json()["status"] == "ready"
    orphan = TestClient(create_app(Settings(store=str(tmp_path / "none.db"))), raise_server_exceptions=False)
    assert orphan.get("/healthz").status_code == 200
    answer = orphan.get("/readyz")
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
    assert not (tmp_path / "none.db").exists()
