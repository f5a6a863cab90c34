"""docs/questions: a page for every question of the API, whose requests are answered as it shows, from the bundled example."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

FOLDER = Path(__file__).parent.parent / "docs" / "questions"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.name != "README.md")
PARTS = ["Request", "Answer", "How to read it", "When not to trust it"]
OTHER = {"/graph", "/session", "/saved", "/jobs", "/exports", "/views", "/sources", "/claims/{claim}"}  # data, doors and pictures: no questions


@pytest.fixture(scope="module")
def client(example_url: str) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=example_url, us="AMITI")), raise_server_exceptions=False) as client:
        yield client


def requests(page: Path) -> list[tuple[str, str, Any]]:
    """Method, address and body of each request of a page."""
    (block,) = re.findall(r"```http\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    told = [re.fullmatch(r"(GET|POST) (\S+)(?: (\{.*\}))?", line) for line in block.splitlines()]
    return [(found[1], found[2], json.loads(found[3]) if found[3] else None) for found in told if found]


def holds(answer: Any, excerpt: Any) -> bool:
    """Whether an answer has all that an excerpt shows, in its order."""
    if isinstance(excerpt, dict):
        return isinstance(answer, dict) and all(key in answer and holds(answer[key], value) for key, value in excerpt.items())
    if isinstance(excerpt, list):
        return isinstance(answer, list) and len(answer) >= len(excerpt) and all(map(holds, answer, excerpt))
    return bool(answer == pytest.approx(excerpt, abs=0.0006)) if isinstance(excerpt, float) else bool(answer == excerpt)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_request_is_answered_as_the_page_shows(client: TestClient, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    answers = [client.request(method, address, json=body) for method, address, body in requests(page)]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    (excerpt,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert holds(answers[0].json(), json.loads(excerpt))


def test_every_question_has_its_page_and_every_page_is_listed() -> None:
    asked = {(method, address.partition("?")[0]) for page in PAGES for method, address, _ in requests(page)}
    missing = []
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        own = path.removeprefix("/api/v1")
        method = "POST" if own == "/scenarios" else "GET"
        if not path.startswith("/api/v1") or method.lower() not in methods or any(own == one or own.startswith(f"{one}/") for one in OTHER):
            continue
        form = re.sub(r"\{\w+\}", "[^/]+", path)
        if not any(kind == method and re.fullmatch(form, address) for kind, address in asked):
            missing.append(path)
    assert not missing
    listed = re.findall(r"\]\((\w[\w-]*\.md)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [page.name for page in PAGES]
