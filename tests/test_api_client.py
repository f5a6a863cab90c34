"""The facade over HTTP: a hundred questions, the same Results by Python, HTTP, client and command; retries; errors of the same tree."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import networkx
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from pydantic import BaseModel

import trilateral
from api import keys
from api.app import create_app
from api.cli import root
from api.client import Client
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.notebook import Notebook
from api.settings import Settings
from graph.errors import AccessError, AmbiguousName, RequestError, StoreError, TrilateralError, UnknownName

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
DAYS = ("2025-10-28", "2025-06", "2025-04", "2024")
ASK = "ask:sectoral-annex"
Question = tuple[str, tuple[object, ...], dict[str, object], list[str]]


def questions() -> list[Question]:
    """Method, arguments, options, and the same question as a command."""
    asked: list[Question] = []
    for day in DAYS:
        when, on = {"as_of": day}, ["--as-of", day]
        for start, end in (("AMITI", "USTR"), ("Technation", "CISA"), ("NIST", "AMITI"), ("USTR", "Technation")):
            asked.append(("path", (start, end), {**when}, ["path", start, end, *on]))
            asked.append(
                (
                    "path",
                    (start, end),
                    {**when, "k": 2, "max_ties": 3, "mode": "widest"},
                    ["path", start, end, "-k", "2", "--max-ties", "3", "--mode", "widest", *on],
                )
            )
            asked.append(("explain", (start, end), {**when}, ["path", start, end, "--explain", *on]))
        for entity in ("USTR", "AMITI", "org:technation", "CISA"):
            asked.append(("show", (entity,), {**when}, ["show", entity, *on]))
            asked.append(("claims", (entity,), {**when, "limit": 7}, ["claims", "--about", entity, "--limit", "7", *on]))
        asked.append(("influence", (), {**when, "draws": 50}, ["influence", "--draws", "50", *on]))
        asked.append(("influence", ("USTR",), {**when, "draws": 50}, ["influence", "--on", "USTR", "--draws", "50", *on]))
        asked.append(("brokers", (), {**when, "draws": 20}, ["brokers", "--draws", "20", *on]))
        asked.append(("allies", (ASK,), {**when}, ["allies", ASK, *on]))
        asked.append(("grid", (ASK,), {**when}, ["allies", ASK, "--grid", *on]))
        asked.append(("coalition", (ASK,), {**when}, ["allies", ASK, "--coalition", *on]))
        asked.append(("decisions", (ASK,), {**when}, ["decisions", ASK, *on]))
        asked.append(("settle", (ASK,), {**when}, ["settle", ASK, *on]))
        asked.append(("trade", (), {**when}, ["trade", *on]))
        asked.append(("simulate", ("USTR", "AMITI=80"), {**when}, ["simulate", "USTR", "--move", "AMITI=80", *on]))
    asked += [("search", (text,), {}, ["search", text]) for text in ("ustr", "trade representative", "Shared name", "perez gasque", "amit")]
    asked.append(("diff", ("2024", "2025-10-28"), {}, ["diff", "2024", "2025-10-28"]))
    asked.append(("reviews", (), {}, ["review"]))
    asked.append(("history", (), {}, ["history"]))
    asked.append(("coalitions", (), {}, ["coalitions"]))
    return asked


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = str(tmp_path_factory.mktemp("client") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
    return url


class Inside(httpx2.BaseTransport):
    """Hands a client's requests to an app in this process."""

    def __init__(self, app: TestClient) -> None:
        self.app = app

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self.app.request(request.method, str(request.url), content=request.read(), headers=request.headers)
        headers = {name: value for name, value in answer.headers.items() if name not in ("content-encoding", "content-length")}
        return httpx2.Response(answer.status_code, headers=headers, content=answer.content)


@pytest.fixture(scope="module")
def served(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=url, page_size=20)), raise_server_exceptions=False) as app:
        yield app


@pytest.fixture(scope="module")
def client(served: TestClient) -> Client:
    return Client("http://testserver", transport=Inside(served))


@pytest.fixture(scope="module")
def graph(url: str) -> Iterator[Notebook]:
    with Notebook(url) as graph:
        yield graph


def told(answer: BaseModel) -> Any:
    return answer.model_dump(mode="json", by_alias=True)


def test_there_are_a_hundred_questions() -> None:
    assert len(questions()) >= 100


@pytest.mark.parametrize(("method", "given", "options", "command"), questions(), ids=lambda value: str(value)[:40])
def test_python_client_and_command_answer_alike(
    graph: Notebook, client: Client, url: str, method: str, given: tuple[object, ...], options: dict[str, object], command: list[str]
) -> None:
    here = getattr(graph, method)(*given, **options)
    there = getattr(client, method)(*given, **options)
    assert type(there) is type(here)
    assert told(there) == told(here)
    run = CliRunner().invoke(root, ["--store", url, "--json", *command], standalone_mode=False)
    assert json.loads(run.stdout) == told(here)


