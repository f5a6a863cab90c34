"""Fixtures that name what a test needs; with CI=true a missing one fails instead of skipping."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def _need(present: bool, what: str) -> None:
    if not present and os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; CI must have it")
    if not present:
        pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles, gold annotations and reference data beside the repository."""
    _need(SHARED.is_dir(), "../shared")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    _need(bool(path), "Chromium")
    return path
