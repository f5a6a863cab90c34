"""Measures and writes `docs/benchmarks.md`: `python -m benchmarks [--quick] [SECTION ...]`.

Each section is a module with `section(quick: bool) -> list[str]`, the lines of its part of the page,
and runs in a process of its own, so that memory is told apart. Sections that are not named keep the
text that the page has of them.
"""

import os
import platform
import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
SECTIONS = {
    "paths": "Introduction paths",
    "server": "Beside a Neo4j server",
    "server_store": "A record on a Neo4j server",
    "serving": "The server under load",
    "ranks": "Influence",
    "spread": "Spread",
    "snapshots": "Snapshots",
    "reading": "Reading documents",
    "loading": "Loading",
    "bulk": "Bulk work on Spark",
    "startup": "Whole processes",
}
PEERS = ("networkx", "networkit", "igraph", "rustworkx", "scipy", "numba", "neo4j", "pyspark")
HEAD = """# Benchmarks

Written by `make bench`, every figure in one run on one machine; a part can be measured anew with `python -m benchmarks SECTION`.
Answers are compared with those of the peers before anything is timed. Ratios are what to read; seconds depend on the machine.
"""


def main(arguments: list[str]) -> None:
    """Run the sections named, or all, and write the page."""
    quick = "--quick" in arguments
    wanted = [name for name in arguments if name != "--quick"]
    if os.environ.get("TRILATERAL_BENCHMARK"):
        print("\n".join(import_module(f"benchmarks.{wanted[0]}").section(quick=quick)))
        return
    if unknown := [name for name in wanted if name not in SECTIONS]:
        raise SystemExit(f"benchmarks: {unknown[0]}: no such section; known are {', '.join(SECTIONS)}")
    parts = _parts()
    for name in wanted or SECTIONS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        parts[name] = _measured(name, quick=quick)
        print(parts[name])
    if not quick:
        body = "\n".join(f"## {title}\n\n{parts[name]}\n" for name, title in SECTIONS.items() if name in parts)
        PAGE.write_text(f"{HEAD}\n{body}\n{_machine()}\n", encoding="utf-8")


def _measured(name: str, *, quick: bool) -> str:
    command = [sys.executable, "-m", "benchmarks", name, *(["--quick"] if quick else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "TRILATERAL_BENCHMARK": "1"}, check=True)
    return done.stdout.strip()


def _parts() -> dict[str, str]:
    """The sections as the page has them."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    names = {title: name for name, title in SECTIONS.items()}
    found = re.findall(r"^## (.+?)\n\n(.*?)(?=^## |^Python |\Z)", page, re.MULTILINE | re.DOTALL)
    return {names[title]: body.strip() for title, body in found if title in names}


def _machine() -> str:
    peers = []
    for name in PEERS:
        try:
            peers.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            peers.append(f"{name} not installed")
    return f"Python {platform.python_version()}, {', '.join(peers)}; {os.cpu_count()} cores, {platform.machine()}."


if __name__ == "__main__":
    main(sys.argv[1:])
