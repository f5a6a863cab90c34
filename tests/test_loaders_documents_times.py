"""Phrases of time as intervals of days, against the day of publication (a Tuesday)."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.documents.times import find_times, undated

TUESDAY = date(2025, 4, 29)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("last week", "2025-04-20..2025-04-28"),
        ("earlier this year", "2025-01-01..2025-04-29"),
        ("this week", "2025-04-27..2025-04-29"),
        ("yesterday", "2025-04-28"),
        ("last month", "2025-03-01..2025-03-31"),
        ("last year", "2024-01-01..2024-12-31"),
        ("on December 11, 2025", "2025-12-11"),
        ("in 2018", "2018-01-01..2018-12-31"),
        ("recently", "2025-01-28..2025-04-29"),
        ("two weeks ago", "2025-04-13..2025-04-19"),
        ("from January to June 2025", "2025-01-01..2025-06-30"),
        ("Between 2020 and 2024", "2020-01-01..2024-12-31"),
        ("the first half of 2025", "2025-01-01..2025-06-30"),
        ("Q1 2025", "2025-01-01..2025-03-31"),
        ("since 2012", "2012-01-01..2025-04-29"),
        ("on Monday", "2025-04-28"),
        ("next week", "2025-05-04..2025-05-10"),
        ("March 3-5, 2025", "2025-03-03..2025-03-05"),
        ("la semana pasada", "2025-04-20..2025-04-28"),
        ("a principios de este año", "2025-01-01..2025-04-29"),
        ("el pasado 12 de marzo", "2025-03-12"),
        ("este lunes", "2025-04-28"),
        ("primer trimestre de 2024", "2024-01-01..2024-03-31"),
        ("entre enero y junio de 2025", "2025-01-01..2025-06-30"),
        ("17 de enero de 2025", "2025-01-17"),
        ("hace tres meses", "2025-01-01..2025-01-31"),
        ("le 12 mars 2025", "2025-03-12"),
        ("la semaine dernière", "2025-04-20..2025-04-28"),
    ],
)
def test_a_phrase_is_an_interval(text: str, interval: str) -> None:
    (found,) = find_times(f"They met {text}.", TUESDAY)
    assert str(found.interval) == interval


def test_a_day_without_a_year_is_the_one_near_publication() -> None:
    assert [str(found.interval) for found in find_times("on December 20", date(2025, 1, 15))] == ["2024-12-20"]
    assert [str(found.interval) for found in find_times("on February 3", date(2025, 1, 15))] == ["2025-02-03"]


def test_relative_phrases_need_a_day_of_publication() -> None:
    assert find_times("They met last week and on Monday.", None) == []
    assert [str(found.interval) for found in find_times("in March 2024", None)] == ["2024-03-01..2024-03-31"]


def test_what_lies_ahead_and_what_is_vague_is_marked() -> None:
    assert [found.future for found in find_times("next month", TUESDAY)] == [True]
    assert [found.vague for found in find_times("recientemente", TUESDAY)] == [True]


def test_numbers_and_days_that_do_not_exist_are_no_dates() -> None:
    assert find_times("2,024 firms paid $2024.50 on February 30, 2024x", TUESDAY) == []


def test_an_event_without_a_date_lies_in_the_thirty_days_before() -> None:
    assert str(undated(TUESDAY)) == "2025-03-31..2025-04-29"


@given(st.text(alphabet="0123456789 -/.,thmarcoyjunedeloslastwk", max_size=120), st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_any_text_gives_proper_intervals_that_do_not_overlap(text: str, published: date) -> None:
    found = find_times(text, published)
    for phrase in found:
        assert phrase.interval.start is None or phrase.interval.end is None or phrase.interval.start < phrase.interval.end
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
