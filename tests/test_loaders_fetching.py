"""Downloads from an address that misbehaves: it wants patience, breaks off, changes its shape, or sends elsewhere."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from graph.errors import SourceError
from loaders.catalogue import Card, Fetch, card, cards
from loaders.fetching import MANIFEST, FetchReport, fetch

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
                left = server.answers.get(self.path, [(404, {}, b"")])
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
