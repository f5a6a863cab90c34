"""Downloads from an address that misbehaves: it wants patience, breaks off, changes its shape, or sends elsewhere."""

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pydantic import SecretStr

from graph.errors import SourceError
from graph.store.base import GraphStore
from loaders.catalogue import Card, Fetch, card, cards, together
from loaders.fetching import MANIFEST, FetchReport, fetch
from loaders.run import load

Answer = tuple[int, dict[str, str], bytes]


class Server:
    """An address on loopback: what it answers for each path, in order, the last again and again; and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                left = server.answers.get(self.path) or [(404, {}, b"")]
                status, headers, body = left.pop(0) if len(left) > 1 else left[0]
                if headers.get("etag") and headers["etag"] == self.headers.get("if-none-match"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in ({"content-length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def page(self, path: str, following: str = "", *, status: int = 200, body: bytes | None = None, **headers: str) -> None:
        content = body if body is not None else json.dumps({"results": [path], "next": self.base + following if following else None}).encode()
        self.answers.setdefault(path, []).append((status, {name.replace("_", "-"): value for name, value in headers.items()}, content))


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def get(server: Server, tmp_path: Path, slept: list[float]) -> Callable[..., FetchReport]:
    how = Fetch(base=server.base, paths=("/list",), following="next", holds=("results",), since="from", key="authorization: Token {key}", pause=2.0)
    made = Card(name="sample", reads="", where="example.org", licence="", publisher="", expectations={}, fetch=how)
    return lambda **options: fetch(made, tmp_path / "files", sleep=slept.append, **options)


def test_pages_follow_one_another_with_a_pause_and_a_manifest(get: Callable[..., FetchReport], server: Server, slept: list[float], tmp_path: Path) -> None:
    server.page("/list", "/list?page=2")
    server.page("/list?page=2")
    report = get()
    assert (report.files, report.exit_code) == (("sample-00001.json", "sample-00002.json"), 0)
    assert slept == [2.0]
    lines = [json.loads(line) for line in (tmp_path / "files" / MANIFEST).read_text().splitlines()]
    assert [next(iter(line)) for line in lines] == ["run", "page", "page", "done"]
    assert lines[1]["page"]["address"] == f"{server.base}/list"


def test_asking_again_brings_only_what_changed(get: Callable[..., FetchReport], server: Server) -> None:
    server.page("/list", "/list?page=2", etag='"a"')
    server.page("/list?page=2", etag='"b"')
    get()
    server.answers["/list?page=2"] = []
    server.page("/list?page=2", body=b'{"results": ["new"]}', etag='"c"')
    report = get()
    assert (report.files, report.unchanged) == (("sample-00002.json",), 1)
    assert server.asked[2][1]["if-none-match"] == '"a"'


def test_a_run_that_was_cut_short_goes_on_where_it_stopped(get: Callable[..., FetchReport], server: Server) -> None:
    server.page("/list", "/list?page=2")
    server.page("/list?page=2", status=404)
    assert get().exit_code == 4
    server.answers["/list?page=2"] = []
    server.page("/list?page=2")
    server.asked.clear()
    assert get().exit_code == 0
    assert [path for path, _ in server.asked] == ["/list?page=2"]


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_it_is_asked_to(get: Callable[..., FetchReport], server: Server, slept: list[float], status: int) -> None:
    server.page("/list", status=status, retry_after="7")
    server.page("/list")
    assert get().exit_code == 0
    assert slept == [7.0]


def test_it_does_not_wait_for_an_hour(get: Callable[..., FetchReport], server: Server) -> None:
    server.page("/list", status=429, retry_after="3600")
    assert "asks to wait 3600 seconds" in get().failure


def test_a_body_that_breaks_off_is_asked_for_again_and_never_kept(get: Callable[..., FetchReport], server: Server, tmp_path: Path) -> None:
    server.page("/list", body=b'{"results": [', content_length="400")
    server.page("/list", body=b'{"results": [')
    server.page("/list")
    assert get().files == ("sample-00001.json",)
    assert json.loads((tmp_path / "files" / "sample-00001.json").read_text())["results"] == ["/list"]
    assert {file.name for file in (tmp_path / "files").iterdir()} == {"sample-00001.json", MANIFEST}


def test_it_gives_up_after_five_times_and_keeps_what_it_has(get: Callable[..., FetchReport], server: Server, slept: list[float]) -> None:
    server.page("/list", "/list?page=2")
    server.page("/list?page=2", status=500)
    report = get()
    assert report.exit_code == 4
    assert "answers 500, 5 times" in report.failure
    assert slept == [2.0, 0.5, 1.0, 2.0, 4.0]


def test_a_changed_shape_is_told_and_not_kept(get: Callable[..., FetchReport], server: Server) -> None:
    server.page("/list", body=b'{"items": []}')
    report = get()
    assert (report.exit_code, report.files) == (3, ())
    assert "has no field results" in report.failure


def test_it_goes_nowhere_else_and_not_in_circles(get: Callable[..., FetchReport], server: Server) -> None:
    server.page("/list", body=b'{"results": [], "next": "http://127.0.0.1:1/elsewhere"}')
    assert "goes on at another place" in get().failure
    server.answers.clear()
    server.page("/list", status=302, location="http://127.0.0.1:1/")
    assert "has moved" in get().failure
    server.answers.clear()
    server.page("/list", "/list")
    assert "follows itself" in get().failure


def test_the_key_goes_into_its_header_and_nowhere_else(get: Callable[..., FetchReport], server: Server, tmp_path: Path) -> None:
    server.page("/list?from=2025-10-01&issue=TRD")
    get(since=date(2025, 10, 1), query={"issue": "TRD"}, key=SecretStr("s3cret"))
    assert server.asked[0][1]["authorization"] == "Token s3cret"
    assert all("s3cret" not in file.read_text() for file in (tmp_path / "files").iterdir())


def test_a_bound_of_pages_is_told(get: Callable[..., FetchReport], server: Server) -> None:
    server.page("/list", "/list?page=2")
    report = get(pages=1)
    assert (report.exit_code, len(report.files)) == (4, 1)
    assert "stopped after 1 pages" in report.failure


def test_who_has_no_address_says_where_to_get_the_files(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing to fetch"):
        fetch(card("documents"), tmp_path)


def test_addresses_on_cards_are_public_ones() -> None:
    assert all(one.fetch.base.startswith("https://") for one in cards() if one.fetch)
    assert {one.name for one in cards() if one.fetch} == {
        *("census_trade", "comtrade", "congress", "eu_transparency", "fara", "federal_register", "lda", "littlesis", "regulations", "sdmx_csv", "wikidata")
    }


def asked_of(server: Server, folder: Path, name: str, **options: Any) -> list[str]:
    """The addresses that a loader's own card asks for, sent to the loopback server."""
    server.asked.clear()
    fetch(card(name), folder, base=server.base, sleep=lambda _: None, **options)
    return [unquote(path) for path, _ in server.asked]


