"""Changes between two days through the doors: one answer, clear errors, exit statuses, text in twenty lines."""

import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings

DAYS = ("2025-03-01", "2025-10-28")


@pytest.fixture(scope="module")
def client(example_url: str) -> TestClient:
    return TestClient(create_app(Settings(store=example_url)))


def test_changes_are_the_same_through_every_door(example_url, client, capsys):
    with KnowledgeGraph(example_url) as graph:
        expected = graph.diff(*DAYS, about=["amiti", "T-MEC"], ask="ask:digital-sectoral-annex", top=4).model_dump(mode="json")
    assert expected["ties"]
    assert expected["stances"]
    params = {"from": DAYS[0], "to": DAYS[1], "about": ["amiti", "T-MEC"], "ask": "ask:digital-sectoral-annex", "top": 4}
    assert client.get("/api/v1/changes", params=params).json() == expected
    asked = ["--about", "amiti", "--about", "T-MEC", "--ask", "ask:digital-sectoral-annex", "--top", "4"]
    assert main(["--store", example_url, "diff", *DAYS, *asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == expected


def test_the_ties_of_those_with_a_say_on_the_ask_come_first(example_url):
    with KnowledgeGraph(example_url) as graph:
        found = [tie for tie in graph.diff(*DAYS, ask="ask:digital-sectoral-annex").ties if tie.move == "appeared"]
    assert found[0].decides
    assert [tie.decides for tie in found] == sorted((tie.decides for tie in found), reverse=True)


def test_a_table_holds_one_row_a_change(example_url, notebook_extra):
    with KnowledgeGraph(example_url) as graph:
        found = graph.diff(*DAYS)
    table = found.to_pandas()
    assert len(table) == len(found.ties) + len(found.stances) + len(found.posts) + len(found.statements)
    assert set(table.columns) >= {"list", "move", "sentence"}


def test_a_partial_date_stands_for_its_last_day(example_url):
    with KnowledgeGraph(example_url) as graph:
        found = graph.diff("2025-04", "2025")
    assert (str(found.earlier), str(found.later), str(found.as_of)) == ("2025-04-30", "2025-12-31", "2025-12-31")


def test_what_moved_about_one_actor_is_told_in_twenty_lines(example_url, capsys):
    assert main(["--store", example_url, "diff", *DAYS, "--about", "AMITI"]) == 0
    shown = capsys.readouterr().out
    changed = shown.partition("\nas of ")[0]
    assert changed.count("\n") < 25
    assert "AMITI – " in changed
    assert "“" not in changed.partition("Stances")[0]


def test_quotes_show_the_evidence_of_every_change(example_url, capsys):
    assert main(["--store", example_url, "diff", *DAYS, "--about", "AMITI", "--quotes"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("claim:") >= 10
    assert "more lines" not in shown


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["2025-04-30", "2025-10-28", "--about", "AMITI"], 1),
        (["2025", "2025"], 1),
        (["1990", "1991"], 1),
        (["2025-10", "2025-04"], 2),
        (["2025-13", "2026"], 2),
        (["2025-04", "x"], 2),
        (["2025-04"], 2),
        ([*DAYS, "--about", "nobody at all"], 2),
        ([*DAYS, "--about", "us"], 2),
        ([*DAYS, "--ask", "AMITI"], 2),
        ([*DAYS, "--tie-kinds", "friendship"], 2),
        ([*DAYS, "--top", "0"], 2),
        ([*DAYS, "--as-of", "2025"], 2),
    ],
)
def test_exit_statuses(example_url, capsys, arguments, status):
    assert main(["--store", example_url, "diff", *arguments]) == status
    shown = capsys.readouterr()
    assert bool(shown.out.strip()) == (status == 1)
    if status > 1:
        assert shown.err.count("\n") == 1


BACKWARDS, HALF, STRANGER = {"from": "2025-10", "to": "2025-04"}, {"from": "2025"}, {"from": "2025", "to": "2026", "about": "xyzzy"}


@pytest.mark.parametrize(("params", "status"), [(BACKWARDS, 400), (HALF, 422), (STRANGER, 404)])
def test_bad_requests_are_problems(client, params, status):
    answer = client.get("/api/v1/changes", params=params)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
