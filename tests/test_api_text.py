"""What a terminal is sent: outside text is inert, whatever it holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.drawing import cell
from api.text import inert, safe, table, wrapped
from api.text.base import fresh
from graph.claims import Status
from graph.results import Evidence
from graph.results.base import SourceRef

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


def test_a_passage_is_quoted_in_full_once_and_each_claim_is_named() -> None:
    source = SourceRef(id="source:s", title="Paper", publisher="", published=None, url="", kind="document")
    proofs = [
        Evidence(
            claim=f"claim:{key}",
            quote="Alpha met Beta and Gamma in the same long week of meetings",
            locator="",
            source=source,
            confidence=0.9,
            speaker="",
            when="",
            status=Status.ACCEPTED,
            layer="public",
        )
        for key in ("one", "two")
    ]
    shown: set[str] = set()
    first, second = fresh(proofs, shown, 0)
    assert "in the same long week" in first
    assert second.startswith("quoted above: “Alpha met Beta")
    assert "long week" not in second
    assert "claim:two" in second
