"""The same revision, view and seed give the same bytes: run after run, in two processes whose hashes differ, through every command."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from api.cli import main
from api.knowledge import KnowledgeGraph
from graph.claims import Claim, Line, Record, Source
from loaders import example
from loaders.registry import lines as registry_lines
from loaders.registry import load_registry

ASK = "ask:digital-sectoral-annex"
ACTORS, PAIRS = 3_000, 24_000  # more ties than the plain twins take

ARTICLES = [
    *(["path", "Technation", "USTR", "--mode", mode] for mode in ("introduce", "reliable", "widest", "disjoint")),
    ["path", "Technation", "USTR", "--ask", ASK],
    ["path", "Technation", "USTR", "--mode", "temporal", "--between", "2025-01", "2025-10"],
    ["path", "AMITI", "USTR", "--mode", "metapath", "--pattern", "association -met- agency"],
    ["path", "Technation", "USTR", "--explain"],
    ["path", "AMITI", "ATDT"],
    ["influence"],
    ["influence", "--by", "activity"],
    ["influence", "--ask", ASK],
    ["influence", "--on", "USTR"],
    ["brokers"],
    ["brokers", "--measures"],
    ["spread", "-k", "3"],
    ["simulate", "USTR", "--move", "AMITI=80"],
    ["settle", ASK],
    ["allies", ASK],
    ["allies", ASK, "--grid"],
    ["allies", ASK, "--next", "--from", "AMITI"],
    ["allies", ASK, "--gaps", "--from", "AMITI"],
    ["allies", ASK, "--coalition"],
    ["coalitions"],
    ["coalitions", "--ask", ASK, "--stated", "--normalisation", "jaccard"],
    ["decisions", ASK, "--from", "AMITI"],
    ["trade"],
    *(["trade", f"--{measure}"] for measure in ("dependence", "concentration", "growth", "rca", "mirror")),
    ["diff", "2025-03-01", "2025-10-28"],
    ["diff", "2025-03-01", "2025-10-28", "--about", "AMITI", "--ask", ASK],
    ["show", "AMITI"],
    ["claims", "--about", "AMITI"],
    ["search", "amiti"],
]
MANY = [
    *(["path", "org:a17", "org:a2900", "--mode", mode] for mode in ("introduce", "reliable", "widest", "disjoint")),
    ["path", "org:a17", "org:a2900", "--mode", "temporal", "--between", "2024-06", "2025-10"],
    ["path", "org:a17", "org:a2900", "--explain"],
    ["influence", "--draws", "60"],
    ["influence", "--on", "org:a5"],
    ["brokers", "--draws", "40"],
    ["brokers", "--measures"],
    ["coalitions", "--draws", "20"],
    ["spread", "-k", "3", "--worlds", "200"],
    ["simulate", "org:a5", "--move", "org:a17=80"],
]
UNDATED = {"search", "diff"}
ANSWER_ALL = """
import json, sys
from api.cli import main
store, questions = json.load(sys.stdin)
for question in questions:
    print(question, flush=True)
    status = main(["--quiet", "--json", "--store", store, *question])
    print(status, flush=True)
"""


def asked(questions: list[list[str]]) -> list[list[str]]:
    return [question if question[0] in UNDATED else [*question, "--as-of", "2025-10-28"] for question in questions]


def answered(store: Path, questions: list[list[str]], seed: str) -> list[str]:
    """What a process of its own says to all the questions, whatever its hashes."""
    import json

    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    told = json.dumps([str(store), asked(questions)])
    done = subprocess.run([sys.executable, "-c", ANSWER_ALL], input=told, capture_output=True, text=True, env=environment, check=True)
    return done.stdout.splitlines()


def random_record(seed: int) -> list[Line]:
    """Meetings and joint statements among many associations, with a few hubs, many equal strengths and five sources."""
    rng = np.random.default_rng(seed)
    ends = (rng.random((2, PAIRS)) ** 2 * ACTORS).astype(int)
    sources = [Source(id=f"source:s{number}", title=f"Paper {number}") for number in range(5)]
    names = [
        Record(claim=Claim(subject=f"org:a{number}", predicate=predicate, value=value, source="source:s0", locator="row"))
        for number in range(ACTORS)
        for predicate, value in (("kind", "association"), ("name", f"Association {number}"))
    ]
    met = [
        Record(
            claim=Claim(
                subject=f"org:a{a}",
                predicate=("met_with", "joint_statement_with")[kind],
                object=f"org:a{b}",
                when=f"{2024 + late}-{month:02d}",
                source=f"source:s{source}",
                locator=f"row {row}",
                confidence=int(confidence) * 100,
            )
        )
        for row, (a, b, kind, late, month, source, confidence) in enumerate(
            zip(*ends, *(rng.integers(low, high, PAIRS) for low, high in ((0, 2), (0, 2), (1, 10), (0, 5), (6, 10))), strict=True)
        )
        if a != b
    ]
    return [*sources, *names, *met]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("same") / "articles.db"
    with KnowledgeGraph(str(path), create=True) as graph:
        graph.store.write([*registry_lines(load_registry()), *example.lines()])
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("same") / "many.db"
    with KnowledgeGraph(str(path), create=True) as graph:
        graph.store.write(random_record(4))
    return path


@pytest.mark.parametrize("question", ARTICLES, ids=" ".join)
def test_the_same_question_twice_gives_the_same_bytes(articles: Path, capsys: pytest.CaptureFixture[str], question: list[str]) -> None:
    said = []
    for _ in range(2):
        status = main(["--quiet", "--json", "--store", str(articles), *asked([question])[0]])
        said.append((status, capsys.readouterr().out))
    assert said[0] == said[1]
    assert said[0][0] in (0, 1)
    assert not {"NaN", "Infinity"} & set(said[0][1].replace(",", " ").split())


def test_two_processes_whose_hashes_differ_answer_every_question_alike(articles: Path) -> None:
    one, other = (answered(articles, ARTICLES, seed) for seed in ("0", "4242"))
    assert one == other
    assert sum(line in ("0", "1") for line in one) == len(ARTICLES)


@pytest.mark.slow
def test_a_graph_large_enough_for_compiled_code_gives_the_same_bytes_in_two_processes(many: Path) -> None:
    one, other = (answered(many, MANY, seed) for seed in ("0", "4242"))
    assert one == other
    assert sum(line in ("0", "1") for line in one) == len(MANY)


@pytest.mark.slow
def test_the_order_in_which_claims_arrive_changes_no_answer(many: Path, tmp_path: Path) -> None:
    lines = random_record(4)
    turned = tmp_path / "turned.db"
    with KnowledgeGraph(str(turned), create=True) as graph:
        graph.store.write([*lines[:5], *reversed(lines[5:])])
    assert answered(many, MANY[:6], "0") == answered(turned, MANY[:6], "1")
