"""A partial date is an interval: half-open inside, written with its last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import ALWAYS, Interval, day, parse, parse_day
from graph.errors import BadDate

days = st.dates(min_value=date(1000, 1, 1), max_value=date(9000, 1, 1))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = sorted([draw(days), draw(days)])
    return Interval(draw(st.sampled_from([start, None])), draw(st.sampled_from([end + timedelta(1), None])))


@pytest.mark.parametrize(
    ("text", "start", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-04-22", date(2025, 4, 22), date(2025, 4, 22)),
        ("2025-04-20..2025-04-28", date(2025, 4, 20), date(2025, 4, 28)),
        ("2025-01..2025-04-29", date(2025, 1, 1), date(2025, 4, 29)),
        ("2024..2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("2025-04..", date(2025, 4, 1), None),
        ("..2025", None, date(2025, 12, 31)),
        ("..", None, None),
        ("", None, None),
        (" 2025 ", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_partial_date_is_read_as_its_days(text: str, start: date | None, last: date | None) -> None:
    assert (parse(text).start, parse(text).last) == (start, last)


@pytest.mark.parametrize(
    "text",
    ["soon", "2025-13", "2025-02-30", "2025-4", "25", "-2025", "0000", "9999-12-31", "2025-04-22T10", "2025\n2026", "2025-04-28..2025-04-20", "2026..2025"],
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadDate, match="not a date; write 2025") as refusal:
        parse(text)
    assert str(refusal.value).isprintable()


@given(intervals())
def test_an_interval_is_read_back_as_written(interval: Interval) -> None:
    assert parse(str(interval)) == interval


@given(st.text(alphabet="0123456789-. ", max_size=24))
def test_any_text_is_an_interval_or_refused(text: str) -> None:
    try:
        interval = parse(text)
    except BadDate:
        return
    assert parse(str(interval)) == interval
    assert interval.start is None or interval.end is None or interval.start < interval.end


@given(intervals(), intervals(), days)
def test_overlapping_means_to_share_a_day(one: Interval, other: Interval, probe: date) -> None:
    def inside(interval: Interval, when: date) -> bool:
        return (interval.start or date.min) <= when and (interval.last is None or when <= interval.last)

    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)
    assert one.overlaps(ALWAYS)
    if inside(one, probe) and inside(other, probe):
        assert one.overlaps(other)
    starts = [i.start for i in (one, other) if i.start]
    if one.overlaps(other) and starts:
        assert all(inside(each, max(starts)) for each in (one, other))


@given(days, st.integers(0, 5000))
def test_the_midpoint_is_the_earlier_middle_day(start: date, length: int) -> None:
    interval = Interval(start, start + timedelta(length + 1))
    assert interval.midpoint == start + timedelta(length // 2)


def test_the_midpoint_of_an_open_interval_is_the_side_that_is_known() -> None:
    assert parse("2025-04-01..").midpoint == date(2025, 4, 1)
    assert parse("..2025-04-01").midpoint == date(2025, 4, 1)
    assert ALWAYS.midpoint is None
    assert day(date(2025, 4, 1)).midpoint == date(2025, 4, 1)


@pytest.mark.parametrize(("text", "last"), [("2025", date(2025, 12, 31)), ("2024-02", date(2024, 2, 29)), ("2025-10-28", date(2025, 10, 28))])
def test_asking_as_of_a_partial_date_means_its_last_day(text: str, last: date) -> None:
    assert parse_day(text) == last


@pytest.mark.parametrize("text", ["", "..", "today-ish", "2025-04-20..2025-04-28"])
def test_asking_as_of_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        parse_day(text)
