"""What is kept between processes: the same answers with it, without it, and when it is spoilt."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.documents.attribution import words
from loaders.documents.engine import compiled
from loaders.documents.patterns import expand, rules
from loaders.wordlists import parsed

ARTICLE = """Officials meet

May 5, 2025

The Ministry of Economy of Mexico met with the Cámara Norteña de Software in Ottawa. Mexico exported $12 billion to Canada in 2024.
"""
LARGE = [expand(pattern.text, words("contact")["words"], short=True) for rule in rules("contact")[:3] for pattern in rule.patterns[:1]]
PLAIN = [re.compile(pattern, re.I) for pattern in LARGE]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def said(article: Path, home: Path) -> bytes:
    environment = os.environ | {"XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home), "HOME": str(home)}
    done = subprocess.run([sys.executable, "-m", "trilateral", "extract", str(article), "--json"], capture_output=True, env=environment, check=True)
    assert done.stderr == b""
    return done.stdout


def kept_files(home: Path) -> list[Path]:
    return list(home.rglob("kept-*.db"))


@pytest.mark.slow
def test_a_second_process_says_the_same_as_the_first_also_when_the_kept_file_is_spoilt(article: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = said(article, home)
    (kept,) = kept_files(home)
    assert said(article, home) == first
    with sqlite3.connect(kept) as file:
        file.execute("UPDATE kept SET value = substr(value, 1, 20)")
    file.close()
    assert said(article, home) == first
    kept.write_bytes(b"no database at all" * 100)
    assert said(article, home) == first


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the rights of folders are others there")
def test_a_folder_that_others_can_write_into_or_nobody_can_is_left_alone(article: Path, tmp_path: Path) -> None:
    open_home, no_home = tmp_path / "open", tmp_path / "none"
    folder = open_home / "trilateral"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    no_home.write_text("a file, not a folder", encoding="utf-8")
    assert said(article, open_home) == said(article, no_home)
    assert not kept_files(open_home)


@pytest.mark.parametrize("pattern", [*LARGE, r"(?P<one>\w+) and (?P<two>\w+)" + "|x" * 100], ids=range(len(LARGE) + 1))
def test_an_expression_is_the_one_that_the_language_compiles(pattern: str) -> None:
    ours, plain = compiled(pattern, re.I), re.compile(pattern, re.I)
    assert (ours.pattern, ours.flags, ours.groups, ours.groupindex) == (plain.pattern, plain.flags, plain.groups, plain.groupindex)
    assert ours == plain


@settings(deadline=None)
@given(text=st.text("⟦⟧OPG0123 ,.ameting withdo", max_size=80))
def test_an_expression_finds_what_the_plain_one_finds(text: str) -> None:
    for pattern, plain in zip(LARGE, PLAIN, strict=True):
        found, expected = compiled(pattern, re.I).search(text), plain.search(text)
        assert (found and (found.regs, found.groupdict())) == (expected and (expected.regs, expected.groupdict()))


def test_yaml_that_json_cannot_say_is_read_as_yaml() -> None:
    text = "day: 2025-05-05\n1: one\nlist: [a, 1.5, null]\n"
    assert parsed(text) == parsed(text)
    assert str(parsed(text)["day"]) == "2025-05-05"
    assert parsed("1: one\n") == {1: "one"}
    assert parsed("a: [x, 1]\n") == {"a": ["x", 1]}