def sample(server: Server, path: str, **how: Any) -> Card:
    """A card with one path of the loopback server."""
    return Card(name="sample", reads="", where="", licence="", publisher="", expectations={}, fetch=Fetch(base=server.base, paths=(path,), **how))


@pytest.mark.parametrize(("field", "more", "last"), [("meta.pages", 2, 2), ("meta.more", True, False)])
def test_pages_have_numbers_where_the_answer_says_that_there_are_more(server: Server, tmp_path: Path, field: str, more: object, last: object) -> None:
    numbered = sample(server, "/list", query={"size": "2"}, following=field, numbered="page[number]", holds=("data",))
    for path, said in (("/list?size=2", more), ("/list?size=2&page%5Bnumber%5D=2", last)):
        server.page(path, body=json.dumps({"data": [], "meta": {field.removeprefix("meta."): said}}).encode())
    report = fetch(numbered, tmp_path, sleep=lambda _: None)
    assert (report.files, report.failure) == (("sample-00001.json", "sample-00002.json"), "")


def test_records_that_a_list_names_are_fetched_one_by_one_and_not_twice(server: Server, tmp_path: Path) -> None:
    made = sample(server, "/comments", each="/comments/{id}?full=yes", holds=("data",))
    server.page("/comments", body=b'{"data": [{"id": "A-1"}, {"id": "../../secret"}, {"id": ".."}, {"id": "A-2"}]}')
    server.page("/comments/A-1?full=yes", body=b'{"data": {"id": "A-1"}}')
    server.page("/comments/A-2?full=yes", status=404)
    assert fetch(made, tmp_path, sleep=lambda _: None).exit_code == 4
    server.answers["/comments/A-2?full=yes"] = []
    server.page("/comments/A-2?full=yes", body=b'{"data": {"id": "A-2"}}')
    server.asked.clear()
    assert fetch(made, tmp_path, sleep=lambda _: None).exit_code == 0
    assert [path for path, _ in server.asked] == ["/comments/A-2?full=yes"]
    assert "stopped after 2 pages" in fetch(made, tmp_path, pages=2, sleep=lambda _: None).failure


