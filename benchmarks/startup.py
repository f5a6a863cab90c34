"""How long whole processes take, on the bundled example."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.times import duration, table, times

REPEATS = 7
COMMANDS = {"--help": ("--help",), "path": ("path", "Technation", "USTR", "--as-of", "2025-10-28"), "influence": ("influence", "--as-of", "2025-10-28")}


def section(*, quick: bool) -> list[str]:
    """A row for each command: median and slowest."""
    with TemporaryDirectory() as folder:
        store = str(Path(folder) / "example.db")
        _run("--store", store, "demo", folder, "--no-serve")
        measured = {name: times([partial(_run, "--store", store, *words)] * (2 if quick else REPEATS)) for name, words in COMMANDS.items()}
    return table(
        ("command", "median", "slowest"), [(f"`trilateral {name}`", duration(each.p50), duration(max(each.seconds))) for name, each in measured.items()]
    )


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "trilateral", *words], check=True, capture_output=True)
