"""Cursors: what they mark, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cursor import mark, position
from graph.errors import Outdated, RequestError


@given(st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from(["", "0123456789abcdef" * 2]))
def test_a_mark_leads_back_to_its_place(place: int, revision: str) -> None:
    assert position(mark(place, revision), revision) == place


def test_a_mark_of_another_revision_says_so() -> None:
    with pytest.raises(Outdated, match="begin again"):
        position(mark(50, "a" * 32), "b" * 32)


def test_no_cursor_is_the_beginning() -> None:
    assert position("") == 0


@pytest.mark.parametrize("cursor", ["7", "bm9wZQ", "%%%", "é", "YWZ0ZXI6LTE", "YWZ0ZXI6wrI"])
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(RequestError, match="not a cursor"):
        position(cursor)
