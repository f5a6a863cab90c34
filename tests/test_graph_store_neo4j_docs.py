"""What docs/neo4j.md promises to people with Neo4j's own tools, on real servers: ten questions, and reading a graph of somebody else's."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from neo4j import Driver, GraphDatabase
from pydantic import SecretStr

from api.app import create_app
from api.cli import main
from api.settings import Settings
from graph import ontology
from graph.claims import Record, Source
from graph.errors import SourceError
from graph.store import Credentials, open_store
from graph.store.base import GraphStore
from graph.store.server import model
from loaders.graphs.mapping import read_mapping

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "neo4j.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^```cypher\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
(MAPPING,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
Rows = Callable[..., list[tuple[Any, ...]]]

FOREIGN = """
CREATE (f:Firm:Listed {vat: 'X1', title: 'Ilium Works', formerly: ['Troy Works', 'Old Ilium'], short: 'IW', iso2: 'mx',
        site: 'https://ilium.example', hidden: 'never mapped'}),
       (g:Firm {vat: 'X2', title: "O'Brien '}) DETACH DELETE (n) //"}),
       (h:Human {uid: 7, full_name: 'Helena Vance'}), (i:Human {uid: 8, full_name: 'Ines Marlow'}), (v:Vase {name: 'A vase'}),
       (f)-[:EMPLOYS {since: date('2024-05-01'), until: '2025', sureness: 0.8, wording: 'hired', cited: 'https://paper.example/1'}]->(h),
       (g)-[:EMPLOYS]->(i), (h)-[:KNOWS {day: datetime('2025-03-01T10:00:00Z')}]->(i), (h)-[:OWNS]->(v), (f)-[:EMPLOYS]->(v)"""


@pytest.fixture
def driver(on_server: GraphStore, signed_in: Credentials) -> Iterator[Driver]:
    """What people see of the server with tools of their own."""
    with GraphDatabase.driver(on_server.url, auth=(signed_in.user, signed_in.password)) as driver:
        yield driver


@pytest.fixture
def example(on_server: GraphStore, example_url: str) -> GraphStore:
    """The bundled example on the server."""
    with closing(open_store(example_url)) as file:
        on_server.write(file.dump())
    return on_server


def test_the_page_asks_ten_questions_of_labels_and_types_that_there_are() -> None:
    assert len(QUESTIONS) == 10
    known = {label for kind in ontology.load().entities for label in model.labels(kind)} | {"Entity", "Claim", "Source"}
    types = {*model.types().values(), "SUBJECT", "OBJECT", "FROM", "SAME_AS"}
    for question in QUESTIONS:
        assert set(re.findall(r"\((?:\w*):(\w+)", question)) <= known
        assert {type for some in re.findall(r"\[\w*:([A-Z_|]+)", question) for type in some.split("|")} <= types


def test_every_question_of_the_page_is_answered_on_the_example(example: GraphStore, driver: Driver) -> None:
    answers = [driver.execute_query(question).records for question in QUESTIONS]
    assert all(answers), [question for question, answer in zip(QUESTIONS, answers, strict=True) if not answer]
    met, said, named, stances, ways, _, posts, most, proofs, waiting = ([tuple(row) for row in answer] for answer in answers)
    assert ("AMITI", "USTR", "2025-04-20", "2025-04-27") in [row[:4] for row in met] or any(row[2].startswith("2025-04-20") for row in met)
    assert {row[0] for row in said} >= {"MET_WITH", "SUPPORTS", "OPPOSES", "LEADS"}
    assert named[0][0] == "org:amiti"
    assert {row[1] for row in stances} == {"SUPPORTS", "OPPOSES"}
    assert all(len(names) == len(ties) + 1 for names, ties in ways)
    assert len(posts) >= 40
    assert [row[1] for row in most] == sorted((row[1] for row in most), reverse=True)
    assert all(source.startswith("source:") for *_, source in proofs)
    assert waiting


@pytest.fixture
def mapping(tmp_path: Path, signed_in: Credentials) -> str:
    """The page's mapping, with a user of the test server."""
    secret, file = tmp_path / "secret", tmp_path / "museum.yaml"
    secret.write_text(f"{signed_in.password}\n", encoding="utf-8")
    data = yaml.safe_load(MAPPING) | {"sign_in": {"user": signed_in.user, "password_file": str(secret)}}
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    return str(file)


