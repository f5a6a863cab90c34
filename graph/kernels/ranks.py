"""PageRank over arcs grouped by target: one weighting, or eight side by side over shared indices.

Both solve y = b + d * P'y, where P' loses the mass of actors that seek nobody; y divided by its sum is
the PageRank that spreads this mass like the restarts (Del Corso, Gulli and Romani 2005). Gauss-Seidel
sweeps, and after every HISTORY of them reduced rank extrapolation (Eddy 1979; Mesina 1977): the
combination of the last iterates whose steps cancel best. Closed groups of actors, which hold plain
iteration to a factor of d a round, are so done in a few rounds.

Any sweep proves its own result: when it moved actors with arcs by `change` in all, y is within
d / (1 - d) * change of the solution in the sum of absolute differences, wherever the sweep began.
"""

import numpy as np

from graph.kernels import compiled
from graph.snapshot.arrays import Bytes, Floats, Ints, Longs

LANES = 8
HISTORY = 5
ROUNDS = 10_000


@compiled
def strengths(ptr: Longs, use: Ints, p: Floats, unit_ptr: Longs, unit: Ints, alive: Bytes, cap: float) -> Floats:
    """Strengths (a, LANES) of arcs from what survives in each lane: min(cap, 1 - prod(1 - p)).

    Arc j is made by the interactions use[ptr[j]:ptr[j + 1]], of chance `p`; interaction i survives in a lane
    when one of the units unit[unit_ptr[i]:unit_ptr[i + 1]] does; bit l of alive[u] says that unit u does in lane l.
    """
    lanes = np.zeros(len(p), dtype=np.uint8)
    for i in range(len(p)):
        for k in range(unit_ptr[i], unit_ptr[i + 1]):
            lanes[i] |= alive[unit[k]]
    weights = np.empty((len(ptr) - 1, LANES))
    failing = np.empty(LANES)
    for j in range(len(ptr) - 1):
        failing[:] = 1.0
        for k in range(ptr[j], ptr[j + 1]):
            held, chance = lanes[use[k]], 1.0 - p[use[k]]
            for lane in range(LANES):
                if held >> lane & 1:
                    failing[lane] *= chance
        for lane in range(LANES):
            weights[j, lane] = min(cap, 1.0 - failing[lane])
    return weights


@compiled
def leaving(source: Ints, weights: Floats, n: int) -> Floats:
    """Out-strengths (n, LANES): weights (a, LANES) added up by source."""
    sums = np.zeros((n, LANES))
    for j in range(len(source)):
        for lane in range(LANES):
            sums[source[j], lane] += weights[j, lane]
    return sums


@compiled
def solve_eight(ptr: Longs, source: Ints, weights: Floats, restart: Floats, first: Floats, damping: float, tolerance: float) -> Floats:
    """PageRank (n, LANES) of eight weightings (a, LANES), each column within `tolerance` of its fixed point.

    Arcs ptr[v]:ptr[v + 1] lead from `source` to v; `restart` (n) sums to 1; the sweeps begin at `first` (n).
    """
    n = len(ptr) - 1
    scale = _scales(leaving(source, weights, n), damping)
    iterates, z = np.empty((HISTORY + 1, n, LANES)), np.empty((n, LANES))
    for v in range(n):
        for lane in range(LANES):
            iterates[0, v, lane] = first[v]
            z[v, lane] = first[v] * scale[v, lane]
    latest = 0
    for _ in range(ROUNDS):
        change = _sweep_eight(ptr, source, weights, restart, scale, z, iterates[latest], iterates[latest + 1])
        latest += 1
        if _are_close(iterates[latest], change, damping, tolerance):
            break
        if latest == HISTORY:
            _extrapolate(iterates, scale, z)
            latest = 0
    scores: Floats = iterates[latest] / _totals(iterates[latest])
    return scores


@compiled
def solve_one(ptr: Longs, source: Ints, weights: Floats, restart: Floats, first: Floats, damping: float, tolerance: float) -> Floats:
    """PageRank (n) of one weighting (a), within `tolerance` of its fixed point; the rest as `solve_eight`."""
    n = len(ptr) - 1
    scale = np.zeros(n)
    for j in range(len(source)):
        scale[source[j]] += weights[j]
    for v in range(n):
        scale[v] = damping / scale[v] if scale[v] > 0 else 0.0
    rows = (n + LANES - 1) // LANES
    iterates, z = np.zeros((HISTORY + 1, rows * LANES)), first * scale
    iterates[0, :n] = first
    latest = 0
    for _ in range(ROUNDS):
        change = _sweep_one(ptr, source, weights, restart, scale, z, iterates[latest], iterates[latest + 1])
        latest += 1
        error = damping / (1 - damping) * change
        if 2 * error <= tolerance * (iterates[latest].sum() - error):
            break
        if latest == HISTORY:
            mix = _mix(_products(iterates.reshape((HISTORY + 1, rows, LANES))).sum(axis=2))
            for v in range(n):
                mixed = 0.0
                for k in range(HISTORY):
                    mixed += mix[k] * iterates[k + 1, v]
                iterates[0, v] = mixed
                z[v] = mixed * scale[v]
            latest = 0
    scores: Floats = iterates[latest, :n] / iterates[latest].sum()
    return scores


