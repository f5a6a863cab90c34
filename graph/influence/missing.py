"""What a ranking owes to ties that are in the record by luck: ties deleted at random, and how often the order holds."""

import numpy as np

from graph.influence.arcs import Arcs
from graph.influence.draws import Shown, outcomes
from graph.influence.lanes import Measure, Units
from graph.influence.ranking import DIGITS
from graph.progress import Progress
from graph.results import MissingData
from graph.snapshot.arrays import Floats

SHARES = (0.1, 0.3)
DRAWS = 64
COMPARED = 100


def missing_data(
    arcs: Arcs, measure: Measure, shown: Shown, base: Floats, share: float, *, seed: int, draws: int, progress: Progress | None = None
) -> MissingData:
    """How often the order of the actors shown holds when each tie is deleted with chance `share`.

    `base` (shown) holds their values with all ties, best first. At most COMPARED of them are compared.
    """
    _, ranks = without_ties(arcs, measure, shown, share, seed=seed, draws=draws, progress=progress)
    ranks = ranks[:COMPARED]
    a, b = np.triu_indices(len(ranks), 1)
    keys = np.round(base, DIGITS)
    apart = keys[a] != keys[b]
    holds = order_holds(ranks[a[apart]], ranks[b[apart]])
    return MissingData(
        share=share,
        draws=draws,
        order_holds=float(holds.mean()) if holds.size else 1.0,
        first_holds=float((ranks[0] <= 1.0).mean()),
        neighbours=tuple(order_holds(ranks[:-1], ranks[1:]).mean(axis=1).tolist()),
    )


def without_ties(arcs: Arcs, measure: Measure, shown: Shown, share: float, *, seed: int, draws: int, progress: Progress | None = None) -> tuple[Floats, Floats]:
    """Values and ranks (shown, draws) when each tie is deleted with chance `share`; same seed, same ties."""
    rng = np.random.default_rng([seed, round(share * 1000)])
    kept = np.stack([rng.random(len(arcs.ties.low)) >= share for _ in range(draws)])
    return outcomes(arcs, tie_units(arcs), kept, measure, shown, progress)


def tie_units(arcs: Arcs) -> Units:
    """Interactions stand and fall with their tie."""
    ties = arcs.ties
    return Units(ties.p, np.arange(len(ties.p) + 1), arcs.tie_of_interaction.astype(np.int32))


def order_holds(first: Floats, second: Floats) -> Floats:
    """1 where the first rank is the better one, .5 where they are equal, else 0."""
    held: Floats = (first < second) + (first == second) / 2
    return held
