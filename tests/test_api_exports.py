"""Exports through every door: the command, HTTP and Python; private layers left out, what is lost said, nothing half-written."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import trilateral
from api.app import create_app
from api.cli import main
from api.commands.export import FORMATS
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Record, Source
from graph.errors import RequestError, StoreError
from graph.store import open_store
from graph.store.base import GraphStore
from loaders.exports import formats
from loaders.run import load

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
FOLDERS = ("neo4j-csv", "parquet")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with a small record, some of it in a private layer."""
    url = str(tmp_path_factory.mktemp("exports") / "record.db")
    assert main(["--quiet", "--store", url, "load", str(RECORD)]) == 0
    return url


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--store", url, *arguments])
        return status, *capsys.readouterr()

    return run


def test_the_command_offers_every_format_there_is() -> None:
    assert tuple(formats.formats()) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_by_the_command(run: Callable[..., tuple[int, str, str]], form: str, tmp_path: Path) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    target = tmp_path / ("folder" if form in FOLDERS else "file")
    status, out, err = run("export", "--format", form, "-o", str(target))
    assert (status, out) == (0, "")
    assert "layers: public" in err
    assert ("does not hold:" in err) == (form not in ("jsonl", "parquet"))
    assert sorted(path.name for path in target.iterdir()) == sorted(formats.named(form).files) if form in FOLDERS else target.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_what_a_format_does_not_hold_is_counted_and_quiet_keeps_it_back(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("export", "--format", "oligrapher")
    assert status == 0
    assert json.loads(out)["description"] == "layers: public"
    assert "quotes and glosses" in err
    assert run("--quiet", "export", "--format", "oligrapher")[1:] == (out, "")


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in FOLDERS])
def test_private_layers_are_left_out_unless_named(run: Callable[..., tuple[int, str, str]], form: str) -> None:
    _, out, err = run("export", "--format", form)
    assert "old colleague" not in out
    assert "private" not in err
    with_private = run("export", "--format", form, "--layer", "private")
    assert "layers: private, public" in with_private[2]
    if form in ("jsonl", "graphml", "gexf", "kumu", "networkx-json", "cypher"):
        assert "old colleague" in with_private[1]


def test_a_folder_format_needs_a_folder_and_an_unwritable_place_is_a_wrong_request(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    assert run("export", "--format", "neo4j-csv")[0] == 2
    assert run("export", "--format", "gexf", "-o", str(tmp_path / "no" / "where.gexf"))[0] == 2
    assert run("export", "--format", "nonsense")[0] == 2


@pytest.mark.parametrize("form", ["graphml", "gexf", "kumu", "oligrapher", "networkx-json"])
def test_an_export_filed_into_another_store_has_the_same_ties_and_is_known_when_filed_again(url: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"copy{formats.named(form).suffix}"
    with KnowledgeGraph(url) as graph:
        done = graph.export(format=form, to=file)
        was = graph.path("AMITI", "ustr", as_of="2025-10-28")
    store = open_store(str(tmp_path / "copy.db"), create=True)
    first = load(store, [str(file)])
    assert first.exit_code == 0
    assert sum(1 for record in store.records() if record.claim.object and record.extractor.startswith(form.replace("-", "_"))) == done.counts["ties"]
    before = store.revision()
    assert load(store, [str(file)]).loaded[0].new == 0
    assert store.revision() == before
    store.close()
    with KnowledgeGraph(str(tmp_path / "copy.db")) as copy:
        now = copy.path("AMITI", "ustr", as_of="2025-10-28")
    assert [[node.id for node in path.nodes] for path in now.paths] == [[node.id for node in path.nodes] for path in was.paths]


def test_the_flat_files_of_an_export_are_loaded_from_one_folder(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    with KnowledgeGraph(url) as graph:
        counts = {form: graph.export(format=form, to=folder / f"{form}.csv").counts["rows"] for form in ("entities", "ties", "stances")}
    store = open_store(str(tmp_path / "copy.db"), create=True)
    report = load(store, [str(folder)])
    assert [str(fault) for one in report.loaded for fault in one.faults] == []
    assert report.exit_code == 0
    held = [record for record in store.records() if record.claim.object and record.extractor.startswith(("ties", "stances"))]
    assert len(held) == counts["ties"] + counts["stances"]
    store.close()


@pytest.mark.parametrize("form", FORMATS)
def test_http_answers_every_format_with_the_same_content(url: str, form: str, tmp_path: Path) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    with TestClient(create_app(Settings(store=url))) as client:
        answer = client.get(f"/api/v1/exports/{form}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(formats.named(form).media.split(";")[0])
        assert answer.headers["etag"]
        assert f"trilateral-{form}" in answer.headers["content-disposition"]
        told = json.loads(answer.headers["trilateral-export"])
        assert told["layers"] == ["public"]
        assert client.get(f"/api/v1/exports/{form}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    if form in FOLDERS:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert tuple(archive.namelist()) == tuple(sorted(formats.named(form).files))
        return
    out = io.StringIO(newline="")
    with KnowledgeGraph(url) as graph:
        done = graph.export(format=form, to=out)
    assert answer.content.decode() == out.getvalue()
    assert told["lost"] == done.lost


def test_http_leaves_private_layers_out_and_knows_no_other_format(url: str) -> None:
    with TestClient(create_app(Settings(store=url))) as client:
        assert "old colleague" not in client.get("/api/v1/exports/jsonl").text
        assert "old colleague" in client.get("/api/v1/exports/jsonl", params={"layer": "private"}).text
        unknown = client.get("/api/v1/exports/visio")
    assert unknown.status_code == 400
    assert unknown.headers["content-type"] == "application/problem+json"


class Meddler(io.StringIO):
    """A stream during whose first write somebody files something more."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__()
        self.store = store

    def write(self, text: str) -> int:
        if not self.tell():
            late = Claim(subject="org:late", predicate="name", value="Late", source="source:late")
            self.store.write([Source(id="source:late", title="Late"), Record(claim=late)])
        return super().write(text)


def test_an_export_during_which_the_record_changed_is_refused(tmp_path: Path) -> None:
    own = str(tmp_path / "own.db")
    assert main(["--quiet", "--store", own, "load", str(RECORD)]) == 0
    with KnowledgeGraph(own) as graph, pytest.raises(StoreError, match="export again"):
        graph.export(format="gexf", to=Meddler(graph.store))


def test_python_refuses_an_unknown_format(url: str) -> None:
    with KnowledgeGraph(url) as graph, pytest.raises(RequestError, match="no format of that name"):
        graph.export(format="visio", to=io.StringIO())
    with KnowledgeGraph(url) as graph, pytest.raises(RequestError, match="nothing to write to"):
        graph.export(format="gexf", to="")


def test_python_writes_files_and_tells_what_was_written(url: str, tmp_path: Path) -> None:
    with trilateral.open(url) as graph:
        done = graph.export(["private"], format="networkx-json", to=tmp_path / "graph.json")
        lines = sum(1 for _ in graph.export())
    assert done.layers == ("private", "public")
    assert done.counts["ties"] == len(json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))["edges"])
    assert lines