def test_rows_hold_the_fields_of_their_first_row(server: Server, tmp_path: Path) -> None:
    made = sample(server, "/rows", holds=("CTY_CODE",))
    server.page("/rows", body=b'[["CTY_CODE", "time"], ["2010", "2024-12"]]')
    assert fetch(made, tmp_path / "rows").exit_code == 0
    server.answers.clear()
    server.page("/rows", body=b'[["COUNTRY", "time"]]')
    assert "has no field CTY_CODE" in fetch(made, tmp_path / "changed").failure


def test_a_key_that_belongs_into_the_address_is_written_nowhere(server: Server, tmp_path: Path) -> None:
    made = sample(server, "/data?get=A", key="?key={key}")
    server.page("/data?get=A&key=s3cret", body=b"[]", etag='"a"')
    assert fetch(made, tmp_path, key=SecretStr("s3cret")).exit_code == 0
    assert all("s3cret" not in one.read_text() for one in tmp_path.iterdir())
    server.answers.clear()
    server.page("/data?get=A&key=s3cret", status=302, location=f"{server.base}/data?get=A&key=s3cret")
    failure = fetch(made, tmp_path, key=SecretStr("s3cret")).failure
    assert "has moved" in failure
    assert "s3cret" not in failure


def test_parts_of_the_question_stand_in_the_path_and_what_is_needed_is_told(server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="ask with --query 'id="):
        asked_of(server, tmp_path, "littlesis")
    for id in ("../admin", "..", "1/2", "1?x", ""):
        with pytest.raises(SourceError, match="id"):
            asked_of(server, tmp_path, "littlesis", query={"id": id})
    expected = [f"/entities/{id}{rest}" for id in (1, 2) for rest in ("", "/connections", "/relationships")]
    for path in expected:
        server.page(path, body=b'{"data": []}')
    assert asked_of(server, tmp_path, "littlesis", query={"id": "1;2"}) == expected


def test_census_is_asked_for_months_with_the_key_in_the_address(server: Server, tmp_path: Path) -> None:
    (asked, *_) = asked_of(server, tmp_path, "census_trade", since=date(2024, 1, 15), key=SecretStr("k"))
    assert asked.startswith("/exports/hs?get=CTY_CODE,CTY_NAME,E_COMMODITY,")
    assert asked.endswith("&time=from+2024-01&key=k")


def test_comtrade_takes_its_series_from_the_path(server: Server, tmp_path: Path) -> None:
    (asked,) = asked_of(server, tmp_path, "comtrade", query={"reporterCode": "842", "period": "202412", "freqCode": "M"}, key=SecretStr("k"))
    assert asked.startswith("/C/M/HS?cmdCode=TOTAL&")
    assert server.asked[0][1]["ocp-apim-subscription-key"] == "k"


def test_the_federal_register_is_asked_for_dockets_and_deadlines(server: Server, tmp_path: Path) -> None:
    (asked,) = asked_of(server, tmp_path, "federal_register", since=date(2025, 1, 1), query={"conditions[term]": "USMCA"})
    path, _, question = asked.partition("?")
    assert path == "/documents.json"
    assert {"fields[]=docket_ids", "fields[]=comments_close_on", "conditions[publication_date][gte]=2025-01-01", "conditions[term]=USMCA"} <= set(
        question.split("&")
    )
    assert not {" ", "\\", "\n"} & set(asked)


