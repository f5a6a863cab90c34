"""docs/reference.md names every command, option, route, parameter, setting, loader and error."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from api.app import create_app
from api.cli import COMMANDS, root
from api.settings import PREFIX, Settings
from graph.errors import TrilateralError
from loaders.catalogue import cards

REFERENCE = Path(__file__).parent.parent / "docs" / "reference.md"


@pytest.fixture(scope="module")
def reference() -> str:
    return REFERENCE.read_text(encoding="utf-8")


def section(reference: str, title: str, level: int = 2) -> str:
    found = re.search(rf"^{'#' * level} {re.escape(title)}\n(.*?)(?=^#{{1,{level}}} |\Z)", reference, re.MULTILINE | re.DOTALL)
    assert found, f"{title}: not in the reference"
    return found[1]


def options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield from parameter.opts


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_its_part_with_usage_options_and_examples(reference: str, name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command
    part = section(reference, name, 3)
    shared = section(reference, "Commands").partition("### ")[0]
    assert f"trilateral {name}" in part
    assert "```console" in part
    missing = [option for option in options(command) if f"`{option}" not in part + shared and f", {option}" not in part + shared]
    assert not missing


def test_no_command_is_described_that_is_none(reference: str) -> None:
    assert set(re.findall(r"^### (\S+)$", section(reference, "Commands"), re.MULTILINE)) == set(COMMANDS)


def test_every_route_and_parameter_is_there(reference: str) -> None:
    part = section(reference, "HTTP")
    rows = {row.split("`")[1]: row for row in part.splitlines() if row.startswith(("| `GET", "| `POST", "| `PUT", "| `DELETE"))}
    app = create_app(Settings())
    for path, methods in app.openapi()["paths"].items():
        for method, route in methods.items():
            row = rows[f"{method.upper()} {path}"]
            assert all(f"`{parameter['name']}`" in row for parameter in route.get("parameters", []) if parameter["in"] == "query")
    assert {"GET /", "GET /path", "GET /search", "GET /docs", "GET /openapi.json"} <= rows.keys()


def test_every_setting_is_there_with_its_default(reference: str) -> None:
    part = section(reference, "Settings")
    for name, field in Settings.model_fields.items():
        assert f"| `{PREFIX}{name.upper()}` | `{field.default}` |" in part


def test_every_loader_is_there_as_its_card_says(reference: str) -> None:
    for card in cards():
        assert f"| `{card.name}` | {card.reads} | {card.where} | {card.licence} |" in section(reference, "Loaders")


def test_every_error_is_there_with_its_statuses(reference: str) -> None:
    def walk(error: type[TrilateralError]) -> None:
        assert f"| `{error.__name__}` | {error.status} | {error.exit_code} |" in section(reference, "Errors")
        for child in error.__subclasses__():
            walk(child)

    walk(TrilateralError)
