"""The direction of imports, and what a start must not load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "graph": set(),
    "loaders": {"graph"},
    "viz": {"graph"},
    "api": {"graph", "loaders", "viz"},
    "trilateral": {"api", "graph"},
}
OURS = set(MAY_IMPORT)


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("layer", sorted(MAY_IMPORT))
def test_a_layer_imports_only_what_lies_below_it(layer: str) -> None:
    for path in (ROOT / layer).rglob("*.py"):
        above = (_imports(path) & OURS) - MAY_IMPORT[layer] - {layer}
        assert not above, f"{path.relative_to(ROOT)} imports {sorted(above)}"


def test_the_core_knows_no_file_formats_web_or_environment() -> None:
    foreign = {"os.environ", "fastapi", "starlette", "jinja2", "click", "csv", "html", "http", "trafilatura", "pyvis"}
    for path in (ROOT / "graph").rglob("*.py"):
        assert not _imports(path) & foreign, path
        assert "environ" not in path.read_text(encoding="utf-8"), path


def _loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.slow
@pytest.mark.parametrize("module", ["graph.paths.introduce", "graph.entities", "graph.store.sqlite", "api.knowledge"])
def test_look_ups_and_paths_start_without_heavy_libraries(module: str) -> None:
    heavy = {"numba", "scipy", "fastapi", "networkx", "pandas", "trafilatura", "pyvis", "pygraphviz"}
    assert not _loaded_by(f"import {module}") & heavy


@pytest.mark.slow
def test_the_command_line_starts_almost_empty() -> None:
    assert not _loaded_by("import api.cli") & {"numpy", "pydantic", "scipy", "fastapi", "networkx", "yaml"}


def test_no_import_cycles_inside_the_core() -> None:
    graph = {
        f"graph.{path.relative_to(ROOT / 'graph').with_suffix('').as_posix().replace('/', '.')}".removesuffix(".__init__"): path
        for path in (ROOT / "graph").rglob("*.py")
    }
    edges = {name: _top_level_modules(path) & set(graph) for name, path in graph.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"import cycle: {' -> '.join((*trail, name))}"
        if name not in done:
            for below in edges[name]:
                visit(below, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def _top_level_modules(path: Path) -> set[str]:
    return {node.module for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom) and node.module}
