"""Brokerage, movers, scenarios and settlement through the doors: one answer, clear errors, exit statuses."""

import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings

AS_OF = "2025-10-28"
ASK = "ask:digital-sectoral-annex"


@pytest.fixture(scope="module")
def client(example_url: str) -> TestClient:
    return TestClient(create_app(Settings(store=example_url)))


def told(example_url: str, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    main(["--store", example_url, *arguments, "--as-of", AS_OF, "--json"])
    return json.loads(capsys.readouterr().out)


def test_brokers_are_the_same_through_every_door(example_url, client, capsys):
    with KnowledgeGraph(example_url) as graph:
        expected = graph.brokers(groups="branch", top=3, as_of=AS_OF).model_dump(mode="json")
    assert expected["items"]
    assert client.get("/api/v1/brokerage", params={"groups": "branch", "top": 3, "as_of": AS_OF}).json() == expected
    assert told(example_url, capsys, "brokers", "--groups", "branch", "--top", "3") == expected


def test_movers_are_the_same_through_every_door(example_url, client, capsys):
    with KnowledgeGraph(example_url) as graph:
        expected = graph.influence(on="USTR", as_of=AS_OF).model_dump(mode="json")
        assert graph.movers("ustr", as_of=AS_OF).model_dump(mode="json") == expected
    assert "org:amiti" in {item["entity"]["id"] for item in expected["items"]}
    assert client.get("/api/v1/influence/on/USTR", params={"as_of": AS_OF}).json() == expected
    assert told(example_url, capsys, "influence", "--on", "USTR") == expected


def test_simulations_are_the_same_through_every_door(example_url, client, capsys):
    with KnowledgeGraph(example_url) as graph:
        expected = graph.simulate("USTR", {"AMITI": (50, 80)}, as_of=AS_OF).model_dump(mode="json")
    assert expected["label"] == "scenario"
    assert client.post("/api/v1/scenarios", json={"target": "USTR", "move": ["AMITI=50..80"], "as_of": AS_OF}).json() == expected
    assert told(example_url, capsys, "simulate", "USTR", "--move", "AMITI=50..80") == expected


def test_settlements_are_the_same_through_every_door(example_url, client, capsys, tmp_path):
    with KnowledgeGraph(example_url) as graph:
        plain = graph.settle(ASK, as_of=AS_OF).model_dump(mode="json")
        own = [{"actor": "ITI", "position": 20, "salience": 0.5}]
        given = graph.settle(ASK, own, as_of=AS_OF).model_dump(mode="json")
    assert (plain["label"], given["label"]) == ("estimate", "scenario")
    assert client.get(f"/api/v1/settlement/{ASK}", params={"as_of": AS_OF}).json() == plain
    assert client.post("/api/v1/scenarios", json={"ask": ASK, "given": own, "as_of": AS_OF}).json() == given
    inputs = tmp_path / "own.json"
    inputs.write_text(json.dumps(own), encoding="utf-8")
    assert told(example_url, capsys, "settle", ASK) == plain
    assert told(example_url, capsys, "settle", ASK, "--inputs", str(inputs)) == given


def test_measures_come_as_json_and_as_a_table(example_url, capsys):
    found = told(example_url, capsys, "brokers", "--measures", "--from", "AMITI")
    assert next(item["steps"] for item in found["items"] if item["entity"]["id"] == "org:amiti") == 0
    assert main(["--store", example_url, "brokers", "--measures", "--as-of", AS_OF]) == 0
    assert "betw" in capsys.readouterr().out


def test_texts_say_what_is_doubtful_first_and_what_they_are_not(example_url, capsys):
    assert main(["--store", example_url, "brokers", "--as-of", AS_OF]) == 0
    assert "not as influence" in capsys.readouterr().out.split("\n\n")[0]
    assert main(["--store", example_url, "simulate", "USTR", "--move", "AMITI=80", "--as-of", AS_OF]) == 0
    assert "Scenario, not a forecast: if" in capsys.readouterr().out
    assert main(["--store", example_url, "settle", ASK, "--as-of", AS_OF]) == 0
    assert "20 of 100" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["influence", "--on", "org:mx-atdt"], 1),
        (["brokers", "--exclude", "source:inside-us-trade"], 1),
        (["settle", "ask:moratorium-permanent"], 1),
        (["simulate", "AMITI", "--move", "USTR=80"], 1),
        (["influence", "--on", "AMITI", "--scope", "us"], 2),
        (["influence", "--on", "nobody at all"], 2),
        (["influence", "--on", "topic:digital-trade"], 2),
        (["brokers", "--groups", "colour"], 2),
        (["brokers", "--from", "AMITI"], 2),
        (["simulate", "USTR"], 2),
        (["simulate", "USTR", "--move", "AMITI"], 2),
        (["simulate", "USTR", "--move", "AMITI=101"], 2),
        (["simulate", "USTR", "--move", "AMITI=nan"], 2),
        (["simulate", "USTR", "--move", "=5"], 2),
        (["simulate", "USTR", "--move", "USTR=5"], 2),
        (["settle", "AMITI"], 2),
        (["settle", "no such ask"], 2),
        (["settle", ASK, "--inputs", "missing.json"], 3),
    ],
)
def test_exit_statuses(example_url, capsys, arguments, status):
    assert main(["--store", example_url, *arguments, *(() if status == 3 else ("--as-of", AS_OF))]) == status
    shown = capsys.readouterr()
    assert bool(shown.out.strip()) == (status == 1)
    if status > 1:
        assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "status"),
    [("{", 3), ("{}", 2), ("[]", 2), ("[1]", 2), ('[{"actor": "ITI", "position": 500}]', 2), ('[{"actor": "ITI", "colour": 1}]', 2), ("[" * 100_000, 3)],
)
def test_bad_inputs_are_one_line(example_url, capsys, tmp_path, text, status):
    inputs = tmp_path / "own.json"
    inputs.write_text(text, encoding="utf-8")
    assert main(["--store", example_url, "settle", ASK, "--inputs", str(inputs)]) == status
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"target": "USTR"}, 422),
        ({"target": "USTR", "move": []}, 422),
        ({"target": "USTR", "move": ["AMITI=x"]}, 400),
        ({"target": "nobody at all", "move": ["AMITI=5"]}, 404),
        ({"ask": ASK, "given": []}, 422),
        ({"ask": ASK, "given": [{"actor": "ITI", "position": -1}]}, 422),
        ({"ask": ASK, "given": [{"actor": "nobody at all"}]}, 404),
        ([1], 422),
    ],
)
def test_bad_scenarios_are_problems(client, body, status):
    answer = client.post("/api/v1/scenarios", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_answers_become_tables_in_a_notebook(example_url, notebook_extra):
    from api.notebook import Notebook

    with Notebook(example_url) as graph:
        movers = graph.influence(on="USTR", as_of=AS_OF)
        frame = movers.to_pandas()
        assert list(frame["id"]) == [item.entity.id for item in movers.items]
        assert {"through_id", "share", "lo", "hi"} <= set(frame.columns)
        assert len(graph.measures(as_of=AS_OF).to_pandas())
        assert len(graph.brokers(as_of=AS_OF).to_pandas())
        assert len(graph.settle(ASK, as_of=AS_OF).to_pandas()) == 1
