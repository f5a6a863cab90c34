"""A client that a stock generator makes of the API's description is imported and answers a question."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

pytestmark = pytest.mark.slow


def test_a_generated_client_answers(example_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(store=example_url, us="AMITI"))
    (tmp_path / "openapi.json").write_text(json.dumps(app.openapi()), encoding="utf-8")
    generate = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--output-path", "made", "--meta", "none"]
    done = subprocess.run(generate, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    made = importlib.import_module("made")
    question = importlib.import_module("made.api.paths.paths_api_v1_paths_get")
    with TestClient(app) as inside:

        def pass_on(request: httpx.Request) -> httpx.Response:
            answer = inside.request(request.method, str(request.url.raw_path, "ascii"), headers=dict(request.headers))
            return httpx.Response(answer.status_code, json=answer.json())

        client = made.Client(base_url="http://testserver").set_httpx_client(httpx.Client(base_url="http://testserver", transport=httpx.MockTransport(pass_on)))
        answer = question.sync_detailed(client=client, from_=["AMITI"], to=["USTR"], as_of="2025-10-28")
    assert answer.status_code == 200
    assert answer.parsed.found
    assert answer.parsed.paths[0].nodes[0].id == "org:amiti"
