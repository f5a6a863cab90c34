"""No strong copyleft in what we ship; weak copyleft only when it is on the written list."""

import importlib.metadata as metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PERMISSIVE = re.compile(r"\b(MIT|BSD|0BSD|ISC|Apache|PSF|Zlib|CC0|CNRI|Unlicense)", re.IGNORECASE)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|MPL|EPL|CDDL|EUPL)\b|General Public|Mozilla Public", re.IGNORECASE)


def _closure(requirements: list[str]) -> dict[str, metadata.Distribution]:
    found: dict[str, metadata.Distribution] = {}
    todo, seen = [Requirement(text) for text in requirements], set()
    while todo:
        wanted = todo.pop()
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if (name, *wanted.extras) not in seen:
            seen.add((name, *wanted.extras))
            found[name] = metadata.distribution(name)
            needed = [Requirement(text) for text in found[name].requires or []]
            todo += [r for r in needed if r.marker is None or any(r.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras))]
    return found


def _licence(distribution: metadata.Distribution) -> str:
    fields = distribution.metadata
    classifiers = [c for c in fields.get_all("Classifier") or [] if c.startswith("License")]
    return " | ".join([fields.get("License-Expression") or "", (fields.get("License") or "")[:200], *classifiers])


def test_every_dependency_is_permissive_or_on_the_written_list() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    _check(project["dependencies"])


@pytest.mark.parametrize("extra", ["notebook", "llm", "nlp", "spark"])
def test_so_is_every_dependency_of_an_extra(extra: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(f"{extra}_extra")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    _check(project["optional-dependencies"][extra])


def _check(requirements: list[str]) -> None:
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", (ROOT / "docs/licences.md").read_text(encoding="utf-8"), re.MULTILINE))
    for name, distribution in _closure(requirements).items():
        licence = _licence(distribution)
        assert PERMISSIVE.search(licence) or name in listed, f"{name}: {licence}"
        assert not COPYLEFT.search(licence) or name in listed, f"{name}: {licence}"
