"""Coalitions through the doors: one answer, clear errors, exit statuses, the same in two processes."""

import json
import os
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings

AS_OF = "2025-10-28"
ASK = "ask:usmca-continuation"


@pytest.fixture(scope="module")
def client(example_url: str) -> TestClient:
    return TestClient(create_app(Settings(store=example_url)))


@pytest.mark.parametrize("asks", [(), (ASK, "ask:reopen-text")])
def test_coalitions_are_the_same_through_every_door(example_url, client, capsys, asks):
    with KnowledgeGraph(example_url) as graph:
        expected = graph.coalitions(ask=asks, normalisation="cosine", draws=40, as_of=AS_OF).model_dump(mode="json")
    assert expected["belief"]["coalitions"]
    assert expected["coordination"]["coalitions"]
    options = {"ask": list(asks), "normalisation": "cosine", "draws": 40, "as_of": AS_OF}
    assert client.get("/api/v1/coalitions", params=options).json() == expected
    told = [part for ask in asks for part in ("--ask", ask)]
    assert main(["--store", example_url, "coalitions", *told, "--normalisation", "cosine", "--draws", "40", "--as-of", AS_OF, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == expected


def test_the_text_shows_both_layers_with_their_evidence(example_url, capsys):
    assert main(["--store", example_url, "coalitions", "--as-of", AS_OF]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("! ")
    for text in ("By what they say: ", "By what they do together: ", "For “Keep the USMCA going”: AMITI, ITI, Technation", "Not searched: "):
        assert text in shown
    assert "claim:" in shown


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--ask", "ask:moratorium-permanent"], 1),
        (["--exclude", "source:inside-us-trade"], 1),
        (["--ask", "no such ask"], 2),
        (["--ask", "AMITI"], 2),
        (["--ask", ""], 2),
        (["--normalisation", "odd"], 2),
        (["--draws", "-1"], 2),
        (["--top", "0"], 2),
        (["--tie-kinds", "friends"], 2),
        (["--as-of", "someday"], 2),
    ],
)
def test_exit_statuses(example_url, capsys, arguments, status):
    day = [] if "--as-of" in arguments else ["--as-of", AS_OF]
    assert main(["--store", example_url, "coalitions", *arguments, *day]) == status
    shown = capsys.readouterr()
    assert bool(shown.out.strip()) == (status == 1)
    if status == 2:
        assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "status"),
    [({"ask": "no such ask"}, 404), ({"ask": "AMITI"}, 400), ({"draws": 10_001}, 422), ({"normalisation": "odd"}, 422), ({"colour": 1}, 422)],
)
def test_bad_requests_are_problems(client, options, status):
    answer = client.get("/api/v1/coalitions", params={"as_of": AS_OF} | options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.slow
def test_two_processes_answer_alike_to_the_byte(example_url):
    command = [sys.executable, "-m", "trilateral", "--store", example_url, "coalitions", "--as-of", AS_OF, "--json"]
    answers = {subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(answers) == 1


def test_members_become_a_table_in_a_notebook(example_url, notebook_extra):
    with KnowledgeGraph(example_url) as graph:
        found = graph.coalitions(as_of=AS_OF, draws=20)
        assert len(found.to_pandas()) == len(found.rows)