def test_the_graph_is_the_same_in_networkx(graph: Notebook, client: Client) -> None:
    here, there = graph.networkx(as_of="2025-10-28"), client.networkx(as_of="2025-10-28")
    assert isinstance(there, networkx.MultiDiGraph)
    assert json.loads(json.dumps(dict(here.nodes(data=True)), default=list)) == json.loads(json.dumps(dict(there.nodes(data=True)), default=list))
    assert sorted(map(str, here.edges())) == sorted(map(str, there.edges()))


def test_pictures_and_sources_are_the_same(graph: Notebook, client: Client, tmp_path: Path) -> None:
    assert client.draw("ego", "USTR", as_of="2025-10-28") == graph.draw("ego", "USTR", as_of="2025-10-28")
    client.draw("path", "AMITI", "USTR", output=str(tmp_path / "p.svg"))
    assert (tmp_path / "p.svg").read_text().startswith("<svg")
    assert client.sources() == graph.sources()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (lambda kg: kg.show("Nobody"), UnknownName),
        (lambda kg: kg.show("Shared name"), AmbiguousName),
        (lambda kg: kg.path("AMITI", "USTR", k=0), RequestError),
        (lambda kg: kg.path("AMITI", "USTR", nonsense=1), RequestError),
        (lambda kg: kg.show("USTR", as_of="yesterday"), RequestError),
        (lambda kg: kg.trade("nonsense"), RequestError),
    ],
)
def test_errors_are_those_of_the_tree_with_the_same_words(graph: Notebook, client: Client, asked: Any, error: type[TrilateralError]) -> None:
    with pytest.raises(error) as here:
        asked(graph)
    with pytest.raises(error) as there:
        asked(client)
    if error is not RequestError:
        assert str(there.value) == str(here.value)


def test_files_are_sent_filed_and_reported(tmp_path: Path) -> None:
    url = str(tmp_path / "load.db")
    KnowledgeGraph(url, create=True).close()
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "ties.csv").write_text("subject,kind,object,start\nAMITI,met_with,CISA,2025-06\n")
    with TestClient(create_app(Settings(store=url))) as app:
        client = Client("http://testserver", transport=Inside(app))
        report = client.load(str(RECORD), str(tmp_path / "lists"))
        assert [one.loader for one in report.loaded] == ["jsonl", "ties"]
        assert client.path("AMITI", "CISA", as_of="2025-10-28").found
        with pytest.raises(RequestError, match="no such file"):
            client.load(str(tmp_path / "nothing"))
        with pytest.raises(RequestError, match="no loader of that name"):
            client.load(str(RECORD), loader="nonsense")


class Busy(httpx2.BaseTransport):
    """A server that is away some times before it answers."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers, self.asked = list(answers), 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


EMPTY = {"items": [], "next": "", "total": 0, "revision": "r", "as_of": "2025-01-01", "view": {}, "layers": ["public"], "engine": "file"}
LATER = httpx2.Response(429, headers={"Retry-After": "0"}, json={"type": "about:blank", "detail": "too many"})


def test_a_question_is_asked_again_where_the_server_is_busy_or_away() -> None:
    server = Busy(LATER, httpx2.ConnectError("refused"), httpx2.Response(503, text="<html>proxy</html>"), httpx2.Response(200, json=EMPTY))
    assert Client("https://x.test", transport=server).search("a").items == ()
    assert server.asked == 4


def test_it_gives_up_with_one_line() -> None:
    server = Busy(httpx2.ConnectError("refused"))
    with pytest.raises(StoreError, match="does not answer"):
        Client("https://x.test", transport=server).search("a")
    assert server.asked == 5
    with pytest.raises(StoreError, match="not as Trilateral does"):
        Client("https://x.test", transport=Busy(httpx2.Response(404, text="<html>"))).search("a")


def test_what_is_written_is_sent_once() -> None:
    server = Busy(httpx2.ReadError("cut"))
    with pytest.raises(StoreError):
        Client("https://x.test", transport=server).simulate("USTR", "AMITI=80")
    assert server.asked == 1


def test_a_key_opens_the_server_and_is_not_sent_in_clear_across_a_network(url: str) -> None:
    with KnowledgeGraph(url) as graph:
        token, _ = keys.create(graph.store, "me", Role.READER)
    with TestClient(create_app(Settings(store=url, need_keys=True))) as app:
        assert Client("https://testserver", key=token, transport=Inside(app)).search("USTR").items
        with pytest.raises(AccessError, match="no key was given"):
            Client("https://testserver", transport=Inside(app)).search("USTR")
    with pytest.raises(RequestError, match="use https"):
        Client("http://trilateral.example", key=token)
    assert Client("http://127.0.0.1:8000", key=token).url


def test_open_gives_the_client_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRILATERAL_KEY", "tri_x")
    opened = trilateral.open("https://trilateral.example")
    assert isinstance(opened, Client)
