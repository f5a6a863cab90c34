"""What HTTP refuses because the caller would wait too long, and says what to do instead."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.budget import budget
from api.knowledge import KnowledgeGraph
from api.routes import brokerage
from api.settings import Settings
from graph.errors import RequestError

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
AS_OF = {"as_of": "2025-10-28"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = str(tmp_path_factory.mktemp("budget") / "record.db")
    with KnowledgeGraph(store, create=True) as graph:
        graph.load(str(RECORD))
    with TestClient(create_app(Settings(store=store))) as client:
        yield client


def test_work_ends_when_its_time_is_spent_and_only_while_some_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.budget.SECONDS", 0)
    check = budget("spread", "ask for less")
    check(10, 10)
    with pytest.raises(RequestError, match=r"spread: not done within the 0 s that HTTP waits \(50% done\); ask for less"):
        check(5, 10)


def test_spread_is_refused_as_a_problem_that_names_the_command(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/api/v1/spread", params=AS_OF | {"k": 1}).status_code == 200
    monkeypatch.setattr("api.budget.SECONDS", 0)
    refused = client.get("/api/v1/spread", params=AS_OF | {"k": 1})
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert "trilateral spread" in refused.json()["detail"]


def test_measures_are_those_of_the_command_and_bounded(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    found = client.get("/api/v1/measures", params=AS_OF | {"from": "AMITI"}).json()
    assert {item["entity"]["id"]: item["steps"] for item in found["items"]}["org:amiti"] == 0
    monkeypatch.setattr(brokerage, "MOST", 1)
    refused = client.get("/api/v1/measures", params=AS_OF)
    assert refused.status_code == 400
    assert "brokers --measures" in refused.json()["detail"]
