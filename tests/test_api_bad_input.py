"""Whatever is sent, to every operation: a problem that names what is wrong or a closed connection, no trace, no leak."""

import asyncio
import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.bodies import Prompt
from api.cursor import mark
from api.knowledge import KnowledgeGraph
from api.openapi import EXAMPLES
from api.settings import Settings

PROBLEM = "application/problem+json"
RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"
LONG = "x" * 10_000
NAMES = [
    LONG,
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "../../etc/passwd",
    "..\\..\\x",
    "%00",
    "'; DROP TABLE claim; --",
    "\u202e",
]
Operation = tuple[str, str, dict[str, Any]]


def operations() -> list[Operation]:
    """Method, path and description of every operation."""
    return [(method, path, told) for path, methods in create_app(Settings()).openapi()["paths"].items() for method, told in methods.items()]


def named(operation: Operation) -> str:
    return f"{operation[0].upper()} {operation[1]}"


ALL = operations()
READING = [one for one in ALL if one[0] == "get"]
WRITING = [one for one in ALL if "application/json" in str(one[2].get("requestBody"))]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = str(tmp_path_factory.mktemp("bad") / "record.db")
    with KnowledgeGraph(url, create=True) as graph:
        assert graph.load(str(RECORD)).exit_code == 0
    with TestClient(create_app(Settings(store=url, us="AMITI")), raise_server_exceptions=False) as client:
        yield client


def example(operation: Operation) -> dict[str, Any]:
    return dict(EXAMPLES.get(f"{operation[0].upper()} {operation[1].removeprefix('/api/v1')}", {}))


def filled(operation: Operation, **instead: str) -> str:
    """The path with its example's values, or with others."""
    known = example(operation) | instead
    return re.sub(r"\{(\w+)\}", lambda match: str(known.get(match[1], "x")), operation[1])


def query(operation: Operation) -> dict[str, Any]:
    """The query of the operation's example."""
    names = {one["name"] for one in operation[2].get("parameters", []) if one["in"] == "query"}
    return {name: value for name, value in example(operation).items() if name in names}


def body(operation: Operation) -> Any:
    return example(operation).get("body", {})


