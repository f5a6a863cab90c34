"""A briefing by every door: command, Python, HTTP and client give the same files and answers."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import trilateral
from api import jobs, keys
from api.app import create_app
from api.briefing import WRITERS, formats
from api.cli import main
from api.client import Client
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Record, Source, write_lines
from graph.errors import RequestError, TrilateralError, UnknownName
from graph.results import BriefingResult

AS_OF = "2025-10-28"
ASKED = ("--target", "USTR", "--ask", "sectoral annex", "--from", "AMITI", "--as-of", AS_OF)
SECONDS = 60


@pytest.fixture
def client(example_url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=example_url))) as made:
        yield made


def ended(client: TestClient, id: str, **options: Any) -> dict[str, Any]:
    """The job when it is over; the runner tells nobody of that but its memo."""
    end = time.monotonic() + SECONDS
    while True:
        found = client.get(f"/api/v1/jobs/{id}", **options).json()
        if found["state"] in ("done", "failed", "cancelled"):
            return dict(found)
        assert time.monotonic() < end, found
        threading.Event().wait(0.05)


def brief(*arguments: str) -> int:
    return main([*arguments])


def test_the_command_writes_every_format_and_says_the_findings(example_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brief("--store", example_url, "brief", *ASKED, "-o", str(tmp_path / "out")) == 0
    names = {name for form in formats() for name in WRITERS[form]}
    assert {file.name for file in (tmp_path / "out").iterdir()} == names
    said = capsys.readouterr()
    assert "AMITI has a documented contact of its own with USTR" in said.out
    assert "As of October 28, 2025" in said.out
    assert str(tmp_path / "out" / "briefing.html") in said.err


def test_the_language_and_the_formats_are_chosen(example_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brief("--store", example_url, "brief", *ASKED, "--lang", "es", "--format", "html", "-o", str(tmp_path)) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["briefing.html"]
    assert "La AMITI tiene un contacto documentado propio con la USTR" in " ".join(capsys.readouterr().out.split())


def test_json_gives_the_answers_behind_it(example_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brief("--store", example_url, "--json", "brief", *ASKED, "--format", "html", "-o", str(tmp_path)) == 0
    found = BriefingResult.model_validate_json(capsys.readouterr().out)
    assert (found.target.id, found.start.id, found.ask.id) == ("org:ustr", "org:amiti", "ask:digital-sectoral-annex")
    assert found.paths.found


def test_no_path_is_written_too(example_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--target", "ATDT", "--ask", "sectoral annex", "--from", "AMITI", "--as-of", AS_OF, "--format", "html")
    assert brief("--store", example_url, "brief", *asked, "-o", str(tmp_path)) == 0
    assert "No path in evidence" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--target", "USTR", "--ask", "sectoral annex"), "our organisation is not set"),
        (("--target", "Nobody known", "--ask", "sectoral annex", "--from", "AMITI"), "Nobody known"),
        (("--target", "USTR", "--ask", "USTR", "--from", "AMITI"), "is no ask"),
        ((*ASKED, "--format", "odt"), "no format of a briefing"),
        ((*ASKED, "--theme", "none.yaml"), "cannot be read"),
        ((*ASKED, "--as-of", "yesterday"), "yesterday"),
        ((*ASKED, "--layer", "nosuch"), "nosuch"),
    ],
)
def test_what_cannot_be_briefed_is_said_in_a_line_and_nothing_is_written(
    example_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert brief("--store", example_url, "brief", *arguments, "-o", str(tmp_path / "out")) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_us_is_our_organisation(example_url: str) -> None:
    with KnowledgeGraph(example_url, us="Technation") as graph:
        assert graph.brief("USTR", "sectoral annex", as_of=AS_OF).start.id == "org:technation"


def test_python_writes_the_same_files_as_the_command(example_url: str, tmp_path: Path) -> None:
    brief("--store", example_url, "--quiet", "brief", *ASKED, "--lang", "fr", "--format", "html", "-o", str(tmp_path / "a"))
    with KnowledgeGraph(example_url) as graph:
        graph.brief("USTR", "sectoral annex", start="AMITI", as_of=AS_OF, lang="fr", formats="html", to=tmp_path / "b")
    assert (tmp_path / "a" / "briefing.html").read_bytes() == (tmp_path / "b" / "briefing.html").read_bytes()


def test_a_theme_is_told_in_files_and_in_requests(example_url: str, tmp_path: Path, client: TestClient) -> None:
    (tmp_path / "ours.yaml").write_text("primary: '#102030'\norganisation: Nosotros\n", encoding="utf-8")
    with KnowledgeGraph(example_url) as graph:
        graph.brief("USTR", "sectoral annex", start="AMITI", as_of=AS_OF, formats="html", theme=tmp_path / "ours.yaml", to=tmp_path)
    body = {
        "target": "USTR",
        "ask": "sectoral annex",
        "from": ["AMITI"],
        "as_of": AS_OF,
        "formats": ["html"],
        "theme": {"primary": "#102030", "organisation": "Nosotros"},
    }
    job = client.post("/api/v1/briefings", json=body).json()
    ended(client, job["id"])
    assert client.get(f"/api/v1/jobs/{job['id']}/files/briefing.html").content == (tmp_path / "briefing.html").read_bytes()


def test_a_job_writes_the_files_and_they_are_fetched(client: TestClient) -> None:
    body = {"target": "USTR", "ask": "sectoral annex", "from": ["Technation"], "as_of": AS_OF, "formats": ["html"], "lang": "fr"}
    asked = client.post("/api/v1/briefings", json=body)
    assert asked.status_code == 202
    job = ended(client, asked.json()["id"])
    assert job["state"] == "done", job["problem"]
    assert job["result"]["files"] == ["briefing.html", "briefing.json"]
    assert job["result"]["finding"].startswith("Une voie documentée mène de Technation à l’USTR")
    page = client.get(f"{asked.headers['Location']}/files/briefing.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-disposition"] == 'attachment; filename="briefing.html"'
    assert page.text.startswith("<!doctype html>")
    answers = client.get(f"{asked.headers['Location']}/files/briefing.json")
    assert BriefingResult.model_validate_json(answers.content).start.id == "org:technation"


def test_a_file_that_is_none_is_not_found(client: TestClient) -> None:
    body = {"target": "USTR", "ask": "sectoral annex", "from": ["AMITI"], "formats": ["html"]}
    job = ended(client, client.post("/api/v1/briefings", json=body).json()["id"])
    for name in ("page.exe", "..%2Fbriefing.html", "briefing.html%0d%0aX: y"):
        assert client.get(f"/api/v1/jobs/{job['id']}/files/{name}").status_code == 404
    assert client.get("/api/v1/jobs/0123456789abcdef/files/briefing.html").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"formats": ["odt"]},
        {"lang": "de"},
        {"theme": {"primary": "#FFFF00"}},
        {"theme": {"logo": base64.b64encode(b"GIF89a").decode()}},
        {"colour": "red"},
        {"target": ""},
    ],
)
def test_a_request_that_is_wrong_is_refused_at_once(client: TestClient, wrong: dict[str, Any]) -> None:
    body = {"target": "USTR", "ask": "sectoral annex", "from": ["AMITI"]} | wrong
    answer = client.post("/api/v1/briefings", json=body)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_job_of_names_that_are_none_fails_with_the_reason(client: TestClient) -> None:
    job = ended(client, client.post("/api/v1/briefings", json={"target": "Nobody known", "ask": "sectoral annex", "from": ["AMITI"]}).json()["id"])
    assert job["state"] == "failed"
    assert "Nobody known" in job["problem"]


def test_the_client_gives_the_same_answers_and_files(example_url: str, client: TestClient, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"start": "AMITI", "as_of": AS_OF, "formats": "html", "lang": "es"}
    remote = Client("http://testserver", transport=client._transport)  # type: ignore[arg-type]  # the test client's own way to the app
    with KnowledgeGraph(example_url) as graph:
        here = graph.brief("USTR", "sectoral annex", to=tmp_path / "here", **asked)
    there = remote.brief("USTR", "sectoral annex", to=tmp_path / "there", **asked)
    assert there == here
    assert [file.name for file in (tmp_path / "there").iterdir()] == ["briefing.html"]
    assert (tmp_path / "there" / "briefing.html").read_bytes() == (tmp_path / "here" / "briefing.html").read_bytes()


def private(folder: Path, example_url: str) -> str:
    """The example with a contact in a private layer."""
    from loaders import example
    from loaders.registry import lines, load_registry

    source = Source(id="source:notes", title="Our notes", kind="curated", layer="contacts")
    secret = Claim(
        subject="org:technation", predicate="met_with", object="org:ustr", when="2025-06-03", source=source.id, gloss="a lunch of ours", confidence=950
    )
    with (folder / "all.jsonl").open("w", encoding="utf-8") as stream:
        write_lines([*lines(load_registry()), *example.lines(), source, Record(claim=secret, layer="contacts")], stream)
    url = str(folder / "private.db")
    assert main(["--quiet", "--store", url, "load", str(folder / "all.jsonl")]) == 0
    return url


def test_the_private_layer_is_left_out_unless_asked_for_and_that_is_said(tmp_path: Path, example_url: str) -> None:
    url = private(tmp_path, example_url)
    asked = ("--target", "USTR", "--ask", "sectoral annex", "--from", "Technation", "--as-of", AS_OF, "--format", "html")
    assert brief("--quiet", "--store", url, "brief", *asked, "-o", str(tmp_path / "public")) == 0
    assert brief("--quiet", "--store", url, "brief", *asked, "--layer", "contacts", "-o", str(tmp_path / "private")) == 0
    public, own = ((tmp_path / name / "briefing.html").read_text(encoding="utf-8") for name in ("public", "private"))
    assert "lunch" not in public
    assert "contacts" not in public
    assert "private layers are left out" in public
    assert "Technation has a documented contact of its own with USTR" in own
    assert "layers: public and private (contacts)" in own


def test_a_key_opens_its_own_briefings_alone(tmp_path: Path, example_url: str) -> None:
    url = private(tmp_path, example_url)
    with KnowledgeGraph(url) as graph:
        secrets = [keys.create(graph.store, name, Role.READER, layers)[0] for name, layers in (("ours", ("contacts",)), ("theirs", ()))]
    ours, theirs = ({"Authorization": f"Bearer {secret}"} for secret in secrets)
    with TestClient(create_app(Settings(store=url, need_keys=True))) as client:
        body = {"target": "USTR", "ask": "sectoral annex", "from": ["Technation"], "as_of": AS_OF, "formats": ["html"], "layer": ["contacts"]}
        job = ended(client, client.post("/api/v1/briefings", json=body, headers=ours).json()["id"], headers=ours)
        assert job["state"] == "done", job
        place = f"/api/v1/jobs/{job['id']}/files/briefing.html"
        assert client.get(place, headers=ours).status_code == 200
        assert client.get(place, headers=theirs).status_code == 404
        assert client.get(place).status_code == 401
        refused = ended(client, client.post("/api/v1/briefings", json=body, headers=theirs).json()["id"], headers=theirs)
        assert refused["state"] == "failed"


def test_the_files_of_a_job_go_with_it(tmp_path: Path) -> None:
    from datetime import timedelta

    from graph.store import open_store

    store = open_store(str(tmp_path / "jobs.db"))
    old = jobs.submit(store, "briefing", {}, by="me", layers=())
    jobs.put_file(store, old.id, "briefing.html", b"x")
    assert jobs.file(store, old.id, "briefing.html") == b"x"
    over = old.model_copy(update={"state": jobs.State.DONE, "ended": old.made - 2 * jobs.KEPT + timedelta(0), "result": {"files": ["briefing.html"]}})
    store.keep(jobs.DRAWER, old.id, over.model_dump_json(), was=old.model_dump_json())
    jobs.submit(store, "briefing", {}, by="me", layers=())
    with pytest.raises(UnknownName):
        jobs.file(store, old.id, "briefing.html")
    store.close()


def test_a_format_that_is_none_is_an_error_of_ours(example_url: str) -> None:
    with KnowledgeGraph(example_url) as graph, pytest.raises(RequestError):
        graph.brief("USTR", "sectoral annex", start="AMITI", formats=("html", "odt"))
    assert issubclass(RequestError, TrilateralError)


def test_the_demo_writes_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quiet", "--json", "demo", str(tmp_path / "tour"), "--no-serve"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert str(tmp_path / "tour" / "briefing" / "briefing.html") in files
    assert all(Path(file).is_file() for file in files)


def test_a_notebook_shows_the_page_and_nothing_in_it_runs(example_url: str) -> None:
    with trilateral.open(example_url) as graph:
        shown = graph.brief("USTR", "sectoral annex", start="AMITI", as_of=AS_OF)._repr_html_()
    assert shown.startswith('<iframe sandbox title="Briefing"')
    assert "AMITI has a documented contact of its own with USTR" in shown
    assert shown.count("<") == 2