def test_a_graph_of_somebody_elses_is_read_and_not_changed(
    on_server: GraphStore, driver: Driver, mapping: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for statement in ("MATCH (n) DETACH DELETE n", FOREIGN):
        driver.execute_query(statement)
    every = "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN elementId(n), labels(n), properties(n), type(r), properties(r), elementId(m) ORDER BY 1, 4, 6"
    before = [tuple(row) for row in driver.execute_query(every).records]
    own = str(tmp_path / "own.db")
    arguments = ["--store", own, "load", on_server.url, "--mapping", mapping]
    assert main(arguments) == 0, capsys.readouterr().err
    with closing(open_store(own)) as store:
        lines = list(store.dump())
    claims = [line.claim for line in lines if isinstance(line, Record) and line.claim.source != "source:registry"]
    said = {(one.subject, one.predicate, one.object or one.value, one.when, one.confidence, one.source) for one in claims}
    ids = {one.value: one.subject for one in claims if one.predicate == "name"}
    firm, brien = ids["Ilium Works"], ids["O'Brien '}) DETACH DELETE (n) //"]
    helena, ines = ids["Helena Vance"], ids["Ines Marlow"]
    assert set(ids) == {"Ilium Works", "O'Brien '}) DETACH DELETE (n) //", "Helena Vance", "Ines Marlow"}
    assert {one.value for one in claims if one.subject == firm and one.predicate == "alias"} == {"Troy Works", "Old Ilium", "IW"}
    assert {one.value for one in claims if one.predicate in ("country", "url")} == {"mx", "https://ilium.example"}
    ties = {row for row in said if row[1] in ("works_for", "met_with")}
    assert {row[:3] for row in ties} == {(helena, "works_for", firm), (ines, "works_for", brien), (helena, "met_with", ines)}
    (hired,) = (one for one in claims if one.predicate == "works_for" and one.subject == helena)
    assert (hired.when, hired.confidence, hired.quote) == ("2024-05-01..2025-12-31", 800, "hired")
    titles = {line.id: line.title for line in lines if isinstance(line, Source)}
    assert titles[hired.source] == "https://paper.example/1"
    assert titles["source:museum"] == "The museum's graph"
    assert "never mapped" not in repr(lines)
    assert [tuple(row) for row in driver.execute_query(every).records] == before
    capsys.readouterr()
    assert main(arguments) == 0
    with closing(open_store(own)) as store:
        assert list(store.dump()) == lines


def test_our_own_record_is_not_read_as_somebody_elses(on_server: GraphStore, mapping: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(tmp_path / "own.db"), "load", on_server.url, "--mapping", mapping]) == 3
    assert "trilateral copy" in capsys.readouterr().err


def test_a_server_without_a_mapping_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(tmp_path / "own.db"), "load", "neo4j://host"]) == 2
    assert "--mapping" in capsys.readouterr().err
    assert main(["--store", str(tmp_path / "own.db"), "load", "notes.txt", "--mapping", "x.yaml"]) == 2
    assert not (tmp_path / "own.db").exists()


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("name: [", "not YAML"),
        ("name: museum", "nodes"),
        ("name: The Museum\nnodes: {A: {kind: person}}", "name"),
        ("name: m\nnodes: {A: {kind: dragon}}", "nodes.A.kind.*dragon is no kind"),
        ("name: m\nnodes: {A: {kind: person, colour: red}}", "nodes.A.colour"),
        ("name: m\nnodes: {A: {kind: person}}\nrelationships: {R: {tie: slew}}", "relationships.R.tie.*slew is no kind"),
        ("- 1", "mapping"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(tmp_path: Path, content: str, wrong: str) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=wrong) as refused:
        read_mapping(file)
    assert "\n" not in str(refused.value)
    with pytest.raises(SourceError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")


def test_the_mapping_of_the_page_is_one(tmp_path: Path) -> None:
    file = tmp_path / "museum.yaml"
    file.write_text(MAPPING, encoding="utf-8")
    assert read_mapping(file).relationships["EMPLOYS"].reverse


def test_the_demo_on_a_server_shows_the_same_explorer(
    on_server: GraphStore, signed_in: Credentials, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRILATERAL_NEO4J_PASSWORD", signed_in.password)
    told = []
    for name, store in (("file", str(tmp_path / "file.db")), ("server", on_server.url)):
        monkeypatch.chdir(tmp_path)
        assert main(["--quiet", "--store", store, "demo", name, "--no-serve"]) == 0
        told.append(capsys.readouterr().out.replace(f"{name}/", "").replace(store, "STORE"))
    assert told[0] == told[1]
    pictures = sorted(path.relative_to(tmp_path / "file") for path in (tmp_path / "file").rglob("*.svg"))
    assert pictures
    assert all((tmp_path / "file" / one).read_bytes() == (tmp_path / "server" / one).read_bytes() for one in pictures)
    pages = []
    for store in (str(tmp_path / "file.db"), on_server.url):
        settings = Settings(store=store, neo4j_user=signed_in.user, neo4j_password=SecretStr(signed_in.password))
        with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
            pages.append([client.get(page).text for page in ("/?as_of=2025-10-28", "/path?from=AMITI&to=USTR&as_of=2025-10-28", "/search?q=amiti")])
    assert pages[0] == pages[1]
