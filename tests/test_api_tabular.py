"""Answers as tables: the same rows as JSON tells, by Accept."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.knowledge import KnowledgeGraph
from api.settings import Settings
from graph.claims import Claim, Record, Source

RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
RANKING = "/api/v1/influence?as_of=2025-10-28"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = str(tmp_path_factory.mktemp("tables") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        graph.load(str(RECORD))
        formula = Claim.model_validate({"subject": "org:evil", "predicate": "name", "value": "=cmd|' /C calc'!A0", "source": "source:x"})
        kind = Claim.model_validate({"subject": "org:evil", "predicate": "kind", "value": "company", "source": "source:x"})
        graph.store.write([Source(id="source:x", title="X"), Record(claim=kind), Record(claim=formula)])
    with TestClient(create_app(Settings(store=url, page_size=5))) as client:
        yield client


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_ranking_is_the_same_in_json_csv_and_parquet(client: TestClient) -> None:
    told = client.get(RANKING).json()["items"]
    answer = client.get(RANKING, headers={"Accept": CSV})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [(row["id"], float(row["value"])) for row in rows(answer.text)] == [(item["entity"]["id"], item["value"]) for item in told]
    held = pyarrow.parquet.read_table(io.BytesIO(client.get(RANKING, headers={"Accept": PARQUET}).content)).to_pylist()
    assert [(row["id"], row["value"]) for row in held] == [(item["entity"]["id"], item["value"]) for item in told]


def test_a_table_says_its_revision_its_day_and_its_next_page(client: TestClient) -> None:
    told = client.get("/api/v1/entities").json()
    answer = client.get("/api/v1/entities", headers={"Accept": CSV})
    assert (answer.headers["Trilateral-Revision"], answer.headers["Trilateral-Next"]) == (told["revision"], told["next"])
    assert len(rows(answer.text)) == 5


def test_the_form_is_part_of_the_tag(client: TestClient) -> None:
    json, table = client.get(RANKING), client.get(RANKING, headers={"Accept": CSV})
    assert json.headers["ETag"] != table.headers["ETag"]
    assert "Accept" in json.headers["Vary"]
    assert client.get(RANKING, headers={"Accept": CSV, "If-None-Match": table.headers["ETag"]}).status_code == 304
    assert client.get(RANKING, headers={"If-None-Match": table.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("accept", ["*/*", "application/json, text/csv", "application/json", "text/plain", "", "image/png"])
def test_who_does_not_ask_for_a_table_gets_json(client: TestClient, accept: str) -> None:
    assert client.get(RANKING, headers={"Accept": accept}).headers["content-type"] == "application/json"


def test_no_spreadsheet_runs_a_name(client: TestClient) -> None:
    (name,) = [row["name"] for row in rows(client.get("/api/v1/entities?kind=company", headers={"Accept": CSV}).text) if row["id"] == "org:evil"]
    assert name.startswith("'=")


def test_an_answer_without_rows_is_a_table_without_rows(client: TestClient) -> None:
    path = "/api/v1/paths?from=AMITI&to=Technation&as_of=1990-01-01"
    assert client.get(path).json()["found"] is False
    assert rows(client.get(path, headers={"Accept": CSV}).text) == []


def test_errors_stay_problems(client: TestClient) -> None:
    answer = client.get("/api/v1/paths?from=AMITI&to=nobody", headers={"Accept": CSV})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
