"""Settings are read once, and a bad value is named with its key."""

import pytest

from api.settings import Settings, from_environment
from graph.errors import RequestError


def test_defaults_hold_without_an_environment() -> None:
    assert from_environment({}) == Settings(store="./trilateral.db", host="127.0.0.1", port=8000, page_size=50)


def test_each_setting_comes_from_its_variable() -> None:
    given = {"TRILATERAL_STORE": "x.db", "TRILATERAL_HOST": "::1", "TRILATERAL_PORT": "0", "TRILATERAL_PAGE_SIZE": "7", "OTHER": "1"}
    assert from_environment(given) == Settings(store="x.db", host="::1", port=0, page_size=7)


def test_an_empty_variable_is_no_value() -> None:
    assert from_environment({"TRILATERAL_PORT": ""}).port == 8000


@pytest.mark.parametrize(("key", "value"), [("TRILATERAL_PORT", "eighty"), ("TRILATERAL_PORT", "65536"), ("TRILATERAL_PAGE_SIZE", "0")])
def test_a_bad_value_is_named_with_its_key(key: str, value: str) -> None:
    with pytest.raises(RequestError, match=f"{key}={value}: "):
        from_environment({key: value})
