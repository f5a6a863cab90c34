"""Cursors: what they mark, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursor import mark, position
from graph.errors import RequestError


@given(st.integers(min_value=0, max_value=10**12))
def test_a_mark_leads_back_to_its_place(place: int) -> None:
    assert position(mark(place)) == place


def test_no_cursor_is_the_beginning() -> None:
    assert position("") == 0


@pytest.mark.parametrize("cursor", ["7", "bm9wZQ", "%%%", "é", "YWZ0ZXI6LTE", "YWZ0ZXI6wrI"])
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(RequestError, match="not a cursor"):
        position(cursor)
