"""The API's description: every operation has a description, an example that is answered, and the errors that it may answer."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.observed import API
from api.openapi import EXAMPLES
from api.settings import Settings

# name what no store has
GONE = {"GET /jobs/{id}", "DELETE /jobs/{id}", "GET /jobs/{id}/files/{name}", "DELETE /merges/{id}", "POST /merges", "POST /reviews", "GET /claims/{claim}"}


@pytest.fixture(scope="module")
def client(example_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = str(tmp_path_factory.mktemp("openapi") / "example.db")
    shutil.copy(example_url, url)
    with TestClient(create_app(Settings(store=url, us="AMITI")), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/openapi.json").json())


def operations() -> list[tuple[str, str]]:
    paths = create_app(Settings()).openapi()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.mark.parametrize(("method", "path"), operations())
def test_every_operation_is_described_with_its_errors(described: dict[str, Any], method: str, path: str) -> None:
    operation = described["paths"][path][method]
    assert len(operation["description"]) > 10
    assert {"500", "503"} <= operation["responses"].keys()
    for status, answer in operation["responses"].items():
        assert status < "400" or list(answer["content"]) == ["application/problem+json"]


def test_every_operation_that_needs_something_has_an_example(described: dict[str, Any]) -> None:
    for method, path in operations():
        operation = described["paths"][path][method]
        needs = {one["name"] for one in operation.get("parameters", []) if one.get("required")} | (
            {"body"} if "application/json" in str(operation.get("requestBody")) else set()
        )
        assert needs <= EXAMPLES.get(f"{method.upper()} {path.removeprefix(API)}", {}).keys(), (method, path)


@pytest.mark.parametrize("named", list(EXAMPLES))
def test_every_example_is_answered(client: TestClient, named: str) -> None:
    method, path = named.split(" ")
    given = dict(EXAMPLES[named])
    body = given.pop("body", None)
    for name in [name for name in given if f"{{{name}}}" in path]:
        path = path.replace(f"{{{name}}}", given.pop(name))
    if "/saved/" in path and method != "PUT":
        client.put(f"{API}/saved/door", json=EXAMPLES["PUT /saved/{name}"]["body"])
    answer = client.request(method, f"{API}{path}", params=given, json=body)
    assert answer.status_code == 404 if named in GONE else answer.is_success, answer.text
