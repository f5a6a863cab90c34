"""How well the document loader reads: writes docs/extraction.md from the annotated documents in ../shared.

    python -m benchmarks.extraction

The scorer is the one that comes with the annotations; the figures are of documents that the rules
were developed on, so they flatter.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from loaders.documents import extract, read_document
from loaders.documents.annotation import annotation
from loaders.registry import load_registry

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SETS = {"five articles": ("seeds", "gold/seeds"), "seven Federal Register abstracts": ("gold/federal-register", "gold/federal-register")}
PAGE = ROOT / "docs/extraction.md"
HEAD = """# How well it reads

Each row is precision and recall against annotations made by two careful readers, on documents that the rules were developed on.
Such figures flatter: expect less on an article never seen. `python -m benchmarks.extraction` writes this page; a test holds the least figures.

*Accepted* relations are walked by default; *all* relations include the proposed ones. A flow record is right when reporter, partner and period are right too.
"""


def score(texts: Path, gold: Path) -> dict[str, Any]:
    """The scorer's report for the documents of a folder: {"scores": {row: {"precision", "recall", ...}}, "problems": [...]}."""
    registry = load_registry()
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(texts.glob("*.txt")):
            answer = annotation(extract(read_document(path), registry))
            (Path(folder) / f"{path.stem}.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, str(SHARED / "tools/score_extraction.py"), folder, str(gold), "--texts", str(texts), "--json"]
        report: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return report


def scores() -> dict[str, dict[str, Any]]:
    """The report for each set of documents."""
    return {name: score(SHARED / texts, SHARED / gold) for name, (texts, gold) in SETS.items()}


def page(reports: dict[str, dict[str, Any]]) -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for name, report in reports.items():
        parts.append(f"\n## {name[0].upper() + name[1:]}\n\n| what | precision | recall | right | wrong | missed |\n|---|---|---|---|---|---|\n")
        parts += [
            f"| {row} | {_two(cells['precision'])} | {_two(cells['recall'])} | {cells['tp']} | {cells['fp']} | {cells['fn']} |\n"
            for row, cells in report["scores"].items()
            if cells["tp"] + cells["fp"] + cells["fn"]
        ]
    return "".join(parts)


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    PAGE.write_text(page(scores()), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
