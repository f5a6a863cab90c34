"""The browser code: pinned without addresses, built from the sources at hand, with the licences of what it holds."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
WEB, STATIC = ROOT / "viz" / "web", ROOT / "viz" / "static"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_is_pinned_by_version_and_hash_and_none_by_address() -> None:
    manifest = json.loads((WEB / "package.json").read_bytes())
    wanted = manifest["dependencies"] | manifest["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in text
    packages = json.loads(text)["packages"]
    assert all(package["integrity"].startswith("sha512-") for path, package in packages.items() if path)
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())


def test_what_was_built_is_of_the_sources_at_hand(build: ModuleType) -> None:
    assert (STATIC / "STAMP").read_text(encoding="utf-8") == build.digest(), "run `python hatch_build.py`"
    assert build.build() is False


def test_the_licence_of_everything_bundled_goes_along() -> None:
    notices = (STATIC / "LICENSES.txt").read_text(encoding="utf-8")
    for name in ("vis-network", "vis-data", "htmx.org", "@fontsource/inter", "@expo-google-fonts/inter", "dejavu-fonts-ttf"):
        assert re.search(rf"^{re.escape(name)} \d", notices, re.MULTILINE)
    assert "axe-core" not in notices
    assert "SIL OPEN FONT LICENSE" in notices.upper()
    assert "BITSTREAM VERA" in notices.upper()


def test_a_script_that_is_put_into_a_page_cannot_end_its_element() -> None:
    assert "</script" not in (STATIC / "offline.js").read_text(encoding="utf-8").lower()
    assert "</style" not in (STATIC / "offline.css").read_text(encoding="utf-8").lower()


def test_a_failed_step_says_what_failed(build: ModuleType) -> None:
    with pytest.raises(build.BuildError, match=r"no-such-script\.js ended with 1"):
        build.node("no-such-script.js")
