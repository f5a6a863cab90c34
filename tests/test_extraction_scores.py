"""The extraction figures never fall below their starting level, and the docs say what is measured."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.extraction import page, scores

ROOT = Path(__file__).resolve().parent.parent
LEAST = {
    "actors": (0.93, 0.80),
    "agreements": (0.90, 0.90),
    "topics": (0.88, 0.80),
    "flow values": (0.90, 0.90),
    "relations accepted": (0.85, 0.0),
}


@pytest.fixture(scope="module")
def reports(shared: Path) -> dict[str, dict[str, Any]]:
    return scores()


@pytest.mark.parametrize("row", sorted(LEAST))
def test_every_set_reaches_the_starting_level(reports: dict[str, dict[str, Any]], row: str) -> None:
    for name, report in reports.items():
        cells = report["scores"][row]
        if cells["tp"] + cells["fp"] + cells["fn"]:
            precision, recall = LEAST[row]
            assert cells["precision"] >= precision, (name, cells)
            assert cells["recall"] >= recall, (name, cells)


def test_every_piece_of_evidence_is_in_its_text_and_boilerplate_yields_nothing(reports: dict[str, dict[str, Any]]) -> None:
    assert [problem for report in reports.values() for problem in report["problems"]] == []


def test_the_page_in_docs_says_what_is_measured(reports: dict[str, dict[str, Any]]) -> None:
    assert (ROOT / "docs/extraction.md").read_text(encoding="utf-8") == page(reports)