@compiled
def _sweep_eight(ptr: Longs, source: Ints, weights: Floats, restart: Floats, scale: Floats, z: Floats, before: Floats, after: Floats) -> Floats:
    """One sweep over all targets into `after`, `z` updated as it goes; returns how much actors with arcs moved (LANES)."""
    arriving, change = np.empty(LANES), np.zeros(LANES)
    for v in range(len(ptr) - 1):
        arriving[:] = restart[v]
        for j in range(ptr[v], ptr[v + 1]):
            for lane in range(LANES):
                arriving[lane] += weights[j, lane] * z[source[j], lane]
        for lane in range(LANES):
            if scale[v, lane] > 0:
                change[lane] += abs(arriving[lane] - before[v, lane])
            after[v, lane] = arriving[lane]
            z[v, lane] = arriving[lane] * scale[v, lane]
    return change


@compiled
def _sweep_one(ptr: Longs, source: Ints, weights: Floats, restart: Floats, scale: Floats, z: Floats, before: Floats, after: Floats) -> float:
    """The same for one weighting."""
    change = 0.0
    for v in range(len(ptr) - 1):
        arriving = restart[v]
        for j in range(ptr[v], ptr[v + 1]):
            arriving += weights[j] * z[source[j]]
        if scale[v] > 0:
            change += abs(arriving - before[v])
        after[v] = arriving
        z[v] = arriving * scale[v]
    return change


@compiled
def _extrapolate(iterates: Floats, scale: Floats, z: Floats) -> None:
    """Put the best combination of the last HISTORY iterates first, lane by lane, and what it sends into `z`."""
    products = _products(iterates)
    mix = np.empty((HISTORY, LANES))
    for lane in range(LANES):
        mix[:, lane] = _mix(products[:, :, lane])
    mixed = np.empty(LANES)
    for v in range(len(z)):
        mixed[:] = 0.0
        for k in range(HISTORY):
            for lane in range(LANES):
                mixed[lane] += mix[k, lane] * iterates[k + 1, v, lane]
        for lane in range(LANES):
            iterates[0, v, lane] = mixed[lane]
            z[v, lane] = mixed[lane] * scale[v, lane]


@compiled
def _scales(sums: Floats, damping: float) -> Floats:
    """What each unit of score sends along each unit of strength: damping / out-strength, 0 where nothing leaves."""
    scale = np.zeros(sums.shape)
    for v in range(len(sums)):
        for lane in range(LANES):
            if sums[v, lane] > 0:
                scale[v, lane] = damping / sums[v, lane]
    return scale


@compiled
def _totals(y: Floats) -> Floats:
    totals = np.zeros(LANES)
    for v in range(len(y)):
        for lane in range(LANES):
            totals[lane] += y[v, lane]
    return totals


@compiled
def _are_close(y: Floats, change: Floats, damping: float, tolerance: float) -> bool:
    """True when every lane is within `tolerance` after it is divided by its sum."""
    totals = _totals(y)
    for lane in range(LANES):
        error = damping / (1 - damping) * change[lane]
        if 2 * error > tolerance * (totals[lane] - error):
            return False
    return True


@compiled
def _products(iterates: Floats) -> Floats:
    """Products (HISTORY, HISTORY, LANES) with each other of the steps between iterates (HISTORY + 1, n, LANES)."""
    products, step = np.zeros((HISTORY, HISTORY, LANES)), np.empty((HISTORY, LANES))
    for v in range(iterates.shape[1]):
        for k in range(HISTORY):
            for lane in range(LANES):
                step[k, lane] = iterates[k + 1, v, lane] - iterates[k, v, lane]
        for a in range(HISTORY):
            for b in range(a + 1):
                for lane in range(LANES):
                    products[a, b, lane] += step[a, lane] * step[b, lane]
    for a in range(HISTORY):
        for b in range(a):
            products[b, a] = products[a, b]
    return products


@compiled
def _mix(products: Floats) -> Floats:
    """Shares (k), which sum to 1, of the iterates in the combination whose step is least; the last one alone if there is none.

    They solve products * x = 1 up to a factor, by elimination with the largest pivot.
    """
    k = len(products)
    last = np.zeros(k)
    last[k - 1] = 1.0
    rows, x = products.copy(), np.ones(k)
    for i in range(k):
        rows[i, i] *= 1 + 1e-13
    for i in range(k):
        best = i + np.argmax(np.abs(rows[i:, i]))
        if rows[best, i] == 0.0:
            return last
        for column in range(k):
            rows[i, column], rows[best, column] = rows[best, column], rows[i, column]
        x[i], x[best] = x[best], x[i]
        for below in range(i + 1, k):
            factor = rows[below, i] / rows[i, i]
            for column in range(i, k):
                rows[below, column] -= factor * rows[i, column]
            x[below] -= factor * x[i]
    for i in range(k - 1, -1, -1):
        for column in range(i + 1, k):
            x[i] -= rows[i, column] * x[column]
        x[i] /= rows[i, i]
    total = x.sum()
    if not np.isfinite(total) or total == 0.0:
        return last
    shares: Floats = x / total
    return shares


def warm() -> None:
    """Compile what a ranking needs."""
    ptr, source, both = np.array([0, 1, 2]), np.array([1, 0], dtype=np.int32), np.zeros(2, dtype=np.int32)
    chance = np.full(2, 0.5)
    weights = strengths(ptr, source, chance, ptr, both, np.full(1, 255, dtype=np.uint8), 0.95)
    solve_eight(ptr, source, weights, chance, chance, 0.85, 1e-8)
    solve_one(ptr, source, chance, chance, chance, 0.85, 1e-10)
