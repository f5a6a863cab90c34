"""What a terminal is sent: outside text is inert, whatever it holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.drawing import cell
from api.text import inert, safe, table, wrapped

HOSTILE = ["\x1b[2J\x1b]0;owned\x07", "\x9b31m", "a\u202eb", "line\r\nbreak", "\u2066x\u2069", "\x00nul", "tab\there"]


@pytest.mark.parametrize("text", HOSTILE)
def test_controls_and_direction_marks_never_reach_a_terminal(text: str) -> None:
    for shown in (safe(text), table([(text, text)]), wrapped(text)):
        assert all(c.isprintable() or c == "\n" for c in shown)


@given(st.text())
def test_safe_text_is_one_printable_line_and_stays_the_same(text: str) -> None:
    once = safe(text)
    assert once.isprintable()
    assert safe(once) == once


@given(st.text())
def test_inert_json_says_the_same(text: str) -> None:
    assert json.loads(inert(json.dumps({"quote": text}, ensure_ascii=False))) == {"quote": text}
    assert "\x9b" not in inert(json.dumps(text, ensure_ascii=False))
    assert "\u202e" not in inert(json.dumps(text, ensure_ascii=False))


def test_names_people_use_stay_as_they_are() -> None:
    assert safe("Sofía Pérez Gasque, «T-MEC» 🤝") == "Sofía Pérez Gasque, «T-MEC» 🤝"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_long_words_are_not_broken_and_lines_hang() -> None:
    url = "https://example.org/" + "a" * 200
    assert url in wrapped(url)
    assert wrapped("word " * 40, 2, 3).splitlines()[1].startswith("     word")
