"""Text as it is drawn: inert, measured, wrapped; dates in words."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.text import balanced, clean, count, period, width, wrap


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("plain", "plain"),
        ("two\nlines\tand\r\n  spaces", "two lines and spaces"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("\u2066isolated\u2069 \u200fmark", "isolated mark"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("noncharacter \uffff end", "noncharacter end"),
        ("Sofía Pérez 🙂 شركة", "Sofía Pérez 🙂 شركة"),
    ],
)
def test_drawn_text_has_no_control_or_direction_characters(text: str, drawn: str) -> None:
    assert clean(text) == drawn


@given(st.text())
def test_whatever_comes_in_stays_on_one_line_and_inert(text: str) -> None:
    drawn = clean(text)
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in drawn)
    assert clean(drawn) == drawn


@given(st.text(max_size=200), st.floats(40, 400), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_without_an_ellipsis(text: str, limit: float, lines: int) -> None:
    wrapped = wrap(text, limit, 12, lines)
    assert len(wrapped) <= lines
    assert all(width(line, 12) <= limit + 0.2 for line in wrapped)
    if not any(line.endswith("…") for line in wrapped):
        assert "".join(wrapped).replace(" ", "") == clean(text).replace(" ", "")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 4, 20), date(2025, 4, 28), "20–28 Apr 2025"),
        (date(2025, 4, 20), date(2025, 4, 20), "20 Apr 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 4, 1), date(2025, 4, 30), "Apr 2025"),
        (date(2025, 1, 1), date(2025, 4, 29), "1 Jan – 29 Apr 2025"),
        (date(2024, 12, 1), date(2025, 1, 3), "1 Dec 2024 – 3 Jan 2025"),
        (None, date(2025, 1, 3), "until 3 Jan 2025"),
        (date(2025, 1, 3), None, "from 3 Jan 2025"),
        (None, None, ""),
    ],
)
def test_a_period_reads_as_short_as_its_days_allow(start: date | None, end: date | None, words: str) -> None:
    assert period(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 4, 20), date(2025, 4, 28), "between 20 and 28 Apr 2025"),
        (date(2025, 1, 1), date(2025, 4, 29), "between 1 Jan and 29 Apr 2025"),
        (date(2024, 12, 1), date(2025, 1, 3), "between 1 Dec 2024 and 3 Jan 2025"),
        (date(2025, 4, 20), date(2025, 4, 20), "20 Apr 2025"),
        (date(2025, 4, 1), date(2025, 4, 30), "Apr 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
    ],
)
def test_a_vague_day_does_not_read_as_a_duration(start: date, end: date, words: str) -> None:
    assert period(start, end, within=True) == words


def test_balanced_lines_leave_no_word_alone() -> None:
    assert balanced("between 1 Jan and 29 Apr 2025", 142, 11, 2) == ("between 1 Jan", "and 29 Apr 2025")
    assert balanced("one", 142, 11, 2) == ("one",)
    assert balanced("", 142, 11, 2) == ()


def test_numbers_agree_with_their_nouns() -> None:
    assert [count(1, "tie"), count(2, "tie"), count(0, "person", "people")] == ["1 tie", "2 ties", "0 people"]
