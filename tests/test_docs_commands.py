"""Every command and every piece of Python in README and docs runs, with the exit status that it states."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", "docs/tutorial.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def _run(command: str, folder: Path) -> None:
    command, _, remark = command.partition("  # ")
    stated = re.search(r"exit (\d+)", remark)
    line = command.replace("trilateral", f"{sys.executable} -m trilateral", 1)
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == int(stated[1] if stated else 0), f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article in articles/ and, in note.txt, the tutorial's own."""
    (tmp_path / "articles").mkdir()
    article = ROOT / "loaders/example/documents/usmca-digital-trade-note.md"
    (tmp_path / "articles/note.md").write_text(article.read_text(encoding="utf-8"), encoding="utf-8")
    (note,) = [text for language, text in _blocks("docs/tutorial.md") if language == "text"]
    (tmp_path / "note.txt").write_text(note, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_tutorial_runs_from_top_to_bottom(folder: Path) -> None:
    for language, text in _blocks("docs/tutorial.md"):
        if language == "console":
            for line in text.splitlines():
                _run(line.removeprefix("$ "), folder)


@pytest.mark.slow
def test_the_readmes_commands_and_python_run(folder: Path) -> None:
    _run("trilateral demo demo --no-serve", folder)
    (folder / "demo/trilateral.db").rename(folder / "trilateral.db")
    for language, text in _blocks("README.md"):
        if language == "console":
            for line in text.splitlines():
                if line.startswith("$ "):
                    _run(line.removeprefix("$ "), folder)
        if language == "python":
            done = subprocess.run([sys.executable, "-c", text], cwd=folder, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"
