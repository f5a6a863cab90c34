"""Questions to a store on a server: what needs no snapshot makes none, what needs one keeps it for the next process."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from api.cachefolder import snapshots_of
from api.knowledge import KnowledgeGraph
from graph.errors import RequestError
from graph.results.base import Answer
from graph.store import Credentials, open_store
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

AS_OF = "2025-10-28"
LOOK_UPS: dict[str, Callable[[KnowledgeGraph], Answer]] = {
    "search": lambda graph: graph.search("amiti"),
    "show": lambda graph: graph.show("AMITI", as_of=AS_OF),
    "claims": lambda graph: graph.claims("USTR"),
    "trade": lambda graph: graph.trade(topic="digital trade"),
    "ego": lambda graph: graph.picture("ego", "AMITI", as_of=AS_OF),
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.slow) for name in ("neo4j-5.26", "neo4j-2026.08")])
def loaded(request: pytest.FixtureRequest, neo4j_url: Callable[[str], str], signed_in: Credentials) -> str:
    """The address of a server that holds the example, which these tests only read."""
    url = neo4j_url(request.param)
    with GraphDatabase.driver(url, auth=(signed_in.user, signed_in.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    store = open_store(url, credentials=signed_in)
    store.write([*registry_lines(load_registry()), *example.lines()])
    store.close()
    return url


@pytest.fixture
def ask(loaded: str, signed_in: Credentials, cache: Path) -> Iterator[Callable[[], KnowledgeGraph]]:
    """Opens the example on a server, as a new process does."""
    opened: list[KnowledgeGraph] = []

    def graph() -> KnowledgeGraph:
        opened.append(KnowledgeGraph(loaded, credentials=signed_in))
        return opened[-1]

    yield graph
    for one in opened:
        one.close()


def test_look_ups_make_no_snapshot_and_say_what_a_snapshot_says(ask: Callable[[], KnowledgeGraph], cache: Path) -> None:
    graph = ask()
    found = {name: look(graph) for name, look in LOOK_UPS.items()}
    assert {answer.engine for answer in found.values()} == {"server"}
    assert not list(cache.rglob("*.snapshot"))
    assert graph.path("AMITI", "USTR", as_of=AS_OF).engine == "snapshot"
    for name, look in LOOK_UPS.items():
        answer = look(graph)
        assert answer.engine == ("server" if name == "search" else "snapshot")
        assert answer.model_dump(exclude={"engine"}) == found[name].model_dump(exclude={"engine"})


def test_the_next_process_maps_the_snapshot_of_the_one_before(ask: Callable[[], KnowledgeGraph], cache: Path) -> None:
    first = ask().path("AMITI", "USTR", as_of=AS_OF)
    (kept,) = cache.rglob("*.snapshot")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    written = kept.stat().st_ino
    graph = ask()
    assert graph.show("AMITI").engine == "snapshot"
    assert graph.path("AMITI", "USTR", as_of=AS_OF) == first
    assert [path.stat().st_ino for path in cache.rglob("*.snapshot")] == [written]


def test_the_search_of_the_server_is_called_approximate_and_refuses_what_it_cannot_do(ask: Callable[[], KnowledgeGraph]) -> None:
    graph = ask()
    for start, end in (("AMITI", "USTR"), ("technation", "cisa"), ("ITI", "NIST")):
        found, whole = (graph.path(start, end, as_of=AS_OF, engine=engine) for engine in ("cypher", ""))
        assert found.engine == "server"
        assert found.warnings[0].startswith("approximate")
        assert [path.nodes for path in found.paths] == [path.nodes for path in whole.paths]
        assert [path.score for path in found.paths] == pytest.approx([path.score for path in whole.paths], abs=1e-9)
    for options in ({"mode": "widest"}, {"max_ties": 5}, {"ask": "sectoral annex"}):
        with pytest.raises(RequestError, match="engine cypher"):
            graph.path("AMITI", "USTR", engine="cypher", **options)


def test_a_file_has_no_search_of_its_own(tmp_path: Path) -> None:
    with KnowledgeGraph(str(tmp_path / "record.db"), create=True) as graph:
        graph.store.write([*registry_lines(load_registry()), *example.lines()])
        assert graph.show("AMITI").engine == "snapshot"
        assert graph.search("AMITI").engine == "file"
        with pytest.raises(RequestError, match="the store is a file"):
            graph.path("AMITI", "USTR", engine="cypher")


def test_a_folder_that_others_can_write_into_is_not_used(cache: Path) -> None:
    folder = snapshots_of("neo4j://host")
    assert folder
    assert folder != snapshots_of("neo4j://host/other")
    folder.chmod(0o777)
    assert snapshots_of("neo4j://host") is None