def test_regulations_are_asked_for_with_the_key_in_a_header(server: Server, tmp_path: Path) -> None:
    (asked,) = asked_of(server, tmp_path, "regulations", query={"filter[docketId]": "USTR-2025-0016"}, key=SecretStr("k"))
    assert "filter[docketId]=USTR-2025-0016" in asked
    assert server.asked[0][1]["x-api-key"] == "k"


def test_files_keep_their_names_where_these_tell_what_they_are(server: Server, tmp_path: Path) -> None:
    for name in ("legislators-current", "committees-current", "committee-membership-current", "executive"):
        server.page(f"/{name}.yaml", body=b"[]")
    asked_of(server, tmp_path, "congress")
    assert together([one.name for one in tmp_path.iterdir()])[0] == "congress"


def test_what_was_fetched_is_loaded_as_a_folder_and_its_manifest_is_no_source(server: Server, tmp_path: Path, store: GraphStore) -> None:
    content = json.loads((Path(__file__).parent / "fixtures" / "regulations" / "comments.json").read_text(encoding="utf-8"))
    number = content["data"][0]["id"]
    listed = {"id": number, "type": "comments", "attributes": {"agencyId": "USTR", "docketId": "USTR-2025-0016", "lastModifiedDate": "2025-11-06T12:00:00Z"}}
    question = {"filter[docketId]": "USTR-2025-0016"}
    (first,) = asked_of(server, tmp_path / "unanswered", "regulations", query=question)
    server.page(server.asked[0][0], body=json.dumps({"data": [listed], "meta": {"hasNextPage": False}}).encode())
    server.page(f"/comments/{number}?include=attachments", body=json.dumps({"data": content["data"][0]}).encode())
    asked = asked_of(server, tmp_path / "docket", "regulations", query=question)
    assert asked == [first, f"/comments/{number}?include=attachments"]
    report = load(store, [str(tmp_path / "docket")])
    assert [(Path(one.name).name, one.loader) for one in report.loaded] == [
        ("regulations-00001.json", "regulations"),
        ("regulations-00002.json", "regulations"),
    ]
    assert not report.failures
    assert [record.claim.subject for record in store.records(predicate="commented_on")] == ["org:widgetry-sample"]


def test_an_address_that_wants_a_filter_is_not_asked_without_one(server: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="lists nothing without a filter; ask with --query 'filing_year=2025' or with --since"):
        asked_of(server, tmp_path, "lda")
    assert server.asked == []
    server.page("/filings/?page_size=25&filing_year=2025")
    assert asked_of(server, tmp_path, "lda", query={"filing_year": "2025"}) == ["/filings/?page_size=25&filing_year=2025"]


@pytest.mark.parametrize(("body", "begins"), [(b'{"error": "down for the night"}', "error"), (b"<!DOCTYPE html><p>Sorry", "Sorry"), (b"", "nothing")])
def test_an_answer_that_is_no_archive_is_told_and_never_kept(server: Server, tmp_path: Path, body: bytes, begins: str) -> None:
    server.page("/all.zip", body=body)
    report = fetch(sample(server, "/all.zip", suffix=".zip"), tmp_path / "files", sleep=lambda _: None)
    assert report.exit_code == 3
    assert "its answer is no .zip file but begins" in report.failure
    assert begins in report.failure
    assert [file.name for file in (tmp_path / "files").iterdir()] == [MANIFEST]


def test_an_archive_that_is_cut_short_is_asked_for_again(server: Server, tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("all.csv", "a,b\n")
    server.page("/all.zip", body=whole.getvalue()[:-10])
    server.page("/all.zip", body=whole.getvalue())
    report = fetch(sample(server, "/all.zip", suffix=".zip"), tmp_path / "files", sleep=lambda _: None)
    assert (report.exit_code, len(server.asked)) == (0, 2)


def test_an_error_told_in_json_is_no_table(server: Server, tmp_path: Path) -> None:
    server.page("/all.csv", body=b'{"message": "no such flow"}')
    report = fetch(sample(server, "/all.csv", suffix=".csv"), tmp_path / "files", sleep=lambda _: None)
    assert "no .csv file" in report.failure
