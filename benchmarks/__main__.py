"""Measures, prints and writes `docs/benchmarks.md`; under two minutes."""

import os
import platform
import sys
from pathlib import Path

import networkx as nx

from benchmarks.paths import Measured, Times, measure
from benchmarks.startup import measure_startup

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`. Random graphs with a few large hubs (R-MAT), one claim a tie, 40 sources. Before anything is timed, the answers are
compared with networkx: path for path where its cheapest paths have at most four ties, and PageRank to 1e-8.

A *path search* finds the five best paths of at most four ties; networkx's `shortest_simple_paths` finds the five cheapest of any length, which
is the nearest that it offers. An *answer* adds evidence, the reason why not the shorter way, the order without the hub penalty and what would
change. *Influence* adds to PageRank the draws, the bill of materials and what is left out.
"""


def main() -> None:
    """Run everything and write the page."""
    sizes = [measure(12, 10_000, pairs=200, peer_pairs=20), measure(15, 100_000, pairs=100, peer_pairs=5)]
    text = "\n".join([HEAD, *_graph_table(sizes), "", *_startup_table(measure_startup()), "", _machine(), ""])
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _graph_table(sizes: list[Measured]) -> list[str]:
    rows = [
        ("entities", [f"{size.nodes:,}" for size in sizes]),
        ("ties", [f"{size.ties:,}" for size in sizes]),
        ("paths that agree with networkx", [f"{size.checked}" for size in sizes]),
        ("snapshot from claims", [f"{size.build:.1f} s" for size in sizes]),
        ("ties derived for a new day, p50", [_ms(size.derive.p50) for size in sizes]),
        ("path search, p50 / p99", [_pair(size.search) for size in sizes]),
        ("networkx, p50 / p99", [_pair(size.peer) for size in sizes]),
        ("ratio, p50", [f"{size.peer.p50 / size.search.p50:,.0f} times" for size in sizes]),
        ("path answer, p50 / p99", [_pair(size.answer) for size in sizes]),
        ("PageRank to 1e-10", [_ms(size.pagerank) for size in sizes]),
        ("networkx PageRank", [_ms(size.peer_pagerank) for size in sizes]),
        ("influence answer (draws)", [f"{size.influence:.1f} s ({size.draws})" for size in sizes]),
    ]
    return ["| | " + " | ".join(f"{size.ties:,} ties" for size in sizes) + " |", "|---" * (len(sizes) + 1) + "|", *(_row(name, cells) for name, cells in rows)]


def _startup_table(times: dict[str, Times]) -> list[str]:
    rows = [_row(f"`trilateral {name}`", [f"{each.p50:.2f} s", f"{max(each.seconds):.2f} s"]) for name, each in times.items()]
    return ["| whole process, on the bundled example | median | slowest |", "|---|---|---|", *rows]


def _machine() -> str:
    return f"Python {platform.python_version()}, networkx {nx.__version__}, {os.cpu_count()} cores, {platform.machine()}."


def _row(name: str, cells: list[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _pair(times: Times) -> str:
    return f"{_ms(times.p50)} / {_ms(times.p99)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
