"""Every command and every piece of Python in README and docs runs, with the exit status that it states."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from api.cli import root

ROOT = Path(__file__).resolve().parent.parent
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


@pytest.mark.slow
def test_the_page_on_trade_runs_on_the_example(folder: Path) -> None:
    _run("trilateral demo demo --no-serve", folder)
    for language, text in _blocks("docs/trade.md"):
        if language == "console":
            for line in text.splitlines():
                _run(line.removeprefix("$ "), folder)


@pytest.mark.slow
def test_the_page_on_paths_runs_on_the_example(folder: Path) -> None:
    for language, text in _blocks("docs/paths.md"):
        if language == "console":
            for line in text.splitlines():
                _run(line.removeprefix("$ "), folder)


@pytest.mark.slow
def test_the_page_on_bulk_work_runs_on_an_article_and_a_note(folder: Path, spark_extra: None) -> None:
    for language, text in _blocks("docs/bulk.md"):
        if language == "console":
            for line in text.splitlines():
                _run(line.removeprefix("$ "), folder)
    assert (folder / "exported" / "texts.parquet").is_file()


@pytest.mark.slow
def test_moving_a_store_as_described_keeps_its_hash(folder: Path) -> None:
    _run("trilateral --store here.db load note.txt", folder)
    for language, text in _blocks("deploy/README.md"):
        if language == "console":
            for line in text.splitlines():
                _run(line.removeprefix("$ "), folder)


def _examples() -> list[str]:
    """The commands of the reference, one for each side of a pipe, without redirections and remarks."""
    lines = (line for language, text in _blocks("docs/reference.md") if language == "console" for line in text.splitlines())
    parts = (part for line in lines for part in line.removeprefix("$ ").split("  #")[0].split(" | "))
    return [re.sub(r" > \S+$", "", part) for part in parts if part.startswith("trilateral")]


@pytest.mark.parametrize("example", _examples())
def test_every_example_of_the_reference_is_a_command_that_exists(example: str) -> None:
    assert isinstance(root, click.Group)
    arguments = [word for word in shlex.split(example)[1:] if word != "--help"]
    context = root.make_context("trilateral", arguments)
    name, command, rest = root.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(name, rest, parent=context)


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"
