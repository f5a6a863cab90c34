"""The wheel works away from the source tree, next to folders that bear our package names."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _run(*command: str, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TRILATERAL", "PYTHON"))}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT), cwd=folder)
    _run(sys.executable, "-m", "venv", str(folder / "venv"), cwd=folder)
    python = folder / "venv/bin/python"
    (wheel,) = folder.glob("*.whl")
    _run(str(python), "-m", "pip", "install", "--quiet", "--no-deps", str(wheel), cwd=folder)
    # The dependencies are borrowed from this environment; a path file does not import its editable finder.
    site = _run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


@pytest.mark.slow
def test_the_wheel_runs_beside_a_folder_called_graph(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph/__init__.py").write_text("raise ImportError('the wrong graph')\n", encoding="utf-8")
    assert "0.1.0" in _run(str(installed / "trilateral"), "--version", cwd=tmp_path)
    _run(str(installed / "trilateral"), "demo", "out", "--no-serve", cwd=tmp_path)
    assert (tmp_path / "out/ego.html").stat().st_size > 100_000


@pytest.mark.slow
def test_the_wheel_carries_types_data_bundle_and_notices(installed: Path) -> None:
    script = (
        "from importlib.resources import files;"
        "print(all((files(p) / 'py.typed').is_file() for p in ('graph', 'loaders', 'api', 'viz', 'trilateral')),"
        "(files('viz') / 'static/LICENSES.txt').is_file(), (files('graph') / 'ontology/ties.yaml').is_file(),"
        "len(list((files('viz') / 'static/fonts').iterdir())) == 3, (files('viz') / 'briefing/page.typ').is_file())"
    )
    assert _run(str(installed / "python"), "-c", script, cwd=installed).split() == ["True"] * 5