def refused(answer: Any, *statuses: int) -> str:
    """What the problem says, once it is one."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:500])
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert told["status"] == answer.status_code
    assert len(answer.content) < 6000, "what is sent is not sent back whole"
    assert "Traceback" not in answer.text
    assert 'File "' not in answer.text
    return str(told["detail"])


@pytest.mark.parametrize("operation", ALL, ids=named)
def test_a_parameter_that_is_none_is_refused_by_name(client: TestClient, operation: Operation) -> None:
    given = {"json": body(operation)} if operation in WRITING else {}
    detail = refused(client.request(operation[0], filled(operation), params=query(operation) | {"layr": "ours"}, **given), 422)
    assert "layr" in detail


@pytest.mark.parametrize("operation", READING, ids=named)
def test_numbers_out_of_range_wrong_types_and_days_that_are_none_are_refused_by_name(client: TestClient, operation: Operation) -> None:
    for parameter in operation[2].get("parameters", []):
        if parameter["in"] != "query":
            continue
        name, schema = parameter["name"], parameter["schema"]
        wrong: list[str] = []
        if schema.get("type") in ("integer", "number"):
            wrong = ["x", "", "1e400", "9" * 400, "-1", "NaN", "Infinity", *([str(schema["maximum"] + 1)] if "maximum" in schema else [])]
            wrong = [one for one in wrong if not (one == "-1" and schema.get("minimum", -1) <= -1)]
        elif schema.get("type") == "boolean":
            wrong = ["maybe", "2"]
        elif name in ("as_of", "from", "to") and "date" in parameter.get("description", "") + name:
            wrong = ["2025-02-30", "0000", "99999-01-01", "2025-13", "yesterday"]
        for value in wrong:
            answer = client.get(filled(operation), params=query(operation) | {name: value})
            if answer.status_code != 200 or schema.get("minimum") is not None:
                assert name in refused(answer, 400, 404, 422), (name, value)


@pytest.mark.parametrize("operation", READING, ids=named)
def test_hostile_names_end_in_a_problem_or_an_answer(client: TestClient, operation: Operation) -> None:
    texts = [one["name"] for one in operation[2].get("parameters", []) if one["in"] == "query" and one["schema"].get("type") in ("string", "array")]
    for text in NAMES:
        for name in texts:
            answer = client.get(filled(operation), params=query(operation) | {name: text})
            assert answer.status_code == 200 or refused(answer, 400, 404, 409, 422)
        for place in re.findall(r"\{(\w+)\}", operation[1]):
            answer = client.get(filled(operation, **{place: "".join(f"%{byte:02X}" for byte in text.encode())}), params=query(operation))
            assert answer.status_code == 200 or refused(answer, 400, 404, 409, 422)


@pytest.mark.parametrize("operation", READING, ids=named)
def test_bytes_that_are_no_utf_8_are_refused(client: TestClient, operation: Operation) -> None:
    assert "utf-8" in refused(client.get(f"{filled(operation)}?{'&'.join(f'{name}=%FF%FE' for name in query(operation)) or 'x=%FF'}"), 404, 422)
    if "{" in operation[1]:
        assert client.get(re.sub(r"\{\w+\}", "%FF", operation[1])).status_code in (404, 422)


@pytest.mark.parametrize("operation", [one for one in READING if "'cursor'" in str(one[2])], ids=named)
def test_cursors_made_up_or_of_another_revision_are_refused(client: TestClient, operation: Operation) -> None:
    for made_up in (
        "x",
        "!!!",
        mark(3)[:-2],
        base64.urlsafe_b64encode(b"after:-1:").decode(),
        base64.urlsafe_b64encode(b"after:" + b"9" * 40 + b":x").decode(),
    ):
        assert "cursor" in refused(client.get(filled(operation), params={"cursor": made_up}), 400)
    passed = client.get(filled(operation), params={"cursor": mark(1, "f" * 32)})
    assert "changed since" in refused(passed, 409)
    assert passed.json()["type"] == "/docs#Outdated"


@pytest.mark.parametrize("operation", WRITING, ids=named)
def test_bodies_that_are_none_or_too_large_are_refused(client: TestClient, operation: Operation) -> None:
    headers = {"Content-Type": "application/json"}
    wrong = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a": NaN}', b"[" * 20_000, b'{"a":' * 20_000, json.dumps({"unknown": 1}).encode()]
    for content in wrong:
        refused(client.request(operation[0], filled(operation), content=content, headers=headers), 400, 422)
    given = body(operation)
    extra = {**given, "surprise": 1}
    assert "surprise" in refused(client.request(operation[0], filled(operation), json=extra), 422)
    for name in given:
        for value in ({"a": []}, [[1]], None, LONG, 1e308):
            answer = client.request(operation[0], filled(operation), json={**given, name: value})
            assert answer.is_success or refused(answer, 400, 404, 409, 422)
    if "/documents" not in operation[1]:
        refused(client.request(operation[0], filled(operation), content=b" " * (2 << 20), headers=headers), 413)


def test_a_file_may_not_lead_elsewhere_by_its_name(client: TestClient) -> None:
    answer = client.post("/api/v1/loads", files=[("files", ("../../../tmp/evil.txt", b"AMITI met USTR."))])
    assert answer.status_code == 202
    assert "evil" not in answer.text
    assert not Path("/tmp/evil.txt").exists()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "evil.example:80"])
def test_a_host_that_is_not_ours_is_refused_where_no_key_is_needed(tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.served import app

    monkeypatch.setenv("TRILATERAL_STORE", str(tmp_path / "none.db"))
    with TestClient(app()) as client:
        assert client.get("/healthz", headers={"Host": host}).status_code == 400
        assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_a_slow_body_is_answered_with_408_and_a_quick_one_is_not() -> None:
    async def whole(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        while message.get("more_body"):
            message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def answered(pause: float) -> tuple[int, dict[bytes, bytes]]:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(pause)
            return {"type": "http.request", "body": b"x", "more_body": pause > 0}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
        await Prompt(whole, grace=0.2)(scope, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"])

    assert asyncio.run(answered(0))[0] == 200
    status, headers = asyncio.run(answered(0.05))
    assert (status, headers[b"connection"], headers[b"content-type"]) == (408, b"close", PROBLEM.encode())
