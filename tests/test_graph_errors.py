"""One exception tree, drawn in its docstring, each with a status, each message one safe line."""

import re
from collections.abc import Iterator

import pytest

from graph import errors
from graph.errors import AmbiguousName, BadDate, TrilateralError, UnknownName, shown


def _tree(root: type[TrilateralError]) -> Iterator[type[TrilateralError]]:
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)


OURS = [error for error in _tree(TrilateralError) if error.__module__ == "graph.errors"]


@pytest.mark.parametrize("error", OURS)
def test_the_docstring_draws_each_error_with_its_status_and_exit(error: type[TrilateralError]) -> None:
    drawn = re.search(rf"\b{error.__name__} +(\d+) +exit (\d)", errors.__doc__ or "")
    assert drawn, f"{error.__name__} is not in the tree"
    assert (int(drawn[1]), int(drawn[2])) == (error.status, error.exit_code)
    assert error.title
    assert error.__doc__


@pytest.mark.parametrize("text", ["\x1b[31mred", "two\nlines", "\u202ereversed", "nul\0", "half\ud800", "x" * 500])
def test_outside_text_is_shown_in_one_safe_line(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= 80
    for error in (UnknownName(text, [shown(text)]), AmbiguousName(text, ["org:a (A)"]), BadDate(text)):
        assert str(error).isprintable()


def test_harmless_text_is_shown_as_it_is() -> None:
    assert shown("Sofía 🚀 שלום") == "Sofía 🚀 שלום"


def test_an_unknown_name_offers_the_nearest_or_a_search() -> None:
    assert "did you mean “Alpha” or “Beta”?" in str(UnknownName("Alfa", ["Alpha", "Beta"]))
    assert "trilateral search" in str(UnknownName("Alfa"))
