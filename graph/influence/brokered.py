"""What is told of a broker: the open triads that it stands in, and how sure their number is."""

from dataclasses import dataclass

import numpy as np

from graph.influence.arcs import Arcs
from graph.influence.draws import groups_behind, report_units, tossed
from graph.influence.ground import Ground
from graph.influence.proofs import claims_of, strongest
from graph.influence.triads import role_of
from graph.progress import Progress
from graph.results import Triad
from graph.results.brokerage import BrokerRole
from graph.snapshot.arrays import Flags, Floats, Longs, Snapshot

TRIADS = 3
NEAREST = 20
PROOFS = 3
FEWEST = 20
WORK = 100_000_000
CELLS = 20_000_000
NONE = -1


def triads_of(snapshot: Snapshot, base: Ground, names: list[str], at: int) -> tuple[Triad, ...]:
    """The strongest open triads that an actor brokers, by the product of both strengths, then by id; at most three.

    They are sought among its twenty strongest arcs of either direction.
    """
    arcs, weights = base.arcs, base.weights
    found = [
        (float(weights[first] * weights[second]), int(arcs.source[first]), int(arcs.target[second]), first, second)
        for first in strongest(weights, arcs.into(at), NEAREST)
        for second in strongest(weights, arcs.out_of(at), NEAREST)
        if _open(arcs, int(arcs.source[first]), int(arcs.target[second]))
    ]
    ids = [snapshot.ids[v] for v in arcs.actors[[place for _, a, c, _, _ in found for place in (a, c)]].tolist()] if found else []
    order = sorted(range(len(found)), key=lambda i: (-found[i][0], ids[2 * i], ids[2 * i + 1]))
    return tuple(_triad(snapshot, base, names, at, found[i]) for i in order[:TRIADS])


def _triad(snapshot: Snapshot, base: Ground, names: list[str], at: int, found: tuple[float, int, int, int, int]) -> Triad:
    strength, a, c, first, second = found
    role: BrokerRole = role_of(names[a], names[at], names[c])
    proofs = claims_of(snapshot, base.arcs, [first])[:PROOFS] + claims_of(snapshot, base.arcs, [second])[:PROOFS]
    return Triad(
        seeker=snapshot.node(int(base.actors[a])),
        sought=snapshot.node(int(base.actors[c])),
        role=role,
        strength=strength,
        evidence=tuple(snapshot.evidence(claim) for claim in dict.fromkeys(proofs)),
    )


def _open(arcs: Arcs, a: int, c: int) -> bool:
    return a != c and a not in arcs.source[arcs.into(c)]


def spread_of_totals(snapshot: Snapshot, arcs: Arcs, shown: Longs, *, seed: int, draws: int, progress: Progress | None = None) -> tuple[Floats, int]:
    """5 % and 95 % (2, shown) of the open triads of some actors over draws of the source groups, and how many draws were made.

    One coin a source group, as in `graph.influence.draws`. On very large graphs fewer draws are made.
    """
    groups = groups_behind(snapshot, arcs)
    if not draws or not len(groups) or not len(shown):
        return np.zeros((2, len(shown))), 0
    draws = min(draws, max(FEWEST, WORK // len(arcs.use)))
    coins = tossed(snapshot, groups, seed=seed, draws=draws)
    patterns, pick = np.unique(coins, axis=0, return_inverse=True)
    brokers = [around(arcs, int(at)) for at in shown]
    step = max(1, CELLS // len(arcs.use))
    parts = []
    for first in range(0, len(patterns), step):
        stands = _standing(snapshot, arcs, groups, patterns[first : first + step])
        parts.append(np.stack([each.open_triads(stands) for each in brokers]))
        if progress:
            progress(min(first + step, len(patterns)), len(patterns))
    found = np.concatenate(parts, axis=1)[:, pick.reshape(-1)]
    return np.quantile(found, [0.05, 0.95], axis=1), draws


def _standing(snapshot: Snapshot, arcs: Arcs, groups: Longs, patterns: Flags) -> Flags:
    """Which arcs (a, d) stand when only some source groups hold; patterns is (d, groups)."""
    alive: Flags = np.zeros((len(snapshot.groups), len(patterns)), dtype=np.bool_)
    alive[groups] = patterns.T
    uses = report_units(snapshot, arcs).survivors(alive)[arcs.use] > 0
    return np.logical_or.reduceat(uses, arcs.ptr[:-1], axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The arcs around one broker: into it, out of it, pairs of both with one other (r, 2), and closed triads (t, 3) by their arcs."""

    into: Longs
    out: Longs
    returning: Longs
    closed: Longs

    def open_triads(self, stands: Flags) -> Longs:
        """How many open triads there are in each of d outcomes, in which arcs (a, d) stand or not."""
        through = stands[self.into].sum(axis=0) * stands[self.out].sum(axis=0)
        back = (stands[self.returning[:, 0]] & stands[self.returning[:, 1]]).sum(axis=0)
        shut = np.zeros_like(back)
        step = max(1, CELLS // max(stands.shape[1], 1))
        for at in range(0, len(self.closed), step):
            first, second, third = self.closed[at : at + step].T
            shut += (stands[first] & stands[second] & stands[third]).sum(axis=0)
        found: Longs = (through - back - shut).astype(np.int64)
        return found


def around(arcs: Arcs, at: int) -> Around:
    """What stands around one broker."""
    into, out = arcs.into(at), arcs.out_of(at)
    from_seeker, to_sought = (np.full(len(arcs.actors), NONE, dtype=np.int64) for _ in range(2))
    from_seeker[arcs.source[into]] = into
    to_sought[arcs.target[out]] = out
    both = np.flatnonzero((from_seeker != NONE) & (to_sought != NONE))
    closing = np.flatnonzero((from_seeker[arcs.source] != NONE) & (to_sought[arcs.target] != NONE))
    triads = np.stack([from_seeker[arcs.source[closing]], to_sought[arcs.target[closing]], closing], axis=1)
    return Around(into, out, np.stack([from_seeker[both], to_sought[both]], axis=1), triads)
