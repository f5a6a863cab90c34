"""Spread: the NetHEPT graph of ../shared where it is there, else one like it, and what compiled code saves.

No peer has a solver for this (networkx, NetworKit, igraph and rustworkx have none), so the measure is
the best spread known, and a plain Python simulation that tosses the same coins.
"""

import gzip
import json
from collections import deque
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.graphs import rmat_pairs
from benchmarks.times import duration, table, timed
from graph.kernels.cascades import spread_counts, warm
from graph.spread.cascades import GOLDEN, Network, network, world_key
from graph.spread.seeding import REVERSE, Choice, Found, Search, celf, celf_plain, choose

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "nethept"
K, SEED, P, WORLDS = 50, 0, 0.01, 20_000
LEAST_SHARE, MOST_SECONDS = 0.97, 10.0
MODELS = {
    "IC p=0.01, parallel edges 1-(1-p)^c": (True, True),
    "IC p=0.01, simple graph": (True, False),
    "WC 1/deg simple graph": (False, False),
    "WC c/d with multiplicities": (False, True),
}


def section(*, quick: bool) -> list[str]:
    """A table of the four models, then what compiling and compiled code are worth."""
    compiling = timed(warm)
    pairs, best = _pairs(quick=quick)
    rows = []
    for model, (cascade, parallel) in MODELS.items():
        net = _network(pairs, cascade=cascade, parallel=parallel)
        begun = perf_counter()
        choice = choose(Search(net, K, np.inf, SEED), P if cascade else float(net.chance.mean()), WORLDS)
        rows.append(_row(model, choice, perf_counter() - begun, best.get(model)))
    where = "NetHEPT (15 233 actors, 58 891 ties)" if best else "an R-MAT graph like NetHEPT"
    head = ("model", "spread ± 95 %", "best known", "share", "time", "method", "reverse sets", "top degree")
    note = f"Kernels compiled or read from disk in {duration(compiling)} before. networkx, NetworKit, igraph and rustworkx have no such solver."
    return [f"{K} seeds on {where}, estimated again on {WORLDS} fresh worlds:", "", *table(head, rows), "", *_twins(net, choice.best, quick=quick), "", note]


def _row(model: str, choice: Choice, seconds: float, best: float | None) -> tuple[str, ...]:
    """A row, after holding the floors where the best known spread is given."""
    fresh, other = choice.fresh, {one.found.method: one for one in choice.candidates}
    share = fresh.spread / best if best else float("nan")
    assert not best or (share >= LEAST_SHARE and seconds <= MOST_SECONDS), f"{model}: {share:.3f} of the best known spread in {seconds:.1f} s"
    known, part = (f"{best:g}", f"{share:.1%}") if best else ("–", "–")
    sets = f"{other[REVERSE].found.samples:,}".replace(",", " ")
    top = f"{other['top degree'].held_out.spread:.1f}"
    return (model, f"{fresh.spread:.2f} ± {fresh.half:.2f}", known, part, duration(seconds), choice.best.method, sets, top)


def _pairs(*, quick: bool) -> tuple[NDArray[np.int64], dict[str, float]]:
    """Pairs (rows), repeated ones included, and the best spread known for each model."""
    if not FOLDER.is_dir():
        return rmat_pairs(10 if quick else 14, 4000 if quick else 59_000, 1).astype(np.int64), {}
    with gzip.open(FOLDER / "hep.txt.gz", "rt", encoding="ascii") as file:
        pairs = np.loadtxt(file, dtype=np.int64, skiprows=1)
    known: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return pairs, {model: value[0] for model, value in known["best_spread_found_here (mean, 95% half-width)"].items()}


def _network(pairs: NDArray[np.int64], *, cascade: bool, parallel: bool) -> Network:
    """Both directions of every pair, with the chances of a model."""
    apart = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    ends, counts = np.unique(apart, axis=0, return_counts=True)
    n = int(pairs.max()) + 1
    tail, head = np.r_[ends[:, 0], ends[:, 1]], np.r_[ends[:, 1], ends[:, 0]]
    weight = np.r_[counts, counts].astype(np.float64) if parallel else np.ones(2 * len(ends))
    chance = 1 - (1 - P) ** weight if cascade else weight / np.bincount(head, weights=weight, minlength=n)[head]
    return network(tail.astype(np.int32), head.astype(np.int32), chance, np.ones(n, dtype=np.bool_), np.ones(n))


def _twins(net: Network, found: Found, *, quick: bool) -> list[str]:
    """The same worlds by compiled code and by plain Python, and CELF compiled and with numpy; answers compared first."""
    key, worlds = world_key(SEED, 1), 20 if quick else 100
    compiled = partial(spread_counts, net.out_ptr, net.out_head, net.out_arc, net.limit, net.counted, found.seeds, np.uint64(key), 0, worlds)
    plain = partial(_simulated, net, found.seeds.tolist(), key, worlds)
    assert int(compiled()[0].sum()) == plain(), "plain Python reaches others in the same worlds"
    small = _network(rmat_pairs(7, 200, 1).astype(np.int64), cascade=True, parallel=False)
    search = Search(small, 5, np.inf, SEED)
    assert celf(search, 10_000, (False,))[0].seeds.tolist() == celf_plain(search, False).seeds.tolist(), "numpy chooses other seeds"
    rows = [
        ("simulate one world, last model above", timed(plain) / worlds, min(timed(compiled) for _ in range(5)) / worlds, "plain Python"),
        (f"CELF, {len(small.counted)} actors, 10 000 worlds", timed(lambda: celf_plain(search, False)), timed(lambda: celf(search, 10_000, (False,))), "numpy"),
    ]
    return table(
        ("work", "twin", "without compiled code", "compiled", "ratio"),
        [(what, by, duration(slow), duration(fast), f"{slow / fast:.3g}×") for what, slow, fast, by in rows],
    )


def _simulated(net: Network, seeds: list[int], key: int, worlds: int) -> int:
    """How many actors the seeds reach in all worlds together, in plain Python."""
    out_ptr, out_head, out_arc, limit = net.out_ptr.tolist(), net.out_head.tolist(), net.out_arc.tolist(), net.limit.tolist()
    total = 0
    for number in range(worlds):
        world = _mixed((key + number * GOLDEN) % 2**64)
        found, queue = set(seeds), deque(seeds)
        while queue:
            actor = queue.popleft()
            for row in range(out_ptr[actor], out_ptr[actor + 1]):
                head, arc = out_head[row], out_arc[row]
                if head not in found and _mixed((world + (arc + 1) * GOLDEN) % 2**64) >> 11 < limit[arc]:
                    found.add(head)
                    queue.append(head)
        total += len(found)
    return total


def _mixed(x: int) -> int:
    """The finaliser of splitmix64 on Python's whole numbers."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % 2**64
    return x ^ (x >> 31)
