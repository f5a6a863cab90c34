"""How long whole processes take: help, and a path on the bundled example."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.paths import Times

REPEATS = 7
COMMANDS = {"--help": ("--help",), "path": ("path", "Technation", "USTR", "--as-of", "2025-10-28"), "influence": ("influence", "--as-of", "2025-10-28")}


def measure_startup() -> dict[str, Times]:
    """Seconds of each command as a process of its own, on the bundled example's store."""
    with TemporaryDirectory() as folder:
        store = str(Path(folder) / "example.db")
        _run("--store", store, "demo", folder, "--no-serve")
        return {name: Times(tuple(_run("--store", store, *words) for _ in range(REPEATS))) for name, words in COMMANDS.items()}


def _run(*words: str) -> float:
    begun = perf_counter()
    subprocess.run([sys.executable, "-m", "trilateral", *words], check=True, capture_output=True)
    return perf_counter() - begun
