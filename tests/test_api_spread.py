"""Spread through the doors: command line, HTTP and Python give one answer."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.knowledge import KnowledgeGraph
from api.settings import Settings

AS_OF = "2025-10-28"
RECORD = Path(__file__).parent / "fixtures" / "record.jsonl"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = str(tmp_path_factory.mktemp("spread") / "record.db")
    assert main(["--quiet", "--store", url, "load", str(RECORD)]) == 0
    return url


def test_the_doors_give_the_same_answer(url, capsys):
    options = {"k": 2, "p": "0.02,.1", "target_kinds": "agency", "as_of": AS_OF, "seed": 3}
    with KnowledgeGraph(url) as graph:
        expected = graph.spread(**options).model_dump(mode="json")
    with TestClient(create_app(Settings(store=url))) as client:
        assert client.get("/api/v1/spread", params=options).json() == expected
    assert main(["--store", url, "spread", "-k", "2", "--p", "0.02,.1", "--target-kinds", "agency", "--as-of", AS_OF, "--seed", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == expected


def test_the_text_says_first_what_is_doubtful_and_that_it_is_a_scenario(url, capsys):
    assert main(["--store", url, "spread", "-k", "2", "--as-of", AS_OF]) == 0
    out = capsys.readouterr().out
    assert out.index("! ") < out.index("Scenario, not a forecast")
    assert "top degree" in out
    assert "Assumed: " in out
    assert "Not searched: " in out


@pytest.mark.parametrize(
    "arguments", [["-k", "0"], ["--p", "2"], ["--p", "x"], ["--budget", "0"], ["--budget", "2", "--cost", "USTR=-1"], ["--cost", "USTR"], ["-k", "999"]]
)
def test_a_wrong_request_exits_with_2_and_one_line(url, capsys, arguments):
    assert main(["--store", url, "spread", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_progress_is_heard_and_can_end_the_work(url):
    heard = []
    with KnowledgeGraph(url) as graph:
        graph.spread(k=1, as_of=AS_OF, progress=lambda done, total: heard.append((done, total)))
        assert heard == sorted(heard)
        assert heard[-1] == (300, 300)

        def stop(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            graph.spread(k=1, as_of=AS_OF, progress=stop)
