"""Every request has an id, a line in the log and a place in the metrics, none of which tells what was asked."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api import keys
from api.app import create_app
from api.keys import Role
from api.knowledge import KnowledgeGraph
from api.settings import Settings

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = str(tmp_path_factory.mktemp("observed") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
    return url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=url)), raise_server_exceptions=False) as client:
        yield client


def counted(client: TestClient, route: str, status: str) -> float:
    families = {family.name: family for family in text_string_to_metric_families(client.get("/metrics").text)}
    return sum(
        sample.value
        for sample in families["trilateral_requests"].samples
        if sample.name.endswith("_total") and (sample.labels["route"], sample.labels["status"]) == (route, status)
    )


def test_an_answer_carries_the_id_that_was_sent_or_a_new_one(client: TestClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "mine-1"}).headers["X-Request-ID"] == "mine-1"
    made = {client.get("/healthz", headers=given).headers["X-Request-ID"] for given in ({}, {"X-Request-ID": "x" * 65}, {"X-Request-ID": "a b"})}
    assert len(made) == 3
    assert all(len(id) == 32 for id in made)


def test_errors_are_counted_and_carry_an_id_too(client: TestClient) -> None:
    before = counted(client, "/api/v1/paths", "404")
    answer = client.get("/api/v1/paths?from=AMITI&to=nobody")
    assert answer.headers["X-Request-ID"]
    assert counted(client, "/api/v1/paths", "404") == before + 1


def test_the_metrics_are_read_by_a_stock_parser_and_name_routes_not_what_was_asked(client: TestClient) -> None:
    client.get("/api/v1/entities/org:amiti?layer=ours")
    client.get("/api/v1/entities?q=Zurcher")
    client.get("/nowhere/Zurcher")
    text = client.get("/metrics").text
    assert '{method="GET",route="/api/v1/entities/{entity}",status="404"}' in text.replace(" ", "")
    assert not [word for word in ("amiti", "Zurcher", "ours") if word in text]


def test_the_log_is_json_and_holds_no_query_and_no_key(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with KnowledgeGraph(url) as graph:
        token, key = keys.create(graph.store, "desk", Role.READER)
    with caplog.at_level(logging.INFO, "trilateral.requests"), TestClient(create_app(Settings(store=url, need_keys=True))) as client:
        client.get("/api/v1/entities?q=Zurcher", headers={"Authorization": f"Bearer {token}", "X-Request-ID": "one"})
    (line,) = [json.loads(record.message) for record in caplog.records if record.name == "trilateral.requests"]
    assert (line["request"], line["route"], line["status"], line["caller"]) == ("one", "/api/v1/entities", 200, key.id)
    assert "Zurcher" not in json.dumps(line)
    assert token.rpartition("_")[2] not in json.dumps(line)


def test_where_keys_are_needed_only_an_administrator_reads_the_metrics(url: str) -> None:
    with KnowledgeGraph(url) as graph:
        made = {role: keys.create(graph.store, role.value, role)[0] for role in Role}
    with TestClient(create_app(Settings(store=url, need_keys=True))) as client:
        found = {role: client.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code for role, token in made.items()}
        assert found == {Role.READER: 403, Role.EDITOR: 403, Role.ADMIN: 200}
        assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize(("accepted", "encoding"), [("br", "br"), ("gzip", "gzip"), ("gzip, br", "br"), ("identity", None)])
def test_long_answers_are_compressed_as_the_caller_can_read(client: TestClient, accepted: str, encoding: str | None) -> None:
    answer = client.get("/api/v1/entities", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
