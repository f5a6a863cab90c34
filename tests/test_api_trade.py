"""Trade through every door: command, HTTP and Python give one answer; bad requests are told apart from refusals."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.errors import AmbiguousName, RequestError, UnknownName
from graph.results import FlowsResult, IndicatorResult
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

AS_OF = "2025-10-28"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trade") / "trilateral.db"
    with KnowledgeGraph(str(path), create=True) as graph:
        graph.store.write([*registry_lines(load_registry()), *example.lines()])
    return path


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=str(store)))) as client:
        yield client


@pytest.fixture(scope="module")
def graph(store: Path) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(str(store)) as graph:
        yield graph


def run(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["--store", str(store), "trade", "--as-of", AS_OF, *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_all_doors_give_the_same_flows(store, client, graph, capsys):
    answers = [
        json.loads(run(store, capsys, "--chapter", "USMCA Chapter 19", "--json")[1]),
        client.get("/api/v1/trade/flows", params={"chapter": "usmca chapter 19", "as_of": AS_OF}).json(),
        graph.trade(chapter="chapter:usmca/19", as_of=AS_OF).model_dump(mode="json"),
    ]
    assert answers[0] == answers[1] == answers[2]
    assert {row["topic"]["id"] for row in answers[0]["topics"]} >= {"topic:digital-trade", "topic:data-flows"}
    assert FlowsResult.model_validate(answers[0]).found


@pytest.mark.parametrize("measure", ["dependence", "concentration", "growth", "rca", "mirror"])
def test_all_doors_give_the_same_indicator(store, client, graph, capsys, measure):
    status, out, _ = run(store, capsys, f"--{measure}", "--reporter", "Mexico", "--json")
    over_http = client.get(f"/api/v1/trade/{measure}", params={"reporter": "gov:mx", "as_of": AS_OF})
    assert over_http.status_code == 200
    told = graph.trade(measure, reporter="mexico", as_of=AS_OF)
    assert json.loads(out) == over_http.json() == told.model_dump(mode="json")
    assert isinstance(told, IndicatorResult)
    assert status == (0 if told.found else 1)


def test_text_shows_each_reading_with_its_evidence_and_its_doubts(store, capsys):
    status, out, _ = run(store, capsys, "--growth", "--reporter", "Mexico", "--partner", "United States")
    assert status == 0
    words = " ".join(out.split())
    assert "USD 44.11 billion" in words
    assert "level / (1 + rate)" in words
    assert "Mexico Becomes Eighth-Largest Exporter" in words
    assert "no speaker named" in words


def test_a_refusal_is_an_answer_in_words_with_exit_one(store, capsys):
    status, out, err = run(store, capsys, "--mirror", "--reporter", "United States", "--partner", "Canada")
    assert (status, err) == (1, "")
    assert "exchange their import data" in " ".join(out.split())
    status, out, _ = run(store, capsys, "--concentration", "--category", "AI")
    assert status == 1
    assert "no total is in evidence" in " ".join(out.split())
    assert run(store, capsys, "--concentration", "--category", "AI", "--listed")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("--chapter", "USMCA Chapter 19"), ("--growth",), ("--concentration", "--listed")])
def test_two_processes_write_the_same_bytes(store, arguments):
    command = [sys.executable, "-m", "trilateral", "--store", str(store), "--json", "trade", "--as-of", AS_OF, *arguments]
    first, second = (subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2"))
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--growth", "--chapter", "USMCA"), "--chapter is for flows alone"),
        (("--growth", "--listed"), "--listed is for --concentration"),
        (("--reporter", "AMITI"), "no economy"),
        (("--topic", "USMCA"), "no topic"),
        (("--chapter", "AMITI"), "no agreement"),
        (("--period", "lately"), "not a date"),
        (("--flow", "smuggling"), "smuggling"),
        (("--limit", "0"), "0"),
        (("--reporter", "Atlantis"), "no entity of that name"),
    ],
)
def test_wrong_requests_are_told_in_one_line_with_exit_two(store, capsys, arguments, words):
    status, out, err = run(store, capsys, *arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_python_refuses_what_is_wrong(graph):
    with pytest.raises(RequestError, match="no such measure; known are flows, dependence"):
        graph.trade("prophecy")
    with pytest.raises(RequestError, match="listed"):
        graph.trade("growth", listed=True)
    with pytest.raises(UnknownName):
        graph.trade(topic="topic:nothing")
    with pytest.raises(AmbiguousName):
        graph.trade(reporter="EU")


def test_http_names_the_wrong_parameter(client):
    answer = client.get("/api/v1/trade/growth", params={"limit": 0})
    assert answer.status_code in (400, 422)
    assert "limit" in answer.text
    assert client.get("/api/v1/trade/growth", params={"period": "lately"}).status_code == 400
    assert client.get("/api/v1/trade/flows", params={"chapter": "nothing at all"}).status_code == 404


def test_a_frame_can_be_made_of_the_answer(graph):
    """Every field of an observation is a plain value but for its evidence and ends."""
    rows = graph.trade("flows", as_of=AS_OF).model_dump(mode="json")["observations"]
    assert all(isinstance(row["value"], float) and row["sentence"] for row in rows)


def test_a_government_and_its_economy_are_one_actor_of_trade_in_every_spelling(graph):
    asked = [graph.trade(actor=name, as_of=AS_OF) for name in ("Mexico", "México", "gov:mx", "place:mx")]
    assert all(result.found for result in asked)
    assert len({tuple(sorted(each.claim for each in result.observations)) for result in asked}) == 1
    assert {each.claim for each in graph.trade(reporter="Mexico", as_of=AS_OF).observations} <= {each.claim for each in asked[0].observations}
    (said,) = [warning for warning in asked[0].warnings if "taken for one" in warning]
    assert "gov:mx" in said
    assert "place:mx" in said
    assert "the record keeps them apart" in said


def test_every_country_with_figures_is_found_by_its_government_as_by_its_place(graph):
    figures = graph.trade(as_of=AS_OF, limit=1000).observations
    places = {node.id for each in figures for node in (each.reporter, each.partner) if node and node.id.startswith("place:")}
    known = set(graph.snapshot().ids)
    both = [place for place in sorted(places) if place.replace("place:", "gov:") in known]
    assert len(both) > 2
    for place in both:
        by_place, by_government = (graph.trade(actor=name, as_of=AS_OF, limit=1000) for name in (place, place.replace("place:", "gov:")))
        assert {each.claim for each in by_place.observations} == {each.claim for each in by_government.observations} != set()


def test_an_economy_asked_for_with_a_topic_is_kept_to_it(graph):
    result = graph.trade(actor="Mexico", topic="topic:artificial-intelligence", as_of=AS_OF)
    assert result.observations
    assert all("topic:artificial-intelligence" in each.topics for each in result.observations)


def test_an_actor_that_is_no_economy_is_asked_as_before(graph):
    result = graph.trade(actor="AMITI", as_of=AS_OF)
    assert not [warning for warning in result.warnings if "taken for one" in warning]
